"""Trains the recogniser: `python -m geo.training.train`. One command, same result each time.

Reads the marked passages of `data/training`, finds candidates as the geoparser does, and
fits place against non-place on the union of all marks, then each use against the others.
The weights that rank senses are fitted first (`ranking.py`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.gazetteer.world import WorldIndex
from geo.model import Use
from geo.parse.reading import Reading, read
from geo.parse.recognise import RECOGNISER
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE
from geo.training.logistic import fit
from geo.training.marks import Passage, read_folder
from geo.training.ranking import fit_senses

TRAINING = Path(__file__).resolve().parents[2] / "data" / "training"
# Strength of the prior that a code says nothing; chosen on data/gold/threshold.txt.
PENALTY = 5.0
USE_PENALTY = 4.0
THRESHOLD = 0.58
# What a reader of news would stake more on than some hundred examples teach: the text names
# the area around it ("Troy, N.C."), a dateline in capitals, the title of an office, a home.
SIGNS = {
    ("contained", 1): 4.0,
    ("dateline", 3): 2.0,
    ("office_after", 1): 2.0,
    ("aged_of", 1): 2.0,
    ("after_1", CODE["disease"]): -4.0,  # "West Nile virus"
}
USES = (Use.PLACE, Use.DEMONYM, Use.GOVERNMENT, Use.PUBLIC_BODY, Use.COMPANY, Use.STREET)


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of many passages with their codes; `label` is -1 for no place, else a use."""

    codes: np.ndarray
    sizes: np.ndarray
    names: tuple[str, ...]
    label: np.ndarray
    group: np.ndarray


def label(passage: Passage, reading: Reading) -> np.ndarray:
    """The use that the passage's marks give to each candidate, -1 where they give none."""
    found = np.full(len(reading.hits), -1)
    start, end = reading.start, reading.end
    for mark in passage.marks:
        found[(start < mark.end) & (end > mark.start)] = USES.index(mark.use)
    return found


def examples(passages: Sequence[Passage], index: WorldIndex, senses: np.ndarray) -> Examples:
    """Every candidate of the passages, described and labelled."""
    vocabulary = Vocabulary(index)
    codes, labels, groups = [], [], []
    sizes, base = np.zeros(0, int), 0
    names: tuple[str, ...] = ()
    for passage in passages:
        reading = read(passage.text, vocabulary, senses)
        if reading.codes is None:
            continue
        codes.append(reading.codes.matrix.T)
        sizes, names = np.array(reading.codes.sizes), reading.codes.names
        labels.append(label(passage, reading))
        group = reading.hits.group
        groups.append(group + base)
        base += int(group.max()) + 1
    return Examples(
        np.concatenate(codes), sizes, names, np.concatenate(labels), np.concatenate(groups)
    )


def _tables(sizes: np.ndarray, names: Sequence[str], beta: np.ndarray) -> dict[str, list[float]]:
    edges = np.cumsum(sizes)[:-1]
    parts = np.split(np.round(beta[: int(sizes.sum())], 3), edges)
    return {name: [float(w) + 0.0 for w in part] for name, part in zip(names, parts, strict=True)}


def _prior(found: Examples) -> np.ndarray:
    begin = np.cumsum(found.sizes) - found.sizes
    prior = np.zeros(int(found.sizes.sum()))
    for (name, code), weight in SIGNS.items():
        prior[begin[found.names.index(name)] + code] = weight
    return prior


def train(found: Examples, senses: dict[str, float]) -> dict:
    """The content of the weights file."""
    is_place = (found.label >= 0).astype(float)
    place = fit(found.codes, found.sizes, is_place, PENALTY, prior=_prior(found))
    real = found.label >= 0
    uses, constants = {}, {}
    for number, use in enumerate(USES):
        target = (found.label[real] == number).astype(float)
        beta = fit(found.codes[real], found.sizes, target, USE_PENALTY)
        uses[use.value] = _tables(found.sizes, found.names, beta)
        constants[use.value] = round(float(beta[-1]), 3)
    return {
        "threshold": THRESHOLD,
        "constant": round(float(place[-1]), 3),
        "use_constants": constants,
        "senses": senses,
        "place": _tables(found.sizes, found.names, place),
        "uses": uses,
    }


def weights(passages: Sequence[Passage], index: WorldIndex) -> dict:
    """The content of the weights file that the passages make."""
    senses = fit_senses(passages, index)
    return train(examples(passages, index, np.array(list(senses.values()))), senses)


def main(arguments: Sequence[str] = ()) -> None:
    folder = Path(arguments[0]) if arguments else TRAINING
    made = weights(read_folder(folder), WorldIndex.open())
    content = json.dumps(made, indent=0, ensure_ascii=False)
    content = content.replace(",\n", ", ").replace("[\n", "[").replace("\n]", "]")
    RECOGNISER.write_text(content.replace('], "', '],\n"') + "\n", "utf-8", newline="\n")
    print(f"wrote {RECOGNISER}")


if __name__ == "__main__":
    main(sys.argv[1:])

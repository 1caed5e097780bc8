"""Reading to judgement: which candidates are places, how they are used, what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from geo.gazetteer.world import Name
from geo.model import Use
from geo.parse.features import STREET_WORD
from geo.parse.reading import Reading
from geo.parse.recognise import Model, chance, smooth

# A text of names and nothing else is a question about those names: "Paris", "Oslo, Rome".
NAMES_ALONE = 0.8
MOST_MARKS = 6  # tokens that a name of one word takes up with its marks and figures: "Rome (3), "
_OF_NAMES_ALONE = (Use.PLACE, Use.DEMONYM)
_BETWEEN = re.compile(r"(?:[\W\d_]|\band\b)*")
# Log-odds for names of a reader's own gazetteer: who lists a place expects it in the text.
OWN_ODDS = 1.5
_OWN = int(Name.OWN)
# Votes of the second weighing: the chance of being a place, times the root of the number of
# mentions, so that a name said twenty times does not drown the rest.


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry a candidate: its chance to be a place name, its use (index into the model's
    uses) and whether it is taken for one."""

    chance: np.ndarray
    use: np.ndarray
    taken: np.ndarray


def judge(reading: Reading, model: Model, given: np.ndarray | None = None) -> Judgement:
    """Judge all candidates, then weigh their senses again by what was judged.

    `given` marks candidates that somebody vouches for (spans handed in).
    """
    hits, codes = reading.hits, reading.codes
    if codes is None:
        none = np.zeros(0)
        return Judgement(none, none.astype(int), none.astype(bool))
    odds, use_odds = model.odds(codes)
    own = np.bincount(reading.names.owner, reading.names.flags & _OWN, len(reading.names))
    odds += OWN_ODDS * (own > 0)[hits.name]
    sure = chance(smooth(odds, hits.group))
    alone = _names_alone(reading)
    sure = np.where(alone, np.maximum(sure, NAMES_ALONE), sure)
    if given is not None:
        sure = np.where(given, 1.0, sure)
    street = (codes.column("last_word") == STREET_WORD) | (codes.column("run_end") == STREET_WORD)
    use_odds[~street, model.uses.index(Use.STREET)] = -np.inf
    for number in (n for n, use in enumerate(model.uses) if use not in _OF_NAMES_ALONE):
        use_odds[alone, number] = -np.inf
    use = use_odds.argmax(axis=1)
    taken = sure >= model.threshold
    times = np.bincount(hits.name, minlength=len(reading.names))
    mean = np.bincount(hits.name, sure, len(reading.names)) / np.maximum(times, 1)
    reading.weighing.weigh(mean * np.sqrt(times), model.sense_weights)
    return Judgement(sure, use, taken)


def _names_alone(reading: Reading) -> np.ndarray:
    """Candidates of texts that hold nothing but names of the gazetteer, set apart by marks."""
    tokens, hits, names = reading.tokens, reading.hits, reading.names
    spoken = np.bincount(tokens.text, tokens.end > tokens.start, len(tokens.texts))
    covered = np.bincount(hits.text, hits.last - hits.first + 1, len(tokens.texts))
    listed = names.row[names.begin[hits.name]] >= 0
    alone = np.zeros(len(hits), bool)
    # At most a few marks stand between two names: ordinary texts are told by counting.
    for text in np.flatnonzero((covered > 0) & (covered * MOST_MARKS >= spoken)).tolist():
        mine = hits.text == text
        if listed[mine].all() and _set_apart(
            tokens.texts[text], reading.start[mine].tolist(), reading.end[mine].tolist()
        ):
            alone |= mine
    return alone


def _set_apart(text: str, start: list[int], end: list[int]) -> bool:
    if not (_BETWEEN.fullmatch(text[: start[0]]) and _BETWEEN.fullmatch(text[end[-1] :])):
        return False
    gaps = (text[a:b] for a, b in zip(end, start[1:], strict=False))
    return all(gap.strip(" ") and _BETWEEN.fullmatch(gap) for gap in gaps)

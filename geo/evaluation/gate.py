"""The quality gate: our gold set, its hash, and floors that nobody lowers in silence.

    python -m geo.evaluation.gate            # measure, compare with the floors
    python -m geo.evaluation.gate --pin WHY  # append today's figures as the new floors

`data/gold/floors.json` keeps every pin that ever held, each with the hash of those before
it: a floor can be lowered only by a new pin that gives a reason.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.evaluation.score import Span, pair
from geo.model import Place, Resolution
from geo.parse.geoparse import Geoparser
from geo.parse.lexicon import MODEL_FOLDER, fold
from geo.training.marks import Marked, Passage, read_file

GOLD = MODEL_FOLDER.parent / "gold"
FLOORS = GOLD / "floors.json"
THRESHOLD = "threshold.txt"  # passages that chose a threshold measure nothing afterwards


@dataclass(frozen=True, slots=True)
class GoldScore:
    """Shares 0..1. `senses` is taken on given spans, `end_to_end` wants span and sense."""

    precision: float
    recall: float
    recognition: float
    end_to_end: float
    senses: float
    uses: float


@dataclass(frozen=True, slots=True)
class Tally:
    """What one passage gave: counts, and each error in words."""

    marks: int
    found: int
    matched: int
    placed: int
    right_uses: int
    right_senses: int
    errors: tuple[str, ...]


def gold_files() -> list[Path]:
    """The files that measure, in order of name."""
    files = [path for path in sorted(GOLD.glob("*.txt")) if path.name != THRESHOLD]
    if not files:
        raise DataError(f"{GOLD} holds no gold passages; restore it from the repository")
    return files


def gold_passages() -> list[Passage]:
    """Every passage that measures."""
    return [passage for path in gold_files() for passage in read_file(path)]


def gold_hash() -> str:
    """SHA-256 over names and contents of the gold files."""
    digest = sha256()
    for path in gold_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def fits(place: Place | None, sense: str) -> bool:
    """Whether a place is what a mark states: see `data/gold/README.md` for the forms."""
    if place is None:
        return False
    if sense == "country":
        return place.kind == "country"
    if sense == "region":
        return place.kind != "country" and len(place.countries) != 1
    if "," not in sense:
        return sense in place.countries
    division, _, country = sense.rpartition(",")
    wanted = fold(division.strip())
    held = {fold(place.admin1), fold(place.name)}
    return country.strip() in place.countries and any(
        name and (wanted in name or name in wanted) for name in held
    )


def tally(parser: Geoparser, passage: Passage) -> Tally:
    """Compare a passage's marks with what the geoparser says of its text."""
    marks = passage.marks
    gold = [Span(mark.start, mark.end) for mark in marks]
    found = parser.parse(passage.text).resolutions
    matched = pair(gold, [Span(r.mention.start, r.mention.end) for r in found], exact=False)
    given = parser.parse(passage.text, spans=[(m.start, m.end) for m in marks]).resolutions
    errors = []
    right_uses = placed = 0
    for number, resolution in enumerate(found):
        if number not in matched:
            errors.append(f"not a place here: {_around(passage, resolution)}")
            continue
        mark = marks[matched[number]]
        right_uses += resolution.mention.use is mark.use
        if fits(resolution.place, mark.sense):
            placed += 1
        else:
            errors.append(f"{_words(passage, mark)} is @{mark.sense}, not {_told(resolution)}")
    for number, mark in enumerate(marks):
        if number not in matched.values():
            errors.append(f"not found: {_words(passage, mark)} @{mark.sense}")
    right_senses = sum(
        fits(resolution.place, mark.sense) for resolution, mark in zip(given, marks, strict=True)
    )
    return Tally(
        len(marks), len(found), len(matched), placed, right_uses, right_senses, tuple(errors)
    )


def _words(passage: Passage, mark: Marked) -> str:
    return repr(passage.text[mark.start : mark.end])


def _around(passage: Passage, resolution: Resolution) -> str:
    start, end = resolution.mention.start, resolution.mention.end
    return repr(passage.text[max(0, start - 25) : end + 25])


def _told(resolution: Resolution) -> str:
    place = resolution.place
    if place is None:
        return "left open"
    return f"{place.name} ({place.kind}, {place.admin1} {'/'.join(place.countries)})"


def summarise(tallies: Sequence[Tally]) -> GoldScore:
    """The scores over all passages, rounded to four places."""
    marks = sum(t.marks for t in tallies)
    found = sum(t.found for t in tallies)
    matched = sum(t.matched for t in tallies)
    placed = sum(t.placed for t in tallies)
    return GoldScore(
        precision=round(matched / found, 4),
        recall=round(matched / marks, 4),
        recognition=round(2 * matched / (found + marks), 4),
        end_to_end=round(2 * placed / (found + marks), 4),
        senses=round(sum(t.right_senses for t in tallies) / marks, 4),
        uses=round(sum(t.right_uses for t in tallies) / matched, 4),
    )


def read_pins(path: Path = FLOORS) -> list[dict[str, Any]]:
    """All pins, oldest first, after checking that none was edited or lowered without a reason.

    Raises:
        DataError: the chain is broken, or a floor fell and its pin gives no reason.
    """
    try:
        pins: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path} cannot be read: {error}; restore it from the repository"
        ) from error
    for number, pin in enumerate(pins):
        if pin["after"] != _chain(pins[:number]):
            raise DataError(
                f"{path}: pin {number + 1} does not follow from those before it; pins are only "
                "appended (`python -m geo.evaluation.gate --pin WHY`), never edited"
            )
        if number and not pin["reason"].strip():
            before = pins[number - 1]
            fallen = [key for key, floor in pin["floors"].items() if floor < before["floors"][key]]
            if fallen:
                raise DataError(
                    f"{path}: pin {number + 1} lowers {', '.join(fallen)} and gives no reason"
                )
    return pins


def _chain(pins: Sequence[dict[str, Any]]) -> str:
    return sha256(json.dumps(pins, sort_keys=True).encode()).hexdigest()


def main(arguments: Sequence[str]) -> int:
    parser = Geoparser()
    tallies = {p.id: tally(parser, p) for p in gold_passages()}
    measured = asdict(summarise(list(tallies.values())))
    if arguments[:1] == ["--pin"]:
        pins = read_pins() if FLOORS.exists() else []
        reason = " ".join(arguments[1:])
        pin = {
            "after": _chain(pins),
            "reason": reason,
            "gold": gold_hash(),
            # Two thousandths of slack: the last digit differs between processors.
            "floors": {key: round(value - 0.002, 3) for key, value in measured.items()},
            "errors": {slug: len(t.errors) for slug, t in tallies.items()},
        }
        text = json.dumps([*pins, pin], indent=1, ensure_ascii=False)
        FLOORS.write_text(text + "\n", "utf-8", newline="\n")
        read_pins()
    floors = read_pins()[-1]["floors"] if FLOORS.exists() else {}
    for key, value in measured.items():
        print(f"{key:12} {value:.4f}  floor {floors.get(key, float('nan')):.3f}")
    if "--errors" in arguments:
        for slug, t in tallies.items():
            print(slug, *t.errors, sep="\n    ")
    return int(any(value < floors.get(key, 0.0) for key, value in measured.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The gold set measures, its floors hold, and nobody lowers one in silence."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.evaluation import gate
from geo.evaluation.gate import Tally, gold_passages, read_pins, summarise, tally
from geo.parse.geoparse import geoparser
from geo.parse.lexicon import MODEL_FOLDER
from geo.training.marks import Passage, read_folder

RUN = 12  # words; shorter ones are formulas ("Ebola virus disease - Democratic Republic of ...")
PASSAGES = {passage.id: passage for passage in gold_passages()}

# What goes wrong in every geoparser's issue tracker, each a passage of its own.
HARD_CASES = (
    *("long-beach-ca", "bangor-maine", "washington-dc-and-state", "new-york-city-and-state"),
    *("georgia-and-georgia", "mexico-as-country", "european-not-arizona", "one-odd-name"),
    *("london-not-canada", "country-not-village", "stated-state-ignored", "paris-texas"),
    *("troy-nc-dateline", "jordan-person-and-country", "beijing-said", "paris-hilton"),
    *("all-caps", "title-case", "diacritics", "three-word-names", "hyphens", "possessives"),
)


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return {slug: tally(geoparser(), passage) for slug, passage in PASSAGES.items()}


def test_there_are_at_least_sixty_passages_and_the_hard_cases_are_among_them() -> None:
    assert len(PASSAGES) >= 60
    assert [case for case in HARD_CASES if case not in PASSAGES] == []


def test_no_gold_passage_stands_in_the_training_text() -> None:
    def runs(passages: list[Passage]) -> set[tuple[str, ...]]:
        found = set()
        for passage in passages:
            words = passage.text.lower().split()
            found |= {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
        return found

    training = read_folder(MODEL_FOLDER.parent / "training")
    assert runs(training) & runs(list(PASSAGES.values())) == set()


def test_the_gold_set_is_the_one_the_floors_were_pinned_on() -> None:
    assert gate.gold_hash() == read_pins()[-1]["gold"], (
        "data/gold changed: look at the change, then pin anew with a reason "
        "(`python -m geo.evaluation.gate --pin WHY`)"
    )


def test_every_figure_is_at_its_floor_or_above(tallies: dict[str, Tally]) -> None:
    measured = asdict(summarise(list(tallies.values())))
    floors = read_pins()[-1]["floors"]
    fallen = {k: (measured[k], floor) for k, floor in floors.items() if measured[k] < floor}
    assert fallen == {}


@pytest.mark.parametrize("slug", PASSAGES)
def test_gold_passage(slug: str, tallies: dict[str, Tally]) -> None:
    """No passage has more errors than when the floors were pinned."""
    pinned = read_pins()[-1]["errors"][slug]
    found = tallies[slug].errors
    assert len(found) <= pinned, "\n".join(found)


def pin(after: list[dict], reason: str, floor: float) -> dict:
    chained = gate._chain(after)
    return {"after": chained, "reason": reason, "gold": "", "floors": {"recall": floor}}


def write_pins(path: Path, pins: list[dict]) -> Path:
    path.write_text(json.dumps(pins), "utf-8")
    return path


def test_a_floor_lowered_without_a_reason_is_refused(tmp_path: Path) -> None:
    first = pin([], "", 0.9)
    lowered = [first, pin([first], " ", 0.8)]
    with pytest.raises(DataError, match="lowers recall and gives no reason"):
        read_pins(write_pins(tmp_path / "floors.json", lowered))
    explained = [first, pin([first], "the gold set grew", 0.8)]
    assert len(read_pins(write_pins(tmp_path / "floors.json", explained))) == 2


def test_an_edited_pin_is_refused(tmp_path: Path) -> None:
    first = pin([], "", 0.9)
    pins = [first, pin([first], "", 0.95)]
    first["floors"]["recall"] = 0.5
    with pytest.raises(DataError, match="never edited"):
        read_pins(write_pins(tmp_path / "floors.json", pins))

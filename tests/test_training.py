"""The training text is sound, and the shipped weights are what training makes of it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataError
from geo.gazetteer.world import WorldIndex
from geo.model import Use
from geo.parse.recognise import RECOGNISER, read_model
from geo.training import train
from geo.training.logistic import fit
from geo.training.marks import USES, Passage, read_folder, read_passage

WITH_ARTICLE = ("The Hague", "The Gambia", "The Pas", "The Bronx", "The Villages", "The Dalles")
PASSAGES = read_folder(train.TRAINING)


@pytest.fixture(scope="module")
def index() -> WorldIndex:
    return WorldIndex.open()


def test_there_are_twenty_thousand_words_on_every_use() -> None:
    assert sum(len(passage.text.split()) for passage in PASSAGES) >= 20_000
    uses = {mark.use for passage in PASSAGES for mark in passage.marks}
    assert uses == set(Use)


def test_every_file_says_that_events_and_persons_are_invented() -> None:
    for path in sorted(train.TRAINING.glob("*.txt")):
        first = path.read_text("utf-8").split("\n")[0]
        assert first == "# All events and persons are invented.", path.name


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_a_mark_holds_a_bare_name(passage: Passage) -> None:
    for mark in passage.marks:
        name = passage.text[mark.start : mark.end]
        assert name
        assert name == name.strip()
        assert not name.endswith(("'s", "’s")), name
        assert not name.lower().startswith("the ") or name in WITH_ARTICLE, name


def test_nearly_every_marked_name_is_in_the_gazetteer(index: WorldIndex) -> None:
    names = [
        passage.text[mark.start : mark.end]
        for passage in PASSAGES
        for mark in passage.marks
        if mark.use is not Use.STREET
    ]
    missing = [name for name in names if not len(index.senses_of(name))]
    # Villages under 500 people, small rivers and misspellings stay in, as they do in papers.
    assert len(missing) <= 0.05 * len(names), sorted(set(missing))


def test_every_stated_country_exists(index: WorldIndex) -> None:
    known = {*index.countries, "country", "region"} - {""}
    for passage in PASSAGES:
        for mark in passage.marks:
            code = mark.sense.rpartition(",")[2].strip()
            assert not code or code in known, f"{passage.id}: @{mark.sense}"


def test_the_shipped_weights_are_what_training_makes() -> None:
    index = WorldIndex.open()
    made = train.weights(PASSAGES, index)
    shipped = json.loads(RECOGNISER.read_text("utf-8"))
    assert set(made) == set(shipped)
    for part in ("senses", "use_constants"):
        assert made[part] == pytest.approx(shipped[part], abs=0.005)
    for name, table in made["place"].items():
        assert table == pytest.approx(shipped["place"][name], abs=0.005), name


def test_broken_weights_are_told_with_a_remedy(tmp_path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "recogniser.json"
    for content in ("", "{}", "[]", RECOGNISER.read_text("utf-8")[:-200]):
        broken.write_text(content, "utf-8")
        with pytest.raises(DataError, match=r"python -m geo\.training\.train"):
            read_model(broken)
    with pytest.raises(DataError, match="cannot be read"):
        read_model(tmp_path / "nowhere.json")


def test_marks_are_taken_out_and_kept() -> None:
    passage = read_passage(
        "x", "In [[Paris @Texas, US]] {{French}} <<Troy>> Fire ((Times)) //Main St// ^^Oslo^^."
    )
    assert passage.text == "In Paris French Troy Fire Times Main St Oslo."
    named = [(passage.text[m.start : m.end], m.use, m.sense) for m in passage.marks]
    assert named == [
        ("Paris", Use.PLACE, "Texas, US"),
        ("French", Use.DEMONYM, ""),
        ("Troy", Use.PUBLIC_BODY, ""),
        ("Times", Use.COMPANY, ""),
        ("Main St", Use.STREET, ""),
        ("Oslo", Use.GOVERNMENT, ""),
    ]
    assert len(USES) == len(Use)


@pytest.mark.parametrize("text", ["[[Paris", "Paris]]", "[[a [[b]] c]]", "((x", "^^y"])
def test_an_open_mark_is_told_with_its_passage(text: str) -> None:
    with pytest.raises(DataError, match="passage p:7"):
        read_passage("p:7", text)


@given(st.integers(1, 30), st.integers(0, 30))
def test_one_code_is_fitted_to_its_share(positive: int, negative: int) -> None:
    codes = np.zeros((positive + negative, 1), int)
    target = np.array([1.0] * positive + [0.0] * negative)
    beta = fit(codes, np.array([2]), target, 1.0)
    chance = 1 / (1 + np.exp(-(beta[0] + beta[-1])))
    assert chance == pytest.approx(positive / (positive + negative), abs=0.01)

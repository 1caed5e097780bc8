"""Long work says how far it is, and whoever listens may end it without harm."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier, Thread

import pytest

from geo import progress as steps
from geo.atlas import Atlas, make_atlas
from geo.knowledge import Knowledge
from geo.model import Article
from geo.page import content
from geo.page.kept import Kept
from geo.parse import known
from geo.parse.geoparse import geoparser
from geo.parse.known import resolve_known
from geo.progress import Progress, Step, counted, counter
from geo.read import read_document

STEPS = [value for value in vars(steps).values() if isinstance(value, Step)]
TEXT = "\n\n".join(
    f"On day {n} it rained in Astana. At noon the mayor of Paris flew to Lyon and to Novosibirsk. "
    "A summit was held in Shanghai, and Aksu was not there."
    for n in range(3000)
)
"""Some 450,000 characters: windows of the geoparser, and mentions that are refused."""


class StoppedError(Exception):
    """What a listener raises to end the work."""


@pytest.fixture(scope="module")
def article() -> Article:
    return read_document(TEXT)


@pytest.fixture
def nothing_kept() -> None:
    content.atlases.clear()
    content.drawings.clear()


# What is told


@pytest.fixture(scope="module")
def told(article: Article) -> list[Progress]:
    """All that a reader is told of one text."""
    content.atlases.clear()
    content.drawings.clear()
    heard: list[Progress] = []
    content.atlas_of(article, heard.append)
    return heard


def test_the_steps_follow_each_other_without_a_gap_up_to_the_whole() -> None:
    assert [STEPS[0].low, STEPS[-1].high] == [0.0, 1.0]
    assert all(before.high == after.low for before, after in pairwise(STEPS))


def test_every_step_is_told_in_order_and_up_to_its_total(told: list[Progress]) -> None:
    assert list(dict.fromkeys(p.step for p in told)) == STEPS
    last = {p.step: p for p in told}
    assert all(p.done == p.total > 0 for p in last.values())


def test_the_share_never_falls_and_ends_with_the_whole(told: list[Progress]) -> None:
    shares = [p.share for p in told]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.3
    assert shares[-1] == 1.0


def test_a_step_of_a_long_text_is_told_piece_by_piece(told: list[Progress]) -> None:
    assert sum(p.step is steps.FINDING for p in told) >= 2
    assert sum(p.step is steps.KNOWING for p in told) >= len(TEXT) // known.PIECE
    assert sum(p.step is steps.GATHERING for p in told) >= 12_000 // steps.EVERY


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(steps.FINDING, 1_230_000, 5_000_000),
         "Finding places: 1.2 of 5.0 million characters"),
        (Progress(steps.GATHERING, 12_000, 30_113),
         "Gathering their sentences: 12,000 of 30,113 mentions"),
    ],
)  # fmt: skip
def test_a_reader_is_told_in_words(progress: Progress, words: str) -> None:
    assert progress.words == words


def test_a_step_with_nothing_to_do_is_done() -> None:
    assert Progress(steps.FINDING, 0, 0).share == steps.FINDING.high


def test_items_are_counted_when_they_are_dealt_with() -> None:
    heard: list[Progress] = []
    items = counted(range(steps.EVERY + 1), steps.LAYING, heard.append)
    for _ in range(steps.EVERY):
        next(items)
    assert heard == []
    next(items)
    assert [(p.done, p.total) for p in heard] == [(steps.EVERY, steps.EVERY + 1)]
    assert list(items) == []
    assert heard[-1].done == steps.EVERY + 1


def test_nobody_need_listen() -> None:
    assert counter(steps.FINDING, None) is None
    assert list(counted("abc", steps.LAYING, None)) == ["a", "b", "c"]


def test_who_listens_changes_nothing(article: Article, knowledge: Knowledge) -> None:
    assert same(make_atlas(article, knowledge, lambda _: None), make_atlas(article, knowledge))


def same(one: Atlas, other: Atlas) -> bool:
    return (one.resolutions, one.evidence, one.unmapped) == (
        other.resolutions,
        other.evidence,
        other.unmapped,
    )


# What ends the work


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.doing)
def test_a_reading_ended_at_any_step_leaves_nothing_behind_and_all_usable(
    nothing_kept: None, article: Article, step: Step
) -> None:
    def stop(progress: Progress) -> None:
        if progress.step is step:
            raise StoppedError

    with pytest.raises(StoppedError):
        content.atlas_of(article, stop)
    heard: list[Progress] = []
    atlas = content.atlas_of(article, heard.append)
    assert heard[0].step is steps.FINDING
    astana = atlas.of("astana")
    assert astana
    assert len(astana.passages) == 3000
    drawn = content.drawing_of(atlas)
    assert {id for texts in drawn.values() for id in texts} == {e.place.id for e in atlas.evidence}


def test_another_reader_is_served_while_one_is_told(article: Article) -> None:
    def parse_elsewhere(done: int, total: int) -> None:
        other = Thread(target=geoparser().parse, args=("It rained in Lyon.",), daemon=True)
        other.start()
        other.join(20)
        assert not other.is_alive()

    geoparser().parse(TEXT, progress=parse_elsewhere)


def test_two_readers_who_open_one_text_at_once_get_the_same_atlas(
    nothing_kept: None, knowledge: Knowledge
) -> None:
    article = read_document("It rained in Astana and in Dushanbe.")
    both = Barrier(2, timeout=20)
    waited: set[int] = set()

    def read(reader: int) -> Atlas:
        def wait(_: Progress) -> None:
            if reader not in waited:
                waited.add(reader)
                both.wait()

        return content.atlas_of(article, wait)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(read, (1, 2))
    assert waited == {1, 2}
    assert one is other
    assert {item.place.id for item in one.evidence} == {"astana", "dushanbe"}


# What is kept


class Clock:
    """Time that passes when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def maker(value: str, made: list[str]) -> Callable[[], str]:
    def make() -> str:
        made.append(value)
        return value

    return make


def test_a_value_is_made_once_and_the_one_not_used_for_longest_goes_first() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(2, 60)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(key, maker(key, made)) == key
    assert made == ["a", "b", "c", "b"]


def test_a_value_goes_when_its_time_is_over_however_much_it_is_used() -> None:
    made: list[str] = []
    clock = Clock()
    kept: Kept[str] = Kept(2, 60, clock)
    for now in (100.0, 130.0, 159.0, 160.0, 219.0):
        clock.now = now
        kept.get("a", maker("a", made))
    assert made == ["a", "a"]


def test_a_making_that_fails_keeps_nothing_and_may_be_tried_again() -> None:
    kept: Kept[str] = Kept(2, 60)

    def fail() -> str:
        raise StoppedError

    for _ in range(2):
        with pytest.raises(StoppedError):
            kept.get("a", fail)
    assert kept.get("a", lambda: "made") == "made"


# Piece by piece


def test_a_drawing_is_whole_however_it_is_cut(
    monkeypatch: pytest.MonkeyPatch, nothing_kept: None, atlas: Atlas
) -> None:
    whole = content.drawing_of(atlas)
    content.drawings.clear()
    monkeypatch.setattr(content, "SLICE", 2)
    assert content.drawing_of(atlas) == whole
    assert {id for drawn in whole.values() for id in drawn} == {
        item.place.id for item in atlas.evidence
    }


@pytest.mark.parametrize("piece", [1, 7, 40])
def test_a_name_is_found_wherever_a_piece_of_the_text_ends(
    monkeypatch: pytest.MonkeyPatch, account: Article, knowledge: Knowledge, piece: int
) -> None:
    whole = resolve_known(account, knowledge.gazetteer)
    monkeypatch.setattr(known, "PIECE", piece)
    assert resolve_known(account, knowledge.gazetteer) == whole

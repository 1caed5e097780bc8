"""While a long text is read: a bar that moves, and a way back.

The reading of these tests takes as long as it says, and halts where a browser would be waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import streamlit as st

from geo.atlas import Atlas, make_atlas
from geo.errors import DataError
from geo.knowledge import Knowledge
from geo.model import Article
from geo.page import content, waiting
from geo.page.content import ARTICLE_VARIABLE
from geo.progress import FINDING, Listener, Progress
from tests.page.reader import Reader

LONG = "A very *long* text <b>\n\nIt rained in Dushanbe, and in Astana it did not."
OTHER = "Buses run from Almaty to Dushanbe."


@dataclass
class Slow:
    """The reading of LONG: after `seconds` it says that a share is done, and then it ends."""

    now: float = 0.0
    said: list[tuple[float, float]] = field(default_factory=list)
    end: Callable[[], None] = st.stop
    read: list[str] = field(default_factory=list)

    def make(self, article: Article, known: Knowledge, progress: Listener | None) -> Atlas:
        self.read.append(article.title)
        if article.text == LONG:
            assert progress
            for seconds, share in self.said:
                self.now += seconds
                done = int(share * 10_000_000 / FINDING.high)
                progress(Progress(FINDING, done, 10_000_000))
            self.end()
        return make_atlas(article, known)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """A reading that shows the bar at once, and halts there."""
    slow = Slow(said=[(0.6, 0.0), (0.2, 0.09)])
    content.atlases.clear()
    content.drawings.clear()
    monkeypatch.setattr(content, "make_atlas", slow.make)
    monkeypatch.setattr(waiting, "monotonic", lambda: slow.now)
    return slow


def bars(reader: Reader) -> list[tuple[int, str]]:
    """Percent and words of every bar on the page."""
    return [(bar.proto.value, bar.proto.text) for bar in reader.app.get("progress")]


def stops(reader: Reader) -> int:
    return sum(button.label == "Stop" for button in reader.app.button)


# The bar


def test_a_long_reading_shows_what_is_done_and_how_far_it_is(slow: Slow, reader: Reader) -> None:
    reader.paste(LONG)
    assert bars(reader) == [(9, "Finding places: 2.0 of 10.0 million characters")]
    assert stops(reader) == 1
    assert "Reading “A very *long* text <b>”" in reader.words


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([(0.4, 0.01)], False),
        ([(0.6, 0.01)], True),
        ([(0.6, 0.4)], True),
        ([(0.3, 0.2), (0.25, 0.44)], True),
        ([(0.1, 0.3), (0.1, 0.44)], False),
    ],
    ids=["early", "late", "half way", "slower", "quick"],
)
def test_a_bar_comes_after_half_a_second_where_more_is_to_come(
    slow: Slow, reader: Reader, said: list[tuple[float, float]], shown: bool
) -> None:
    slow.said = said
    reader.paste(LONG)
    assert len(bars(reader)) == stops(reader) == shown


def test_a_bar_that_would_go_at_once_does_not_come(slow: Slow, reader: Reader) -> None:
    slow.said = [(0.6, 0.9)]
    reader.paste(LONG)
    assert bars(reader) == []


def test_the_browser_is_not_told_every_trifle(slow: Slow, reader: Reader) -> None:
    slow.said = [(0.6, 0.0), (0.2, 0.09), (0.05, 0.18)]
    reader.paste(LONG)
    assert bars(reader)[0][0] == 9


def test_a_short_text_shows_no_bar(reader: Reader) -> None:
    reader.paste(OTHER)
    assert bars(reader) == []
    assert stops(reader) == 0


def test_the_bar_goes_when_the_text_is_read(slow: Slow, reader: Reader) -> None:
    slow.end = lambda: None
    reader.paste(LONG)
    assert slow.now > 0.5
    assert bars(reader) == []
    assert stops(reader) == 0
    assert reader.pinned == {"astana", "dushanbe"}
    reader.run()
    assert slow.read.count("A very *long* text <b>") == 1


def test_the_bar_goes_when_the_text_cannot_be_read(slow: Slow, reader: Reader) -> None:
    def fail() -> None:
        raise DataError("the index is broken")

    slow.end = fail
    reader.paste(LONG)
    assert reader.errors == ["the index is broken"]
    assert bars(reader) == []
    assert stops(reader) == 0


# The way back


def test_stop_goes_back_to_the_article_before_as_it_was(slow: Slow, reader: Reader) -> None:
    reader.paste(OTHER).choose("place", "almaty").choose("panel", "Members")
    (before,) = reader.query["article"]
    reader.paste(LONG)
    assert reader.title == ""
    reader.press("Stop")
    assert reader.title == OTHER
    assert reader.value("place") == "almaty"
    assert reader.value("panel") == "Members"
    assert reader.query == {"article": [before], "place": ["almaty"], "panel": ["Members"]}
    assert bars(reader) == []


def test_a_text_whose_reading_was_stopped_can_be_chosen_again(slow: Slow, reader: Reader) -> None:
    reader.paste(LONG).press("Stop")
    box = reader.app.selectbox(key="article")
    assert box.options[-1] == "A very *long* text <b>"
    slow.end = lambda: None
    box.set_value(list(reader.app.session_state["_opened"])[-1])
    reader.run()
    assert reader.title == "A very *long* text <b>"
    assert reader.pinned == {"astana", "dushanbe"}
    assert slow.read.count("A very *long* text <b>") == 2


def test_another_article_can_be_chosen_while_one_is_read(
    slow: Slow, reader: Reader, atlas: Atlas
) -> None:
    reader.paste(OTHER).paste(LONG)
    reader.choose("article", atlas.article.id)
    assert reader.title == atlas.article.title
    assert reader.query == {}
    assert bars(reader) == []


def test_another_text_can_be_opened_while_one_is_read(slow: Slow, reader: Reader) -> None:
    reader.paste(LONG).paste(OTHER)
    assert reader.title == OTHER


def test_stop_does_not_begin_the_same_reading_again(
    slow: Slow, reader: Reader, atlas: Atlas
) -> None:
    slow.end = lambda: None
    reader.paste(LONG)
    slow.end = st.stop
    content.atlases.clear()  # as when its time is over
    reader.run()
    assert stops(reader) == 1
    reader.press("Stop")
    assert reader.title == atlas.article.title


# A text that the server was started with


@pytest.fixture
def given(slow: Slow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(LONG, encoding="utf-8")
    monkeypatch.setenv(ARTICLE_VARIABLE, str(path))


@pytest.mark.usefixtures("given")
def test_a_given_text_whose_reading_is_stopped_gives_way_to_our_account(atlas: Atlas) -> None:
    reader = Reader()
    assert stops(reader) == 1
    reader.press("Stop")
    assert reader.title == atlas.article.title
    assert reader.query == {"article": [atlas.article.id]}


@pytest.mark.usefixtures("given")
def test_another_article_can_be_chosen_while_a_given_text_is_read(atlas: Atlas) -> None:
    reader = Reader().choose("article", atlas.article.id)
    assert reader.title == atlas.article.title


@pytest.mark.usefixtures("given")
def test_a_link_is_kept_until_its_article_is_read(slow: Slow) -> None:
    reader = Reader("place=dushanbe&colour=red&below=Sources")
    slow.end = lambda: None
    reader.run()
    assert reader.place == "Dushanbe"
    assert reader.value("below") == "Sources"
    assert "The link’s part “colour” is not known here" in reader.notices


@pytest.mark.usefixtures("given")
def test_a_link_does_not_tell_another_article_what_to_show(slow: Slow, atlas: Atlas) -> None:
    reader = Reader("place=dushanbe&below=Sources").press("Stop")
    assert reader.title == atlas.article.title
    assert reader.value("place") is None
    assert reader.value("below") == "Read"


@pytest.mark.usefixtures("given")
def test_a_notice_of_the_link_outlives_a_stop(slow: Slow) -> None:
    reader = Reader("article=text-0123456789ab").press("Stop")
    assert "The link is to a text that is not open here" in reader.notices

"""What the page cannot do it says in words, and goes on: never a traceback, never a blank."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit as st

from geo.atlas import Atlas
from geo.page import app, map_section, view
from geo.page.content import ARTICLE_VARIABLE
from geo.read.decode import MAX_BYTES
from tests.checkout import copy_checkout, seal
from tests.page.reader import Reader

HOSTILE = (
    "<script>window.__hit=1</script>${x}{{y}}`z`\\n\"q\" 'r' \u202etxt\u202c 🚂 *b* [l](m) $k$"
)
JOURNEY = "Trains run from Astana to Dushanbe."

# Texts that cannot be read


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t"])
def test_an_empty_paste_is_refused_and_the_article_stays(
    reader: Reader, atlas: Atlas, text: str
) -> None:
    reader.paste(text)
    assert reader.errors == ["The pasted text is empty. Give a text of at least one word."]
    assert reader.title == atlas.article.title


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty. Give a text of at least one word."),
        (b" \n", "is empty. Give a text of at least one word."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "Save it as .txt or .md in UTF-8"),
        (b"\0" * 1000, "is not plain text"),
        (b"a" * (MAX_BYTES + 1), "at most 10 MB are read. Cut it to the article itself."),
    ],
    ids=["empty", "blank", "picture", "zeros", "too large"],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_name(
    reader: Reader, atlas: Atlas, content: bytes, said: str
) -> None:
    reader.upload("notes (1).txt", content)
    (error,) = reader.errors
    assert error.startswith("notes (1).txt ")
    assert said in error
    assert reader.title == atlas.article.title


def test_a_paste_over_the_limit_is_refused(reader: Reader) -> None:
    reader.paste("a" * (MAX_BYTES + 1))
    (error,) = reader.errors
    assert "has 10.0 MB; at most 10 MB are read" in error


def test_a_refusal_goes_with_the_next_text(reader: Reader) -> None:
    reader.paste("").paste(JOURNEY)
    assert reader.errors == []
    assert reader.title == JOURNEY


def test_a_hostile_file_name_is_said_as_it_is(reader: Reader) -> None:
    reader.upload(HOSTILE + ".txt", b"")
    (error,) = reader.errors
    assert error == f"{HOSTILE}.txt is empty. Give a text of at least one word."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1251"])
def test_a_text_of_another_encoding_is_read(reader: Reader, encoding: str) -> None:
    text = "Астана и Душанбе: поезд идёт на юг. " if encoding == "cp1251" else "Über Köln, Noël. "
    reader.upload("notes.txt", (text * 20 + "Then Astana.").encode(encoding))
    assert reader.errors == []
    assert reader.prose.startswith(text)
    assert reader.pinned == {"astana"}


def test_a_text_without_a_known_place_is_shown_with_an_empty_map(reader: Reader) -> None:
    reader.paste("Nothing happens, nowhere, and at length.")
    assert "No place was found in this text." in reader.words
    assert reader.pinned == set()
    assert reader.prose == "Nothing happens, nowhere, and at length."
    for section in ("Places", "Not on the map"):
        reader.choose("below", section)
    for panel in ("Trade", "Members"):
        reader.choose("panel", panel)


# A map too large for the browser


def test_a_map_over_the_limit_of_a_message_is_refused_with_a_remedy_that_works(
    monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    whole = sum(len(json.dumps(data)) for _, data in reader.layers)
    monkeypatch.setattr(map_section, "room", lambda: whole // 2)
    reader.run()
    (error,) = reader.errors
    assert error.startswith("This map would take 0.")
    assert "Switch layers off, or narrow the places down with the filters." in error
    assert not reader.app.get("component_instance")
    assert reader.app.exception == []
    reader.choose("energy", []).choose("people", []).choose("ground", [])
    assert reader.errors == []
    assert reader.pinned


def test_a_map_has_the_room_of_the_servers_messages(reader: Reader) -> None:
    assert map_section.room() == st.get_option("server.maxMessageSize") * 1_000_000 - 100_000


def test_what_wraps_the_places_fits_into_the_room_left_for_it(reader: Reader) -> None:
    (message,) = reader.app.get("component_instance")
    places = sum(len(json.dumps(json.dumps(data))) for _, data in reader.layers)
    assert len(message.proto.json_args) - places < map_section.WRAPPING


# Links that say what is not known


def test_an_unknown_part_of_a_link_is_ignored_with_a_notice(atlas: Atlas) -> None:
    reader = Reader("colour=red&panel=Trade")
    assert "The link’s part “colour” is not known here and was ignored." in reader.notices
    assert reader.value("panel") == "Trade"
    assert reader.query == {"panel": ["Trade"]}


PARTS = (
    "place", "places", "transport", "energy", "people", "ground", "country", "status",
    "precision", "members", "tiles", "panel", "below", "partner", "flow", "check", "years",
)  # fmt: skip


@pytest.mark.parametrize("value", ["nonsense", HOSTILE, "9" * 500, "null", "٣"])
@pytest.mark.parametrize("key", PARTS)
def test_a_malformed_value_is_ignored_with_a_notice(atlas: Atlas, key: str, value: str) -> None:
    assert key in view.parts_of(atlas)
    reader = Reader(urlencode({key: value}))
    assert f"The link’s {key} “" in reader.notices
    assert "is not known here and was ignored." in reader.notices
    assert reader.title == atlas.article.title
    assert reader.query == {}


@pytest.mark.parametrize(
    "query", ["years=2024", "years=2024&years=2001", "years=2024&years=2025&years=2026"]
)
def test_years_that_are_no_span_are_ignored_with_a_notice(atlas: Atlas, query: str) -> None:
    reader = Reader(query)
    assert "The link’s years" in reader.notices
    assert reader.value("years") == view.years_of(atlas)


def test_the_known_part_of_a_value_is_kept(atlas: Atlas) -> None:
    reader = Reader("country=KZ&country=atlantis")
    assert "“atlantis”" in reader.notices
    assert reader.value("country") == ["KZ"]


def test_a_hostile_link_is_said_as_it_is_and_cut(atlas: Atlas) -> None:
    reader = Reader(urlencode({"colour" + HOSTILE: "red"}))
    assert f"“{('colour' + HOSTILE)[:40]}…”" in reader.notices


def test_a_notice_stays_until_it_is_dismissed() -> None:
    reader = Reader("colour=red")
    reader.choose("place", "astana")
    assert "colour" in reader.notices
    reader.press("Dismiss")
    assert reader.notices == ""
    reader.choose("place", "dushanbe")
    assert reader.notices == ""


def test_a_link_to_a_text_of_another_reader_says_how_to_open_it(atlas: Atlas) -> None:
    reader = Reader("article=text-0123456789ab")
    assert "Open it again with “Open a text …”." in reader.notices
    assert reader.title == atlas.article.title
    assert reader.query == {}


# An article given at the start


def test_a_given_article_is_the_one_that_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, atlas: Atlas
) -> None:
    path = tmp_path / "journey.txt"
    path.write_text(JOURNEY, encoding="utf-8")
    monkeypatch.setenv(ARTICLE_VARIABLE, str(path))
    reader = Reader()
    assert reader.title == JOURNEY
    assert reader.query == {}
    reader.choose("article", atlas.article.id)
    assert reader.title == atlas.article.title
    assert reader.query == {"article": [atlas.article.id]}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "cannot be opened: No such file or directory. Give the path"),
        (lambda path: path.mkdir(), "cannot be opened: Is a directory. Give the path"),
        (lambda path: path.write_bytes(b""), "is empty. Give a text of at least one word."),
        (lambda path: path.write_bytes(b"\0\1\2\3" * 99), "is not plain text"),
        (lambda path: path.write_bytes(b"a" * (MAX_BYTES + 1)), "at most 10 MB are read"),
    ],
    ids=["missing", "a folder", "empty", "binary", "too large"],
)
def test_a_given_article_that_cannot_be_read_is_named_and_our_account_opens(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    atlas: Atlas,
    make: Callable[[Path], object],
    said: str,
) -> None:
    path = tmp_path / "journey.txt"
    make(path)
    monkeypatch.setenv(ARTICLE_VARIABLE, str(path))
    reader = Reader()
    assert "journey.txt" in reader.notices
    assert said in reader.notices
    assert reader.title == atlas.article.title
    assert reader.pinned


# What is broken on our side

LOOK = """
import json
from streamlit.testing.v1 import AppTest
import geo
app = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
print(json.dumps({
    "package": geo.__file__,
    "html": [html.value for html in app.html],
    "exceptions": [error.value for error in app.exception],
    "widgets": len(app.selectbox),
}))
"""


def page_of(root: Path) -> dict:
    """What the page of another checkout shows."""
    ran = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["package"].startswith(str(root))
    return found


def _replace(root: Path, name: str, old: str, new: str) -> None:
    path = root / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _missing(root: Path) -> None:
    (root / "data" / "gazetteer" / "places.csv").unlink()


def _changed(root: Path) -> None:
    with (root / "data" / "figures" / "trade.csv").open("a", encoding="utf-8") as file:
        file.write("\n")


def _no_sources(root: Path) -> None:
    (root / "data" / "sources.toml").write_text("[[source]\n", encoding="utf-8")


def _broken_row(root: Path) -> None:
    path = root / "data" / "gazetteer" / "places.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [n for n, row in enumerate(rows) if row.startswith("turgusun,")]
    rows[at] = rows[at].replace(",84.049938,", ",840.049938,")
    path.write_text("".join(rows), encoding="utf-8")
    seal(root)


def _broken_outlines(root: Path) -> None:
    (root / "data" / "basemap" / "countries.geojson").write_text("{}", encoding="utf-8")
    seal(root)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_missing, ["data/gazetteer/places.csv", "is missing", "Restore"]),
        (_changed, ["data/figures/trade.csv", "Restore"]),
        (_no_sources, ["data/sources.toml", "Restore"]),
        (
            _broken_row,
            [
                "places.csv, row 'turgusun'",
                "lon 840.049938 is not between -180 and 180",
                "Correct the cell.",
            ],
        ),
        (_broken_outlines, ["data/basemap/countries.geojson", "Restore"]),
    ],
)
def test_broken_data_is_named_on_the_page_with_row_and_remedy(
    tmp_path: Path, harm: Callable[[Path], None], said: list[str]
) -> None:
    root = copy_checkout(tmp_path)
    harm(root)
    seen = page_of(root)
    assert seen["exceptions"] == []
    (error,) = [unescape(html) for html in seen["html"] if not html.startswith("<style>")]
    for part in said:
        assert part in error
    assert "Traceback" not in error
    assert seen["widgets"] == 0


def test_a_fault_of_ours_is_told_without_its_details_and_logged_with_them(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(app, "header", fault)
    with caplog.at_level(logging.ERROR, logger="geo.page.app"):
        reader = Reader()
    (error,) = reader.errors
    assert error.startswith("The page could not be drawn; the server’s log says why. Reload it")
    assert "secret detail" not in reader.words + error
    assert "secret detail" in caplog.text

"""Safe by default: the settings, and a server that keeps them."""

from __future__ import annotations

import http.client
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from websockets.exceptions import InvalidStatus

from geo.atlas import Atlas
from geo.knowledge import Knowledge
from geo.model import Article
from geo.page import content
from geo.progress import Listener
from geo.read import read_document
from tests.checkout import ROOT, copy_checkout
from tests.server import served
from tests.visitor import come, elements

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
SETTINGS = {
    f"{section}.{name}": value
    for section, held in CONFIG.items()
    for name, value in held.items()
    if not isinstance(value, dict)
}
WANTED = {
    "server.headless": True,
    "server.address": "127.0.0.1",
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 20,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
}


# What is set


@pytest.mark.parametrize("name", WANTED)
def test_a_setting_is_the_safe_one(name: str) -> None:
    assert SETTINGS[name] == WANTED[name]


def test_only_names_of_this_machine_are_allowed() -> None:
    assert set(SETTINGS["server.allowedHosts"]) <= {"localhost", "127.0.0.1", "::1", "[::1]"}
    assert {"localhost", "127.0.0.1"} <= set(SETTINGS["server.allowedHosts"])


def test_a_message_to_the_browser_is_a_tenth_of_what_streamlit_allows() -> None:
    assert 1 <= SETTINGS["server.maxMessageSize"] <= 20


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_one_that_streamlit_knows(name: str) -> None:
    st.get_option(name)


@pytest.mark.parametrize(
    "name", ["server.address", "server.allowedHosts", "enableCORS", "enableXsrfProtection"]
)
def test_the_readme_says_what_to_change_to_serve_others(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Serving others")[1].split("\n## ")[0]
    assert ".streamlit/config.toml" in section
    assert name in section


# What is kept in memory


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Ids of the articles whose atlas had to be made."""
    ids: list[str] = []
    empty = Atlas(*[None] * 10)  # type: ignore[arg-type]

    def make(article: Article, known: Knowledge, progress: Listener | None) -> Atlas:
        ids.append(article.id)
        return replace(empty, article=article, layers={})

    content.atlases.clear()
    content.drawings.clear()
    monkeypatch.setattr(content, "make_atlas", make)
    yield ids
    content.atlases.clear()
    content.drawings.clear()


def test_an_atlas_is_made_once_and_the_oldest_are_let_go(made: list[str]) -> None:
    articles = [read_document(f"Day {n} in Astana.") for n in range(40)]
    for article in articles:
        content.atlas_of(article)
        content.atlas_of(article)
    assert made == [article.id for article in articles]
    content.atlas_of(articles[0])
    assert made[-1] == articles[0].id
    assert len(made) == 41


def test_a_document_is_not_held_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(content, "read_document", lambda data, name: read.append(name))
    content.document.clear()
    for n in [*range(40), 0]:
        content.document(b"Astana", f"{n}.txt")
    content.document.clear()
    assert len(read) == 41


# What the server does


def test_the_server_listens_to_this_machine_only(server: str) -> None:
    port = urlsplit(server).port
    assert port
    # A second address of the same machine: a server that listens to all takes it too.
    with pytest.raises(OSError):  # noqa: PT011
        socket.create_connection(("127.0.0.2", port), timeout=5)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_visitor_who_calls_the_server_by_its_names_is_let_in(server: str, host: str) -> None:
    assert elements(come(server, host=host), "html")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.0.2.1"])
def test_a_visitor_who_calls_it_by_another_name_is_not(server: str, host: str) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        come(server, host=host)


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_a_page_of_another_site_is_not_let_in(server: str, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        come(server, origin=origin)


def test_the_page_itself_is_let_in(server: str) -> None:
    assert elements(come(server, origin=server), "html")


def test_an_upload_without_the_token_of_the_page_is_refused(server: str) -> None:
    parts = urlsplit(server)
    line = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=10)
    line.request("PUT", "/_stcore/upload_file/nobody/nothing", b"Astana")
    assert line.getresponse().status == 403
    line.close()


def test_the_browser_is_told_the_limit_of_an_upload(server: str) -> None:
    (uploader,) = elements(come(server), "file_uploader")
    assert uploader.max_upload_size_mb == 20


def test_the_browser_is_told_to_send_no_statistics(server: str) -> None:
    (session,) = [m.new_session for m in come(server) if m.WhichOneof("type") == "new_session"]
    assert session.config.gather_usage_stats is False


def test_a_fault_reaches_the_browser_without_its_details(tmp_path: Path) -> None:
    root = copy_checkout(tmp_path)
    broken = root / "geo" / "page" / "style.py"
    broken.write_text(
        "def style() -> None:\n    raise ZeroDivisionError('secret detail')\n", encoding="utf-8"
    )
    with served(root=root) as address:
        sent = b"".join(message.SerializeToString() for message in come(address))
    for secret in (b"secret detail", b"ZeroDivisionError", b"style.py"):
        assert secret not in sent

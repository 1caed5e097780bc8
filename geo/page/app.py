"""The page from top to bottom."""

from __future__ import annotations

import logging

import streamlit as st

from geo.errors import AtlasError
from geo.page import articles, link, map_section, notice, panel, reading, sidebar, view
from geo.page.content import atlas_of, knowledge
from geo.page.header import header
from geo.page.style import style
from geo.page.waiting import waiting


def main() -> None:
    """Draws the page; what a person can mend is said on it, the rest goes to the log."""
    try:
        style()
        _page()
    except AtlasError as error:
        notice.error(str(error))
    except Exception:
        logging.getLogger(__name__).exception("the page could not be drawn")
        notice.error(
            "The page could not be drawn; the server’s log says why. Reload it, or open it "
            "without the part of the address behind the question mark."
        )


def _note(fresh: list[str]) -> None:
    """Keeps notices until the reader has seen them: a rerun of the map's must not wipe them."""
    held = st.session_state.setdefault("_notices", [])
    held += [message for message in fresh if message not in held]


def _tell() -> None:
    if held := st.session_state["_notices"]:
        text, button = st.columns([6, 1], vertical_alignment="center")
        with text:
            notice.warn(held)
        button.button("Dismiss", on_click=held.clear, width="stretch")


def _page() -> None:
    known = knowledge()
    article, notices = articles.pick(known.account.article)
    _note(notices)
    with waiting(
        article.title, stop=lambda: articles.go_back(article, known.account.article)
    ) as progress:
        atlas = atlas_of(article, progress)
    _note(link.read(atlas))
    filters = sidebar.show(atlas)
    header(atlas, known.account)
    _tell()
    visible = tuple(item for item in atlas.evidence if view.shows(filters, item))
    with st.container(key="stage"):
        left, right = st.columns([8, 5], gap="medium")
        with left:
            map_section.show(atlas, visible)
        with right:
            panel.show(atlas)
    reading.show(atlas, visible)
    link.write(atlas, articles.home(known.account.article))

"""The page from top to bottom."""

from __future__ import annotations

import logging

import streamlit as st

from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.page import articles, map_section, panel, reading, sidebar, view
from geo.page.content import atlas_of, knowledge
from geo.page.header import header
from geo.page.style import style


def main() -> None:
    """Draws the page; what a person can mend is said on it, the rest goes to the log."""
    style()
    try:
        known = knowledge()
    except AtlasError as error:
        st.error(f"Article Atlas cannot start. {error}", icon=":material/error:")
        return
    notices: list[str] = []
    article = articles.pick(known.account.article, notices)
    atlas = atlas_of(article.id, article)
    _admit_link(atlas, notices)
    filters = sidebar.show(atlas)
    header(atlas, known.account)
    for notice in notices:
        st.warning(notice, icon=":material/link_off:")
    visible = tuple(item for item in atlas.evidence if view.shows(filters, item))
    with st.container(key="stage"):
        left, right = st.columns([8, 5], gap="medium")
        with left:
            map_section.show(atlas, visible)
        with right:
            panel.show(atlas)
    reading.show(atlas, visible)


def _admit_link(atlas: Atlas, notices: list[str]) -> None:
    """Reads the link before any widget does; once a link, not once a rerun."""
    parameters = {key: st.query_params.get_all(key) for key in st.query_params}
    if st.session_state.get("_link_read"):
        return
    st.session_state["_link_read"] = True
    mended, found = view.admit(parameters, view.allowed(atlas, articles.known_ids()))
    for key, values in mended.items():
        if key in view.LISTS and values:
            st.session_state[key] = values
        else:
            st.query_params.pop(key, None)
    if found:
        logging.getLogger(__name__).info("link mended: %s", "; ".join(found))
    notices.extend(found)

"""The view is a link: session state and the address bar say the same.

The address is read on arrival and when the reader goes back or forward, and written at the
end of a run. It waits for its article: the run that brings it may be ended while the article
is still being read. Between those it must not be read: the browser sends it along with every
interaction, and a quick second click still carries the address of before the first.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.atlas import Atlas
from geo.page import state, view

ARTICLE = "article"
_ARRIVED = "_arrived"
_GIVEN = "_given"  # article and address that came with it, until it is shown
_SHOWN = "_article_shown"


def arriving() -> bool:
    """Whether the address says what to show: on arrival, and on going back or forward."""
    context = get_script_run_ctx()
    travelled = context is not None and context.is_history_navigation
    return travelled or _ARRIVED not in st.session_state


def shown() -> str | None:
    """Id of the article that was shown last; None before the first."""
    return st.session_state.get(_SHOWN)


def article(known: Collection[str], default: str) -> list[str]:
    """Takes the article from a new address; returns notices."""
    notices = []
    if arriving():
        wanted = st.query_params.get(ARTICLE)
        if wanted and wanted not in known:
            notices.append(
                "The link is to a text that is not open here: texts stay with their reader. "
                "Open it again with “Open a text …”."
            )
        st.session_state[ARTICLE] = chosen = wanted if wanted in known else default
        st.session_state[_GIVEN] = chosen, _address()
        st.session_state[_ARRIVED] = True
    elif st.session_state.get(ARTICLE) not in known:
        st.session_state[ARTICLE] = default
    return notices


def read(atlas: Atlas) -> list[str]:
    """Sets every widget's value before any is drawn; returns notices on what was refused.

    A new address gives all values; a new article sets them back; otherwise only those that no
    widget has held yet get their default.
    """
    parts = view.parts_of(atlas)
    notices: list[str] = []
    came_for, came_with = st.session_state.pop(_GIVEN, (None, {}))
    if came_for == atlas.article.id:
        given = {key: values for key, values in came_with.items() if key != ARTICLE}
        values, notices = view.admit(given, parts)
        st.session_state.update(values)
        if "partner" in given:  # the link's own partner comes before its place's country
            st.session_state[state.TRADE_OF] = values["place"]
        state.move_map()
    elif st.session_state.get(_SHOWN) != atlas.article.id:
        st.session_state.update({key: part.default for key, part in parts.items()})
        state.move_map()
    else:
        for key, part in parts.items():
            if key not in st.session_state:
                st.session_state[key] = part.default
    st.session_state[_SHOWN] = atlas.article.id
    return notices


def write(atlas: Atlas, home: str) -> None:
    """Writes the view into the address bar; `home` is the article that needs no mention."""
    held = {key: st.session_state.get(key) for key in view.parts_of(atlas)}
    wanted = view.address(held, view.parts_of(atlas))
    if atlas.article.id != home:
        wanted[ARTICLE] = [atlas.article.id]
    if wanted != _address():
        st.query_params.from_dict(wanted)


def reset(atlas: Atlas) -> None:
    """Back to the opening view. For callbacks."""
    st.session_state.update({key: part.default for key, part in view.parts_of(atlas).items()})
    state.choose(None)


def _address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}

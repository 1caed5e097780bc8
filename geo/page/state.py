"""Session state: the one selection, and how map, text, table and buttons set it.

The keys of widgets are the names of the URL's parameters (see `geo.page.view`).
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

PLACE = "place"  # the selected place's id, or None: the key of the "Go to place" box
_ROUND = "_round"  # rises with each wish to move the map, so that the same wish can come twice
TRADE_OF = "_trade_of"  # the place whose country the trade panel last turned to
_CLICKS = "_clicks"
_OPENED = "_opened"


def selected() -> str | None:
    """The id of the selected place."""
    return st.session_state.get(PLACE)


def choose(place: str | None) -> None:
    """Selects a place and asks the map to go there. For callbacks."""
    st.session_state[PLACE] = place
    move_map()


def move_map() -> None:
    """Asks the map to go to the selected place (again)."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def round_number() -> int:
    """Number of the newest wish to move the map."""
    return st.session_state.get(_ROUND, 0)


def hear_map(key: str, known: Sequence[str]) -> None:
    """Takes over a click on the map: the map itself already shows its card. For callbacks."""
    answer = st.session_state.get(key) or {}
    clicks = answer.get("last_object_clicked_count")
    if clicks is None or clicks == st.session_state.get(_CLICKS):
        return
    st.session_state[_CLICKS] = clicks
    feature = answer.get("last_active_drawing") or {}
    place = (feature.get("properties") or {}).get("id")
    if place in known:
        st.session_state[PLACE] = place


def step(known: Sequence[str], by: int) -> None:
    """Walks the places in reading order, round and round. For callbacks."""
    if not known:
        return
    here = selected()
    if here in known:
        choose(known[(known.index(here) + by) % len(known)])
    else:
        choose(known[0 if by > 0 else -1])


def opened() -> dict:
    """The articles that this reader has opened, by id."""
    return st.session_state.setdefault(_OPENED, {})

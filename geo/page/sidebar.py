"""The sidebar: where to go, which layers, which places, and how to leave with them."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.page import link, state, view
from geo.page.countries import country_name
from geo.page.leave import leave
from geo.themes import GROUPS, THEMES


def show(atlas: Atlas) -> view.Filters:
    """Draws the sidebar and returns what is to be shown."""
    with st.sidebar:
        _go_to(atlas)
        _layers(atlas)
        _filters(atlas)
        _switches()
        st.button("Reset the view", width="stretch", on_click=link.reset, args=(atlas,))
        filters = view.filters_of(st.session_state)  # type: ignore[arg-type]
        leave(atlas, filters)
    return filters


def _go_to(atlas: Atlas) -> None:
    names = {item.place.id: item.place.name for item in atlas.evidence}
    st.selectbox(
        "Go to place",
        sorted(names, key=lambda key: names[key].casefold()),
        format_func=lambda key: names.get(key, key),
        index=None,
        placeholder="Type a name …",
        key=state.PLACE,
        on_change=state.move_map,
    )


def _layers(atlas: Atlas) -> None:
    st.markdown("**Layers**")
    for group, (label, _) in GROUPS.items():
        themes = view.themes_of(group, atlas)
        if themes:
            st.pills(
                label,
                themes,
                selection_mode="multi",
                format_func=lambda t: f"{THEMES[t].label} ({len(atlas.layers[t])})",
                key=group,
            )


def _filters(atlas: Atlas) -> None:
    with st.expander("Filter places"):
        st.multiselect(
            "Country",
            view.countries_of(atlas),
            format_func=country_name,
            key="country",
            placeholder="All countries",
        )
        st.multiselect(
            "Status on the article’s date",
            view.STATUSES,
            key="status",
            placeholder="Any status",
        )
        st.multiselect("Precision", view.PRECISIONS, key="precision", placeholder="Any precision")
        if len(view.uses_of(atlas)) > 1:
            st.pills(
                "What the name does",
                view.uses_of(atlas),
                selection_mode="multi",
                key="use",
                help="A place is shown if one of its mentions is of a chosen kind.",
            )
        if span := view.years_of(atlas):
            st.slider(
                "Years in the passages",
                *span,
                key="years",
                help="Places whose passages name no year stay.",
            )


def _switches() -> None:
    st.toggle("Shade SCO members", key="members", help="Membership on 1 July 2024, not territory.")
    st.toggle(
        "Online map tiles",
        key="tiles",
        help="Asks tile.openstreetmap.org for pictures; off, the page asks nobody.",
    )

"""The sidebar: where to go, which layers, which places, and how to leave with them."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.page import state, view
from geo.page.countries import country_name
from geo.page.leave import leave
from geo.themes import GROUPS, THEMES


def show(atlas: Atlas) -> view.Filters:
    """Draws the sidebar and returns what is to be shown."""
    with st.sidebar:
        _go_to(atlas)
        themes = _layers(atlas)
        filters = _filters(atlas, themes)
        _switches()
        st.button(
            "Reset the view", width="stretch", on_click=state.clear, args=(_widget_keys(),),
            icon=":material/restart_alt:",
        )  # fmt: skip
        leave(atlas, filters)
    return filters


def _go_to(atlas: Atlas) -> None:
    names = {item.place.id: item.place.name for item in atlas.evidence}
    if state.selected() not in names:
        st.session_state[state.PLACE] = None
    st.selectbox(
        "Go to place",
        sorted(names, key=lambda key: names[key].casefold()),
        format_func=lambda key: names.get(key, key),
        index=None,
        placeholder="Type a name …",
        key=state.PLACE,
        bind="query-params",
        on_change=state.move_map,
    )


def _layers(atlas: Atlas) -> frozenset[str]:
    st.markdown("**Layers**")
    chosen: set[str] = set()
    for group, (label, _) in GROUPS.items():
        themes = view.themes_of(group, atlas)
        if not themes:
            continue
        picked = st.pills(
            label,
            themes,
            selection_mode="multi",
            default=list(themes),
            format_func=lambda t: f"{THEMES[t].label} ({len(atlas.layers[t])})",
            key=group,
            bind="query-params",
        )
        chosen.update(picked or ())
    return frozenset(chosen)


def _filters(atlas: Atlas, themes: frozenset[str]) -> view.Filters:
    with st.expander("Filter places"):
        countries = st.multiselect(
            "Country", view.countries_of(atlas), format_func=country_name, key="country",
            bind="query-params", placeholder="All countries",
        )  # fmt: skip
        statuses = st.multiselect(
            "Status on the article’s date", view.STATUSES, key="status", bind="query-params",
            placeholder="Any status",
        )  # fmt: skip
        precisions = st.multiselect(
            "Precision", view.PRECISIONS, key="precision", bind="query-params",
            placeholder="Any precision",
        )  # fmt: skip
        span = view.years_of(atlas)
        years = None
        if span:
            years = st.slider(
                "Years in the passages", *span, value=span, key="years", bind="query-params",
                help="Places whose passages name no year stay.",
            )  # fmt: skip
            years = None if years == span else years
    return view.Filters(themes, tuple(countries), tuple(statuses), tuple(precisions), years)


def _switches() -> None:
    st.toggle("Shade SCO members", key="members", bind="query-params",
              help="Membership on 1 July 2024, not territory.")  # fmt: skip
    st.toggle(
        "Online map tiles", key="tiles", bind="query-params",
        help="Asks tile.openstreetmap.org for pictures; off, the page asks nobody.",
    )  # fmt: skip


def _widget_keys() -> tuple[str, ...]:
    return (*GROUPS, "country", "status", "precision", "years", *view.SWITCHES, "panel", "below")

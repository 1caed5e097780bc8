"""The map, its legend and the walk through the places."""

from __future__ import annotations

import streamlit as st
import streamlit_folium

from geo.atlas import Atlas
from geo.draw.basemap import base_map
from geo.draw.layers import feature_groups, weight
from geo.draw.markup import escape, tag
from geo.draw.members import member_group
from geo.evidence import Evidence
from geo.page import notice, state
from geo.page.content import drawing_of, knowledge
from geo.page.served import URLS, channel

KEY = "map"
HEIGHT = 600  # pixels: leaves the steps below the map in view on a laptop
WRAPPING = 100_000  # bytes: several times what a message holds besides the places


def show(atlas: Atlas, visible: tuple[Evidence, ...]) -> None:
    """Draws the map with the visible places and listens to it."""
    ids = [item.place.id for item in visible]
    groups = feature_groups(_drawn(atlas, set(ids)), atlas.article.id, atlas.bounds)
    if st.session_state.get("members"):
        groups.insert(0, member_group(knowledge().members))
    if (size := weight(groups)) > room():
        notice.error(
            f"This map would take {size / 1e6:.1f} MB; at most {room() / 1e6:.1f} MB go to the "
            "browser at once. Switch layers off, or narrow the places down with the filters."
        )
    else:
        streamlit_folium.st_folium(
            base_map(URLS),
            key=KEY,
            height=HEIGHT,
            use_container_width=True,
            feature_group_to_add=groups,
            returned_objects=["last_active_drawing", "last_object_clicked_count"],
            on_change=lambda: state.hear_map(KEY, ids),
        )
    with st.container(key="channel"):
        channel(
            key="map_channel",
            data={
                "selected": state.selected() or "",
                "seq": state.round_number(),
                "tiles": bool(st.session_state.get("tiles")),
            },
        )
    _steps(atlas, ids)
    st.html(_key())


def room() -> int:
    """Bytes that the places of a map may take: the limit of a message without its wrapping."""
    return int(st.get_option("server.maxMessageSize")) * 1_000_000 - WRAPPING


def _drawn(atlas: Atlas, ids: set[str]) -> dict[str, list[str]]:
    layers = {
        theme: [text for id, text in texts.items() if id in ids]
        for theme, texts in drawing_of(atlas).items()
    }
    return {theme: texts for theme, texts in layers.items() if texts}


def _steps(atlas: Atlas, ids: list[str]) -> None:
    with st.container(key="steps"):
        back, where, forth = st.columns([1, 2, 1], vertical_alignment="center")
        back.button("◄ Prev", on_click=state.step, args=(ids, -1), width="stretch",
                    disabled=not ids)  # fmt: skip
        forth.button("Next ►", on_click=state.step, args=(ids, 1), width="stretch",
                     disabled=not ids)  # fmt: skip
        item = atlas.of(state.selected() or "")
        if item and item.place.id in ids:
            text = f"{ids.index(item.place.id) + 1} of {len(ids)} · {item.place.name}"
        else:
            text = f"{len(ids)} of {len(atlas.evidence)} places shown"
        where.html(tag("p", escape(text), cls="where"))


def _key() -> str:
    marks = (
        ("known", "site within 1 km, published source"),
        ("open", "our own reading, or less exact"),
        ("town", "the town that holds it"),
        ("area", "area, approximate: not a boundary"),
        ("line", "line, schematic"),
        ("planned", "line, planned"),
        ("count", "several places: click for the list"),
    )
    signs = (
        tag("span", tag("i", "3" if mark == "count" else "", cls=mark), escape(meaning))
        for mark, meaning in marks
    )
    return tag("p", *signs, cls="marks")

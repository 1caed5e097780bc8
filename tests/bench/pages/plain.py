"""Many places the plain folium way: a CircleMarker with a popup each; `?n=` says how many.

All else is as on our side: the base map, the opening view, the text of the popups. Nothing is
loaded for the plain way's sake but a line of script in the place of jQuery, of which folium's
popups use `$(html)[0]` alone. Nothing is returned, which spares it the second run of the script
that streamlit-folium asks for once its map stands.
"""

from __future__ import annotations

import folium
import streamlit as st
import streamlit_folium

from geo.draw.basemap import base_map
from geo.draw.layers import facts
from geo.draw.markup import escape, excerpt, tag
from geo.page.map_section import HEIGHT
from geo.page.served import URLS
from geo.themes import THEMES
from tests.bench.synthetic import BOUNDS, layers

DOLLAR = (
    "data:text/javascript,window.$=(html)=>{const box=document.createElement('template');"
    "box.innerHTML=html;return [box.content.firstElementChild]}"
)


def plain_map(places: int) -> folium.Map:
    """The base map with a CircleMarker and a Popup for every place."""
    west, south, east, north = BOUNDS
    drawn = base_map(URLS)
    drawn.default_js = [*drawn.default_js, ("dollar", DOLLAR)]
    drawn.fit_bounds([[south, west], [north, east]])
    for frame in layers(places).values():
        for row in frame.to_dict("records"):
            folium.CircleMarker(
                (row["lat"], row["lon"]),
                radius=6,
                color=THEMES[row["theme"]].colour,
                fill=True,
                popup=folium.Popup(_card(row), max_width=320),
            ).add_to(drawn)
    return drawn


def _card(row: dict) -> str:
    return (
        tag("b", escape(row["name"]))
        + tag("div", escape(facts(row)))
        + excerpt(row["before"], row["marked"], row["after"])
        + tag("div", escape(row["origin"]))
    )


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    streamlit_folium.st_folium(
        plain_map(int(st.query_params["n"])),
        key="map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
    )

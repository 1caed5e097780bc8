"""Many places our way: layers through `geo.draw.layers`; `?n=` says how many."""

from __future__ import annotations

import streamlit as st
import streamlit_folium

from geo.draw.basemap import base_map
from geo.draw.layers import feature_groups, features
from geo.page.map_section import HEIGHT
from geo.page.served import URLS
from tests.bench.synthetic import BOUNDS, layers


@st.cache_resource(show_spinner=False)
def _drawn(places: int) -> dict[str, list[str]]:
    # Cached as on the page, where an article's features are written once.
    return {theme: list(features(frame).values()) for theme, frame in layers(places).items()}


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    streamlit_folium.st_folium(
        base_map(URLS),
        key="map",
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=feature_groups(_drawn(int(st.query_params["n"])), "synthetic", BOUNDS),
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
    )

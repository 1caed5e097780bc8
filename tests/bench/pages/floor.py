"""The floor: `st_folium` with the base map of the page and nothing else."""

from __future__ import annotations

import streamlit as st
import streamlit_folium

from geo.draw.basemap import base_map
from geo.page.map_section import HEIGHT
from geo.page.served import URLS

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    streamlit_folium.st_folium(
        base_map(URLS), key="map", height=HEIGHT, use_container_width=True, returned_objects=[]
    )

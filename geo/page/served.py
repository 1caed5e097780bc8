"""What the server hands to the browser: the map's files, and small elements of our own.

A declared component is the one way Streamlit serves a folder under a stable address.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st
from streamlit.components.v1 import declare_component

from geo.draw.basemap import AssetUrls
from geo.shipped import ASSETS, DATA

_HERE = "geo.page.served"

declare_component("map", path=str(ASSETS / "map"))
declare_component("basemap", path=str(DATA / "basemap"))
declare_component("leaflet", path=str(files("xstatic.pkg.leaflet") / "data"))

# The map's frame is /component/streamlit_folium.st_folium/index.html, hence the relative paths:
# they hold under any server.baseUrlPath.
URLS = AssetUrls(
    leaflet_js=f"../{_HERE}.leaflet/leaflet.js",
    leaflet_css=f"../{_HERE}.leaflet/leaflet.css",
    atlas_js=f"../{_HERE}.map/atlas.js",
    atlas_css=f"../{_HERE}.map/atlas.css",
    outlines=f"../{_HERE}.basemap/outlines.json",
)


def _asset(name: str) -> str:
    return (ASSETS / "page" / name).read_text(encoding="utf-8")


channel = st.components.v2.component("atlas.channel", js=_asset("channel.js"))
prose = st.components.v2.component(
    "atlas.prose",
    html='<div class="prose"></div>',
    css=_asset("prose.css"),
    js=_asset("prose.js"),
)
copy_link = st.components.v2.component(
    "atlas.copy",
    html='<button type="button"></button><input hidden readonly aria-label="Link">',
    css=_asset("copy.css"),
    js=_asset("copy.js"),
)

"""The base map: ours, offline, and the same for every article.

Whatever is drawn here is constant. A base map that changes makes the frame start anew and
lose its view, so everything that depends on an article travels as a layer.
"""

from __future__ import annotations

from dataclasses import dataclass

import folium
from folium.template import Template

from geo.themes import THEMES

ATTRIBUTION = "Outlines: Natural Earth, de facto lines"
TILES = {
    "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "attribution": "© OpenStreetMap contributors",
}
"""The online tiles: asked for by a switch on the page, never before."""


@dataclass(frozen=True, slots=True)
class AssetUrls:
    """Where the browser finds what the map is made of, seen from the frame."""

    leaflet_js: str
    leaflet_css: str
    atlas_js: str
    atlas_css: str
    outlines: str


class _Start(folium.MacroElement):
    """Hands the Leaflet map to assets/map/atlas.js."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Atlas.start({{ this._parent.get_name() }}, {{ this.settings | tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, settings: dict) -> None:
        super().__init__()
        self._name = "AtlasStart"
        self.settings = settings


def base_map(urls: AssetUrls) -> folium.Map:
    """A new base map that loads nothing from anyone but this server."""
    fresh = folium.Map(
        location=(44, 75),
        zoom_start=4,
        tiles=None,
        min_zoom=2,
        max_zoom=17,
        zoom_snap=0.5,
        world_copy_jump=True,
        max_bounds=True,
        min_lat=-75,
        max_lat=84,
        min_lon=-220,
        max_lon=220,
    )
    fresh.default_js = [("leaflet", urls.leaflet_js), ("atlas", urls.atlas_js)]
    fresh.default_css = [("leaflet", urls.leaflet_css), ("atlas", urls.atlas_css)]
    themes = {
        t.id: {"id": t.id, "label": t.label, "colour": t.colour, "glyph": t.glyph}
        for t in THEMES.values()
    }
    _Start(
        {
            "outlines": urls.outlines,
            "themes": themes,
            "attribution": ATTRIBUTION,
            "tiles": TILES,
        }
    ).add_to(fresh)
    return fresh

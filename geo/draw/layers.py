"""Layers become folium feature groups: data for the map, without a word of HTML in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import folium
import geopandas as gpd
from folium.template import Template
from folium.utilities import JsCode

from geo.themes import THEMES

_CARD = ("id", "theme", "shown", "mark", "precision", "status", "lon", "lat", "before", "marked",
         "after", "origin", "words")  # fmt: skip
_DIGITS = 5  # decimals of a degree: a metre, finer than any coordinate we hold


class _Scene(folium.MacroElement):
    """Tells the map which view to open an article with."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Atlas.scene({{ this.wish | tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, key: str, bounds: tuple[float, float, float, float]) -> None:
        super().__init__()
        self._name = "AtlasScene"
        west, south, east, north = bounds
        self.wish = {"key": key, "bounds": [[south, west], [north, east]]}


def feature_groups(
    layers: Mapping[str, gpd.GeoDataFrame],
    key: str,
    bounds: tuple[float, float, float, float],
) -> list[folium.FeatureGroup]:
    """One group a theme; `bounds` (west, south, east, north) frame the article named `key`."""
    groups = []
    for theme, frame in layers.items():
        group = folium.FeatureGroup(name=theme)
        folium.GeoJson(
            {"type": "FeatureCollection", "features": list(_features(frame))},
            name=theme,
            style_function=None,
            smooth_factor=None,
            on_each_feature=JsCode("Atlas.adopt"),
            pointToLayer=JsCode("Atlas.point"),
            style=JsCode("Atlas.style"),
        ).add_to(group)
        groups.append(group)
    scene = folium.FeatureGroup(name="scene")
    _Scene(key, bounds).add_to(scene)
    return [*groups, scene]


def _features(frame: gpd.GeoDataFrame) -> Iterable[dict]:
    shapes = json.loads(frame.geometry.to_json(drop_id=True))["features"]
    for row, shape in zip(frame.to_dict("records"), shapes, strict=True):
        properties = {name: row[name] for name in _CARD if row[name] not in ("", None)}
        properties |= {
            "name": row["name"],
            "facts": facts(row),
            "weight": row["mentions"],
            "before": row["before"],
            "after": row["after"],
        }
        if row["how"] == "implied":
            properties["implied"] = f"Not named in the text: “{row['marked']}” implies it."
        if row["mark"] == "outline":
            properties["outlined"] = True
        geometry = shape["geometry"]
        geometry["coordinates"] = _rounded(geometry["coordinates"])
        yield {"type": "Feature", "properties": properties, "geometry": geometry}


def facts(row: Mapping[str, object]) -> str:
    """Theme, status and precision of a place in one line."""
    parts = [THEMES[str(row["theme"])].label, str(row["status"]), precision(row)]
    if row["geodesic_km"]:
        parts.append(f"schematic, {row['geodesic_km']:,.0f} km between its waypoints")
    return " · ".join(part for part in parts if part)


def precision(row: Mapping[str, object]) -> str:
    """Precision of a place in words; never "exact"."""
    if row["mark"] == "outline":
        return "outline, de facto lines"
    if row["mark"] == "line":
        return "schematic line"
    if row["mark"] == "circle":
        return f"area, circle of {row['error_km']:g} km: approximate, not a boundary"
    return f"{row['precision']} ±{row['error_km']:g} km"


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, float | int):
        return round(coordinates, _DIGITS)
    return [_rounded(part) for part in coordinates]  # type: ignore[attr-defined]

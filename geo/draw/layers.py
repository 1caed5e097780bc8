"""Layers become folium feature groups: data for the map, without a word of HTML in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import folium
import geopandas as gpd
from folium.template import Template

from geo.themes import THEMES

_CARD = ("id", "theme", "shown", "mark", "precision", "status", "lon", "lat", "before", "marked",
         "after", "origin", "words")  # fmt: skip
_BRACES = re.compile(r"\{(?=[{%#])")
_DIGITS = 5  # decimals of a degree: a metre, finer than any coordinate we hold


class _Finished(folium.Element):
    """Script that is as it should be: branca compiles any other as a template once more."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: object) -> str:
        return self.text


class Layer(folium.MacroElement):
    """One layer whose pins, paths and cards are made by assets/map/atlas.js.

    `features` are as `written` gives them.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.geoJSON({{ this.text }}, {{ this.behaviour }});
        {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, features: Iterable[str], behaviour: str) -> None:
        super().__init__()
        self._name = "AtlasLayer"
        self.text = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
        self.behaviour = behaviour

    def render(self, **kwargs: object) -> str:
        figure = self.get_root()
        assert isinstance(figure, folium.Figure), "a layer is drawn as a part of a map"
        script = _Finished(self._template.module.script(self, kwargs))
        figure.script.add_child(script, name=self.get_name())
        return ""


def written(feature: dict) -> str:
    """A feature as JSON in ASCII that no template reads.

    `{` before `{`, `%` or `#` is written \\u007b: streamlit-folium reads `{{'name'}}` in all that
    it is given. So is `<`, for HTML's sake.
    """
    text = json.dumps(feature, separators=(",", ":"))
    return _BRACES.sub(r"\\u007b", text).replace("<", "\\u003c")


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
    drawn: Mapping[str, Iterable[str]],
    key: str,
    bounds: tuple[float, float, float, float],
) -> list[folium.FeatureGroup]:
    """One group a theme, of features as `features` writes them.

    `bounds` (west, south, east, north) frame the article named `key`.
    """
    groups = []
    for theme, texts in drawn.items():
        group = folium.FeatureGroup(name=theme)
        Layer(texts, "Atlas.places").add_to(group)
        groups.append(group)
    scene = folium.FeatureGroup(name="scene")
    _Scene(key, bounds).add_to(scene)
    return [*groups, scene]


def weight(groups: Iterable[folium.FeatureGroup]) -> int:
    """Bytes that the data of the groups takes on its way to the browser: JSON within JSON."""
    layers = (layer for group in groups for layer in group._children.values())
    texts = (layer.text for layer in layers if isinstance(layer, Layer))
    return sum(len(text) + text.count('"') + text.count("\\") + 2 for text in texts)


def features(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Place id → its feature for the map, as text. The same for every view of an article."""
    shapes = json.loads(frame.geometry.to_json(drop_id=True))["features"]
    return {
        row["id"]: written(_feature(row, shape["geometry"]))
        for row, shape in zip(frame.to_dict("records"), shapes, strict=True)
    }


def _feature(row: dict, geometry: dict) -> dict:
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
    geometry["coordinates"] = _rounded(geometry["coordinates"])
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def facts(row: Mapping[str, object]) -> str:
    """Theme, status and exactness of a place in one line."""
    parts = [THEMES[str(row["theme"])].label, str(row["status"]), str(row["exactness"])]
    if row["geodesic_km"]:
        parts.append(f"{row['geodesic_km']:,.0f} km between its waypoints")
    return " · ".join(part for part in parts if part)


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, float | int):
        return round(coordinates, _DIGITS)
    return [_rounded(part) for part in coordinates]  # type: ignore[attr-defined]

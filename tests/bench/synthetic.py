"""Made-up places in any number, in the columns that every layer has."""

from __future__ import annotations

import random
from functools import lru_cache

import geopandas as gpd
from shapely.geometry import Point

from geo.layers import COLUMNS, CRS, Layers

BOUNDS = (50.0, 35.0, 95.0, 55.0)  # west, south, east, north: the lands of the shipped article
SEED = 2024
_THEMES = ("town", "rail", "logistics", "wind", "education")
_SENTENCE = (
    "Officials of both sides said that work near ",
    " would go on through the winter and that the first part of it, agreed on a year before, "
    "would be handed over when the inspection of the remaining works had found no fault.",
)


@lru_cache(maxsize=2)
def layers(places: int) -> Layers:
    """`places` points spread evenly at random over BOUNDS, in five layers; always the same."""
    dice = random.Random(SEED)
    rows: dict[str, list[dict]] = {theme: [] for theme in _THEMES}
    for number in range(places):
        theme = _THEMES[number % len(_THEMES)]
        rows[theme].append(_row(number, theme, dice))
    return {
        theme: gpd.GeoDataFrame(rows[theme], columns=list(COLUMNS), geometry="geometry", crs=CRS)
        for theme in _THEMES
    }


def _row(number: int, theme: str, dice: random.Random) -> dict:
    west, south, east, north = BOUNDS
    lon, lat = round(dice.uniform(west, east), 5), round(dice.uniform(south, north), 5)
    name = f"Settlement {number}"
    return dict.fromkeys(COLUMNS, "") | {
        "id": f"made_{number}",
        "name": name,
        "theme": theme,
        "kind": "settlement",
        "shown": "point",
        "mark": "town",
        "precision": "town",
        "error_km": 5.0,
        "exactness": "town ±5 km",
        "lon": lon,
        "lat": lat,
        "order": number + 1,
        "mentions": 1 + number % 7,
        "how": "name",
        "before": _SENTENCE[0],
        "marked": name,
        "after": _SENTENCE[1],
        "origin": f"our account ¶{number % 40 + 1}",
        "geometry": Point(lon, lat),
    }

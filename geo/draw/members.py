"""Membership as shading: it shows who belonged, not whose territory is whose."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import folium
import geopandas as gpd
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geo.draw.layers import Layer, written
from geo.errors import DataError
from geo.figures import Member
from geo.layers import world
from geo.shipped import DATA, REMEDY

COLOURS = {"member": "#3b6ea5", "observer": "#8e6bb0", "dialogue partner": "#c9a13b"}
"""Status → fill; the three differ in lightness too, for readers who do not see the hues apart."""


def member_group(members: Iterable[Member]) -> folium.FeatureGroup:
    """A feature group that shades members, without borders of its own; takes no clicks."""
    group = folium.FeatureGroup(name="members")
    Layer(_features(tuple(members)), "Atlas.members").add_to(group)
    return group


@lru_cache(maxsize=2)
def _features(members: tuple[Member, ...]) -> list[str]:
    frame = world().set_index("iso2")
    masks = disputed()
    features = []
    for member in members:
        if member.iso2 not in frame.index:
            continue
        row = frame.loc[member.iso2]
        if row["disputed"]:
            continue
        shape = row.geometry.difference(masks)
        if row["small"]:
            geometry = {"type": "Point", "coordinates": [row["label_lon"], row["label_lat"]]}
        else:
            # Shading is soft: a tenth of a degree is finer than its edge is seen.
            geometry = mapping(shape.simplify(0.1))
        features.append(
            written(
                {
                    "type": "Feature",
                    "properties": {"colour": COLOURS[member.status]},
                    "geometry": json.loads(
                        json.dumps(geometry), parse_float=lambda x: round(float(x), 2)
                    ),
                }
            )
        )
    return features


@lru_cache(maxsize=1)
def disputed(path: Path = DATA / "basemap" / "disputed.geojson") -> BaseGeometry:
    """Coarse masks of disputed areas, EPSG:4326: they are left out of every shading.

    Raises:
        DataError: the file is missing or cannot be read.
    """
    if not path.is_file():
        raise DataError(f"{path} is missing. {REMEDY}")
    try:
        return unary_union(gpd.read_file(path).geometry.make_valid())
    except Exception as error:  # pyogrio raises errors of its own kinds for a broken file
        raise DataError(f"{path} cannot be read as GeoJSON: {error}. {REMEDY}") from None

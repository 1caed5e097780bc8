"""GeoJSON and CSV of layers, columns as in `geo.layers.COLUMNS`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd

from geo.layers import COLUMNS, CRS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def selection(layers: Mapping[str, gpd.GeoDataFrame], ids: Iterable[str]) -> gpd.GeoDataFrame:
    """The given places of all layers in reading order, EPSG:4326."""
    wanted = set(ids)
    parts = [frame[frame["id"].isin(wanted)] for frame in layers.values()]
    parts = [part for part in parts if len(part)]
    if not parts:
        return gpd.GeoDataFrame(columns=list(COLUMNS), geometry="geometry", crs=CRS)
    return pd.concat(parts).sort_values("order", ignore_index=True)


def to_geojson(frame: gpd.GeoDataFrame) -> str:
    """A FeatureCollection, lon/lat in EPSG:4326 (RFC 7946), one property a column."""
    features = json.loads(frame.to_json(drop_id=True)) if len(frame) else {"features": []}
    return json.dumps(
        {"type": "FeatureCollection", "features": features["features"]}, ensure_ascii=False
    )


def to_csv(frame: gpd.GeoDataFrame) -> str:
    """A table with the excerpt in one cell and without geometry.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    columns = [c for c in COLUMNS if c not in {"before", "marked", "after", "geometry"}]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "excerpt"])
    for row in frame.to_dict("records"):
        excerpt = row["before"] + row["marked"] + row["after"]
        writer.writerow([_cell(row[column]) for column in columns] + [_cell(excerpt)])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None or value != value:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value

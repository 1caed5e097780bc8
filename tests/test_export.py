"""Places leave the page with their excerpt and their source, and with nothing that runs."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import shape

from geo.atlas import Atlas, make_atlas
from geo.export import to_csv, to_geojson
from geo.export.tables import selection
from geo.knowledge import Knowledge
from geo.layers import COLUMNS
from geo.read import read_document


@pytest.fixture(scope="module")
def everything(atlas: Atlas) -> gpd.GeoDataFrame:
    return selection(atlas.layers, [item.place.id for item in atlas.evidence])


@pytest.fixture(scope="module")
def features(everything: gpd.GeoDataFrame) -> list[dict]:
    return json.loads(to_geojson(everything))["features"]


@pytest.fixture(scope="module")
def table(everything: gpd.GeoDataFrame) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(everything))))


# Which places


def test_a_selection_has_the_wanted_places_in_reading_order(atlas: Atlas) -> None:
    frame = selection(atlas.layers, ["xian", "astana", "turgusun"])
    assert list(frame["id"]) == ["astana", "turgusun", "xian"]
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs.to_string() == "EPSG:4326"
    assert list(frame.columns) == list(COLUMNS)


@pytest.mark.parametrize("id", ["astana", "cku", "china", "pamir"])
def test_one_place_of_any_kind_can_leave(atlas: Atlas, id: str) -> None:
    frame = selection(atlas.layers, [id])
    assert [f["properties"]["id"] for f in json.loads(to_geojson(frame))["features"]] == [id]
    assert [row["id"] for row in csv.DictReader(io.StringIO(to_csv(frame)))] == [id]


@pytest.mark.parametrize("ids", [[], ["nowhere"]])
def test_no_place_gives_empty_but_valid_files(atlas: Atlas, ids: list[str]) -> None:
    frame = selection(atlas.layers, ids)
    assert json.loads(to_geojson(frame)) == {"type": "FeatureCollection", "features": []}
    [header] = csv.reader(io.StringIO(to_csv(frame)))
    assert header[-1] == "excerpt"


# GeoJSON


def test_geojson_is_a_feature_collection_of_every_place(
    atlas: Atlas, everything: gpd.GeoDataFrame, features: list[dict]
) -> None:
    document = json.loads(to_geojson(everything))
    assert set(document) == {"type", "features"}  # no "crs": RFC 7946 knows only WGS 84
    assert document["type"] == "FeatureCollection"
    assert [f["properties"]["id"] for f in features] == [i.place.id for i in atlas.evidence]


def test_every_feature_has_a_valid_shape_in_lon_lat(features: list[dict]) -> None:
    for feature in features:
        assert feature["type"] == "Feature"
        geometry = shape(feature["geometry"])
        assert geometry.is_valid
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
    [astana] = [f for f in features if f["properties"]["id"] == "astana"]
    assert astana["geometry"]["coordinates"] == [71.44598, 51.1801]


def test_outer_rings_run_counterclockwise(features: list[dict]) -> None:
    for feature in features:
        for part in shapely.get_parts(shape(feature["geometry"])):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw, feature["properties"]["id"]


def test_every_feature_has_one_property_a_column(
    everything: gpd.GeoDataFrame, features: list[dict]
) -> None:
    columns = set(COLUMNS) - {"geometry"}
    for feature, row in zip(features, everything.itertuples(), strict=True):
        assert set(feature["properties"]) == columns
        assert feature["properties"]["name"] == row.name
        assert feature["properties"]["source"] == row.source


def test_geojson_is_json_of_the_strict_kind(everything: gpd.GeoDataFrame) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(to_geojson(everything), parse_constant=refuse)


# CSV


def test_csv_has_excerpt_and_source_columns_and_no_geometry(table: list[dict[str, str]]) -> None:
    columns = list(table[0])
    assert columns[-1] == "excerpt"
    assert {"source", "citation", "licence", "source_note", "origin", "lon", "lat"} <= set(columns)
    assert not {"before", "marked", "after", "geometry"} & set(columns)


def test_every_row_of_the_csv_has_the_excerpt_of_its_place(
    atlas: Atlas, table: list[dict[str, str]]
) -> None:
    assert len(table) == len(atlas.evidence)
    for row, item in zip(table, atlas.evidence, strict=True):
        assert row["id"] == item.place.id
        assert row["excerpt"] == item.passages[0].text
        assert row["source"] == item.place.source
        assert row["citation"]
        assert float(row["lon"]) == item.place.lon
        assert float(row["error_km"]) == item.place.error_km


def test_an_empty_cell_is_empty_not_nan(table: list[dict[str, str]]) -> None:
    assert all(cell not in {"nan", "None"} for row in table for cell in row.values())
    assert [row["id"] for row in table if row["geodesic_km"]] == [
        "cku", "cn_europe_trains", "cn_tj_highway", "yavan_vahdat_rail",
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_made_a_text(
    everything: gpd.GeoDataFrame, sign: str
) -> None:
    frame = everything.head(1).assign(name=f'{sign}HYPERLINK("x")', before=f"{sign}1+1 ", note="-")
    text = to_csv(frame)
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert row["name"] == f'\'{sign}HYPERLINK("x")'
    assert row["excerpt"].startswith(f"'{sign}1+1 ")
    assert row["note"] == "'-"


def test_a_negative_number_is_still_a_number(everything: gpd.GeoDataFrame) -> None:
    text = to_csv(everything.head(1).assign(lon=-87.2))
    [row] = csv.DictReader(io.StringIO(text))
    assert row["lon"] == "-87.2"


HOSTILE = '=cmd|"/c calc"!A0 in Samarkand, `${x}`; {{y}} <script>\\ \u202e👩\u200d🚀'


def test_hostile_text_leaves_as_that_text(knowledge: Knowledge) -> None:
    atlas = make_atlas(read_document(HOSTILE), knowledge)
    frame = selection(atlas.layers, ["samarkand"])
    [feature] = json.loads(to_geojson(frame))["features"]
    properties = feature["properties"]
    assert properties["before"] + properties["marked"] + properties["after"] == HOSTILE
    [row] = csv.DictReader(io.StringIO(to_csv(frame)))
    assert row["excerpt"] == "'" + HOSTILE

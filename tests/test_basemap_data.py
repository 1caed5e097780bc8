"""Sweeps over data/basemap: every outline, every border, every mask."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parent.parent / "data"
WITHOUT_CODE = {
    "Christmas and Cocos Islands",
    "Kosovo",
    "Northern Cyprus",
    "Siachen Glacier",
    "Somaliland",
}


def features(name: str) -> list[dict]:
    return json.loads((DATA / "basemap" / name).read_text(encoding="utf-8"))["features"]


COUNTRIES = features("countries.geojson")
MASKS = features("disputed.geojson")
LAND = {f["properties"]["name"]: shape(f["geometry"]) for f in COUNTRIES}
BY_CODE = {f["properties"]["iso2"]: f for f in COUNTRIES if f["properties"]["iso2"]}
EACH_COUNTRY = pytest.mark.parametrize(
    "feature", COUNTRIES, ids=[f["properties"]["name"] for f in COUNTRIES]
)
EACH_MASK = pytest.mark.parametrize("mask", MASKS, ids=[m["properties"]["id"] for m in MASKS])


def rings(land: BaseGeometry) -> list:
    parts = shapely.get_parts(land)
    return [ring for part in parts for ring in (part.exterior, *part.interiors)]


@EACH_COUNTRY
def test_outline_is_a_valid_area_within_the_world(feature: dict) -> None:
    land = shape(feature["geometry"])
    assert land.geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.is_valid_reason(land) == "Valid Geometry"
    assert land.area > 0
    west, south, east, north = land.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


@EACH_COUNTRY
def test_no_outline_smears_across_the_map(feature: dict) -> None:
    for ring in rings(shape(feature["geometry"])):
        for (before, south), (lon, _) in pairwise(ring.coords):
            assert abs(lon - before) < 40 or south == -90  # the longest true border has 28


@EACH_COUNTRY
def test_codes_are_well_formed_and_all_there_or_all_absent(feature: dict) -> None:
    row = feature["properties"]
    if row["name"] in WITHOUT_CODE:
        assert row["iso2"] == row["iso3"] == row["iso_numeric"] == ""
        return
    assert re.fullmatch("[A-Z]{2}", row["iso2"])
    assert re.fullmatch("[A-Z]{3}", row["iso3"])
    assert re.fullmatch("[0-9]{3}", row["iso_numeric"])


@EACH_COUNTRY
def test_columns_are_those_of_the_contract(feature: dict) -> None:
    types = {
        "name": str,
        "iso2": str,
        "iso3": str,
        "iso_numeric": str,
        "label_lon": float,
        "label_lat": float,
        "label_rank": int,
        "small": bool,
        "disputed": bool,
    }
    row = feature["properties"]
    assert list(row) == list(types)
    for column, kind in types.items():
        assert isinstance(row[column], (int, float) if kind is float else kind), column
    assert 1 <= row["label_rank"] <= 5
    assert not row["name"].endswith(".")


@EACH_COUNTRY
def test_label_stands_on_or_at_its_country(feature: dict) -> None:
    row = feature["properties"]
    label = Point(row["label_lon"], row["label_lat"])
    assert shape(feature["geometry"]).distance(label) < 0.1


@pytest.mark.parametrize("column", ["name", "iso2", "iso3", "iso_numeric"])
def test_no_key_occurs_twice(column: str) -> None:
    counts = Counter(f["properties"][column] for f in COUNTRIES if f["properties"][column])
    assert [key for key, n in counts.items() if n > 1] == []


def test_features_stand_one_a_line_sorted_by_name() -> None:
    lines = (DATA / "basemap" / "countries.geojson").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(COUNTRIES) + 2
    names = [f["properties"]["name"] for f in COUNTRIES]
    assert names == sorted(names)


def test_the_outlines_of_the_browser_are_small_enough_for_a_first_visit() -> None:
    outlines = (DATA / "basemap" / "outlines.json").read_bytes()
    assert len(gzip.compress(outlines)) <= 80_000


def test_the_outlines_of_the_browser_are_those_of_the_tables() -> None:
    outlines = json.loads((DATA / "basemap" / "outlines.json").read_text(encoding="utf-8"))
    for ours, feature in zip(outlines, COUNTRIES, strict=True):
        properties = feature["properties"]
        assert ours["name"] == properties["name"]
        assert ours["label"] == [properties["label_lon"], properties["label_lat"]]
        assert ours["rank"] == properties["label_rank"]
        assert drawn(ours["polygons"]) == [coordinates(p) for p in parts_of(feature["geometry"])]


def parts_of(geometry: dict) -> list:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def coordinates(polygon: list) -> list[list[tuple[float, float]]]:
    return [[(lon, lat) for lon, lat in ring] for ring in polygon]


def drawn(polygons: list[list[list[int]]]) -> list[list[list[tuple[float, float]]]]:
    """What the steps of outlines.json lead to, in degrees."""
    return [
        [
            [
                (lon / 100, lat / 100)
                for lon, lat in zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)
            ]
            for ring in polygon
        ]
        for polygon in polygons
    ]


def test_coordinates_carry_no_more_than_two_decimals() -> None:
    for land in LAND.values():
        xy = shapely.get_coordinates(land)
        assert (abs(xy - xy.round(2)) < 1e-9).all()


def test_neighbours_never_overlap() -> None:
    names, lands = list(LAND), list(LAND.values())
    tree = shapely.STRtree(lands)
    pairs = [(a, b) for a, b in tree.query(lands, predicate="intersects").T if a < b]
    assert len(pairs) > 300
    for a, b in pairs:
        overlap = shapely.intersection(lands[a], lands[b]).area
        assert overlap < 1e-6, f"{names[a]} and {names[b]} share {overlap} square degrees"


def test_borders_are_shared_vertex_by_vertex() -> None:
    assert shapely.coverage_is_valid(list(LAND.values()))


def test_the_caspian_sea_is_the_only_hole_in_the_land() -> None:
    # A border that had come apart, or an enclave left out, would be another.
    everything = shapely.union_all(list(LAND.values()))
    holes = [shapely.Polygon(r) for part in everything.geoms for r in part.interiors]
    assert [hole.covers(Point(50.5, 41.9)) for hole in holes] == [True]


@pytest.mark.parametrize(
    ("one", "other", "degrees"),
    [
        ("China", "Kazakhstan", 12),
        ("China", "Kyrgyzstan", 6),
        ("China", "Tajikistan", 2),
        ("Kazakhstan", "Russia", 40),
        ("Kazakhstan", "Uzbekistan", 15),
        ("Kyrgyzstan", "Tajikistan", 5),
        ("Tajikistan", "Uzbekistan", 6),
        ("Afghanistan", "Tajikistan", 6),
        ("Spain", "Portugal", 6),
    ],
)
def test_neighbours_meet_along_one_line_without_a_gap(one: str, other: str, degrees: float) -> None:
    border = shapely.intersection(LAND[one], LAND[other])
    assert border.area == 0
    assert border.length > degrees


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Russia", 179.0, 68.2),
        ("Russia", -175.0, 66.8),
        ("Fiji", 178.0, -17.8),
        ("Antarctica", 0.0, -89.0),
        ("Antarctica", 179.0, -86.0),
        ("Antarctica", -179.0, -86.0),
        ("United States", -150.0, 65.0),
        ("Kazakhstan", 71.446, 51.18),
        ("Tajikistan", 68.779, 38.57),
    ],
)
def test_land_is_where_it_belongs(name: str, lon: float, lat: float) -> None:
    assert [n for n, land in LAND.items() if land.covers(Point(lon, lat))] == [name]


@pytest.mark.parametrize(("lon", "lat"), [(0, 0), (-160, 20.5), (179, -10), (170, 55), (0, 70)])
def test_open_sea_is_nobodys(lon: float, lat: float) -> None:
    assert [n for n, land in LAND.items() if land.covers(Point(lon, lat))] == []


@pytest.mark.parametrize("code", ["SG", "MV", "BH", "MT", "LI"])
def test_states_too_small_to_shade_are_marked(code: str) -> None:
    assert BY_CODE[code]["properties"]["small"]


@pytest.mark.parametrize("code", ["KZ", "TJ", "KG", "QA", "KW", "AM"])
def test_states_large_enough_to_shade_are_not_marked(code: str) -> None:
    assert not BY_CODE[code]["properties"]["small"]


@pytest.mark.parametrize(
    "name", ["Kosovo", "Northern Cyprus", "Siachen Glacier", "Somaliland", "Taiwan"]
)
def test_contested_features_are_marked(name: str) -> None:
    assert next(f for f in COUNTRIES if f["properties"]["name"] == name)["properties"]["disputed"]


def test_every_state_of_the_organization_has_an_outline_of_its_own() -> None:
    with (DATA / "figures" / "members.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = BY_CODE[row["iso2"]]["properties"]
            assert (found["iso3"], found["name"]) == (row["iso3"], row["country"])
            assert not found["disputed"]


@EACH_MASK
def test_mask_is_valid_and_lies_in_the_country_it_is_cut_from(mask: dict) -> None:
    cut = shape(mask["geometry"])
    row = mask["properties"]
    assert shapely.is_valid_reason(cut) == "Valid Geometry"
    assert cut.area > 0
    country = shape(BY_CODE[row["drawn_with"]]["geometry"])
    assert shapely.difference(cut, country).area < 0.02 * cut.area
    assert cut.area < 0.15 * country.area
    assert list(row) == ["id", "name", "drawn_with", "parties"]


def test_masks_are_sorted_and_named_once() -> None:
    ids = [m["properties"]["id"] for m in MASKS]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("mask", "lon", "lat"),
    [
        ("crimea", 34.1, 45.0),
        ("aksai_chin", 79.4, 35.1),
        ("jammu_kashmir_ladakh", 74.8, 34.1),
        ("jammu_kashmir_ladakh", 77.6, 34.2),
        ("azad_kashmir_gilgit_baltistan", 74.3, 35.9),
        ("azad_kashmir_gilgit_baltistan", 73.5, 34.37),
        ("arunachal", 93.6, 27.3),
        ("shaksgam", 76.5, 36.1),
        ("southern_kurils", 147.8, 45.0),
        ("halaib", 35.8, 22.4),
    ],
)
def test_disputed_ground_is_masked(mask: str, lon: float, lat: float) -> None:
    cut = shape(next(m for m in MASKS if m["properties"]["id"] == mask)["geometry"])
    assert cut.covers(Point(lon, lat))


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (38.97, 45.04),
        (37.6, 55.75),
        (116.4, 39.9),
        (75.99, 39.47),
        (79.93, 37.11),
        (77.2, 28.6),
        (76.3, 32.2),
        (77.17, 31.1),
        (91.75, 26.15),
        (73.05, 33.7),
        (31.2, 30.05),
        (142.7, 46.95),
    ],
)
def test_undisputed_cities_are_not_masked(lon: float, lat: float) -> None:
    point = Point(lon, lat)
    hit = [m["properties"]["id"] for m in MASKS if shape(m["geometry"]).covers(point)]
    assert hit == []

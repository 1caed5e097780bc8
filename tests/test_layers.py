"""Layers: one GeoDataFrame a theme, with the columns, the geometry and the mark of its places."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.atlas import Atlas
from geo.errors import DataError
from geo.gazetteer.routes import WGS84
from geo.knowledge import Knowledge
from geo.layers import (
    COLUMNS,
    CRS,
    exactness,
    geodesic_circle,
    mark_of,
    outlines,
    theme_layers,
    world,
)
from geo.model import Place, Precision, Shown
from geo.themes import GROUPS, THEMES

STAND_INS = {
    "confucius_tj", "europe_markets", "kz_china_studies", "pacific", "sco", "trade_cn_kz",
    "tj_pres_office", "visa_free",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(atlas: Atlas) -> pd.DataFrame:
    """All layers as one table, by place id."""
    return pd.concat(atlas.layers.values(), ignore_index=True).set_index("id", drop=False)


def test_every_theme_has_a_layer_in_the_order_of_the_page(atlas: Atlas) -> None:
    assert list(atlas.layers) == [theme for theme in THEMES if theme in atlas.layers]
    assert set(atlas.layers) == set(THEMES)


def test_every_layer_has_the_columns_of_the_contract_and_no_other(atlas: Atlas) -> None:
    for frame in atlas.layers.values():
        assert list(frame.columns) == list(COLUMNS)
        assert frame.geometry.name == "geometry"


def test_every_layer_is_in_degrees_of_wgs_84(atlas: Atlas) -> None:
    for frame in atlas.layers.values():
        assert isinstance(frame, gpd.GeoDataFrame)
        assert frame.crs.to_string() == CRS == "EPSG:4326"
        west, south, east, north = frame.total_bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


def test_every_place_of_the_evidence_is_in_the_layer_of_its_theme_once(atlas: Atlas) -> None:
    for item in atlas.evidence:
        inside = {t: list(frame["id"]).count(item.place.id) for t, frame in atlas.layers.items()}
        assert {t: n for t, n in inside.items() if n} == {item.place.theme: 1}


def test_cells_are_those_of_the_place_and_its_first_passage(
    atlas: Atlas, rows: pd.DataFrame
) -> None:
    for item in atlas.evidence:
        row, first = rows.loc[item.place.id], item.passages[0]
        assert row["name"] == item.place.name
        assert row["countries"].split(";") == list(item.place.countries)
        assert (row["order"], row["mentions"]) == (item.order, len(item.passages))
        assert row["before"] + row["marked"] + row["after"] == first.text
        assert row["origin"] == first.origin
        assert row["how"] == first.resolution.mention.how.value
        assert (row["lon"], row["lat"]) == (item.place.lon, item.place.lat)
        assert row["status"] == (item.place.status.value if item.place.status else "")


def test_no_text_cell_is_empty_that_a_reader_needs(rows: pd.DataFrame) -> None:
    for column in ("name", "kind", "mark", "marked", "origin", "source", "citation", "licence",
                   "source_note", "reasons"):  # fmt: skip
        assert rows[column].str.strip().all(), column


def test_source_citation_and_licence_are_those_of_the_origin(
    rows: pd.DataFrame, knowledge: Knowledge
) -> None:
    for row in rows.itertuples():
        source = knowledge.sources[row.source]
        assert (row.citation, row.licence) == (source.citation, source.licence)


def test_the_geometry_is_of_the_kind_that_is_shown(rows: pd.DataFrame) -> None:
    kinds = {
        "point": {"Point"},
        "line": {"MultiLineString"},
        "area": {"Polygon", "MultiPolygon"},
    }
    assert set(rows["shown"]) == set(kinds)
    for row in rows.itertuples():
        assert row.geometry.geom_type in kinds[row.shown]
        assert row.geometry.is_valid
        assert not row.geometry.is_empty


def test_a_point_stands_at_the_places_own_coordinate(rows: pd.DataFrame) -> None:
    for row in rows[rows["shown"] == "point"].itertuples():
        assert (row.geometry.x, row.geometry.y) == (row.lon, row.lat)


def test_a_line_runs_through_the_waypoints_of_all_its_routes(
    rows: pd.DataFrame, knowledge: Knowledge
) -> None:
    for row in rows[rows["shown"] == "line"].itertuples():
        routes = [route for route in knowledge.routes if route.place == row.id]
        lines = [[(w.lon, w.lat) for w in route.waypoints] for route in routes]
        assert [list(part.coords) for part in row.geometry.geoms] == lines
        assert row.geodesic_km == round(sum(r.geodesic_km for r in routes), 1)


def test_only_lines_have_a_length(rows: pd.DataFrame) -> None:
    assert (rows["geodesic_km"].notna() == (rows["shown"] == "line")).all()


# Areas


def test_an_area_without_an_outline_is_a_circle_of_its_error(rows: pd.DataFrame) -> None:
    circles = rows[rows["mark"] == "circle"]
    assert len(circles) >= 7
    for row in circles.itertuples():
        for lon, lat in row.geometry.exterior.coords:
            metres = WGS84.inv(row.lon, row.lat, lon, lat)[2]
            assert metres == pytest.approx(row.error_km * 1000, abs=1)


@example(179.9, 0.0, 500.0)
@example(-179.9, 60.0, 900.0)
@given(
    st.floats(-180, 180),
    st.floats(-75, 75),
    st.floats(0.1, 1000),
)
def test_a_circle_is_round_on_the_earth_anywhere(lon: float, lat: float, radius: float) -> None:
    circle = geodesic_circle(lon, lat, radius)
    assert circle.is_valid
    for x, y in circle.exterior.coords:
        assert abs(x - lon) <= 180  # never smeared over the map
        south, north = math.radians(lat), math.radians(y)
        half = math.sin((north - south) / 2) ** 2
        half += math.cos(south) * math.cos(north) * math.sin(math.radians(x - lon) / 2) ** 2
        assert 2 * 6371.0088 * math.asin(math.sqrt(half)) == pytest.approx(radius, rel=0.006)


def test_no_country_is_a_point(rows: pd.DataFrame) -> None:
    countries = rows[rows["theme"] == "country"]
    assert set(countries["name"]) == {
        "China", "Kazakhstan", "Kyrgyzstan", "Pakistan", "Tajikistan", "Uzbekistan",
    }  # fmt: skip
    assert set(countries["mark"]) == {"outline"}
    for row in countries.itertuples():
        assert row.geometry.equals(outlines()[row.countries])


def test_central_asia_is_the_outlines_of_its_five_countries(rows: pd.DataFrame) -> None:
    row = rows.loc["central_asia"]
    assert row["mark"] == "outline"
    apart = sum(outlines()[code].area for code in ("KZ", "KG", "TJ", "TM", "UZ"))
    assert row["geometry"].area == pytest.approx(apart)


def test_a_region_that_has_no_licensed_outline_is_no_outline(rows: pd.DataFrame) -> None:
    for id in ("akmola_region", "shaanxi", "xinjiang", "pamir", "hisor_valley", "hisor_range"):
        assert rows.loc[id, "mark"] == "circle"


# Marks


@pytest.mark.parametrize(
    ("precision", "error_km", "source", "mark"),
    [
        ("site", 0.2, "aidata-osm", "known"),
        ("site", 1.0, "geonames", "known"),
        ("site", 1.1, "geonames", "open"),
        ("site", 0.2, "own-reading", "open"),
        ("site", 0.2, "own-choice", "open"),
        ("town", 0.5, "geonames", "town"),
        ("town", 20, "own-reading", "town"),
        ("region", 0.5, "geonames", "open"),
        ("schematic", 0.5, "geonames", "open"),
    ],
)
def test_only_a_published_site_within_a_kilometre_looks_known(
    atlas: Atlas, precision: str, error_km: float, source: str, mark: str
) -> None:
    place = replace(
        atlas.of("astana").place, precision=Precision(precision), error_km=error_km, source=source
    )
    assert mark_of(place) == mark


def test_marks_of_our_account_are_those_of_the_rule(rows: pd.DataFrame) -> None:
    assert set(rows["mark"]) == {"known", "open", "town", "line", "outline", "circle"}
    assert set(rows[rows["mark"] == "known"]["id"]) == {
        "altynkol", "dangara_park", "dushanbe2", "tj_parliament", "turgusun",
    }  # fmt: skip
    assert not rows[rows["mark"] == "known"]["source"].isin({"own-reading", "own-choice"}).any()


def test_no_stand_in_is_drawn(rows: pd.DataFrame) -> None:
    assert STAND_INS.isdisjoint(rows["id"])


def test_nothing_schematic_is_drawn_as_a_point(rows: pd.DataFrame) -> None:
    assert not ((rows["precision"] == "schematic") & (rows["shown"] == "point")).any()


# Faults


def test_no_evidence_gives_no_layers(knowledge: Knowledge) -> None:
    assert theme_layers([], knowledge.routes, knowledge.sources) == {}


@pytest.mark.parametrize("content", [None, b"", b'{"type":"Feature'])
def test_broken_outlines_are_refused_with_file_and_remedy(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "countries.geojson"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"(?s)countries\.geojson .*Restore the file"):
        world.__wrapped__(path)


def test_an_area_in_a_country_without_an_outline_falls_back_to_its_circle(atlas: Atlas) -> None:
    place: Place = replace(atlas.of("pakistan").place, countries=("XX",))
    assert place.shown is Shown.AREA
    assert mark_of(place) == "circle"


# Themes


def test_every_theme_is_of_a_group_and_takes_its_colour() -> None:
    assert {theme.group for theme in THEMES.values()} == set(GROUPS)
    for theme in THEMES.values():
        assert theme.colour == GROUPS[theme.group][1]


def test_no_two_themes_share_a_glyph_or_a_label() -> None:
    assert len({theme.glyph for theme in THEMES.values()}) == len(THEMES)
    assert len({theme.label for theme in THEMES.values()}) == len(THEMES)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_colour_keeps_its_contrast_to_white(group: str) -> None:
    """Relative luminance and contrast as WCAG 2 defines them; 4.5:1 is its level AA."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in bytes.fromhex(GROUPS[group][1].removeprefix("#")))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (luminance + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("zhanatas_wind", "site ±2 km"),
        ("astana", "town ±5 km"),
        ("cku", "schematic line"),
        ("kazakhstan", "outline, de facto lines"),
        ("xinjiang", "area, circle of 400 km: approximate, not a boundary"),
    ],
)
def test_exactness_is_told_in_words(knowledge: Knowledge, place: str, words: str) -> None:
    assert exactness(knowledge.gazetteer.places[place]) == words

"""Routes: schematic lines, their geodesic length, and the published lengths beside it."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest
from shapely.geometry import Point

from geo.errors import DataError, SourceError
from geo.gazetteer.routes import Route, Waypoint, load_routes
from geo.knowledge import Knowledge
from geo.layers import outlines
from geo.model import Precision, Shown, Status
from geo.shipped import DATA

IDS = [
    "CER_DOSTYK",
    "CER_HORGOS",
    "CER_WEST_A",
    "CER_WEST_B",
    "CKU",
    "CN_TJ_HIGHWAY",
    "VAHDAT_YOVON",
]
EACH_ROUTE = pytest.mark.parametrize("id", IDS)
MEAN_RADIUS_KM = 6371.0088  # IUGG mean radius of the Earth


@pytest.fixture(scope="module")
def routes(knowledge: Knowledge) -> dict[str, Route]:
    return {route.id: route for route in knowledge.routes}


def haversine_km(one: Waypoint, other: Waypoint) -> float:
    """Great-circle length on a sphere: independent of the ellipsoid's library."""
    south, north = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (north - south) / 2, math.radians(other.lon - one.lon) / 2
    h = math.sin(half_lat) ** 2 + math.cos(south) * math.cos(north) * math.sin(half_lon) ** 2
    return 2 * MEAN_RADIUS_KM * math.asin(math.sqrt(h))


def whole(route: Route) -> list[float]:
    return sorted(length.km for length in route.lengths if length.whole and length.km)


def test_the_seven_routes_are_all_there(routes: dict[str, Route]) -> None:
    assert list(routes) == IDS
    assert sum(len(route.waypoints) for route in routes.values()) == 72
    assert sum(len(route.lengths) for route in routes.values()) == 19


@EACH_ROUTE
def test_geodesic_length_is_that_of_the_great_circle_within_the_flattening(
    routes: dict[str, Route], id: str
) -> None:
    # A sphere of mean radius is off by 0.56 % at most.
    legs = sum(haversine_km(a, b) for a, b in pairwise(routes[id].waypoints))
    assert routes[id].geodesic_km == pytest.approx(legs, rel=0.006)


def test_a_degree_of_latitude_and_of_the_equator_have_their_known_lengths() -> None:
    def route(*points: tuple[float, float]) -> Route:
        waypoints = tuple(Waypoint("", lon, lat, "", "") for lon, lat in points)
        return Route("", "", "", "", Status.PLANNED, "", "", "", waypoints, ())

    assert route((0, 0), (1, 0)).geodesic_km == pytest.approx(111.3195, abs=1e-3)
    assert route((0, 0), (0, 1)).geodesic_km == pytest.approx(110.5744, abs=1e-3)
    assert route((0, 0), (1, 0), (0, 0)).geodesic_km == pytest.approx(222.639, abs=1e-3)
    assert route((179.5, 0), (-179.5, 0)).geodesic_km == pytest.approx(111.3195, abs=1e-3)


@EACH_ROUTE
def test_a_straight_line_is_no_longer_than_any_published_length(
    routes: dict[str, Route], id: str
) -> None:
    for km in whole(routes[id]):
        assert routes[id].geodesic_km <= km


@EACH_ROUTE
def test_a_route_is_the_schematic_line_of_its_place_with_the_same_status(
    routes: dict[str, Route], knowledge: Knowledge, id: str
) -> None:
    place = knowledge.gazetteer.places[routes[id].place]
    assert place.shown is Shown.LINE
    assert place.precision is Precision.SCHEMATIC
    assert place.status is routes[id].status
    assert routes[id].status_note
    assert routes[id].kind in {"rail", "road"}


def test_every_place_shown_as_a_line_has_a_route(knowledge: Knowledge) -> None:
    lines = {p.id for p in knowledge.gazetteer.places.values() if p.shown is Shown.LINE}
    assert lines == {route.place for route in knowledge.routes}


@EACH_ROUTE
def test_waypoints_lie_in_the_countries_of_the_route(
    routes: dict[str, Route], knowledge: Knowledge, id: str
) -> None:
    countries = knowledge.gazetteer.places[routes[id].place].countries
    for waypoint in routes[id].waypoints:
        spot = Point(waypoint.lon, waypoint.lat)
        # 0.11° is what the base map's outlines are simplified by.
        assert min(outlines()[code].distance(spot) for code in countries) <= 0.11, waypoint.name


@EACH_ROUTE
def test_every_waypoint_has_a_name_and_a_source(
    routes: dict[str, Route], knowledge: Knowledge, id: str
) -> None:
    for waypoint in routes[id].waypoints:
        assert waypoint.name
        assert waypoint.source in knowledge.sources
        assert waypoint.source_note


@EACH_ROUTE
def test_a_line_never_stands_still_or_leaps(routes: dict[str, Route], id: str) -> None:
    for one, other in pairwise(routes[id].waypoints):
        assert 1 < haversine_km(one, other) < 700, (one.name, other.name)


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("CER_HORGOS", ["Lianyungang", "Xi'an", "Horgos", "Altynkol", "Almaty"]),
        ("CER_DOSTYK", ["Alashankou", "Dostyk", "Moiynty"]),
        ("CER_WEST_A", ["Almaty", "Moiynty", "Astana", "Petropavl"]),
        ("CER_WEST_B", ["Moiynty", "Zhezkazgan", "Aktobe"]),
        ("CKU", ["Kashgar", "Makmal", "Andijan"]),
        ("CN_TJ_HIGHWAY", ["Dushanbe", "Danghara", "Kulma"]),
        ("VAHDAT_YOVON", ["Vahdat", "Yovon"]),
    ],
)
def test_a_route_passes_its_towns_in_order(
    routes: dict[str, Route], id: str, names: list[str]
) -> None:
    passed = [waypoint.name for waypoint in routes[id].waypoints]
    found = [
        next(index for index, town in enumerate(passed) if town.startswith(name)) for name in names
    ]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("id", "lengths"),
    [("CKU", [454, 486, 523]), ("CN_TJ_HIGHWAY", [850, 1008]), ("VAHDAT_YOVON", [40.7])],
)
def test_published_lengths_stand_beside_the_line_conflicting_ones_too(
    routes: dict[str, Route], id: str, lengths: list[float]
) -> None:
    assert whole(routes[id]) == lengths


def test_a_conflict_is_told_in_words(knowledge: Knowledge) -> None:
    places = knowledge.gazetteer.places
    assert "523, 486 and 454 km" in places["cku"].note
    assert "1,008 km" in places["cn_tj_highway"].note
    assert "850 km" in places["cn_tj_highway"].note


@EACH_ROUTE
def test_a_published_length_names_its_origin(
    routes: dict[str, Route], knowledge: Knowledge, id: str
) -> None:
    for length in routes[id].lengths:
        assert length.source in knowledge.sources
        assert length.section
        assert length.km is None or length.km > 0
        assert length.km is not None or length.note


def test_the_railway_of_three_states_is_only_planned(routes: dict[str, Route]) -> None:
    assert routes["CKU"].status is Status.PLANNED


# Broken files


def _load(knowledge: Knowledge, folder: Path) -> tuple[Route, ...]:
    return load_routes(knowledge.gazetteer.places, knowledge.sources, folder)


def _copy(folder: Path, name: str = "", old: str = "", new: str = "") -> Path:
    for table in ("routes.csv", "waypoints.csv", "lengths.csv"):
        text = (DATA / "gazetteer" / table).read_text(encoding="utf-8")
        if table == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / table).write_text(text, encoding="utf-8")
    return folder


def test_copied_routes_load_from_elsewhere(tmp_path: Path, knowledge: Knowledge) -> None:
    assert _load(knowledge, _copy(tmp_path)) == knowledge.routes


def test_waypoints_are_put_in_the_order_of_their_numbers(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    path = _copy(tmp_path) / "waypoints.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert _load(knowledge, tmp_path) == knowledge.routes


@pytest.mark.parametrize("name", ["routes.csv", "waypoints.csv", "lengths.csv"])
def test_a_missing_table_is_named_with_a_remedy(
    tmp_path: Path, knowledge: Knowledge, name: str
) -> None:
    (_copy(tmp_path) / name).unlink()
    with pytest.raises(DataError, match=rf"{name} is missing\. Restore"):
        _load(knowledge, tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "error", "said"),
    [
        ("routes.csv", ",cku,rail", ",ckuu,rail", DataError, "CKU': place 'ckuu' is not in places"),
        ("routes.csv", ",planned,", ",dreamt,", DataError, "CKU': 'dreamt' is not a valid"),
        ("routes.csv", "railway-gazette", "nobody", SourceError, "CKU': source 'nobody'"),
        ("waypoints.csv", "\nCKU,1,", "\nCKX,1,", DataError, "CKX 1': route 'CKX' is not one of"),
        ("waypoints.csv", "DOSTYK,1,Jinghe,82.8", "DOSTYK,1,Jinghe,x", DataError, "CER_DOSTYK 1"),
        ("waypoints.csv", "DOSTYK,1,", "DOSTYK,first,", DataError, "CER_DOSTYK first"),
        ("waypoints.csv", ",geonames,", ",nobody,", SourceError, "CER_DOSTYK 1'"),
        ("lengths.csv", ",10800,", ",far,", DataError, "CER_DOSTYK Lianyungang to Rotterdam"),
        ("lengths.csv", ",china-daily,", ",nobody,", SourceError, "CER_DOSTYK Lianyungang"),
        pytest.param(
            "waypoints.csv", "DOSTYK,1,Jinghe,82.8", "DOSTYK,1,Jinghe,882.8", DataError,
            "CER_DOSTYK 1"
        ),
        pytest.param(
            "waypoints.csv", "CER_DOSTYK,3,", "CER_DOSTIK,3,", DataError, "CER_DOSTIK"
        ),
        pytest.param(
            "lengths.csv", "\nVAHDAT_YOVON,Vahdat", "\nVAHDAT_JOVON,Vahdat", DataError,
            "VAHDAT_JOVON"
        ),
        pytest.param(
            "lengths.csv", "40.7,whole", "40.7,all", DataError, "VAHDAT_YOVON"
        ),
    ],
)  # fmt: skip
def test_a_broken_row_is_refused_with_file_and_row(
    tmp_path: Path,
    knowledge: Knowledge,
    name: str,
    old: str,
    new: str,
    error: type[DataError],
    said: str,
) -> None:
    with pytest.raises(error, match=rf"{name}, row '?{said}"):
        _load(knowledge, _copy(tmp_path, name, old, new))


def test_a_line_without_a_route_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    path = _copy(tmp_path) / "routes.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",yavan_vahdat_rail,", ",cku,"), encoding="utf-8")
    with pytest.raises(DataError, match=r"yavan_vahdat_rail is shown as a line.*Add one"):
        _load(knowledge, tmp_path)

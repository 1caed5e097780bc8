"""Routes: ordered waypoints of lines that nobody has traced for us, so all are schematic."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pyproj import Geod

from geo.errors import DataError
from geo.model import Place, Source, Status
from geo.shipped import DATA, read_rows
from geo.sources import check_source

WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A point that a route passes; lon/lat in degrees, EPSG:4326."""

    name: str
    lon: float
    lat: float
    source: str
    source_note: str


@dataclass(frozen=True, slots=True)
class Length:
    """A published length, to hold a drawn line against; `whole` if of the whole route."""

    section: str
    km: float | None
    whole: bool
    detail: str
    source: str
    read_at: str
    note: str


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a place: straight legs between waypoints, never a survey."""

    id: str
    name: str
    place: str
    kind: str
    status: Status
    status_note: str
    source: str
    note: str
    waypoints: tuple[Waypoint, ...]
    lengths: tuple[Length, ...]

    @property
    def geodesic_km(self) -> float:
        """Length in km of the geodesics between waypoints on WGS 84 (pyproj `Geod.inv`)."""
        return (
            sum(WGS84.inv(a.lon, a.lat, b.lon, b.lat)[2] for a, b in pairwise(self.waypoints))
            / 1000
        )


def load_routes(
    places: dict[str, Place], sources: dict[str, Source], folder: Path = DATA / "gazetteer"
) -> tuple[Route, ...]:
    """Loads routes with their waypoints and published lengths, in the order of the table.

    Raises:
        DataError: a file is missing or a row breaks its contract.
    """
    path = folder / "routes.csv"
    waypoints = _waypoints(folder / "waypoints.csv", sources)
    lengths = _lengths(folder / "lengths.csv", sources)
    routes = []
    for row in read_rows(
        path, ("route", "name", "place", "kind", "status", "status_note", "source", "note")
    ):
        if row["place"] not in places:
            raise DataError(f"{path}, row {row['route']!r}: place {row['place']!r} is unknown.")
        check_source(row["source"], sources, path, row["route"])
        if len(waypoints.get(row["route"], ())) < 2:
            raise DataError(f"{path}, row {row['route']!r}: a line needs two waypoints or more.")
        try:
            status = Status(row["status"])
        except ValueError as error:
            raise DataError(f"{path}, row {row['route']!r}: {error}.") from None
        routes.append(
            Route(
                row["route"], row["name"], row["place"], row["kind"], status, row["status_note"],
                row["source"], row["note"], tuple(waypoints[row["route"]]),
                tuple(lengths.get(row["route"], ())),
            )
        )  # fmt: skip
    return tuple(routes)


def _waypoints(path: Path, sources: dict[str, Source]) -> dict[str, list[Waypoint]]:
    found: dict[str, list[tuple[int, Waypoint]]] = {}
    for row in read_rows(path, ("route", "seq", "name", "lon", "lat", "source", "source_note")):
        check_source(row["source"], sources, path, f"{row['route']} {row['seq']}")
        try:
            point = Waypoint(
                row["name"], float(row["lon"]), float(row["lat"]), row["source"], row["source_note"]
            )
            found.setdefault(row["route"], []).append((int(row["seq"]), point))
        except ValueError as error:
            raise DataError(f"{path}, row {row['route']} {row['seq']}: {error}.") from None
    return {
        route: [point for _, point in sorted(points, key=lambda pair: pair[0])]
        for route, points in found.items()
    }


def _lengths(path: Path, sources: dict[str, Source]) -> dict[str, list[Length]]:
    found: dict[str, list[Length]] = {}
    columns = ("route", "section", "km", "covers", "detail", "source", "read_at", "note")
    for row in read_rows(path, columns):
        check_source(row["source"], sources, path, f"{row['route']} {row['section']}")
        try:
            km = float(row["km"]) if row["km"] else None
        except ValueError as error:
            raise DataError(f"{path}, row {row['route']} {row['section']}: {error}.") from None
        found.setdefault(row["route"], []).append(
            Length(
                row["section"], km, row["covers"] == "whole", row["detail"], row["source"],
                row["read_at"], row["note"],
            )
        )  # fmt: skip
    return found

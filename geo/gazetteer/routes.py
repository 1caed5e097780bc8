"""Routes: ordered waypoints of lines that nobody has traced for us, so all are schematic."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pyproj import Geod

from geo.errors import DataError
from geo.model import Place, Shown, Source, Status
from geo.shipped import DATA, blaming, lon_lat, number, one_of, read_rows
from geo.sources import check_source

WGS84 = Geod(ellps="WGS84")

ROUTE_COLUMNS = ("route", "name", "place", "kind", "status", "status_note", "source", "note")
WAYPOINT_COLUMNS = ("route", "seq", "name", "lon", "lat", "source", "source_note")
LENGTH_COLUMNS = ("route", "section", "km", "covers", "detail", "source", "read_at", "note")


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
    rows = read_rows(path, ROUTE_COLUMNS)
    known = {row["route"] for row in rows}
    waypoints = _waypoints(folder / "waypoints.csv", known, sources)
    lengths = _lengths(folder / "lengths.csv", known, sources)
    routes = []
    for row in rows:
        with blaming(path, row["route"]):
            check_source(row["source"], sources, path, row["route"])
            if row["place"] not in places:
                raise ValueError(f"place {row['place']!r} is not in places.csv")
            points = tuple(waypoints.get(row["route"], ()))
            if len(points) < 2:
                raise ValueError("a line needs two waypoints or more in waypoints.csv")
            routes.append(
                Route(
                    id=row["route"],
                    name=row["name"],
                    place=row["place"],
                    kind=row["kind"],
                    status=Status(row["status"]),
                    status_note=row["status_note"],
                    source=row["source"],
                    note=row["note"],
                    waypoints=points,
                    lengths=tuple(lengths.get(row["route"], ())),
                )
            )
    lines = {place.id for place in places.values() if place.shown is Shown.LINE}
    if bare := sorted(lines - {route.place for route in routes}):
        raise DataError(
            f"{path}: {', '.join(bare)} is shown as a line in places.csv and has no route. "
            "Add one or show it otherwise."
        )
    return tuple(routes)


def _waypoints(
    path: Path, routes: set[str], sources: dict[str, Source]
) -> dict[str, list[Waypoint]]:
    found: dict[str, list[tuple[int, Waypoint]]] = {}
    for row in read_rows(path, WAYPOINT_COLUMNS):
        label = f"{row['route']} {row['seq']}"
        with blaming(path, label):
            check_source(row["source"], sources, path, label)
            one_of(row["route"], routes, "route")
            point = Waypoint(row["name"], *lon_lat(row), row["source"], row["source_note"])
            found.setdefault(row["route"], []).append((int(row["seq"]), point))
    return {
        route: [point for _, point in sorted(points, key=lambda pair: pair[0])]
        for route, points in found.items()
    }


def _lengths(path: Path, routes: set[str], sources: dict[str, Source]) -> dict[str, list[Length]]:
    found: dict[str, list[Length]] = {}
    for row in read_rows(path, LENGTH_COLUMNS):
        label = f"{row['route']} {row['section']}"
        with blaming(path, label):
            check_source(row["source"], sources, path, label)
            one_of(row["route"], routes, "route")
            length = Length(
                section=row["section"],
                km=number(row["km"], 0, 50_000, "km") if row["km"] else None,
                whole=one_of(row["covers"], ("whole", "part"), "covers") == "whole",
                detail=row["detail"],
                source=row["source"],
                read_at=row["read_at"],
                note=row["note"],
            )
        found.setdefault(row["route"], []).append(length)
    return found

"""Evidence becomes layers: one GeoDataFrame a theme, EPSG:4326, columns as in COLUMNS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
from shapely import orient_polygons
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geo.errors import DataError
from geo.evidence import Evidence
from geo.gazetteer.routes import WGS84, Route
from geo.model import Place, Precision, Shown, Source
from geo.shipped import DATA, REMEDY
from geo.themes import THEMES

CRS = "EPSG:4326"
KNOWN_KM = 1.0  # a site counts as known where a published source puts it within a kilometre
OWN_SOURCES = frozenset({"own-reading", "own-choice"})

COLUMNS: dict[str, str] = {
    "id": "place id, as in the gazetteer and in ?place=",
    "name": "standard name",
    "theme": "layer, a key of geo.themes.THEMES",
    "kind": "what the thing is",
    "shown": "point, line or area",
    "mark": "known, open or town for points; line; outline or circle for areas",
    "precision": "site, town, region or schematic",
    "error_km": "radius in km within which the true position is expected",
    "exactness": 'precision in words for a reader; never "exact"',
    "status": "planned, under construction, operating, or empty",
    "status_note": "what the status rests on",
    "countries": "ISO 3166-1 alpha-2 codes, joined by ;",
    "lon": "longitude of the label point, degrees",
    "lat": "latitude of the label point, degrees",
    "order": "position in reading order, from 1",
    "mentions": "how many passages speak of it",
    "how": "name, phrase or implied, of the first passage",
    "years": "years in its passages, joined by ;",
    "before": "excerpt up to the mention",
    "marked": "the mention as it stands in the text",
    "after": "excerpt behind the mention",
    "origin": "which text and paragraph the excerpt is from",
    "words": "the article's own words for the place",
    "source": "origin of the coordinate, an id of data/sources.toml",
    "citation": "how to cite that origin",
    "licence": "licence of that origin",
    "source_note": "which row or feature of the origin",
    "score": "0 to 1, how sure the resolution is",
    "reasons": "why this place, in plain words",
    "note": "what else is known of it",
    "geodesic_km": "length of a schematic line in km on WGS 84, else empty",
    "geometry": "Point, MultiLineString, Polygon or MultiPolygon, EPSG:4326, lon/lat",
}
"""The column contract of every layer: name → meaning."""


Layers = dict[str, gpd.GeoDataFrame]
"""Theme → its places; see COLUMNS."""


def theme_layers(
    evidence: Iterable[Evidence], routes: Iterable[Route], sources: Mapping[str, Source]
) -> Layers:
    """Layers by theme, in the order of THEMES; a theme without places has no layer."""
    by_place: dict[str, list[Route]] = {}
    for route in routes:
        by_place.setdefault(route.place, []).append(route)
    rows: dict[str, list[dict]] = {}
    for item in evidence:
        row = _row(item, by_place.get(item.place.id, []), sources)
        rows.setdefault(item.place.theme, []).append(row)
    return {
        theme: gpd.GeoDataFrame(rows[theme], columns=list(COLUMNS), geometry="geometry", crs=CRS)
        for theme in THEMES
        if theme in rows
    }


def _row(item: Evidence, routes: list[Route], sources: Mapping[str, Source]) -> dict:
    place, first = item.place, item.passages[0]
    source = sources[place.source]
    return {
        "id": place.id,
        "name": place.name,
        "theme": place.theme,
        "kind": place.kind,
        "shown": place.shown.value,
        "mark": mark_of(place),
        "precision": place.precision.value,
        "error_km": place.error_km,
        "exactness": exactness(place),
        "status": place.status.value if place.status else "",
        "status_note": place.status_note,
        "countries": ";".join(place.countries),
        "lon": place.lon,
        "lat": place.lat,
        "order": item.order,
        "mentions": len(item.passages),
        "how": first.resolution.mention.how.value,
        "years": ";".join(map(str, item.years)),
        "before": first.before,
        "marked": first.marked,
        "after": first.after,
        "origin": first.origin,
        "words": place.words,
        "source": place.source,
        "citation": source.citation,
        "licence": source.licence,
        "source_note": place.source_note,
        "score": first.resolution.score,
        "reasons": "; ".join(first.resolution.reasons),
        "note": place.note,
        "geodesic_km": round(sum(r.geodesic_km for r in routes), 1) if routes else None,
        "geometry": _geometry(place, routes),
    }


def mark_of(place: Place) -> str:
    """How the mark of a place shows its precision (see `COLUMNS["mark"]`)."""
    if place.shown is Shown.LINE:
        return "line"
    if place.shown is Shown.AREA:
        return "outline" if _outlined(place) else "circle"
    if place.precision is Precision.TOWN:
        return "town"
    known = (
        place.precision is Precision.SITE
        and place.error_km <= KNOWN_KM
        and place.source not in OWN_SOURCES
    )
    return "known" if known else "open"


def exactness(place: Place) -> str:
    """How well the position of a place is known, in words; never "exact"."""
    mark = mark_of(place)
    if mark == "outline":
        return "outline, de facto lines"
    if mark == "line":
        return "schematic line"
    if mark == "circle":
        return f"area, circle of {place.error_km:g} km: approximate, not a boundary"
    return f"{place.precision.value} ±{place.error_km:g} km"


def _geometry(place: Place, routes: list[Route]) -> BaseGeometry:
    if place.shown is Shown.LINE:
        return MultiLineString(
            [LineString([(w.lon, w.lat) for w in route.waypoints]) for route in routes]
        )
    if place.shown is Shown.AREA:
        if _outlined(place):
            return orient_polygons(unary_union([outlines()[code] for code in place.countries]))
        return geodesic_circle(place.lon, place.lat, place.error_km)
    return Point(place.lon, place.lat)


def _outlined(place: Place) -> bool:
    return place.kind in {"country", "countries"} and all(c in outlines() for c in place.countries)


def geodesic_circle(lon: float, lat: float, radius_km: float, corners: int = 72) -> Polygon:
    """The polygon at `radius_km` from a point, along geodesics of WGS 84 (pyproj `Geod.fwd`).

    Where an outline has no licence or does not exist, this is the honest area: the place lies
    somewhere in it.
    """
    azimuths = [360 * i / corners for i in range(corners)]
    lons, lats, _ = WGS84.fwd(
        [lon] * corners, [lat] * corners, azimuths, [radius_km * 1000] * corners
    )
    # A circle across the antimeridian keeps its side, so that it does not smear over the map.
    unwrapped = [x - 360 if x - lon > 180 else x + 360 if x - lon < -180 else x for x in lons]
    return orient_polygons(Polygon(zip(unwrapped, lats, strict=True)))


@lru_cache(maxsize=1)
def world(path: Path = DATA / "basemap" / "countries.geojson") -> gpd.GeoDataFrame:
    """The outlines of the base map: Natural Earth's de facto lines, EPSG:4326.

    Raises:
        DataError: the file is missing or cannot be read.
    """
    if not path.is_file():
        raise DataError(f"{path} is missing. {REMEDY}")
    try:
        return gpd.read_file(path)
    except Exception as error:  # pyogrio raises errors of its own kinds for a broken file
        raise DataError(f"{path} cannot be read as GeoJSON: {error}. {REMEDY}") from None


@lru_cache(maxsize=1)
def outlines() -> dict[str, BaseGeometry]:
    """Country outlines by ISO 3166-1 alpha-2 code."""
    frame = world()
    return {code: shape for code, shape in zip(frame["iso2"], frame.geometry, strict=True) if code}

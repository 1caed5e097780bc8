"""A reader's own gazetteer: a CSV table or a GeoJSON file that takes precedence.

CSV: a header with `name`, `lon`, `lat` and, as wished, `id`, `kind`, `country`, `alternates`;
lists inside a cell are joined with `;`. GeoJSON (RFC 7946): points, or other shapes, which
stand at the middle of their bounding box; the same names as properties.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from geo.errors import DataError
from geo.gazetteer.keys import words
from geo.gazetteer.world import Addition
from geo.model import Place, Precision

SOURCE: Final = "own-gazetteer"
# A point of unknown origin: as exact as a town is large.
_ERROR_KM: Final = 5.0
_NEEDED: Final = ("name", "lon", "lat")


def read_own(path: Path | str) -> list[Addition]:
    """The places of a reader's own file, ready for `WorldIndex.joined`.

    Raises:
        DataError: the file cannot be read, a row lacks a name or a position, a position is out
            of range or two rows have one id; the message names the row and the remedy.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(f"{path}: no such file. Give the path of a CSV or GeoJSON file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}). Save it as UTF-8 text.") from None
    rows = _features(path, text) if text.lstrip().startswith("{") else _table(path, text)
    additions: list[Addition] = []
    seen: dict[str, str] = {}
    for where, row in rows:
        addition = _addition(f"{path}, {where}", row, len(additions) + 1)
        identity = addition.place.id
        if identity in seen:
            raise DataError(
                f"{path}, {where}: id {identity!r} stands in {seen[identity]} already. "
                "Give each place an id of its own, or leave the column out."
            )
        seen[identity] = where
        additions.append(addition)
    if not additions:
        raise DataError(f"{path}: holds no place. Add a row with {', '.join(_NEEDED)}.")
    return additions


def _table(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise DataError(
            f"{path}: column {', '.join(missing)} is missing (found: {', '.join(header) or 'none'})"
            ". The first line must name the columns: name,lon,lat[,id,kind,country,alternates]."
        )
    try:
        for row in reader:
            yield f"line {reader.line_num}", row
    except csv.Error as error:
        raise DataError(
            f"{path}, line {reader.line_num}: {error}. Save it as comma-separated UTF-8."
        ) from None


def _features(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DataError(f"{path}: not valid JSON ({error}). Export it again as GeoJSON.") from None
    kind = content.get("type")
    features = content.get("features") if kind == "FeatureCollection" else [content]
    if kind not in ("FeatureCollection", "Feature") or not isinstance(features, list):
        raise DataError(f"{path}: type {kind!r} is no FeatureCollection. Export it as GeoJSON.")
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        if not isinstance(feature, dict):
            raise DataError(f"{path}, {where}: is no object. Export the file again as GeoJSON.")
        properties = feature.get("properties")
        row: dict[str, Any] = dict(properties) if isinstance(properties, dict) else {}
        row.setdefault("id", feature.get("id"))
        row["lon"], row["lat"] = _middle(f"{path}, {where}", feature.get("geometry"))
        yield where, row


def _middle(where: str, geometry: object) -> tuple[float, float]:
    """The middle of the bounding box of a GeoJSON geometry, (lon, lat) in degrees."""
    pairs: list[list[float]] = []
    waiting = [geometry]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.get(part) for part in ("coordinates", "geometries"))
        elif isinstance(item, list) and item and all(_is_number(part) for part in item[:2]):
            if len(item) >= 2:
                pairs.append(item)
        elif isinstance(item, list):
            waiting.extend(item)
    if not pairs:
        raise DataError(f"{where}: has no coordinates. Give it a Point geometry, [lon, lat].")
    lons, lats = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _addition(where: str, row: Mapping[str, Any], number: int) -> Addition:
    name = _text(row, "name")
    if not words(name):
        raise DataError(f"{where}: name {name!r} has no letter or digit. Give the place a name.")
    country = _text(row, "country").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise DataError(
            f"{where}: country {country!r} is no ISO 3166-1 alpha-2 code. "
            "Write two letters (KZ), or leave it empty."
        )
    place = Place(
        id=_text(row, "id") or f"own:{number}",
        name=name,
        kind=_text(row, "kind") or "own",
        theme="town",
        countries=(country,) if country else (),
        lon=_degrees(where, row, "lon", 180.0),
        lat=_degrees(where, row, "lat", 90.0),
        precision=Precision.TOWN,
        error_km=_ERROR_KM,
        source=SOURCE,
    )
    given = row.get("alternates")
    listed = given if isinstance(given, list) else _text(row, "alternates").split(";")
    return Addition(place, tuple(str(part).strip() for part in listed if words(str(part))))


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value).strip()


def _degrees(where: str, row: Mapping[str, Any], column: str, limit: float) -> float:
    written = _text(row, column)
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not abs(value) <= limit:
        raise DataError(
            f"{where}: {column} {written!r} is no number of degrees from -{limit:g} to {limit:g}. "
            "Write decimal degrees with a point, longitude in lon and latitude in lat."
        )
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)

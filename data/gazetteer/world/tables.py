"""Our own tables, joined to the places they speak of.

A row that names a place says its name, kind and country; exactly the most populous such place
is meant, and a row that finds none stops the build.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from origins import Draft, distance_km
from variants import is_latin

from geo.gazetteer import keys
from geo.gazetteer.world import KIND_NUMBER, Name

RULES = {
    "": Name(0),
    "comma": Name.COMMA,
    "capitals": Name.CAPITALS,
    "point": Name.POINT,
    "common": Name.COMMON,
}


_LAND = ("region", "island", "islands", "peninsula", "cape", "valley", "plain", "district")
# Kinds of feature that a place of GeoNames data may already be, by the kind of that place.
_REPEATED_BY = {
    **dict.fromkeys(("continent", "country", "region", "admin1", "admin2"), _LAND),
    "city": ("district",),
}


@dataclass(frozen=True)
class Extra:
    """What our table adds to a country: names, and a point where no package has one."""

    name: str
    names: tuple[str, ...]
    lon: float | None
    lat: float | None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def country_extras(path: Path) -> dict[str, Extra]:
    """countries.csv by ISO code."""
    return {
        row["country"]: Extra(
            row["name"],
            _list(row["names"]),
            float(row["lon"]) if row["lon"] else None,
            float(row["lat"]) if row["lat"] else None,
        )
        for row in _rows(path)
    }


def same_areas(path: Path) -> dict[tuple[str, str], str]:
    """same_areas.csv: what one list of areas calls an area that another names otherwise."""
    return {(row["country"], row["name"]): row["official"] for row in _rows(path)}


class Finder:
    """From a name, a kind and a country to the place that a table's row means."""

    def __init__(self, drafts: list[Draft]) -> None:
        """Index the places by folded name."""
        self._by_name: dict[tuple[str, ...], list[Draft]] = {}
        for draft in drafts:
            for spelled in draft.names:
                if is_latin(spelled):
                    self._by_name.setdefault(keys.words(spelled), []).append(draft)

    def find(self, row: dict[str, str], path: Path) -> Draft:
        """The most populous place that fits; main names come before other names."""
        name, kind, country = row["place"], row["kind"], row["country"]
        fitting = [
            draft
            for draft in self._by_name.get(keys.words(name), ())
            if draft.kind == kind and draft.country == country
        ]
        if not fitting:
            raise SystemExit(f"{path.name}: no {kind} {name!r} in {country or 'no country'}")
        wanted = keys.words(name)
        return max(fitting, key=lambda d: (keys.words(d.name) == wanted, d.population, -d.geonames))


def features(drafts: list[Draft], path: Path) -> list[Draft]:
    """features.csv: rivers, seas, ranges, regions and the like at our own readings.

    An area or a district that GeoNames data has under the same name, there and in that country,
    is not repeated: it gets the further names and keeps its point.
    """
    known: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        for spelled, flags in draft.names.items():
            alternate = flags & Name.ALTERNATE and draft.kind in ("country", "continent", "city")
            if is_latin(spelled) and not flags & (Name.BARE | Name.MADE) and not alternate:
                known.setdefault(keys.words(spelled), []).append(draft)
    found = []
    for row in _rows(path):
        if row["kind"] not in KIND_NUMBER:
            raise SystemExit(f"{path.name}: {row['id']}: no kind {row['kind']!r}")
        countries = _list(row["countries"])
        draft = Draft(
            name=row["name"],
            kind=row["kind"],
            country=countries[0] if len(countries) == 1 else "",
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            identity=f"feature:{row['id']}",
            countries=countries,
            error_km=float(row["error_km"]),
            source=row["source"],
        )
        same = [
            other
            for other in known.get(keys.words(row["name"]), ())
            if draft.kind in _REPEATED_BY.get(other.kind, ())
            and (other.country == draft.country or not other.country)
            and distance_km(other, draft.lon, draft.lat) < max(10.0, draft.error_km)
        ]
        if same:
            reach = draft.error_km
            wanted = keys.words(row["name"])
            draft = max(
                same, key=lambda d: (keys.words(d.name) == wanted, d.population, -d.geonames)
            )
            draft.error_km = reach
        else:
            found.append(draft)
        draft.call(row["name"])
        for name in _list(row["alternates"]):
            draft.call(name)
    return found


def extra_names(drafts: list[Draft], path: Path) -> None:
    """names.csv: what English news calls a place and the lists do not."""
    finder = Finder(drafts)
    for row in _rows(path):
        draft = finder.find(row, path)
        for name in _list(row["names"]):
            draft.call(name)


def demonyms(drafts: list[Draft], path: Path) -> None:
    """demonyms.csv: adjectives and peoples."""
    finder = Finder(drafts)
    for row in _rows(path):
        draft = finder.find(row, path)
        for form in _list(row["forms"]):
            draft.names[form] = Name.DEMONYM | Name.ALTERNATE


def abbreviations(drafts: list[Draft], path: Path) -> None:
    """abbreviations.csv: short forms with the rules under which they hold."""
    finder = Finder(drafts)
    for row in _rows(path):
        draft = finder.find(row, path)
        rules = Name.ABBREVIATION | Name.ALTERNATE
        for rule in row["rules"].split():
            rules |= RULES[rule]
        draft.names[row["form"]] = rules

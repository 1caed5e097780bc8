"""The world index: from a name anywhere on Earth to the places it may mean.

One file, opened by memory map (`geo.gazetteer.indexfile`). A *row* is a place; rows are
ordered by importance, the most important first. A *sense* is a name's link to a row, with
flags that say what kind of name it is and when it holds. Names are looked up by key
(`geo.gazetteer.keys`), one by one or many at a time.

Positions are GeoNames' own points (CC BY 4.0), EPSG:4326, or our own readings; what built
the file and from what is told in `data/gazetteer/world/SOURCES.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntFlag
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import indexfile, keys
from geo.model import Place, Precision, Shown
from geo.shipped import DATA

REMEDY: Final = (
    "Rebuild it with `python data/gazetteer/world/build.py` (its first lines name the packages "
    "it needs), or install the program again."
)

# What a row may be. The order is that of the numbers in the file.
KINDS: Final = (
    *("country", "continent", "region", "admin1", "admin2", "admin3", "city", "district"),
    *("ocean", "sea", "gulf", "strait", "lake", "river", "canal", "falls", "range", "mountain"),
    *("volcano", "desert", "plain", "plateau", "valley", "forest", "peninsula", "cape"),
    *("island", "islands", "glacier", "site", "park", "border", "own"),
)
KIND_NUMBER: Final = {kind: number for number, kind in enumerate(KINDS)}

# Kinds that cover ground: drawn as areas, and no address.
_SHARP: Final = frozenset({"site", "mountain", "volcano", "falls", "cape"})
_AREAS: Final = frozenset(KINDS) - _SHARP - {"city", "district", "own"}

# The radius in km within which the true position of a kind is expected. A city's grows with
# its people (r = 0.011 km x sqrt(population), about 5 km for 200,000: a circle of the density
# of 2,600 people per km2); an area's stands for its extent, not for an error of reading.
_ERROR_KM: Final = {"country": 500.0, "continent": 2000.0, "admin1": 100.0, "admin2": 30.0}
_OTHER_ERROR_KM: Final = 15.0
_CITY_KM_PER_ROOT_PERSON: Final = 0.011

FLAG_SHIFT: Final = 20
ROW_MASK: Final = (1 << FLAG_SHIFT) - 1
NO_ROW: Final = 0xFFFFFFFF

# The prefix table has 2^23 bits (1 MB): with 300,000 prefixes one in 28 is set by chance.
PREFIX_BITS: Final = 23


class Name(IntFlag):
    """What a name is to its place, and when it holds."""

    ALTERNATE = 1  # not the place's main name
    DEMONYM = 2  # "Iraqi", "Texans", "European"
    ABBREVIATION = 4
    CAPITALS = 8  # holds only if the text has it in capitals ("US", "EU")
    COMMA = 16  # holds only after a comma or in a dateline ("Long Beach, CA")
    POINT = 32  # holds only if a full stop follows ("Miss.", "Ill.")
    COMMON = 64  # also a common English word ("Reading", "Of", "Split")
    BARE = 128  # the generic word was left off ("Orange" for Orange County)
    MADE = 256  # made by rule, not read from a list ("Bihar State")
    OWN = 512  # from a table that takes precedence


@dataclass(frozen=True)
class Addition:
    """A place that joins the index with its names, ahead of what the index holds."""

    place: Place
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class WorldIndex:
    """Names, senses and places as arrays of equal length, ready for bulk work.

    Per row: `lon`, `lat` (degrees), `population`, `kind` (index into `KINDS`), `country`
    (index into `countries`, 0 = none), `admin1` (index into `admin1_codes`, 0 = none),
    `admin2` (index into `admin2_rows`, 0 = none), `importance` (0..255), `alternates` (how
    many other names GeoNames knows, at most 255), `geonames` (id, 0 = none).
    Per sense: `keys` (sorted), `senses` (row and flags packed; see `row_of`, `flags_of`).
    """

    keys: NDArray[np.uint64]
    senses: NDArray[np.uint32]
    prefixes: NDArray[np.uint8]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    population: NDArray[np.uint32]
    geonames: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    country: NDArray[np.uint8]
    admin1: NDArray[np.uint16]
    admin2: NDArray[np.uint16]
    importance: NDArray[np.uint8]
    alternates: NDArray[np.uint8]
    name_start: NDArray[np.uint32]
    name_text: NDArray[np.uint8]
    admin1_rows: NDArray[np.uint32]
    admin2_rows: NDArray[np.uint32]
    about: dict[str, Any]
    added: tuple[Place, ...] = ()
    path: Path | None = field(default=None, compare=False)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Open the index, the one that ships with the program unless a path is given.

        Raises:
            DataError: the file is missing, damaged or of another version.
        """
        where = Path(path) if path is not None else DATA / "gazetteer" / "world" / "world.idx"
        arrays, about = indexfile.read(where, REMEDY)
        degrees = {axis: arrays.pop(axis) / 1e5 for axis in ("lon", "lat")}
        ends = np.cumsum(arrays.pop("name_length"), dtype=np.uint32)
        name_start = np.concatenate([np.zeros(1, np.uint32), ends])
        columns: dict[str, Any] = {**degrees, "name_start": name_start, **arrays}
        return cls(**columns, about=about, path=where)

    # -- look-up

    def find(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For many keys at once, where their senses lie: `senses[start:stop]`, maybe empty."""
        start = np.searchsorted(self.keys, wanted, "left")
        stop = start.copy()
        inside = start < len(self.keys)
        hit = np.zeros(len(wanted), bool)
        hit[inside] = self.keys[start[inside]] == wanted[inside]
        stop[hit] = np.searchsorted(self.keys, wanted[hit], "right")
        return start, stop

    def leads(self, wanted: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """For many keys at once, whether some longer name begins with these words.

        May say yes wrongly (one time in 28), never no.
        """
        bit = wanted >> np.uint64(64 - PREFIX_BITS)
        byte = self.prefixes[bit >> np.uint64(3)]
        return np.asarray(byte >> (bit & np.uint64(7)).astype(np.uint8) & 1, np.bool_)

    def senses_of(self, name: str) -> NDArray[np.uint32]:
        """The packed senses of one name, the most important row first."""
        start, stop = self.find(np.array([keys.key(name)], np.uint64))
        return self.senses[start[0] : stop[0]]

    def rows(self, name: str) -> NDArray[np.int64]:
        """The rows that a name may mean, the most important first."""
        return row_of(self.senses_of(name))

    # -- one row

    def name(self, row: int) -> str:
        """The main name of a row."""
        if row >= len(self.name_start) - 1:
            return self._addition(row).name
        text = self.name_text[self.name_start[row] : self.name_start[row + 1]]
        return bytes(text).decode("utf-8")

    def id(self, row: int) -> str:
        """The stable id of a row.

        "geonames:2988507"; "feature:nile" for our own tables; and for areas and towns that came
        without a GeoNames id one that is made of what holds them, "admin2:US.TX.loving-county".
        """
        if row >= len(self.name_start) - 1:
            return self._addition(row).id
        number = int(self.geonames[row])
        if number:
            return f"geonames:{number}"
        return self._own_ids.get(row) or made_id(
            self.kind_name(row), self.admin1_codes[self.admin1[row]], self.name(row)
        )

    def kind_name(self, row: int) -> str:
        """The kind of a row in words."""
        return KINDS[int(self.kind[row])]

    def country_code(self, row: int) -> str:
        """ISO 3166-1 alpha-2 code, "" for seas, continents and regions of several countries."""
        return self.countries[int(self.country[row])]

    def admin1_name(self, row: int) -> str:
        """The name of the state or province that holds a row, or ""."""
        parent = self.admin1_rows[self.admin1[row]]
        return "" if parent == NO_ROW else self.name(int(parent))

    def parents(self, row: int) -> tuple[int, ...]:
        """The rows of the second-level area, first-level area and country that hold a row."""
        up = (
            self.admin2_rows[self.admin2[row]],
            self.admin1_rows[self.admin1[row]],
            self.country_rows[self.country[row]],
        )
        return tuple(int(parent) for parent in up if parent not in (NO_ROW, row))

    def place(self, row: int) -> Place:
        """A row as a place; `countries` may list several for a river or a region."""
        if row >= len(self.name_start) - 1:
            return self._addition(row)
        kind = self.kind_name(row)
        population = int(self.population[row])
        identity = self.id(row)
        own = self._own.get(identity, {})
        held_by = own.get("countries") or [self.country_code(row)]
        return Place(
            id=identity,
            name=self.name(row),
            kind=kind,
            theme=_THEMES.get(kind, "region"),
            countries=tuple(filter(None, held_by)),
            lon=float(self.lon[row]),
            lat=float(self.lat[row]),
            precision=_precision(kind),
            error_km=own.get("error_km") or _error_km(kind, population),
            source=own.get("source", "geonames"),
            source_note="" if self.geonames[row] or own else _MEAN,
            shown=Shown.AREA if kind in _AREAS else Shown.POINT,
            population=population,
            admin1=self.admin1_name(row),
        )

    # -- lists that come with the file

    @property
    def countries(self) -> Sequence[str]:
        """ISO codes by country number; number 0 is ""."""
        return self.about["countries"]

    @property
    def admin1_codes(self) -> Sequence[str]:
        """ "US.TX", "FR.11" and the like by admin1 number; number 0 is ""."""
        return self.about["admin1"]

    @cached_property
    def country_rows(self) -> NDArray[np.uint32]:
        """The row of each country by country number; `NO_ROW` for number 0."""
        return np.array(self.about["country_rows"], np.uint32)

    @cached_property
    def _own(self) -> dict[str, dict[str, Any]]:
        return self.about["own"]

    @cached_property
    def _own_ids(self) -> dict[int, str]:
        return {int(row): identity for row, identity in self.about["own_ids"].items()}

    def _addition(self, row: int) -> Place:
        return self.added[row - (len(self.name_start) - 1)]

    # -- precedence

    def joined(self, additions: Iterable[Addition]) -> WorldIndex:
        """A copy in which further places come first among the senses of their names.

        The copy takes as much memory as the index (some 25 MB); rows keep their numbers, the
        further places come after them.
        """
        further = tuple(additions)
        first = len(self.kind)
        pairs = {
            (keys.key(name), first + offset): Name.OWN
            | (Name(0) if name == addition.place.name else Name.ALTERNATE)
            for offset, addition in enumerate(further)
            for name in reversed((addition.place.name, *addition.names))
            if keys.key(name)
        }
        ordered = sorted(pairs.items())
        new_keys = np.array([key for (key, _), _ in ordered], np.uint64)
        packed = [row | int(flags) << FLAG_SHIFT for (_, row), flags in ordered]
        before = np.searchsorted(self.keys, new_keys, "left")
        places = [addition.place for addition in further]
        columns: dict[str, Sequence[float]] = {
            "lon": [place.lon for place in places],
            "lat": [place.lat for place in places],
            "population": [place.population for place in places],
            "geonames": [_geonames_number(place.id) for place in places],
            "kind": [KIND_NUMBER.get(place.kind, KIND_NUMBER["own"]) for place in places],
            "country": [self._country_number(place) for place in places],
            "admin1": [0] * len(places),
            "admin2": [0] * len(places),
            "importance": [255] * len(places),
            "alternates": [255] * len(places),
        }
        changes: dict[str, Any] = {
            name: np.concatenate([old := getattr(self, name), np.array(new, old.dtype)])
            for name, new in columns.items()
        }
        return replace(
            self,
            keys=np.insert(self.keys, before, new_keys),
            senses=np.insert(self.senses, before, np.array(packed, np.uint32)),
            prefixes=_with_prefixes(self.prefixes, further),
            added=(*self.added, *places),
            **changes,
        )

    def _country_number(self, place: Place) -> int:
        if len(place.countries) == 1 and place.countries[0] in self.countries:
            return self.countries.index(place.countries[0])
        return 0


def made_id(kind: str, admin1_code: str, name: str) -> str:
    """The id of a place without one, from what holds it: "admin2:US.TX.loving-county"."""
    return f"{kind}:{admin1_code}.{'-'.join(keys.words(name))}"


def row_of(packed: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The row numbers of packed senses."""
    return (packed & np.uint32(ROW_MASK)).astype(np.int64)


def flags_of(packed: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """The `Name` flags of packed senses."""
    return (packed >> np.uint32(FLAG_SHIFT)).astype(np.uint16)


def _with_prefixes(prefixes: NDArray[np.uint8], additions: Sequence[Addition]) -> NDArray[np.uint8]:
    table = prefixes.copy()
    for addition in additions:
        for name in (addition.place.name, *addition.names):
            mark_prefixes(table, keys.prefix_keys(keys.words(name)))
    return table


def mark_prefixes(table: NDArray[np.uint8], prefix_keys: Sequence[int]) -> None:
    """Note in a prefix table that a name begins with all but the last of these keys."""
    for lead in prefix_keys[:-1]:
        bit = lead >> (64 - PREFIX_BITS)
        table[bit >> 3] |= 1 << (bit & 7)


def _geonames_number(identity: str) -> int:
    number = identity.removeprefix("geonames:")
    return int(number) if number != identity and number.isdecimal() else 0


_MEAN: Final = "mean of the GeoNames positions of its towns or post offices"
_THEMES: Final = {
    "country": "country",
    **dict.fromkeys(("city", "district", "site"), "town"),
    **dict.fromkeys(KINDS[KINDS.index("ocean") : KINDS.index("site")], "nature"),
}


def _precision(kind: str) -> Precision:
    if kind in _SHARP:
        return Precision.SITE
    return Precision.TOWN if kind in ("city", "district") else Precision.REGION


def _error_km(kind: str, population: int) -> float:
    if kind in ("city", "district"):
        return round(max(1.0, _CITY_KM_PER_ROOT_PERSON * math.sqrt(population)), 1)
    return _ERROR_KM.get(kind, _OTHER_ERROR_KM)

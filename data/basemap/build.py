"""Build the offline base map: countries.geojson, outlines.json and disputed.geojson.

Run by hand, never at run or test time (needs npm and the pinned packages below):

    python -m pip install geopandas==1.2.0 shapely==2.2.0 pycountry==26.2.16
    python data/basemap/build.py

Coordinates are longitude, latitude in degrees (EPSG:4326) throughout. Outlines are Natural
Earth 1:50m as packed by npm world-atlas. Its features carry the numeric code of ISO 3166-1;
alpha-2 and alpha-3 codes are looked up by that number in pycountry.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pycountry
import shapely
from pyproj import Geod
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
PINNED = {"geopandas": "1.2.0", "shapely": "2.2.0", "pycountry": "26.2.16"}
WORLD_ATLAS = "2.0.2"
WORLD_ATLAS_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"

# Degrees: square root of the area of a triangle that may go (Visvalingam-Whyatt as in GEOS).
# At zoom 4, where the article's countries fill the map, a pixel is 0.09. Measured for the whole
# file: 0.05 gives 755 kB, 0.1 gives 474 kB, 0.11 is the first under the aim of 450 kB.
TOLERANCE = 0.11
# Degrees: nobody reads Antarctica's coast here, and it has no neighbour to stay in line with.
ANTARCTICA_TOLERANCE = 0.4
# Decimals of a degree: 0.01 is 1.1 km, a tenth of the tolerance, and saves an eighth of the bytes.
DECIMALS = 2
# Square degrees: islands below it (some 250 km²) are at most two pixels across at zoom 4. A
# country's largest part always stays.
SMALLEST_ISLAND = 0.02
# km²: under sixteen pixels at zoom 3 (19.6 km a pixel at the equator), the zoom at which all
# members of the organization fit the map: shading alone would not be seen.
SMALL_KM2 = 6_100
# km², by eye: a label of rank n stands without collisions from about zoom n + 1 on.
RANK_KM2 = (2_500_000, 500_000, 100_000, 10_000)

WGS84 = Geod(ellps="WGS84")

# Natural Earth abbreviates to fit small maps; and some names have changed since its release.
PLAIN_NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "British Virgin Is.": "British Virgin Islands",
    "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic",
    "Congo": "Republic of the Congo",
    "Cook Is.": "Cook Islands",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern Territories",
    "Heard I. and McDonald Is.": "Heard Island and McDonald Islands",
    "Indian Ocean Ter.": "Christmas and Cocos Islands",
    "Macao": "Macau",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "N. Cyprus": "Northern Cyprus",
    "N. Mariana Is.": "Northern Mariana Islands",
    "Pitcairn Is.": "Pitcairn Islands",
    "S. Geo. and the Is.": "South Georgia and the South Sandwich Islands",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St-Barthélemy": "Saint Barthélemy",
    "St-Martin": "Saint Martin",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "São Tomé and Principe": "São Tomé and Príncipe",
    "Turkey": "Türkiye",
    "Turks and Caicos Is.": "Turks and Caicos Islands",
    "U.S. Virgin Is.": "United States Virgin Islands",
    "United States of America": "United States",
    "W. Sahara": "Western Sahara",
    "Wallis and Futuna Is.": "Wallis and Futuna",
    "eSwatini": "Eswatini",
}

# Whole features whose status is contested; no shading ever covers them. The first four stand in
# Natural Earth without an ISO code, the others have one.
DISPUTED_FEATURES = frozenset({
    "Kosovo", "Northern Cyprus", "Siachen Glacier", "Somaliland",
    "Falkland Islands", "Palestine", "Taiwan", "Western Sahara",
})  # fmt: skip

# Disputed parts of a feature: (id, name, ISO alpha-2 of the feature that Natural Earth gives it
# to, who disputes it, a coarse ring of our own). The mask is the ring cut to that feature, so it
# ends exactly at the drawn border; inside the feature it is good to some 20 km.
DISPUTED_PARTS = (
    ("aksai_chin", "Aksai Chin and Demchok", "CN", "China, India", (
        (77.8, 35.5), (78.3, 36.1), (79.4, 36.0), (80.4, 35.5), (80.2, 34.4), (79.6, 33.6),
        (79.5, 32.6), (78.7, 32.2), (77.5, 34.0))),
    ("arunachal", "Arunachal Pradesh", "IN", "India, China", (
        (91.5, 26.95), (92.1, 26.85), (93.0, 26.95), (93.9, 27.15), (94.4, 27.6), (95.3, 27.9),
        (95.8, 27.5), (95.2, 26.9), (96.0, 26.9), (97.6, 27.3), (97.8, 28.6), (96.0, 29.8),
        (93.5, 29.3), (91.5, 28.2))),
    ("azad_kashmir_gilgit_baltistan", "Azad Kashmir and Gilgit-Baltistan", "PK",
        "Pakistan, India", (
        (74.2, 32.7), (73.6, 33.2), (73.4, 34.3), (73.9, 34.9), (73.3, 35.3), (72.5, 35.9),
        (72.4, 36.8), (74.6, 37.3), (77.9, 36.0), (77.9, 34.8), (74.9, 32.9))),
    ("crimea", "Crimea and Sevastopol", "RU", "Russia, Ukraine", (
        (32.2, 44.2), (36.0, 44.2), (36.55, 45.0), (36.55, 45.45), (35.5, 46.3), (32.2, 46.3))),
    ("halaib", "Hala'ib Triangle", "EG", "Egypt, Sudan", (
        (33.1, 21.9), (33.6, 22.0), (34.1, 22.3), (35.2, 22.9), (35.7, 23.2), (37.5, 22.5),
        (37.3, 21.7), (33.1, 21.7))),
    ("jammu_kashmir_ladakh", "Jammu and Kashmir, and Ladakh", "IN", "India, Pakistan, China", (
        (75.2, 32.25), (75.9, 32.4), (76.2, 32.95), (76.9, 33.15), (77.7, 32.85), (78.3, 32.5),
        (78.8, 32.3), (80.0, 33.5), (78.5, 35.7), (76.0, 35.2), (73.5, 34.9), (73.7, 33.0))),
    ("kalapani", "Kalapani", "IN", "India, Nepal", (
        (80.5, 29.9), (80.9, 29.9), (81.1, 30.5), (80.6, 30.5))),
    ("shaksgam", "Shaksgam Valley", "CN", "China, India", (
        (75.4, 36.3), (75.9, 36.9), (76.9, 36.6), (77.9, 36.0), (77.9, 35.4), (76.0, 35.7))),
    ("southern_kurils", "Southern Kuril Islands", "RU", "Russia, Japan", (
        (145.3, 43.2), (147.2, 43.2), (149.2, 45.0), (148.9, 45.7), (146.5, 45.0),
        (145.3, 44.2))),
)  # fmt: skip


def check_versions() -> None:
    """Stop unless the pinned packages are in use: other versions move vertices."""
    wrong = [f"{n}=={v}" for n, v in PINNED.items() if version(n) != v]
    if wrong:
        sys.exit(f"the outlines are built with {', '.join(wrong)}: install these and rerun")


def fetch_world_atlas(folder: Path) -> Path:
    """Download the pinned world-atlas with npm and return its 1:50m TopoJSON file."""
    subprocess.run(
        ["npm", "pack", f"world-atlas@{WORLD_ATLAS}", "--silent"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    packed = folder / f"world-atlas-{WORLD_ATLAS}.tgz"
    found = hashlib.sha256(packed.read_bytes()).hexdigest()
    if found != WORLD_ATLAS_SHA256:
        sys.exit(f"{packed.name} has sha256 {found}, expected {WORLD_ATLAS_SHA256}")
    with tarfile.open(packed) as archive:
        archive.extract("package/countries-50m.json", folder, filter="data")
    return folder / "package" / "countries-50m.json"


def unwrap(ring: LinearRing) -> list[tuple[float, float]]:
    """Vertices with longitudes running on past ±180° instead of jumping across the map."""
    turn = 0.0
    first, *others = ring.coords
    run = [first]
    for (before, _), (lon, lat) in pairwise([first, *others]):
        turn -= 360 * round((lon - before) / 360)
        run.append((lon + turn, lat))
    return run


def cut_at_antimeridian(polygon: Polygon) -> BaseGeometry:
    """The same land within -180..180°, cut where it crosses; a ring round a pole is closed there.

    world-atlas stitches land across the antimeridian, so its rings jump by 360°, and gives
    Antarctica as a hole round the pole.
    """
    shells, holes = [], []
    for place, ring in enumerate((polygon.exterior, *polygon.interiors)):
        run = unwrap(ring)
        at_pole = all(abs(lat) > 89.9 for _, lat in run)
        if at_pole:
            continue
        if abs(run[-1][0] - run[0][0]) > 180:
            pole = math.copysign(90, run[0][1])
            run += [(run[-1][0], pole), (run[0][0], pole), run[0]]
            shells.append(run)
        elif place == 0:
            shells.append(run)
        else:
            holes.append(run)
    whole = shapely.make_valid(Polygon(shells[0], holes))
    west, _, east, _ = whole.bounds
    pieces = [
        shapely.transform(
            shapely.intersection(whole, shapely.box(360 * k - 180, -90, 360 * k + 180, 90)),
            lambda xy, k=k: xy - (360 * k, 0),
        )
        for k in range(math.floor((west + 180) / 360), math.floor((east + 180) / 360) + 1)
    ]
    return shapely.union_all(pieces)


def only_areas(geometry: BaseGeometry) -> MultiPolygon:
    """The polygons of a geometry; lines and points that cutting left behind go."""
    parts = shapely.get_parts(geometry).tolist()
    flat = [q for p in parts for q in (p.geoms if hasattr(p, "geoms") else [p])]
    return MultiPolygon([p for p in flat if p.geom_type == "Polygon" and p.area > 0])


def without_small_islands(lands: list[MultiPolygon]) -> list[MultiPolygon]:
    """Drop islands under `SMALLEST_ISLAND`.

    The largest part of a land stays whatever its size, and so does a part that touches another
    land: an enclave that went would leave a hole in the country around it.
    """
    tree = shapely.STRtree(lands)
    return [
        MultiPolygon(
            part
            for part in land.geoms
            if part.area >= SMALLEST_ISLAND
            or part.area == max(p.area for p in land.geoms)
            or len(tree.query(part, predicate="intersects")) > 1
        )
        for land in lands
    ]


def area_km2(land: BaseGeometry) -> float:
    """Geodesic area on WGS 84 in km²."""
    return abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(land))[0]) / 1e6


def label_point(land: MultiPolygon) -> tuple[float, float]:
    """Centre of the largest circle in the largest part, longitudes shrunk by cos(latitude)."""
    main = max(land.geoms, key=area_km2)
    shrink = math.cos(math.radians(min(abs(main.centroid.y), 80)))
    squeezed = shapely.transform(main, lambda xy: xy * (shrink, 1))
    (x, y), *_ = shapely.maximum_inscribed_circle(squeezed, tolerance=0.02).coords
    return round(x / shrink, 2), round(y, 2)


def read_countries(path: Path) -> gpd.GeoDataFrame:
    """Features of world-atlas, one per code, named plainly, cut at the antimeridian."""
    raw = gpd.read_file(path, layer="countries")
    unknown = PLAIN_NAMES.keys() - set(raw["name"])
    if unknown:
        sys.exit(f"world-atlas has no feature called {sorted(unknown)}: mend PLAIN_NAMES")
    raw["name"] = raw["name"].replace(PLAIN_NAMES)
    # Ashmore and Cartier has Australia's code and is a part of it.
    raw.loc[raw["name"] == "Ashmore and Cartier Is.", "name"] = "Australia"
    raw["geometry"] = [
        only_areas(shapely.union_all([cut_at_antimeridian(p) for p in shapely.get_parts(g)]))
        for g in raw.geometry
    ]
    return raw.dissolve(by="name", as_index=False).set_crs(4326, allow_override=True)


def simplify(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Simplify with shared borders kept: rounded first, then mended, so no gap can open later."""
    land = [
        only_areas(g.simplify(ANTARCTICA_TOLERANCE) if name == "Antarctica" else g)
        for name, g in zip(countries["name"], countries.geometry, strict=True)
    ]
    rounded = shapely.transform(without_small_islands(land), lambda xy: xy.round(DECIMALS))
    valid = [only_areas(g) for g in shapely.make_valid(rounded)]
    simple = shapely.coverage_simplify(valid, TOLERANCE)
    ends = [only_areas(shapely.make_valid(shapely.transform(g, lambda xy: xy.round(DECIMALS))))
            for g in simple]  # fmt: skip
    return countries.assign(geometry=[shapely.normalize(g) for g in ends])


def properties_of(name: str, number: str | None, land: MultiPolygon) -> dict[str, object]:
    """The columns of one feature (see README.md here)."""
    code = pycountry.countries.get(numeric=number) if number else None
    size = area_km2(land)
    lon, lat = label_point(land)
    return {
        "name": name,
        "iso2": code.alpha_2 if code else "",
        "iso3": code.alpha_3 if code else "",
        "iso_numeric": number or "",
        "label_lon": lon,
        "label_lat": lat,
        "label_rank": 1 + sum(size < limit for limit in RANK_KM2),
        "small": size < SMALL_KM2,
        "disputed": name in DISPUTED_FEATURES,
    }


def coordinates_of(land: MultiPolygon) -> dict[str, object]:
    """GeoJSON geometry, right-hand rule, coordinates as short as they can be written."""
    shape = json.loads(shapely.to_geojson(shapely.orient_polygons(land)))
    if len(shape["coordinates"]) == 1:
        shape = {"type": "Polygon", "coordinates": shape["coordinates"][0]}

    def shorten(value: object) -> object:
        if isinstance(value, list):
            return [shorten(v) for v in value]
        number = round(float(value), DECIMALS)
        return int(number) if number.is_integer() else number

    return {"type": shape["type"], "coordinates": shorten(shape["coordinates"])}


def write(path: Path, source: str, features: list[dict[str, object]]) -> None:
    """Write a FeatureCollection, one feature a line, and print its size.

    `source` holds ids of data/sources.toml, joined by semicolons.
    """
    dump = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    head = f'{{"type":"FeatureCollection","source":"{source}","features":[\n'
    text = head + ",\n".join(dump) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    raw = text.encode()
    print(f"{path.name}: {len(features)} features, {len(raw):,} bytes, "
          f"{len(gzip.compress(raw, 9, mtime=0)):,} gzipped")  # fmt: skip


def for_the_map(country: dict) -> dict[str, object]:
    """A feature as the browser needs it: whole hundredths of a degree, each a step from the last.

    A ring is one list lon, lat, then steps east, north; loses nothing, compresses to a half.
    """
    properties, geometry = country["properties"], country["geometry"]
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    return {
        "name": properties["name"],
        "label": [properties["label_lon"], properties["label_lat"]],
        "rank": properties["label_rank"],
        "polygons": [[steps(ring) for ring in polygon] for polygon in parts],
    }


def steps(ring: list[list[float]]) -> list[int]:
    """A ring of lon, lat in degrees as whole hundredths: its start, then each step."""
    whole = [(round(lon * 10**DECIMALS), round(lat * 10**DECIMALS)) for lon, lat in ring]
    moves = [(e - b, n - a) for (b, a), (e, n) in pairwise([(0, 0), *whole])]
    return [number for move in moves for number in move]


def write_outlines(countries: list[dict]) -> None:
    """Write outlines.json, one country a line."""
    dump = [json.dumps(for_the_map(c), ensure_ascii=False, separators=(",", ":"))
            for c in countries]  # fmt: skip
    (HERE / "outlines.json").write_text("[\n" + ",\n".join(dump) + "\n]\n", encoding="utf-8",
                                        newline="\n")  # fmt: skip


def feature(properties: dict[str, object], land: MultiPolygon) -> dict[str, object]:
    """One GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": coordinates_of(land)}


def main() -> None:
    """Fetch, simplify, write the three files."""
    check_versions()
    with tempfile.TemporaryDirectory() as folder:
        raw = read_countries(fetch_world_atlas(Path(folder)))
    # Sizes and labels are taken before small islands go.
    described = [
        properties_of(n, None if not isinstance(i, str) else i, only_areas(g))
        for n, i, g in zip(raw["name"], raw["id"], raw.geometry, strict=True)
    ]
    missing = DISPUTED_FEATURES - {d["name"] for d in described}
    if missing:
        sys.exit(f"no feature is called {sorted(missing)}: mend DISPUTED_FEATURES")
    simple = simplify(raw)
    rows = sorted(zip(described, simple.geometry, strict=True), key=lambda r: r[0]["name"])
    countries = [feature(d, g) for d, g in rows]
    write(HERE / "countries.geojson", "natural-earth;world-atlas", countries)
    write_outlines(countries)

    land_of = {d["iso2"]: g for d, g in rows if d["iso2"]}
    masks = []
    for key, name, iso2, parties, ring in DISPUTED_PARTS:
        cut = only_areas(shapely.intersection(land_of[iso2], Polygon(ring)))
        properties = {"id": key, "name": name, "drawn_with": iso2, "parties": parties}
        masks.append(feature(properties, cut))
    write(HERE / "disputed.geojson", "own-choice;natural-earth", masks)


if __name__ == "__main__":
    main()

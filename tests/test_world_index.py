"""The world index: what names mean, and what happens when the file is not sound."""

from __future__ import annotations

import csv
import json
import struct
from pathlib import Path

import numpy as np
import pytest

from geo.errors import DataError
from geo.gazetteer import keys
from geo.gazetteer.own import read_own
from geo.gazetteer.world import (
    KINDS,
    NO_ROW,
    ROW_MASK,
    Addition,
    Name,
    WorldIndex,
    flags_of,
    row_of,
)
from geo.model import Place, Precision, Shown

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "data" / "gazetteer" / "world"
INDEX = TABLES / "world.idx"


@pytest.fixture(scope="module")
def index() -> WorldIndex:
    return WorldIndex.open()


def senses(index: WorldIndex, name: str) -> list[tuple[int, Name]]:
    packed = index.senses_of(name)
    return [
        (row, Name(int(flags)))
        for row, flags in zip(row_of(packed).tolist(), flags_of(packed), strict=True)
    ]


def described(index: WorldIndex, name: str) -> list[str]:
    return [
        f"{index.kind_name(row)} {index.country_code(row)} {index.name(row)}"
        for row in index.rows(name)
    ]


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- what names mean


def test_paris_may_be_the_one_in_france_or_the_one_in_texas(index):
    rows = index.rows("Paris")
    assert index.country_code(rows[0]) == "FR"
    assert ("US", "Texas") in {(index.country_code(r), index.admin1_name(r)) for r in rows}


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("U.S.", "country US United States"),
        ("US", "country US United States"),
        ("U.K.", "country GB United Kingdom"),
        ("UAE", "country AE United Arab Emirates"),
        ("DRC", "country CD Democratic Republic of the Congo"),
        ("N.C.", "admin1 US North Carolina"),
        ("W. Va.", "admin1 US West Virginia"),
        ("Calif.", "admin1 US California"),
        ("B.C.", "admin1 CA British Columbia"),
        ("NSW", "admin1 AU New South Wales"),
        ("EU", "continent  Europe"),
        ("L.A.", "city US Los Angeles"),
        ("N.Y.", "admin1 US New York"),
        ("D.C.", "city US Washington"),
        ("Nile", "river  Nile"),
        ("Sea of Japan", "sea  Sea of Japan"),
        ("Strait of Hormuz", "strait  Strait of Hormuz"),
        ("Middle East", "region  Middle East"),
        ("West Bank", "admin1 PS West Bank"),
        ("Himalayas", "range  Himalayas"),
        ("Sinai", "desert EG Sinai"),
        ("Deutschland", "country DE Germany"),
        ("Москва", "city RU Moscow"),
        ("Loving County", "admin2 US Loving County"),
        ("Bihar State", "admin1 IN Bihar"),
    ],
)
def test_a_well_known_name_means_first_of_all(index, name, first):
    assert described(index, name)[0] == first


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("Iraqi", "Iraq"),
        ("Iraqis", "Iraq"),
        ("European", "Europe"),
        ("Kurdish", "Kurdistan"),
        ("Scottish", "Scotland"),
        ("Texan", "Texas"),
        ("Californian", "California"),
        ("Chechen", "Chechnya"),
        ("Bavarian", "Bavaria"),
        ("Tibetan", "Tibet"),
        ("Parisians", "Paris"),
    ],
)
def test_a_demonym_leads_to_its_place_and_is_marked(index, form, place):
    found = {index.name(row): flags for row, flags in senses(index, form)}
    assert Name.DEMONYM in found[place]


def test_georgia_is_a_country_and_a_state(index):
    assert {"country GE Georgia", "admin1 US Georgia"} <= set(described(index, "Georgia"))


def test_every_demonym_and_abbreviation_of_our_tables_is_found_with_its_flag(index):
    for row in table("demonyms.csv"):
        for form in row["forms"].split(";"):
            kinds = {
                index.kind_name(r) for r, flags in senses(index, form) if Name.DEMONYM in flags
            }
            assert row["kind"] in kinds, form
    for row in table("abbreviations.csv"):
        fitting = [
            flags
            for r, flags in senses(index, row["form"])
            if index.kind_name(r) == row["kind"] and index.country_code(r) == row["country"]
        ]
        # "Ga." and "GA" share a key: then only what both need is needed.
        wanted = Name.ABBREVIATION
        for rule in row["rules"].split():
            wanted |= Name[rule.upper()]
        conditions = Name.CAPITALS | Name.COMMA | Name.POINT
        assert any(
            Name.ABBREVIATION in flags and flags & conditions & ~wanted == 0 for flags in fitting
        ), row
        if Name.COMMA in wanted:
            assert all(Name.COMMA in flags for flags in fitting if Name.ABBREVIATION in flags), row


def test_a_state_is_found_by_its_postal_code_and_by_its_usual_short_form(index):
    for spelled in ("GA", "Ga.", "PA", "Pa.", "MO", "Mo."):
        (flags,) = {f for r, f in senses(index, spelled) if index.kind_name(r) == "admin1"}
        assert Name.COMMA in flags
        assert Name.POINT not in flags
        assert Name.CAPITALS not in flags


def test_a_postal_abbreviation_holds_only_in_capitals_after_a_comma(index):
    (flags,) = {f for row, f in senses(index, "IN") if index.name(row) == "Indiana"}
    assert Name.CAPITALS in flags
    assert Name.COMMA in flags


def test_every_feature_of_our_table_is_found_near_its_reading(index):
    rows = table("features.csv")
    assert len(rows) >= 400
    for feature in rows:
        lon, lat, error_km = (float(feature[key]) for key in ("lon", "lat", "error_km"))
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert error_km > 0
        assert feature["source"] == "own-reading"
        for name in (feature["name"], *filter(None, feature["alternates"].split(";"))):
            there = index.rows(name)
            near = np.hypot(
                (index.lon[there] - lon) * np.cos(np.radians(lat)), index.lat[there] - lat
            )
            assert near.size, name
            assert near.min() * 111.2 <= max(15.0, 1.2 * error_km), name


def test_our_tables_are_sorted_and_have_no_key_twice():
    for name, columns in {
        "features.csv": ("id",),
        "demonyms.csv": ("place", "kind", "country"),
        "abbreviations.csv": ("form", "place"),
        "countries.csv": ("country",),
        "names.csv": ("place", "kind", "country"),
        "same_areas.csv": ("country", "name"),
    }.items():
        order = [tuple(row[column] for column in columns) for row in table(name)]
        assert order == sorted(order), name
        assert len(order) == len(set(order)), name


# -- keys


@pytest.mark.parametrize(
    "spellings",
    [
        ("N'Djamena", "N\u2019Djamena", "NDJAMENA", "Ndjamena"),
        ("Łódź", "Lodz", "LÓDZ"),
        ("Port-au-Prince", "port au prince", "PORT-AU-PRINCE"),
        ("U.S.", "U.S"),
        ("Baden-Württemberg", "Baden-Wurttemberg"),
    ],
)
def test_spellings_of_one_name_share_a_key(spellings):
    assert len({keys.key(spelled) for spelled in spellings}) == 1


def test_points_tell_the_country_from_the_pronoun():
    assert keys.key("U.S.") != keys.key("us")


def test_a_possessive_begins_with_the_key_of_its_name():
    assert keys.prefix_keys(keys.words("China's"))[0] == keys.key("China")


def test_keys_chain_alike_in_python_and_in_numpy():
    with np.errstate(over="ignore"):
        total = np.zeros(1, np.uint64)
        for word in keys.words("Rio de Janeiro"):
            total = total * np.uint64(keys.CHAIN) + np.uint64(keys.word_key(word))
    assert int(total[0]) == keys.key("Rio de Janeiro")


@pytest.mark.parametrize(
    "odd", ["", " ", "--", "\ud800", "\x00", "\u2019", "...", "名", "1" * 10_000]
)
def test_an_odd_string_has_a_key_and_no_sense(index, odd):
    assert keys.key(odd) >= 0
    assert len(index.rows(odd)) == 0


# -- bulk look-up


def test_many_names_at_once_find_the_same_senses_as_one_by_one(index):
    names = ["Paris", "no such place", "U.S.", "Rio de Janeiro", "", "Nile"]
    start, stop = index.find(np.array([keys.key(name) for name in names], np.uint64))
    for name, a, b in zip(names, start, stop, strict=True):
        assert index.senses[a:b].tolist() == index.senses_of(name).tolist()


def test_every_beginning_of_a_longer_name_leads_on(index):
    names = ["Rio de Janeiro", "Trinidad and Tobago", "New York City", "W. Va.", "Gulf of Oman"]
    for name in names:
        *leading, _ = keys.prefix_keys(keys.words(name))
        assert index.leads(np.array(leading, np.uint64)).all(), name


def test_few_keys_lead_on_by_chance(index):
    drawn = np.random.default_rng(7).integers(0, 2**63, 100_000, dtype=np.uint64) * np.uint64(2)
    assert index.leads(drawn).mean() < 0.05
    start, stop = index.find(drawn)
    assert (start == stop).all()


# -- the whole file


def test_the_index_is_at_most_25_megabytes():
    assert sum(path.stat().st_size for path in TABLES.glob("*.idx")) <= 25_000_000


def test_every_row_is_on_the_globe_and_of_a_known_kind(index):
    assert np.abs(index.lon).max() <= 180
    assert np.abs(index.lat).max() <= 90
    assert index.kind.max() < len(KINDS)
    assert index.country.max() < len(index.countries)
    assert index.admin1.max() < len(index.admin1_codes)
    assert index.admin2.max() < len(index.admin2_rows)


def test_keys_are_sorted_and_senses_point_at_rows_most_important_first(index):
    assert (np.diff(index.keys.astype(np.float64)) >= 0).all()
    rows = row_of(index.senses)
    assert rows.max() < len(index.kind)
    same = index.keys[1:] == index.keys[:-1]
    assert (rows[1:][same] > rows[:-1][same]).all()
    assert (np.diff(index.importance.astype(int)) <= 0).all()
    assert len(index.kind) <= ROW_MASK


def test_an_area_of_the_first_level_lies_in_itself_and_in_its_country(index):
    for number, row in enumerate(index.admin1_rows):
        if row != NO_ROW:
            assert index.admin1[row] == number
            assert index.admin1_codes[number].split(".")[0] == index.country_code(int(row))


def test_a_town_knows_its_county_its_state_and_its_country(index):
    troy = next(r for r in index.rows("Troy") if index.admin1_name(r) == "Michigan")
    assert [index.name(row) for row in index.parents(troy)] == [
        "Oakland County",
        "Michigan",
        "United States",
    ]


def test_a_town_is_not_held_once_more_as_its_own_municipality(index):
    """Memphis has no second row "City of Memphis" beside it."""
    twice = []
    for row in range(len(index.kind)):
        name = index.name(row)
        if index.kind_name(row) in ("region", "admin3") and name.startswith("City of "):
            bare = name.removeprefix("City of ")
            twice += [
                name
                for town in index.rows(bare).tolist()
                if index.name(town) == bare
                and index.kind_name(town) == "city"
                and index.country[town] == index.country[row]
                and abs(index.lat[town] - index.lat[row]) < 0.3
                and abs(index.lon[town] - index.lon[row]) < 0.3
            ]
    assert twice == []
    assert [index.name(row) for row in index.rows("City of Memphis")] == ["Memphis"]


@pytest.mark.parametrize("name", ["Edo", "Imo", "Yap"])
def test_a_state_of_three_letters_is_found_without_its_word(index, name):
    assert index.name(index.rows(name)[0]) == f"{name} State"


def test_ids_are_unique(index):
    numbers = index.geonames[index.geonames > 0]
    assert len(np.unique(numbers)) == len(numbers)
    made = [index.id(row) for row in np.flatnonzero(index.geonames == 0).tolist()]
    assert len(set(made)) == len(made)


def test_a_row_becomes_a_place_with_its_origin_and_error(index):
    place = index.place(index.rows("Paris")[0])
    assert place.id == "geonames:2988507"
    assert place.countries == ("FR",)
    assert place.source == "geonames"
    assert place.shown is Shown.POINT
    assert place.error_km > 5
    nile = index.place(index.rows("Nile")[0])
    assert nile.id == "feature:nile"
    assert nile.source == "own-reading"
    assert len(nile.countries) > 1
    assert nile.shown is Shown.AREA


# -- a file that is not sound


def damaged(tmp_path: Path, change) -> Path:
    content = bytearray(INDEX.read_bytes())
    path = tmp_path / "world.idx"
    path.write_bytes(change(content))
    return path


def flipped(content: bytearray, at: int) -> bytearray:
    content[at] ^= 1
    return content


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda c: b"", "cannot be opened", id="empty"),
        pytest.param(lambda c: b"name,lon,lat\n", "no index", id="another-file"),
        pytest.param(lambda c: c[:40], "header", id="cut-in-the-header"),
        pytest.param(lambda c: c[:-1000], "bytes", id="cut-short"),
        pytest.param(lambda c: c + b"\0", "bytes", id="too-long"),
        pytest.param(lambda c: flipped(c, 100), "header", id="header-changed"),
        pytest.param(lambda c: flipped(c, len(c) // 2), "changed", id="one-bit-changed"),
        pytest.param(
            lambda c: c[:8] + struct.pack("<I", 99) + c[12:], "version 99", id="other-version"
        ),
    ],
)
def test_a_damaged_index_is_an_error_that_says_how_to_rebuild_it(tmp_path, change, said):
    with pytest.raises(DataError, match=said) as caught:
        WorldIndex.open(damaged(tmp_path, change))
    assert "data/gazetteer/world/build.py" in str(caught.value)


def test_a_missing_index_is_an_error_that_says_how_to_rebuild_it(tmp_path):
    with pytest.raises(DataError, match=r"missing.*build\.py"):
        WorldIndex.open(tmp_path / "world.idx")


# -- precedence


def own_place(**changes) -> Place:
    fields = {
        "id": "own:1",
        "name": "Paris",
        "kind": "site",
        "theme": "town",
        "countries": ("KZ",),
        "lon": 70.0,
        "lat": 50.0,
        "precision": Precision.SITE,
        "error_km": 1.0,
        "source": "own-gazetteer",
    }
    return Place(**(fields | changes))


def test_a_joined_place_comes_before_all_others_of_its_name(index):
    place = own_place()
    joined = index.joined([Addition(place, ("Lutetia Nova", "Paris of the Steppe"))])
    first = joined.senses_of("Paris")[0]
    assert Name.OWN in Name(int(flags_of(np.array([first]))[0]))
    assert joined.place(joined.rows("Paris")[0]) is place
    assert joined.rows("Paris")[1:].tolist() == index.rows("Paris").tolist()
    assert joined.place(joined.rows("Lutetia Nova")[0]) is place
    assert joined.country_code(joined.rows("Paris")[0]) == "KZ"
    *leading, _ = keys.prefix_keys(keys.words("Paris of the Steppe"))
    assert joined.leads(np.array(leading, np.uint64)).all()
    assert len(index.rows("Lutetia Nova")) == 0


def test_joining_twice_keeps_both(index):
    once = index.joined([Addition(own_place(), ())])
    twice = once.joined([Addition(own_place(id="own:2", name="Zzyzx Nova"), ())])
    assert twice.id(twice.rows("Paris")[0]) == "own:1"
    assert twice.id(twice.rows("Zzyzx Nova")[0]) == "own:2"


def test_an_own_table_is_read_with_its_optional_columns(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "Name,Lon,Lat,kind,country,alternates\nDry Port,80.25,44.2,site,kz,Khorgos Gate;KTZE\n",
        encoding="utf-8",
    )
    (addition,) = read_own(path)
    assert addition.place.countries == ("KZ",)
    assert (addition.place.lon, addition.place.lat) == (80.25, 44.2)
    assert addition.names == ("Khorgos Gate", "KTZE")


def test_an_own_geojson_is_read_at_points_and_at_the_middle_of_shapes(tmp_path):
    path = tmp_path / "own.geojson"
    ring = [[0, 0], [2, 0], [2, 4], [0, 4], [0, 0]]
    features = [
        {"type": "Feature", "properties": {"name": "A"}, "geometry": geometry}
        for geometry in (
            {"type": "Point", "coordinates": [10, 20, 300]},
            {"type": "Polygon", "coordinates": [ring]},
        )
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    places = [addition.place for addition in read_own(path)]
    assert [(place.lon, place.lat) for place in places] == [(10, 20), (1, 2)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,lat\nA,1\n", "column lon is missing"),
        ("name,lon,lat\n", "holds no place"),
        ("name,lon,lat\nA,1,2\n,3,4\n", "line 3: name ''"),
        ("name,lon,lat\nA,200,2\n", "line 2: lon '200'"),
        ("name,lon,lat\nA,1,nan\n", "line 2: lat 'nan'"),
        ('name,lon,lat\nA,"1,5",2\n', "line 2: lon '1,5'"),
        ("name,lon,lat\nA,1\n", "line 2: lat ''"),
        ("name,lon,lat,country\nA,1,2,Kazakhstan\n", "line 2: country 'KAZAKHSTAN'"),
        ("id,name,lon,lat\nx,A,1,2\nx,B,3,4\n", "line 3: id 'x' stands in line 2"),
        ('{"type": "FeatureCollection", "features": [{}]}', "feature 1: has no coordinates"),
        ('{"type": "Topology"}', "no FeatureCollection"),
        ("{", "not valid JSON"),
    ],
)
def test_a_broken_own_gazetteer_names_the_row_and_the_remedy(tmp_path, content, said):
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_own(path)
    assert said in str(caught.value)
    assert str(caught.value).rstrip().endswith(".")


def test_a_missing_own_gazetteer_is_an_error(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        read_own(tmp_path / "none.csv")

"""Sweeps over data/gazetteer: every place, every name, and what a broken row says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from shapely.geometry import Point

from geo.errors import DataError, SourceError
from geo.gazetteer.curated import Gazetteer, load_gazetteer
from geo.gazetteer.routes import WGS84
from geo.knowledge import Knowledge
from geo.layers import OWN_SOURCES, outlines
from geo.model import How, Precision, Shown, Source, Status
from geo.parse.known import CUE_IN_SENTENCE, LEVEL, fold
from geo.shipped import DATA
from geo.themes import THEMES

BODY = [
    "akmola_region", "akmola_wind", "akorda", "almaty", "almaty_horgos_train", "astana",
    "astana_airport", "beijing", "ca_summit", "cass", "central_asia", "china", "ciie", "cku",
    "cn_europe_trains", "cn_kz_border", "cn_tj_highway", "confucius_tj", "dangara_park",
    "dushanbe", "dushanbe2", "eurasia", "europe_markets", "haval_almaty", "hisor_range",
    "hisor_valley", "horgos_city", "horgos_icbc", "horgos_rail_port", "ishim",
    "kapchagay_solar", "kazakhstan", "khovar", "konaev", "kyrgyzstan", "kz_china_studies",
    "lianyungang_base", "luban_kz", "luban_tj", "npu", "npu_xian", "nwafu", "pacific",
    "pakistan", "pamir", "road_ports", "samarkand", "sco", "sco_agri_alliance", "sco_judicial",
    "sco_summit_2024", "shaanxi", "silk_road_belt", "sntcm", "spring_camp", "tajikistan",
    "tcm_astana", "tj_government", "tj_parliament", "tj_pres_office", "tjcc", "tourism_year",
    "trade_cn_kz", "turgusun", "uzbekistan", "vahdat", "visa_free", "xian", "xian_terminal",
    "xinjiang", "xjnu", "yavan_vahdat_rail", "yovon", "zhanatas_town", "zhanatas_wind",
]  # fmt: skip
IMPLIED = ["alashankou", "altynkol", "danghara", "dostyk"]
STAND_INS = {
    "confucius_tj", "europe_markets", "kz_china_studies", "pacific", "sco", "trade_cn_kz",
    "tj_pres_office", "visa_free",
}  # fmt: skip

GAZETTEER = DATA / "gazetteer"
OUTLINE_KM = 12.0  # the base map's outlines are simplified by 0.11°
KM_A_DEGREE = 111.2


def table(name: str) -> list[dict[str, str]]:
    with (GAZETTEER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = {row["id"]: row for row in table("places.csv")}
NAMES = table("names.csv")
EACH_PLACE = pytest.mark.parametrize("id", PLACES)
EACH_NAME = pytest.mark.parametrize(
    "row", NAMES, ids=[f"{r['place']}-{r['name']}-{r['how']}" for r in NAMES]
)


@pytest.fixture(scope="module")
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    return knowledge.gazetteer


# Places


def test_all_79_places_of_the_article_are_accounted_for() -> None:
    assert len(BODY) + len(IMPLIED) == 79
    assert {id for id, row in PLACES.items() if row["scope"] == "body"} == set(BODY)
    assert {id for id, row in PLACES.items() if row["scope"] == "implied"} == set(IMPLIED)


def test_every_other_place_is_a_rival_or_a_teaser_and_is_not_drawn() -> None:
    for id, row in PLACES.items():
        if id in BODY or id in IMPLIED:
            continue
        assert (row["scope"], id[:2]) in {("rival", "r_"), ("teaser", "t_")}
        assert row["shown"] == "none"


def test_every_row_is_loaded(gazetteer: Gazetteer) -> None:
    assert list(gazetteer.places) == list(PLACES) == sorted(PLACES)


@EACH_PLACE
def test_a_place_lies_in_its_country_as_far_as_its_error_lets_one_tell(
    gazetteer: Gazetteer, id: str
) -> None:
    place = gazetteer.places[id]
    if not place.countries:
        assert place.shown is Shown.NOWHERE
        return
    assert set(place.countries) <= set(outlines())
    degrees = min(
        outlines()[code].distance(Point(place.lon, place.lat)) for code in place.countries
    )
    assert degrees * KM_A_DEGREE <= place.error_km + OUTLINE_KM


@EACH_PLACE
def test_a_place_is_drawn_or_says_why_not(gazetteer: Gazetteer, id: str) -> None:
    place = gazetteer.places[id]
    assert bool(place.reason) is (place.shown is Shown.NOWHERE)


@EACH_PLACE
def test_a_place_says_how_exact_it_is_and_where_that_is_from(
    gazetteer: Gazetteer, sources: dict[str, Source], id: str
) -> None:
    place = gazetteer.places[id]
    assert place.source in sources
    assert place.source_note
    assert place.kind
    assert place.theme in THEMES
    low, high = {
        Precision.SITE: (0.1, 5),
        Precision.TOWN: (1, 50),
        Precision.REGION: (10, 3000),
        Precision.SCHEMATIC: (1, 1000),
    }[place.precision]
    assert low <= place.error_km <= high


@EACH_PLACE
def test_an_approximate_coordinate_of_our_own_never_looks_exact(
    gazetteer: Gazetteer, id: str
) -> None:
    place = gazetteer.places[id]
    if place.source in OWN_SOURCES:
        assert place.error_km >= 0.5
        assert (
            PLACES[id]["confidence"] in {"low", "medium"} or place.precision is not Precision.SITE
        )


@EACH_PLACE
def test_the_articles_own_words_are_few(gazetteer: Gazetteer, id: str) -> None:
    words = gazetteer.places[id].words.split()
    assert len(words) <= 8
    if id in BODY:
        assert words
    if id in IMPLIED:
        assert not words


@pytest.mark.parametrize("id", sorted(STAND_INS))
def test_a_stand_in_is_never_drawn(gazetteer: Gazetteer, id: str) -> None:
    assert gazetteer.places[id].shown is Shown.NOWHERE


@EACH_PLACE
def test_what_calls_itself_a_stand_in_is_one(gazetteer: Gazetteer, id: str) -> None:
    if "stand-in" in gazetteer.places[id].source_note:
        assert id in STAND_INS


@EACH_PLACE
def test_what_gets_built_has_a_status_and_what_it_rests_on(gazetteer: Gazetteer, id: str) -> None:
    place = gazetteer.places[id]
    assert bool(place.status) is bool(place.status_note)
    built = {"wind", "solar", "hydro", "thermal", "rail", "road", "logistics"}
    if place.shown is not Shown.NOWHERE and place.theme in built and place.kind != "event":
        assert place.status


@pytest.mark.parametrize(
    ("id", "status"),
    [
        ("cku", Status.PLANNED),
        ("tj_parliament", Status.BUILDING),
        ("tj_government", Status.BUILDING),
        ("cn_tj_highway", Status.BUILDING),
        ("zhanatas_wind", Status.OPERATING),
        ("xian_terminal", Status.OPERATING),
        ("yavan_vahdat_rail", Status.OPERATING),
    ],
)
def test_status_is_that_of_the_articles_date(gazetteer: Gazetteer, id: str, status: Status) -> None:
    assert gazetteer.places[id].status is status


@pytest.mark.parametrize(
    ("id", "theme"),
    [
        ("zhanatas_town", "town"),
        ("konaev", "town"),
        ("vahdat", "town"),
        ("yovon", "town"),
        ("danghara", "town"),
        ("zhanatas_wind", "wind"),
        ("kapchagay_solar", "solar"),
    ],
)
def test_towns_are_towns_and_plants_are_plants(gazetteer: Gazetteer, id: str, theme: str) -> None:
    assert gazetteer.places[id].theme == theme


def _km(gazetteer: Gazetteer, one: str, other: str) -> float:
    a, b = gazetteer.places[one], gazetteer.places[other]
    return WGS84.inv(a.lon, a.lat, b.lon, b.lat)[2] / 1000


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("akmola_wind", "astana", 40, 58),
        ("akmola_wind", "r_ereymentau_wind", 50, 90),
        ("kapchagay_solar", "konaev", 9, 15),
        ("vahdat", "dushanbe", 15, 25),
        ("vahdat", "r_vahdat_rasht", 150, 250),
        ("zhanatas_wind", "zhanatas_town", 7, 11),
        ("lianyungang_base", "r_lianyungang_city", 20, 30),
        ("nwafu", "xian", 70, 95),
        ("dushanbe2", "dushanbe", 0, 10),
        ("altynkol", "horgos_city", 5, 20),
        ("alashankou", "dostyk", 5, 20),
    ],
)
def test_places_stand_as_far_apart_as_their_notes_say(
    gazetteer: Gazetteer, one: str, other: str, low: float, high: float
) -> None:
    assert low <= _km(gazetteer, one, other) <= high


def test_the_four_points_of_horgos_are_apart(gazetteer: Gazetteer) -> None:
    four = ("horgos_city", "horgos_icbc", "horgos_rail_port", "altynkol")
    spots = {(gazetteer.places[id].lon, gazetteer.places[id].lat) for id in four}
    assert len(spots) == 4


@pytest.mark.parametrize(("id", "country"), [("xian_terminal", "CN"), ("npu", "KZ")])
def test_a_place_stands_where_it_is_not_where_the_article_seems_to_put_it(
    gazetteer: Gazetteer, id: str, country: str
) -> None:
    assert gazetteer.places[id].countries == (country,)


# Names


@EACH_NAME
def test_a_name_is_one_of_a_known_place_or_refused_with_a_reason(row: dict[str, str]) -> None:
    assert bool(row["place"]) is not bool(row["refusal"])
    assert not row["place"] or row["place"] in PLACES
    assert row["how"] in {how.value for how in How}


@EACH_NAME
def test_a_phrase_or_an_implication_is_tied_to_a_name_nearby(row: dict[str, str]) -> None:
    assert bool(row["near"]) is (row["how"] in {"phrase", "implied"})


@EACH_NAME
def test_a_name_begins_and_ends_with_a_letter_or_digit(row: dict[str, str]) -> None:
    # Otherwise the word boundaries of the matcher would not be where the name ends.
    assert re.fullmatch(r"\w(?:.*\w)?", fold(row["name"]))
    assert "\n" not in row["name"]


def test_no_reading_stands_twice() -> None:
    readings = [(fold(r["name"]), r["place"], r["how"]) for r in NAMES]
    assert len(readings) == len(set(readings))


def test_a_refused_name_is_the_name_of_no_place() -> None:
    refused = {fold(r["name"]) for r in NAMES if r["refusal"]}
    assert refused.isdisjoint(fold(r["name"]) for r in NAMES if r["place"])


@pytest.mark.parametrize("id", [*BODY, *IMPLIED])
def test_every_place_of_the_article_has_a_name(id: str) -> None:
    assert [r for r in NAMES if r["place"] == id]


def test_rivals_of_one_name_tell_themselves_apart_by_the_words_around(gazetteer: Gazetteer) -> None:
    for text, readings in gazetteer.names.items():
        stated = [n for n in readings if n.how is not How.IMPLIED and n.place]
        if len(stated) > 1:
            assert all(n.cues or n.near for n in stated), text


def test_a_cue_in_the_sentence_lets_every_rival_win(gazetteer: Gazetteer) -> None:
    """`geo.parse.known` says of its weights that a cue outweighs the usual sense."""
    behind = []
    for text, readings in gazetteer.names.items():
        stated = [n for n in readings if n.how is not How.IMPLIED and n.place]
        best = max((n.prior for n in stated), default=0)
        behind += [
            f"{text}: {n.place.id}" for n in stated if n.prior + CUE_IN_SENTENCE < best + LEVEL
        ]
    assert behind == []


def test_priors_and_lists_are_read(gazetteer: Gazetteer) -> None:
    city, region = sorted(gazetteer.names["Almaty"], key=lambda n: n.place.id)
    assert (city.place.id, city.prior, region.place.id, region.prior) == (
        "almaty",
        0.6,
        "r_almaty_region",
        0.45,
    )
    assert "solar" in region.cues
    [airport] = gazetteer.names["airport"]
    assert airport.near == ("Astana", "Tokayev")
    assert airport.how is How.DESCRIBED


# Broken files


def _copy(folder: Path, name: str = "", old: str = "", new: str = "") -> Path:
    for path in GAZETTEER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_a_copied_gazetteer_loads_from_elsewhere(
    tmp_path: Path, gazetteer: Gazetteer, sources: dict[str, Source]
) -> None:
    assert load_gazetteer(sources, _copy(tmp_path)) == gazetteer


@pytest.mark.parametrize("name", ["places.csv", "names.csv"])
def test_a_missing_table_is_named_with_a_remedy(
    tmp_path: Path, sources: dict[str, Source], name: str
) -> None:
    (_copy(tmp_path) / name).unlink()
    with pytest.raises(DataError, match=rf"{name} is missing\. Restore"):
        load_gazetteer(sources, tmp_path)


SAMARKAND = "samarkand,Samarkand,city,capital,UZ,66.96445,39.65456,town,3,high,geonames,"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",66.96445,", ",sixty-six,", "could not convert.*Correct the cell"),
        (",66.96445,", ",,", "could not convert.*Correct the cell"),
        (",66.96445,", ",266.96445,", r"lon 266\.9.* is not between -180 and 180"),
        (",39.65456,", ",-90.5,", r"lat -90\.5 is not between"),
        (",39.65456,", ",nan,", "lat nan is not between"),
        (",town,", ",village,", "'village' is not a valid Precision.*Correct the cell"),
        (",capital,", ",capitals,", "theme 'capitals' is not one of border, "),
        (",3,high", ",wide,high", "could not convert.*Correct the cell"),
        pytest.param(",3,high", ",-3,high", "error"),
        pytest.param(",3,high", ",nan,high", "error"),
        (SAMARKAND, SAMARKAND + "x", ""),
    ],
)
def test_a_broken_place_is_refused_with_file_row_and_remedy(
    tmp_path: Path, sources: dict[str, Source], old: str, new: str, said: str
) -> None:
    row = SAMARKAND.replace(old, new)
    folder = _copy(tmp_path, "places.csv", SAMARKAND, row)
    if not said:  # the row is read at all
        assert load_gazetteer(sources, folder).places["samarkand"].source_note.startswith("x")
        return
    with pytest.raises(DataError, match=rf"places\.csv, row 'samarkand': .*{said}"):
        load_gazetteer(sources, folder)


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        (SAMARKAND, SAMARKAND.replace("geonames", "nobody"), SourceError, "'nobody' is not in"),
        ("\nsamarkand,", "\nastana,", DataError, "row 'astana': the id stands twice"),
        (",point,,,,SCO Samarkand", ",none,,,,SCO Samarkand", DataError, "says why"),
        (",point,,,,SCO Samarkand", ",point,far,,,SCO Samarkand", DataError, "has no reason"),
        (",point,,,,SCO Samarkand", ",dot,,,,SCO Samarkand", DataError, "'dot' is not a valid"),
        (",point,,,,SCO Samarkand", ",point,,done,,SCO Samarkand", DataError, "'done' is not a"),
        ("id,name,kind", "id,name,sort", DataError, "column kind is missing"),
    ],
)
def test_a_place_without_source_reason_or_id_of_its_own_is_refused(
    tmp_path: Path,
    sources: dict[str, Source],
    old: str,
    new: str,
    error: type[DataError],
    said: str,
) -> None:
    with pytest.raises(error, match=rf"places\.csv.*{said}"):
        load_gazetteer(sources, _copy(tmp_path, "places.csv", old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "samarkand,Samarkand,",
            "samarcand,Samarkand,",
            "row 'samarcand Samarkand': place 'samarcand' is not",
        ),
        ("samarkand,Samarkand,", ",Samarkand,", "row ' Samarkand': give a place or a refusal"),
        ("samarkand,Samarkand,name", "samarkand,Samarkand,guess", "'guess' is not a valid How"),
        ("samarkand,Samarkand,name,,,", "samarkand,Samarkand,name,,1.5,", "prior 1.5"),
        ("samarkand,Samarkand,name,,,", "samarkand,Samarkand,name,,nan,", "prior nan"),
        (
            "samarkand,Samarkand,name,,,",
            "samarkand,Samarkand,name,,much,",
            "row 'samarkand Samarkand'",
        ),
        ("samarkand,Samarkand,", "samarkand,,", "row 'samarkand ': a name must not be empty"),
    ],
)
def test_a_broken_name_is_refused_with_file_row_and_fault(
    tmp_path: Path, sources: dict[str, Source], old: str, new: str, said: str
) -> None:
    with pytest.raises(DataError, match=rf"names\.csv.*{said}"):
        load_gazetteer(sources, _copy(tmp_path, "names.csv", old, new))

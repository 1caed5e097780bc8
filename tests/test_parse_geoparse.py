"""What the geoparser makes of short texts: one behaviour, one test."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from geo.model import Resolution, Use
from geo.parse.geoparse import Geoparser, Parse, geoparser
from geo.parse.windows import WINDOW, windows


@pytest.fixture(scope="module")
def parser() -> Geoparser:
    return geoparser()


def named(parse: Parse, name: str) -> list[Resolution]:
    return [r for r in parse.resolutions if r.mention.text == name]


def where(resolution: Resolution) -> str:
    place = resolution.place
    assert place is not None, f"{resolution.mention.text} was left open"
    return place.admin1 or place.name


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("Police in Paris, Texas, arrested two men.", "Paris", "Texas"),
        ("TROY, N.C. (CW) - A mill burned down on Monday.", "TROY", "North Carolina"),
        ("Port crews in Long Beach, CA, went back to work.", "Long Beach", "California"),
        ("A choir from Bangor, Maine, won on Saturday.", "Bangor", "Maine"),
        ("He flew from London, Ontario, to Toronto.", "London", "Ontario"),
        ("The mayor of Springfield (Ill.) resigned.", "Springfield", "Illinois"),
    ],
)
def test_a_stated_container_decides(parser: Geoparser, text: str, name: str, admin1: str) -> None:
    found = named(parser.parse(text), name)
    assert [where(r) for r in found] == [admin1]
    assert "the text places it in" in found[0].reasons[0]


def test_the_same_name_may_be_stated_to_lie_in_two_places(parser: Geoparser) -> None:
    parse = parser.parse(
        "A fire in Springfield, Ohio, spread. Another in Springfield, Vermont, did not."
    )
    assert [where(r) for r in named(parse, "Springfield")] == ["Ohio", "Vermont"]


def test_a_name_keeps_its_stated_sense_through_the_document(parser: Geoparser) -> None:
    parse = parser.parse(
        "PARIS, Texas (CW) - The council met on Monday.\n\nPeople in Paris pay too much for "
        "water, said a member of the council."
    )
    assert [where(r) for r in named(parse, "Paris")] == ["Texas"]


def test_of_two_stated_senses_the_first_holds_for_bare_mentions(parser: Geoparser) -> None:
    parse = parser.parse(
        "PARIS, Texas (CW) - The tower got a new hat.\n\nGuests from Paris, France, laughed. "
        "The mayor said Paris had raised $11,000."
    )
    assert [where(r) for r in named(parse, "Paris")] == ["Île-de-France", "Texas"]


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("Cases: Utah (14), Ohio (7), Alabama (2) and Georgia (1).", "Georgia", "admin1", "US"),
        ("Sales fell in Utah 14, Ohio 7, Maine 3 and Georgia 1.", "Georgia", "admin1", "US"),
        ("Georgia Gov. Dana Whitsett, a lawyer, said no.", "Georgia", "admin1", "US"),
        ("The governor of New York, Ann Lee, flew to Boston.", "New York", "admin1", "US"),
        ("Rain fell in all of New York state on Friday.", "New York", "admin1", "US"),
        ("He lives in the Punjab state of India.", "Punjab", "admin1", "IN"),
        ("He lives in the Punjab province of Pakistan.", "Punjab", "admin1", "PK"),
        ("Ships in the Atlantic passed Florida and Georgia.", "Atlantic", "ocean", ""),
        ("Lassa fever spread in Edo, Ondo and Ebonyi in Nigeria.", "Edo", "admin1", "NG"),
        ("Ebola reached Beni, a city in North Kivu, Congo.", "Beni", "city", "CD"),
    ],
)
def test_the_words_around_a_name_tell_its_kind(
    parser: Geoparser, text: str, name: str, kind: str, country: str
) -> None:
    (found,) = named(parser.parse(text), name)
    assert found.place is not None
    assert (found.place.kind, *found.place.countries) == (kind, *country.split())


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("A fire in Springfield, in Vermont, spread.", "Springfield", "Vermont"),
        ("They live in Cordoba province of Spain.", "Cordoba", "Andalusia"),
        ("A bus left Santiago province in Panama.", "Santiago", "Veraguas Province"),
    ],
)
def test_the_area_may_be_named_in_other_words_than_after_a_comma(
    parser: Geoparser, text: str, name: str, admin1: str
) -> None:
    assert [where(r) for r in named(parser.parse(text), name)] == [admin1]


def test_cities_in_a_row_do_not_lie_in_one_another(parser: Geoparser) -> None:
    parse = parser.parse("The prince made stops in Washington, New York and Boston.")
    kinds = [(r.place.name, r.place.kind) for r in parse.resolutions if r.place]
    assert kinds == [("Washington", "city"), ("New York City", "city"), ("Boston", "city")]


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        (
            "The Monroe County fair opens in Paris on Friday. Floats come from Madison, Holliday "
            "and Stoutsville, Missouri. Judges drive in from Moberly, Missouri, and from Shelbina.",
            "Paris",
            "Missouri",
        ),
        (
            "Farmers of Albany and Irasburg met in Barton, Vermont. Craftsbury sent nobody.",
            "Albany",
            "Vermont",
        ),
    ],
    ids=["Paris", "Albany"],
)
def test_a_town_at_home_goes_before_its_better_known_namesake(
    parser: Geoparser, text: str, name: str, admin1: str
) -> None:
    assert [where(r) for r in named(parser.parse(text), name)] == [admin1]


@pytest.mark.parametrize(
    "text", ["Paris", "Troy\nParis\nGeorgia\n", "Oslo, Paris and Troy", "Paris (3), Troy (4)"]
)
def test_a_text_of_names_alone_is_a_list_of_places(parser: Geoparser, text: str) -> None:
    found = parser.parse(text).resolutions
    assert [r.mention.use for r in found] == [Use.PLACE] * len(re.findall("[A-Z][a-z]+", text))


@pytest.mark.parametrize("text", ["Paris Paris Paris", "Jordan Austin", "Paris Hilton"])
def test_names_in_a_row_are_no_list_of_places(parser: Geoparser, text: str) -> None:
    assert parser.parse(text).resolutions == ()


def test_a_text_without_capitals_is_read(parser: Geoparser) -> None:
    parse = parser.parse("he went to paris and then to london on friday")
    assert [r.mention.text for r in parse.resolutions] == ["paris", "london"]


def test_a_dateline_holds_against_a_body_of_the_same_name(parser: Geoparser) -> None:
    parse = parser.parse(
        "TROY, N.C. (CW) - A fire closed Highway 24 near Long Beach, CA. Georgia Gov. Ann Lee flew "
        "to Paris, Texas. Beijing said no; Chinese troops left Kashgar. Troy Fire Department came."
    )
    assert [where(r) for r in named(parse, "TROY")] == ["North Carolina"]


def test_a_short_word_in_capitals_is_no_town_of_another_spelling(parser: Geoparser) -> None:
    parse = parser.parse("Six cases of MERS and SARS in LIMA were told to the WHO in the US.")
    assert [r.mention.text for r in parse.resolutions] == ["LIMA", "US"]


def test_a_disease_named_after_a_place_is_none(parser: Geoparser) -> None:
    parse = parser.parse("Two cases of West Nile virus were found in Reston, Virginia.")
    assert [r.mention.text for r in parse.resolutions] == ["Reston", "Virginia"]


def test_where_somebody_lives_is_a_place(parser: Geoparser) -> None:
    parse = parser.parse("Dorothy Franklin, 84, of Madison, died Thursday in Gainesville, Ga.")
    assert "Madison" in [r.mention.text for r in parse.resolutions]


def test_the_next_likely_sense_is_always_told(parser: Geoparser) -> None:
    (paris,) = parser.parse("The French president spoke in Paris.").resolutions[1:]
    assert len(paris.candidates) >= 2
    assert paris.candidates[0].score > paris.candidates[1].score


@pytest.mark.parametrize("text", ["US Rep. Ann Lee voted no.", "They flew to the US on Friday."])
def test_capitals_tell_a_country_from_a_common_word(parser: Geoparser, text: str) -> None:
    assert [r.place.name for r in parser.parse(text).resolutions if r.place] == ["United States"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Troops from Chad crossed into Sudan near the border.", "Chad", "TD"),
        ("Diplomats from Jordan and Cuba met ministers from Georgia in Armenia.", "Jordan", "JO"),
        ("The president of Mexico visited Guatemala and Honduras.", "Mexico", "MX"),
        ("Doctors in Lebanon asked Cyprus and Egypt for help.", "Lebanon", "LB"),
    ],
)
def test_a_country_goes_before_villages_of_its_name(
    parser: Geoparser, text: str, name: str, country: str
) -> None:
    for resolution in named(parser.parse(text), name):
        assert resolution.place is not None
        assert (resolution.place.kind, resolution.place.countries) == ("country", (country,))


def test_london_is_not_dragged_to_canada_by_the_rest_of_the_text(parser: Geoparser) -> None:
    parse = parser.parse(
        "Ministers in Ottawa, Toronto and Halifax followed the vote in London closely. "
        "The pound fell, and traders in Vancouver sold it."
    )
    assert [where(r) for r in named(parse, "London")] == ["England"]


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Somali troops entered the town.", "Somali", Use.DEMONYM),
        ("Chief Wells of the Boise Fire Department said so.", "Boise", Use.PUBLIC_BODY),
        ("A barge sank on the river near Memphis.", "Memphis", Use.PLACE),
        ("A crash closed Main Street in Boise on Friday.", "Main Street", Use.STREET),
    ],
)
def test_the_use_of_a_name_is_told(parser: Geoparser, text: str, name: str, use: Use) -> None:
    assert named(parser.parse(text), name)[0].mention.use is use


def test_uses_filter_what_is_found(parser: Geoparser) -> None:
    text = "Somali troops left Mogadishu, and Kenyan police stayed in Nairobi."
    everything = parser.parse(text).resolutions
    kept = parser.parse(text, uses={Use.DEMONYM}).resolutions
    assert kept == tuple(r for r in everything if r.mention.use is Use.DEMONYM)
    assert {r.mention.text for r in kept} == {"Somali", "Kenyan"}


@pytest.mark.parametrize(
    "text",
    [
        "Chelsea Jordan said she was glad. Jordan, 43, has worked there for years.",
        "It will be cold in March and wet in May, forecasters said.",
        "Mr. Lincoln told the jury that Austin Wells had lied.",
    ],
)
def test_persons_and_months_are_no_places(parser: Geoparser, text: str) -> None:
    assert parser.parse(text).resolutions == ()


def test_a_mention_is_what_the_text_says_at_its_offsets(parser: Geoparser) -> None:
    text = "🚢 Ships from São Paulo, Brazil, reached Xi’an — and Łódź, Poland.\u2028Then Oslo."
    parse = parser.parse(text)
    assert len(parse.resolutions) >= 5
    for resolution in parse.resolutions:
        mention = resolution.mention
        assert text[mention.start : mention.end] == mention.text


def test_every_result_has_a_score_reasons_and_ranked_candidates(parser: Geoparser) -> None:
    parse = parser.parse("Police in Springfield said a man from Paris had been held.")
    assert parse.resolutions
    for resolution in parse.resolutions:
        scores = [candidate.score for candidate in resolution.candidates]
        assert 0 <= resolution.score <= 1
        assert scores == sorted(scores, reverse=True)
        assert 1 <= len(scores) <= 5
        assert resolution.reasons or resolution.refusal
        if resolution.place is not None:
            assert resolution.place == resolution.candidates[0].place


def test_the_focus_is_the_country_the_text_speaks_of(parser: Geoparser) -> None:
    parse = parser.parse(
        "Farmers in Kisumu and Nakuru say the rains failed. In Nairobi the Kenyan government "
        "promised maize, and lorries left Mombasa on Monday."
    )
    assert parse.focus == "KE"
    assert parse.focus_share > 0.8


def test_given_spans_alone_are_resolved_each_with_a_place(parser: Geoparser) -> None:
    text = "The pub at Nether Wobbling, near Oxford, was sold to a man from northern Italy."
    spans = [(11, 26), (33, 39), (66, 79)]
    parse = parser.parse(text, spans=spans)
    assert [(r.mention.start, r.mention.end) for r in parse.resolutions] == spans
    places = [r.place.name if r.place else None for r in parse.resolutions]
    assert places == ["Oxford", "Oxford", "Italy"]
    assert "not in the gazetteer" in parse.resolutions[0].reasons[0]


def test_a_street_lies_in_the_town_of_its_text(parser: Geoparser) -> None:
    parse = parser.parse("A car hit a tree in Boise, Idaho. Clarksville Street was closed.")
    (street,) = named(parse, "Clarksville Street")
    assert street.place is not None
    assert street.place.name.endswith("Boise")


def test_texts_read_together_give_the_answers_of_texts_read_alone(parser: Geoparser) -> None:
    texts = [
        "TROY, N.C. (CW) - Police went to Candor and Star.",
        "",
        "Paris",
        "Москва",
        "Jackson, Miss., and Jackson, Wyo., both have snow. Jackson said so.",
        "Beijing said it would send aid to Vientiane and Phnom Penh.",
    ]
    together = list(parser.parse_many([(text, None) for text in texts]))
    assert together == [parser.parse(text) for text in texts]


def test_a_long_text_is_read_in_windows_that_cover_it(parser: Geoparser) -> None:
    paragraph = "Farmers near Nakuru, Kenya, sold maize in Nairobi on Monday.\n\n"
    text = paragraph * (2 * WINDOW // len(paragraph))
    spans = list(windows(text))
    assert len(spans) > 1
    assert (spans[0][0], spans[-1][1]) == (0, len(text))
    assert all(a[1] == b[0] for a, b in pairwise(spans))
    told: list[tuple[int, int]] = []
    parse = parser.parse(text, progress=lambda done, total: told.append((done, total)))
    assert len(parse.resolutions) == 3 * text.count("Farmers")
    assert [r.mention.text for r in parse.resolutions[-3:]] == ["Nakuru", "Kenya", "Nairobi"]
    assert text[parse.resolutions[-1].mention.start :].startswith("Nairobi")
    assert parse.resolutions[-1].mention.paragraph == text.count("Farmers")
    assert told[-1] == (len(text), len(text))
    assert np.all(np.diff([d for d, _ in told]) > 0)

"""Hostile text: an answer or a clear refusal, offsets that hold, time that grows in line."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.parse.geoparse import Geoparser, geoparser


@pytest.fixture(scope="module")
def parser() -> Geoparser:
    return geoparser()


PIECES = st.sampled_from(
    [
        *("Paris", "PARIS", "paris", "Texas", "N.C.", "Ga.", "St.", "U.S.", "New York", "Jordan"),
        *("Mr.", "in", "of", "the", "said", "Street", "Highway", "24", "$", "'s", "’s", "'"),
        *("-", "—", ",", ".", "(", ")", "\n", "\n\n", "\u2028", "\x85", "\x0c", "\t", "  ", " "),
        *("\x00", "\x1b[31m", "\ud800", "\udfff", "🚢", "e\u0301", "東京", "Москва", "باريس"),
        *("\u202e", "\ufeff", "ﬁ", "İ", "ß", "al-", "al", "Al", "d'", "Q" * 70, "🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
    ]
)
MIXED = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MIXED)
def test_any_text_gives_mentions_at_their_offsets(parser: Geoparser, text: str) -> None:
    parse = parser.parse(text)
    assert parse.text == text
    last = 0
    for resolution in parse.resolutions:
        mention = resolution.mention
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= resolution.score <= 1
        last = mention.end


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MIXED.filter(bool), st.data())
def test_any_spans_are_answered_one_by_one(
    parser: Geoparser, text: str, data: st.DataObject
) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=5))
    spans = [(a, data.draw(st.integers(a + 1, len(text)))) for a in starts]
    found = parser.parse(text, spans=spans).resolutions
    assert [(r.mention.start, r.mention.end) for r in found] == spans


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MIXED, min_size=1, max_size=5))
def test_no_text_sees_its_neighbours(parser: Geoparser, texts: list[str]) -> None:
    together = list(parser.parse_many([(text, None) for text in texts]))
    assert together == [parser.parse(text) for text in texts]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u2028", ".", "\x00"], ids=repr)
def test_a_text_without_words_has_no_mentions(parser: Geoparser, text: str) -> None:
    parse = parser.parse(text)
    assert (parse.resolutions, parse.focus) == ((), "")


@pytest.mark.parametrize(
    "text",
    [
        "Президент России посетил Москву, Санкт-Петербург и Астану на прошлой неделе.",
        "中国国家主席访问了哈萨克斯坦首都阿斯塔纳。",
        "زار الرئيس المصري مدينة الإسكندرية يوم الاثنين.",
        "נשיא ישראל ביקר בירושלים ובתל אביב.",
        "Le président de la République française a visité Lyon et Marseille hier avec sa femme "
        "et les enfants de la ville pour la fête de la musique dans les rues du centre avec une "
        "foule nombreuse et joyeuse qui chantait.",
        "Der Bundeskanzler hat gestern die Stadt Hamburg besucht und dort mit den Arbeitern der "
        "Werft gesprochen, die seit Wochen um ihre Stellen fürchten und auf Hilfe aus Berlin "
        "warten, denn die Lage ist ernst und niemand weiß, wie es weitergehen soll.",
    ],
    ids=["cyrillic", "chinese", "arabic", "hebrew", "french", "german"],
)
def test_another_language_is_refused_in_words(parser: Geoparser, text: str) -> None:
    parse = parser.parse(text)
    assert parse.resolutions == ()
    assert parse.refusal.startswith("the language is not covered")


def test_foreign_names_in_an_english_text_do_not_refuse_it(parser: Geoparser) -> None:
    parse = parser.parse("The ferry to Αθήνα (Athens), Greece, left late, the captain said.")
    assert parse.refusal == ""
    assert {"Athens", "Greece"} <= {r.mention.text for r in parse.resolutions}


def test_a_text_without_capitals_still_gives_the_well_known_names(parser: Geoparser) -> None:
    parse = parser.parse("the minister flew to nairobi in kenya and then to germany on monday.")
    assert [r.mention.text for r in parse.resolutions] == ["nairobi", "kenya", "germany"]


def test_a_text_in_capitals_gives_its_places_and_not_its_words(parser: Geoparser) -> None:
    parse = parser.parse(
        "TROY, N.C. (CW) - POLICE OF CHARLOTTE, NORTH CAROLINA, SAID THEY WOULD HELP."
    )
    names = [r.mention.text for r in parse.resolutions]
    assert names[:2] == ["TROY", "N.C."]
    assert "NORTH CAROLINA" in names
    assert "POLICE" not in names


def test_a_text_that_is_one_name_is_answered(parser: Geoparser) -> None:
    (paris,) = parser.parse("Paris").resolutions
    assert paris.place is not None
    assert paris.place.countries == ("FR",)


@pytest.mark.parametrize(
    "unit",
    ["Paris ", "Paris, ", "Paris\n", "Springfield, Ohio, ", "A", "Mr. ", "- ", "St. ", "'s "],
    ids=repr,
)
def test_the_time_grows_in_line_with_the_text(parser: Geoparser, unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        before = time.process_time()
        parser.parse(text)
        return time.process_time() - before

    seconds(2_000)
    small, large = seconds(20_000), seconds(200_000)
    # Ten times the text may take ten times the time, with as much again for noise.
    assert large < 20 * max(small, 0.02)

"""The view of a reader: what a link asks for, what it may ask for, and what is shown then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import Atlas, make_atlas
from geo.figures.claims import CHECKS
from geo.figures.trade import FLOWS
from geo.knowledge import Knowledge
from geo.model import Precision, Status
from geo.page.view import FLOWS as SHOWN_FLOWS
from geo.page.view import (
    PARTNERS,
    PRECISIONS,
    STATUSES,
    Filters,
    Part,
    address,
    admit,
    countries_of,
    filters_of,
    parts_of,
    shows,
    years_of,
)
from geo.read import read_document
from geo.themes import GROUPS, THEMES


@pytest.fixture(scope="module")
def parts(atlas: Atlas) -> dict[str, Part]:
    return parts_of(atlas)


# What a link may hold


def test_the_words_of_the_filters_are_those_of_the_data(knowledge: Knowledge) -> None:
    assert set(PRECISIONS) == {p.value for p in Precision}
    assert (*(s.value for s in Status), "none stated") == STATUSES
    assert set(SHOWN_FLOWS) == set(FLOWS)
    sides = {o.reporter for o in knowledge.trade} | {o.partner for o in knowledge.trade}
    assert set(PARTNERS) == sides - {"CN"}


def test_every_part_has_a_key_of_its_own_and_an_allowed_default(parts: dict[str, Part]) -> None:
    for key, part in parts.items():
        assert part.key == key
        value, refused = part.read(part.write(part.default))
        assert (value, refused) == (part.default, [])


def test_parts_hold_what_the_article_has(atlas: Atlas, parts: dict[str, Part]) -> None:
    assert parts["place"].allowed == tuple(item.place.id for item in atlas.evidence)
    assert [t for g in GROUPS for t in parts[g].allowed] == list(THEMES)
    assert set(parts["country"].allowed) == {"AF", "CN", "KG", "KZ", "PK", "TJ", "TM", "UZ"}
    assert parts["check"].allowed == ("all", *CHECKS)


def test_an_article_without_figures_or_dates_has_no_panel_for_them(knowledge: Knowledge) -> None:
    other = parts_of(make_atlas(read_document("They met in Samarkand."), knowledge))
    assert "Figures" not in other["panel"].allowed
    assert "Timeline" not in other["below"].allowed
    assert "years" not in other
    assert other["place"].allowed == ("samarkand",)


def test_an_article_without_a_place_can_be_viewed_too(knowledge: Knowledge) -> None:
    empty = make_atlas(read_document("Nothing at all."), knowledge)
    values, notices = admit({}, parts_of(empty))
    assert notices == []
    assert values["place"] is None
    assert countries_of(empty) == ()
    assert years_of(empty) is None


# Reading a link


def test_no_link_gives_every_default_and_no_notice(parts: dict[str, Part]) -> None:
    assert admit({}, parts) == ({key: part.default for key, part in parts.items()}, [])


def test_a_good_link_is_taken_as_it_is(parts: dict[str, Part]) -> None:
    values, notices = admit(
        {
            "place": ["zhanatas_wind"],
            "energy": ["wind", "solar"],
            "country": ["KZ"],
            "members": ["true"],
            "panel": ["Trade"],
            "years": ["2019", "2024"],
        },
        parts,
    )
    assert notices == []
    assert values["place"] == "zhanatas_wind"
    assert values["energy"] == ["wind", "solar"]
    assert values["country"] == ["KZ"]
    assert values["members"] is True
    assert values["panel"] == "Trade"
    assert values["years"] == (2019, 2024)
    assert values["transport"] == parts["transport"].default


def test_one_bad_item_of_a_list_leaves_the_good_ones(parts: dict[str, Part]) -> None:
    values, notices = admit({"country": ["KZ", "XX", "TJ", "KZ"]}, parts)
    assert values["country"] == ["KZ", "TJ"]
    assert notices == ["The link’s country “XX” is not known here and was ignored."]


def test_a_list_of_nothing_but_bad_items_is_as_if_not_there(parts: dict[str, Part]) -> None:
    values, notices = admit({"energy": ["coal"]}, parts)
    assert values["energy"] == parts["energy"].default
    assert len(notices) == 1


def test_a_list_emptied_by_the_reader_stays_empty(parts: dict[str, Part]) -> None:
    values, notices = admit({"energy": [""]}, parts)
    assert (values["energy"], notices) == ([], [])


@pytest.mark.parametrize(
    ("key", "given_values"),
    [
        ("place", ["atlantis"]),
        ("panel", ["Admin"]),
        ("members", ["yes"]),
        ("years", ["1800", "1900"]),
        ("years", ["2024", "2019"]),
        ("years", ["2019"]),
        ("years", ["2019", "2020", "2021"]),
        ("years", ["never", "2024"]),
        ("flow", ["sideways"]),
        ("partner", ["CN"]),
    ],
)
def test_a_bad_value_is_refused_with_a_notice(
    parts: dict[str, Part], key: str, given_values: list[str]
) -> None:
    values, notices = admit({key: given_values}, parts)
    assert values[key] == parts[key].default
    assert len(notices) == 1
    assert key in notices[0]


def test_an_unknown_part_is_refused_with_a_notice(parts: dict[str, Part]) -> None:
    values, notices = admit({"utm_source": ["x"], "<script>": ["y"]}, parts)
    assert set(values) == set(parts)
    assert notices == [
        "The link’s part “utm_source” is not known here and was ignored.",
        "The link’s part “<script>” is not known here and was ignored.",
    ]


def test_a_notice_stays_short_whatever_the_link_holds(parts: dict[str, Part]) -> None:
    _, notices = admit({"x" * 5000: [""], "place": ["y" * 5000] * 9}, parts)
    assert all(len(notice) < 250 for notice in notices)


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(["place", "years", "energy", "members", "country"]), st.text()),
        st.lists(st.one_of(st.sampled_from(["", "2024", "KZ", "wind", "true"]), st.text())),
    )
)
def test_any_link_gives_allowed_values(atlas: Atlas, parameters: dict[str, list[str]]) -> None:
    parts = parts_of(atlas)
    values, _ = admit(parameters, parts)
    assert set(values) == set(parts)
    for key, part in parts.items():
        value = values[key]
        if part.many:
            assert set(value) <= set(part.allowed)
        elif part.span:
            assert value[0] <= value[1]
            assert {str(year) for year in value} <= set(part.allowed)
        elif part.switch:
            assert value in (True, False)
        else:
            assert value is None or value in part.allowed


# Writing a link


def test_the_opening_view_needs_no_query(parts: dict[str, Part]) -> None:
    assert address({key: part.default for key, part in parts.items()}, parts) == {}


@given(st.data())
def test_a_view_survives_its_own_link(atlas: Atlas, data: st.DataObject) -> None:
    parts = parts_of(atlas)
    values: dict[str, object] = {}
    for key, part in parts.items():
        if part.many:
            values[key] = data.draw(st.lists(st.sampled_from(part.allowed), unique=True))
        elif part.span:
            years = data.draw(st.lists(st.sampled_from(part.allowed), min_size=2, max_size=2))
            values[key] = tuple(sorted(int(year) for year in years))
        elif part.switch:
            values[key] = data.draw(st.booleans())
        else:
            values[key] = data.draw(st.sampled_from((part.default, *part.allowed)))
    back, notices = admit(address(values, parts), parts)
    assert notices == []
    for key, part in parts.items():
        same = sorted if part.many else (lambda value: value)
        assert same(back[key]) == same(values[key]), key


# What is shown


def all_shown(atlas: Atlas, **changes: object) -> set[str]:
    filters = replace(Filters(frozenset(THEMES)), **changes)  # type: ignore[arg-type]
    return {item.place.id for item in atlas.evidence if shows(filters, item)}


def test_without_a_filter_everything_is_shown(atlas: Atlas, parts: dict[str, Part]) -> None:
    opening = filters_of({key: part.default for key, part in parts.items()})
    everything = {item.place.id for item in atlas.evidence}
    assert all_shown(atlas) == everything
    assert {i.place.id for i in atlas.evidence if shows(opening, i)} == everything


@pytest.mark.parametrize("theme", THEMES)
def test_a_layer_switched_on_shows_its_places_and_no_other(atlas: Atlas, theme: str) -> None:
    assert all_shown(atlas, themes=frozenset({theme})) == set(atlas.layers[theme]["id"])


def test_no_layer_shows_nothing(atlas: Atlas) -> None:
    assert all_shown(atlas, themes=frozenset()) == set()


def test_a_country_shows_what_lies_in_it_even_in_part(atlas: Atlas) -> None:
    shown = all_shown(atlas, countries=("KG",))
    assert shown == {"central_asia", "cku", "kyrgyzstan", "pamir"}
    assert all_shown(atlas, countries=("KG", "PK")) == shown | {"pakistan"}


def test_a_status_shows_what_has_it_and_none_stated_the_rest(atlas: Atlas) -> None:
    assert all_shown(atlas, statuses=("planned",)) == {"cku"}
    by_status = [all_shown(atlas, statuses=(status,)) for status in STATUSES]
    assert sum(len(shown) for shown in by_status) == len(atlas.evidence)
    assert "astana" in by_status[STATUSES.index("none stated")]


def test_a_precision_shows_what_has_it(atlas: Atlas) -> None:
    by_precision = [all_shown(atlas, precisions=(p,)) for p in PRECISIONS]
    assert sum(len(shown) for shown in by_precision) == len(atlas.evidence)
    assert "turgusun" in by_precision[0]


def test_years_show_what_was_then_and_what_has_no_year(atlas: Atlas) -> None:
    shown = all_shown(atlas, years=(2019, 2019))
    for item in atlas.evidence:
        assert (item.place.id in shown) is (not item.years or 2019 in item.years)
    assert "sntcm" in shown
    assert "zhanatas_town" not in shown
    assert "ishim" in shown


def test_filters_narrow_each_other(atlas: Atlas) -> None:
    both = all_shown(atlas, countries=("KZ",), precisions=("site",))
    assert both == all_shown(atlas, countries=("KZ",)) & all_shown(atlas, precisions=("site",))
    assert "zhanatas_wind" in both

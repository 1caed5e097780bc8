"""Trade, claims, members and dates: nothing is joined that does not belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from geo.atlas import Atlas
from geo.errors import DataError, SourceError
from geo.figures import (
    Observation,
    Point,
    load_claims,
    load_members,
    load_timeline,
    load_trade,
    points,
    stated,
)
from geo.knowledge import Knowledge
from geo.model import Source
from geo.read import read_document
from geo.shipped import DATA

PARTNERS = ("KZ", "KG", "TJ", "UZ", "TM", "CA5")
FLOWS = ("total", "export", "import")
EACH_CHART = pytest.mark.parametrize(
    ("partner", "flow"), [(partner, flow) for partner in PARTNERS for flow in FLOWS]
)


def observed(
    year: int,
    value: float,
    reporter: str = "CN",
    partner: str = "KZ",
    flow: str = "total",
    use: str = "drawn",
    series: str = "gacc/published",
    note: str = "",
) -> Observation:
    return Observation(
        year, reporter, partner, flow, value * 1e9, series.split("/")[0], "", use, series, note
    )


def seen_from_china(o: Observation) -> str:
    return {"export": "import", "import": "export"}[o.flow] if (
        o.reporter != "CN" and o.flow != "total"
    ) else o.flow  # fmt: skip


# Points of the real series


@EACH_CHART
def test_a_line_joins_only_consecutive_years_of_one_reporter_and_series(
    knowledge: Knowledge, partner: str, flow: str
) -> None:
    series = {
        (o.year, o.reporter, o.value_usd / 1e9): o.series
        for o in knowledge.trade
        if partner in (o.reporter, o.partner)
    }
    found = points(knowledge.trade, partner, flow)
    for segment, group in groupby(sorted(found, key=lambda p: p.segment), key=lambda p: p.segment):
        joined = sorted(group, key=lambda p: p.year)
        assert len({p.reporter for p in joined}) == 1
        assert len({p.source for p in joined}) == 1
        assert all(b.year == a.year + 1 for a, b in pairwise(joined)), segment
        origins = {series.get((p.year, p.reporter, p.billion)) for p in joined} - {None}
        assert len(origins) <= 1


@EACH_CHART
def test_consecutive_years_of_one_series_are_joined(
    knowledge: Knowledge, partner: str, flow: str
) -> None:
    pieces = defaultdict(set)
    for point in points(knowledge.trade, partner, flow):
        name, _, _ = point.segment.rpartition(" ")
        pieces[name].add((point.year, point.segment))
    for held in pieces.values():
        for (year, segment), (after, other) in pairwise(sorted(held)):
            assert (segment == other) is (after == year + 1)


@EACH_CHART
def test_every_usable_observation_is_one_point_and_no_other_is(
    knowledge: Knowledge, partner: str, flow: str
) -> None:
    wanted = sorted(
        (o.year, o.reporter, o.value_usd / 1e9)
        for o in knowledge.trade
        if partner in (o.reporter, o.partner) and o.use != "never" and seen_from_china(o) == flow
    )
    plain = [
        p for p in points(knowledge.trade, partner, flow) if not p.note.startswith("sum of export")
    ]
    assert sorted((p.year, p.reporter, p.billion) for p in plain) == wanted


def test_a_defective_value_is_in_no_chart(knowledge: Knowledge) -> None:
    never = [o for o in knowledge.trade if o.use == "never"]
    assert len(never) == 6
    for o in never:
        for flow in FLOWS:
            for point in points(knowledge.trade, "KZ", flow):
                assert (point.year, point.reporter, point.source) != (o.year, o.reporter, o.source)


@EACH_CHART
def test_what_is_derived_or_unchecked_is_hollow(
    knowledge: Knowledge, partner: str, flow: str
) -> None:
    uses = defaultdict(set)
    for o in knowledge.trade:
        if partner in (o.reporter, o.partner):
            uses[o.year, o.reporter, o.series].add(o.use)
    for point in points(knowledge.trade, partner, flow):
        series = point.segment.split(" ")[1]
        if len(uses[point.year, point.reporter, series]) == 1:
            assert point.hollow is (uses[point.year, point.reporter, series] == {"hollow"})


def test_every_observation_that_may_be_drawn_is_drawn_somewhere(knowledge: Knowledge) -> None:
    drawn = {
        (p.year, p.reporter, p.source, p.billion)
        for partner in PARTNERS
        for flow in FLOWS
        for p in points(knowledge.trade, partner, flow)
    }
    for o in knowledge.trade:
        if o.use != "never":
            assert (o.year, o.reporter, o.source, o.value_usd / 1e9) in drawn


def test_the_articles_41_billion_is_chinas_own_count(knowledge: Knowledge) -> None:
    of_2023 = {
        p.reporter: p.billion
        for p in points(knowledge.trade, "KZ")
        if p.year == 2023 and not p.hollow
    }
    assert of_2023["CN"] == 41.02
    assert of_2023["KZ"] == pytest.approx(31.5, abs=0.1)


# Points by the rule


def test_a_gap_of_a_year_parts_a_line() -> None:
    trade = [observed(year, 1) for year in (2013, 2014, 2016, 2017, 2020)]
    assert [p.segment[-1] for p in points(trade, "KZ")] == ["0", "0", "1", "1", "2"]


def test_a_defective_year_parts_a_line() -> None:
    trade = [observed(2013, 1), observed(2014, 9, use="never"), observed(2015, 1)]
    first, last = points(trade, "KZ")
    assert (first.year, last.year) == (2013, 2015)
    assert first.segment != last.segment


def test_two_reporters_and_two_series_are_never_joined() -> None:
    trade = [
        observed(2013, 1),
        observed(2014, 2, series="gacc/derived", use="hollow"),
        observed(2013, 3, reporter="KZ", partner="CN", series="gacc/published"),
    ]
    assert len({p.segment for p in points(trade, "KZ")}) == 3


def test_flows_are_seen_from_china() -> None:
    trade = [
        observed(2020, 5, flow="export"),
        observed(2020, 4, reporter="KZ", partner="CN", flow="import", series="edb/published"),
        observed(2020, 3, reporter="KZ", partner="CN", flow="export", series="edb/published"),
    ]
    assert {(p.reporter, p.billion) for p in points(trade, "KZ", "export")} == {
        ("CN", 5),
        ("KZ", 4),
    }
    assert {(p.reporter, p.billion) for p in points(trade, "KZ", "import")} == {("KZ", 3)}


@pytest.mark.parametrize("order", [("export", "import"), ("import", "export")])
def test_a_total_that_is_our_sum_says_so(order: tuple[str, str]) -> None:
    value = {"export": 5, "import": 3}
    trade = [observed(2020, value[flow], flow=flow, note="read second-hand") for flow in order]
    [total] = points(trade, "KZ")
    assert total == Point(
        2020, "CN", 8, False, "CN gacc/published 0", "gacc",
        "sum of export and import; read second-hand",
    )  # fmt: skip


def test_a_sum_of_a_hollow_half_is_hollow() -> None:
    trade = [observed(2020, 5, flow="export"), observed(2020, 3, flow="import", use="hollow")]
    assert points(trade, "KZ")[0].hollow


def test_half_a_trade_is_no_total() -> None:
    assert points([observed(2020, 5, flow="export")], "KZ") == ()
    defective = observed(2020, 3, flow="import", use="never")
    assert points([observed(2020, 5, flow="export"), defective], "KZ") == ()


def test_halves_of_two_series_or_two_years_make_no_total() -> None:
    export = observed(2020, 5, flow="export")
    assert points([export, observed(2021, 3, flow="import")], "KZ") == ()
    assert points([export, observed(2020, 3, flow="import", series="gacc/derived")], "KZ") == ()


def test_a_published_total_is_not_replaced_by_a_sum() -> None:
    trade = [
        observed(2020, 8.1),
        observed(2020, 5, flow="export"),
        observed(2020, 3, flow="import"),
    ]
    [total] = points(trade, "KZ")
    assert (total.billion, total.note) == (8.1, "")


def test_another_partner_has_no_part_in_a_chart() -> None:
    trade = [observed(2020, 5), observed(2020, 6, partner="TJ")]
    assert [p.billion for p in points(trade, "KZ")] == [5]
    assert points(trade, "UZ") == ()


# Claims


def test_all_claims_are_loaded_in_order(knowledge: Knowledge) -> None:
    assert [claim.no for claim in knowledge.claims] == list(range(1, 45))


def test_all_but_the_added_claims_are_stated_by_our_account(
    atlas: Atlas, knowledge: Knowledge
) -> None:
    assert [claim for claim, _ in atlas.claims] == [
        claim for claim in knowledge.claims if claim.check != "added"
    ]


def test_the_sentence_of_a_claim_holds_one_of_its_anchors(atlas: Atlas) -> None:
    for claim, passage in atlas.claims:
        assert passage.marked.replace("“", '"').replace("’", "'") in claim.anchors
        assert passage.marked in passage.text
        assert passage.origin.startswith("our account ¶")


def test_a_claim_goes_when_the_text_no_longer_states_it(atlas: Atlas, knowledge: Knowledge) -> None:
    for claim, _ in atlas.claims:
        text = atlas.article.text
        for anchor in claim.anchors:
            text = text.replace(anchor, "…")
        left = {c.no for c, _ in stated(read_document(text), knowledge.claims)}
        assert claim.no not in left


def test_a_claim_takes_the_first_place_that_states_it(knowledge: Knowledge) -> None:
    article = read_document("No figure here.\n\nIt was 23 years ago.\n\nIt is 23 years old.")
    [(claim, passage)] = stated(article, knowledge.claims)
    assert (claim.no, passage.text, passage.paragraph) == (4, "It was 23 years ago.", 2)


def test_a_claim_in_a_trailing_block_of_links_is_not_the_articles(knowledge: Knowledge) -> None:
    text = "A story.\n\nIt ends.\n\nRail | trade | new lines\n\nIt is 23 years old."
    assert stated(read_document(text), knowledge.claims) == ()


# Members


def test_members_come_first_then_observers_then_partners_each_by_name(
    knowledge: Knowledge,
) -> None:
    order = ["member", "observer", "dialogue partner"]
    found = [(order.index(m.status), m.country) for m in knowledge.members]
    assert found == sorted(found)
    assert [len(list(g)) for _, g in groupby(found, key=lambda pair: pair[0])] == [9, 3, 14]


def test_every_state_has_its_sources_apart(knowledge: Knowledge) -> None:
    for member in knowledge.members:
        assert member.sources
        assert set(member.sources) <= set(knowledge.sources)


# Dates


def test_events_come_by_date_with_the_places_they_name(knowledge: Knowledge) -> None:
    dates = [event.date for event in knowledge.timeline]
    assert len(dates) == 31
    assert dates == sorted(dates)
    for event in knowledge.timeline:
        assert set(event.places) <= set(knowledge.gazetteer.places)
        assert all(1 <= number <= 60 for number in event.paragraphs)


# Broken files

LOADERS: dict[str, Callable[[dict[str, Source], Path], object]] = {
    "figures.csv": load_claims,
    "members.csv": load_members,
    "timeline.csv": load_timeline,
    "trade.csv": load_trade,
}


@pytest.mark.parametrize("name", LOADERS)
def test_a_missing_table_is_named_with_a_remedy(
    tmp_path: Path, sources: dict[str, Source], name: str
) -> None:
    with pytest.raises(DataError, match=rf"{name} is missing\. Restore"):
        LOADERS[name](sources, tmp_path / name)


@pytest.mark.parametrize(
    ("name", "old", "new", "error", "said"),
    [
        ("figures.csv", ",plausible,", ",likely,", DataError, "check 'likely' is not one of"),
        ("figures.csv", ",astana-times,", ",nobody,", SourceError, "row '1': source 'nobody'"),
        ("figures.csv", "anchors\n", "hooks\n", DataError, "column anchors is missing"),
        pytest.param("figures.csv", "\n2,2-6", "\ntwo,2-6", DataError, "row '?two"),
        ("members.csv", ",observer,", ",guest,", DataError, "row 'AF': status 'guest'"),
        ("members.csv", ";tass,", ";nobody,", SourceError, "row 'AE': source 'nobody'"),
        pytest.param("members.csv", ",2012,no", ",then,no", DataError, "row"),
        ("timeline.csv", ",news-ghana,", ",nobody,", SourceError, "row '2001': source 'nobody'"),
        pytest.param("timeline.csv", ",sco,10,", ",sco,ten,", DataError, "row"),
        pytest.param("timeline.csv", "2001,year", "2001,era", DataError, "'era'"),
        pytest.param(
            "timeline.csv", ",10,confirmed", ",10,sure", DataError, "'sure'"
        ),
        ("trade.csv", ",hollow,", ",maybe,", DataError, "row '1992 CN KZ total': use 'maybe'"),
        ("trade.csv", ",export,", ",out,", DataError, "flow 'out'"),
        ("trade.csv", "\n1992,", "\nlong ago,", DataError, "row 'long ago CN KZ total'.*Correct"),
        ("trade.csv", ",368000000,", ",much,", DataError, "row '1992 CN KZ total'.*Correct"),
        ("trade.csv", ",gacc,", ",nobody,", SourceError, "source 'nobody'"),
    ],
)  # fmt: skip
def test_a_broken_row_is_refused_with_file_row_and_remedy(
    tmp_path: Path,
    sources: dict[str, Source],
    name: str,
    old: str,
    new: str,
    error: type[DataError],
    said: str,
) -> None:
    text = (DATA / "figures" / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(error, match=rf"{name}.*{said}"):
        LOADERS[name](sources, path)

"""Sweeps over data/figures and data/sources.toml: every row, every origin."""

from __future__ import annotations

import csv
import re
import runpy
import tomllib
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"


def table(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FIGURES = table("figures/figures.csv")
TRADE = table("figures/trade.csv")
TIMELINE = table("figures/timeline.csv")
MEMBERS = table("figures/members.csv")
SOURCES = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))
CHECKS = {"confirmed", "plausible", "not verified", "contradicted", "added"}

EACH_FIGURE = pytest.mark.parametrize("row", FIGURES, ids=[r["no"] for r in FIGURES])
EACH_TRADE = pytest.mark.parametrize(
    "row",
    TRADE,
    ids=[f"{r['year']}-{r['reporter']}-{r['flow']}-{r['series']}" for r in TRADE],
)
EACH_EVENT = pytest.mark.parametrize("row", TIMELINE, ids=[r["date"] for r in TIMELINE])
EACH_MEMBER = pytest.mark.parametrize("row", MEMBERS, ids=[r["iso2"] for r in MEMBERS])
EACH_SOURCE = pytest.mark.parametrize(
    "source", SOURCES["source"], ids=[s["id"] for s in SOURCES["source"]]
)


def plain(text: str) -> str:
    """Typographic quotes folded, as the matcher of names folds them."""
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})


@pytest.mark.parametrize(
    ("path", "rows"),
    [("figures", 44), ("trade", 120), ("timeline", 31), ("members", 26)],
)
def test_every_row_of_the_fact_pack_is_kept(path: str, rows: int) -> None:
    assert len(table(f"figures/{path}.csv")) == rows


@pytest.mark.parametrize("path", sorted((DATA / "figures").glob("*.csv")), ids=lambda p: p.name)
def test_tables_are_utf8_with_plain_line_ends_and_full_rows(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    rows = list(csv.reader(text.splitlines()))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(cell == cell.strip() for row in rows for cell in row)


# Figures


def test_figures_are_numbered_from_1_without_a_gap() -> None:
    assert [row["no"] for row in FIGURES] == [str(n) for n in range(1, len(FIGURES) + 1)]


@EACH_FIGURE
def test_figure_says_what_it_measures_and_whether_it_holds(row: dict[str, str]) -> None:
    assert row["check"] in CHECKS
    for column in ("value", "unit", "measures", "subject", "check_source"):
        assert row[column], column


@EACH_FIGURE
def test_figure_that_does_not_simply_hold_has_a_comment(row: dict[str, str]) -> None:
    assert row["check"] == "confirmed" or row["comment"]


@EACH_FIGURE
def test_added_figure_has_no_anchor_and_no_paragraph_and_every_other_has_both(
    row: dict[str, str],
) -> None:
    added = row["check"] == "added"
    assert bool(row["anchors"]) is not added
    assert bool(row["source_paragraph"]) is not added
    for number in filter(None, row["source_paragraph"].split(";")):
        assert 1 <= int(number) <= 60


@EACH_FIGURE
def test_figure_is_found_at_one_spot_of_our_account_where_its_paragraph_is_retold(
    row: dict[str, str],
) -> None:
    if row["check"] == "added":
        return
    paragraphs = plain((DATA / "articles" / "sco-2024.txt").read_text(encoding="utf-8"))
    about = tomllib.loads((DATA / "articles" / "sco-2024.toml").read_text(encoding="utf-8"))
    retells = {p["number"]: set(p["retells"]) for p in about["paragraph"]}
    hits = [
        number
        for number, paragraph in enumerate(paragraphs.split("\n\n"), start=1)
        for anchor in row["anchors"].split("|")
        for _ in range(paragraph.count(plain(anchor)))
    ]
    assert len(hits) == 1, hits
    assert retells[hits[0]] & {int(n) for n in row["source_paragraph"].split(";")}


def test_anchors_of_one_figure_differ_and_are_trimmed() -> None:
    for row in FIGURES:
        anchors = row["anchors"].split("|")
        assert len(set(anchors)) == len(anchors)
        assert all(anchor == anchor.strip() for anchor in anchors)


def test_nearly_a_hundredfold_is_contradicted_and_the_comment_says_what_is_known() -> None:
    row = next(r for r in FIGURES if r["value"] == "nearly 100")
    assert row["check"] == "contradicted"
    for part in (
        "667.09 billion in 2001",
        "6.06 trillion in 2020",
        "about nine times",
        "is not known",
        "India and Pakistan",
    ):
        assert part in row["comment"]


def test_only_one_claim_is_contradicted() -> None:
    assert [r["no"] for r in FIGURES if r["check"] == "contradicted"] == ["14"]


# Trade


@EACH_TRADE
def test_trade_row_is_well_formed(row: dict[str, str]) -> None:
    assert 1992 <= int(row["year"]) <= 2025
    assert row["flow"] in {"export", "import", "total"}
    assert row["use"] in {"drawn", "hollow", "never"}
    assert 1e7 < int(row["value_usd"]) < 2e11
    assert "CN" in {row["reporter"], row["partner"]}
    assert {row["reporter"], row["partner"]} <= {"CN", "KZ", "KG", "TJ", "TM", "UZ", "CA5"}
    assert row["reporter"] != row["partner"]
    assert row["read_at"]


@EACH_TRADE
def test_a_series_has_one_source_and_one_method(row: dict[str, str]) -> None:
    source, method = row["series"].split("/")
    assert source == row["source"]
    assert method in {"published", "derived", "extract"}


@EACH_TRADE
def test_derived_rows_are_hollow_and_say_so(row: dict[str, str]) -> None:
    derived = row["series"].endswith("/derived")
    assert row["note"].startswith("Derived:") is derived
    if derived:
        assert row["use"] == "hollow"


@EACH_TRADE
def test_suspect_and_unchecked_rows_are_never_drawn_full(row: dict[str, str]) -> None:
    if re.match("Suspect|Not compared|Low trust", row["note"]):
        assert row["use"] == "hollow"
    if row["use"] == "hollow":
        assert row["note"]


def test_defective_rows_are_never_drawn() -> None:
    never = [r for r in TRADE if r["use"] == "never"]
    assert all(r["note"].startswith("Defective:") for r in never)
    assert [r for r in TRADE if "Defective:" in r["note"]] == never
    assert {(r["year"], r["reporter"], r["flow"], r["source"]) for r in never} == {
        (year, "KZ", flow, "comtrade")
        for year in ("2020", "2021", "2022")
        for flow in ("export", "import")
    }


@pytest.mark.parametrize(
    ("reporter", "source", "years"),
    [
        ("KZ", "comtrade", range(2014, 2020)),
        ("KG", "comtrade", range(2014, 2025)),
        ("UZ", "comtrade", range(2017, 2025)),
        ("TJ", "comtrade", range(2021, 2024)),
    ],
)
def test_unchecked_years_are_hollow(reporter: str, source: str, years: range) -> None:
    uses = {
        r["use"]
        for r in TRADE
        if r["reporter"] == reporter and r["source"] == source and int(r["year"]) in years
    }
    assert uses == {"hollow"}


def test_no_trade_key_occurs_twice() -> None:
    keys = Counter((r["year"], r["reporter"], r["partner"], r["flow"], r["series"]) for r in TRADE)
    assert [key for key, n in keys.items() if n > 1] == []


def test_no_series_holds_two_reporters_of_the_same_trade() -> None:
    reporters = defaultdict(set)
    for r in TRADE:
        pair = frozenset({r["reporter"], r["partner"]})
        reporters[r["series"], pair].add(r["reporter"])
    assert [key for key, who in reporters.items() if len(who) > 1] == []


@pytest.mark.parametrize("state", ["KZ", "KG", "TJ", "UZ"])
def test_both_sides_report(state: str) -> None:
    sides = {r["reporter"] for r in TRADE if state in {r["reporter"], r["partner"]}}
    assert sides == {"CN", state}


def test_turkmenistan_does_not_report() -> None:
    assert {r["reporter"] for r in TRADE if "TM" in {r["reporter"], r["partner"]}} == {"CN"}


def test_exports_and_imports_of_one_series_make_its_total() -> None:
    flows = defaultdict(dict)
    for r in TRADE:
        key = r["year"], r["reporter"], r["partner"], r["series"]
        flows[key][r["flow"]] = int(r["value_usd"])
    full = {key: f for key, f in flows.items() if len(f) == 3}
    assert len(full) >= 5
    for key, f in full.items():
        # Rounded figures of the press: exports, imports and total each to 0.1 billion.
        assert abs(f["export"] + f["import"] - f["total"]) <= 1.5e8, key


def test_derived_rows_follow_from_the_next_year_and_its_growth() -> None:
    for r in TRADE:
        if not r["series"].endswith("/derived"):
            continue
        growth = float(re.search(r"growth of ([\d.]+) %", r["note"])[1])
        after = next(
            int(o["value_usd"])
            for o in TRADE
            if int(o["year"]) == int(r["year"]) + 1
            and o["series"] == f"{r['source']}/published"
            and all(o[c] == r[c] for c in ("reporter", "partner", "flow"))
        )
        assert int(r["value_usd"]) == pytest.approx(after / (1 + growth / 100), rel=1e-3)


def test_the_articles_own_claim_has_its_row() -> None:
    [row] = [
        r
        for r in TRADE
        if (r["year"], r["reporter"], r["partner"], r["flow"]) == ("2023", "CN", "KZ", "total")
    ]
    assert (row["value_usd"], row["use"], row["source"]) == ("41020000000", "drawn", "gacc")


def test_trade_is_sorted_by_year_reporter_partner_flow() -> None:
    keys = [(int(r["year"]), r["reporter"], r["partner"], r["flow"]) for r in TRADE]
    assert all(a <= b for a, b in pairwise(keys))


# Members


def test_on_the_articles_date_there_were_9_members_3_observers_14_partners() -> None:
    assert Counter(r["status"] for r in MEMBERS) == {
        "member": 9,
        "observer": 3,
        "dialogue partner": 14,
    }


@EACH_MEMBER
def test_member_row_is_well_formed(row: dict[str, str]) -> None:
    assert re.fullmatch("[A-Z]{2}", row["iso2"])
    assert re.fullmatch("[A-Z]{3}", row["iso3"])
    assert 2001 <= int(row["since"]) <= 2024
    assert row["verified"] in {"yes", "no"}
    assert row["verified"] == "yes" or row["note"]


def test_belarus_is_an_observer_on_the_articles_date() -> None:
    row = next(r for r in MEMBERS if r["iso2"] == "BY")
    assert row["status"] == "observer"
    assert "4 July 2024" in row["note"]


def test_tuerkiye_is_spelt_as_it_spells_itself() -> None:
    assert next(r for r in MEMBERS if r["iso2"] == "TR")["country"] == "Türkiye"


def test_years_from_our_own_knowledge_are_not_called_verified() -> None:
    for row in MEMBERS:
        own = "own knowledge" in row["note"]
        assert own is ("fact-check" in row["source"].split(";"))
        assert not (own and row["verified"] == "yes")
    unverified = {r["iso2"] for r in MEMBERS if r["verified"] == "no"}
    assert unverified == {"AF", "BY", "LK", "MN", "SA", "TR"}


def test_members_are_sorted_and_occur_once() -> None:
    codes = [r["iso2"] for r in MEMBERS]
    assert codes == sorted(set(codes))


# Timeline


@EACH_EVENT
def test_event_date_is_as_precise_as_it_says(row: dict[str, str]) -> None:
    forms = {
        "year": r"\d{4}",
        "month": r"\d{4}-\d{2}",
        "day": r"\d{4}-\d{2}-\d{2}",
        "range": r"\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}",
    }
    assert re.fullmatch(forms[row["precision"]], row["date"])
    ends = [date.fromisoformat((d + "-01-01")[:10]) for d in row["date"].split("/")]
    assert ends == sorted(ends)
    assert date(1992, 1, 1) <= ends[0] <= date(2024, 7, 6)


@EACH_EVENT
def test_event_names_places_and_paragraphs_that_exist(row: dict[str, str]) -> None:
    known = {r["id"] for r in table("gazetteer/places.csv")}
    assert set(filter(None, row["places"].split(";"))) <= known
    assert row["what"]
    assert row["check"] in CHECKS
    for number in row["source_paragraphs"].split(";"):
        assert 1 <= int(number) <= 60


def test_timeline_is_sorted_and_no_event_occurs_twice() -> None:
    keys = [(r["date"], r["what"]) for r in TIMELINE]
    assert keys == sorted(set(keys))


# Sources


@EACH_SOURCE
def test_source_is_described_in_full(source: dict[str, str]) -> None:
    assert list(source) == [
        "id",
        "title",
        "producer",
        "citation",
        "url",
        "licence",
        "date",
        "changes",
    ]
    assert all(value for key, value in source.items() if key != "url"), source["id"]
    assert source["licence"].upper() not in {"NA", "N/A", "NONE", "UNKNOWN", "TODO"}
    assert source["url"] == "" or re.fullmatch(r"https?://[\w./-]+", source["url"])


def test_sources_are_sorted_and_occur_once() -> None:
    ids = [s["id"] for s in SOURCES["source"]]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    "path", sorted(DATA.rglob("*.csv")), ids=lambda p: str(p.relative_to(DATA))
)
def test_every_source_named_in_a_table_is_described(path: Path) -> None:
    known = {s["id"] for s in SOURCES["source"]}
    rows = table(str(path.relative_to(DATA)))
    columns = [c for c in rows[0] if c in {"source", "check_source"}]
    for number, row in enumerate(rows, start=2):
        for column in columns:
            ids = row[column].split(";")
            assert set(ids) <= known, f"{path.name}:{number} names {row[column]!r}"


def test_every_source_is_used_somewhere() -> None:
    used = set()
    for path in DATA.rglob("*.csv"):
        for row in table(str(path.relative_to(DATA))):
            used |= {*row.get("source", "").split(";"), *row.get("check_source", "").split(";")}
    for path in DATA.rglob("*.geojson"):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0]
        used |= set(re.search('"source":"([^"]*)"', head)[1].split(";"))
    # What no row can name, a list of words or the index, names its sources beside it.
    for path in (DATA / "model" / "README.md", DATA / "gazetteer" / "world" / "SOURCES.md"):
        used |= set(re.findall(r"`([a-z-]+)`", path.read_text(encoding="utf-8")))
    assert {s["id"] for s in SOURCES["source"]} <= used


def test_entries_of_files_match_the_files() -> None:
    assert runpy.run_path(str(DATA / "seal.py"))["stale"]() == []


def test_a_stale_file_is_named(tmp_path: Path) -> None:
    seal = runpy.run_path(str(DATA / "seal.py"))
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.csv").write_text('id,x\n1,"two\nlines"\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text("one\ntwo", encoding="utf-8")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\xff")
    (tmp_path / "sources.toml").write_text('[[source]]\nid = "x"\n', encoding="utf-8")
    inside = seal["main"].__globals__
    inside.update(DATA=tmp_path, SOURCES=tmp_path / "sources.toml")
    assert seal["main"](["--check"]) == 1
    assert seal["main"]([]) == 0
    assert seal["main"](["--check"]) == 0
    listed = tomllib.loads((tmp_path / "sources.toml").read_text(encoding="utf-8"))
    assert listed["source"] == [{"id": "x"}]
    assert [(f["path"], f["rows"]) for f in listed["file"]] == [
        ("data/b.txt", 2),
        ("data/c.png", 0),
        ("data/figures/a.csv", 1),
    ]
    (tmp_path / "b.txt").write_text("one\ntwo\nthree", encoding="utf-8")
    assert seal["stale"]() == ["data/b.txt has changed"]

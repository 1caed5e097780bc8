"""Bilateral goods trade as each side reports it.

Two reporters of one flow differ for good reasons (transit, valuation, coverage), so their
series are never joined, averaged or mixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geo.model import Source
from geo.shipped import DATA, blaming, number, one_of, read_rows
from geo.sources import check_source

COLUMNS = (
    "year", "reporter", "partner", "flow", "value_usd", "source", "read_at", "use", "series",
    "note",
)  # fmt: skip
USES = ("drawn", "hollow", "never")
FLOWS = ("total", "export", "import")


@dataclass(frozen=True, slots=True)
class Observation:
    """One published value in US dollars.

    `use`: drawn, hollow (derived or unchecked) or never (defective). `series` tells which
    values may be joined by a line.
    """

    year: int
    reporter: str
    partner: str
    flow: str
    value_usd: float
    source: str
    read_at: str
    use: str
    series: str
    note: str


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart, in billion US dollars.

    `segment` is the same for points that a line may join: one reporter, one series,
    consecutive years. `hollow` marks what is derived or unchecked.
    """

    year: int
    reporter: str
    billion: float
    hollow: bool
    segment: str
    source: str
    note: str


def load_trade(
    sources: dict[str, Source], path: Path = DATA / "figures" / "trade.csv"
) -> tuple[Observation, ...]:
    """Every observation, the defective ones too.

    Raises:
        DataError: the file is missing or a row breaks its contract.
    """
    found = []
    for row in read_rows(path, COLUMNS):
        label = f"{row['year']} {row['reporter']} {row['partner']} {row['flow']}"
        with blaming(path, label):
            check_source(row["source"], sources, path, label)
            found.append(
                Observation(
                    year=int(row["year"]),
                    reporter=row["reporter"],
                    partner=row["partner"],
                    flow=one_of(row["flow"], FLOWS, "flow"),
                    value_usd=number(row["value_usd"], 0, 1e15, "value_usd"),
                    source=row["source"],
                    read_at=row["read_at"],
                    use=one_of(row["use"], USES, "use"),
                    series=row["series"],
                    note=row["note"],
                )
            )
    return tuple(found)


def points(trade: Iterable[Observation], country: str, flow: str = "total") -> tuple[Point, ...]:
    """Points of one chart: trade between China and `country`, by reporter.

    `flow` is seen from China: "export" is China's export, so the other side's import. A
    total that a series gives only as export and import is their sum and says so. Defective
    observations are left out.
    """
    usable = [o for o in trade if o.use != "never" and country in (o.reporter, o.partner)]
    found = [
        Point(o.year, o.reporter, o.value_usd / 1e9, o.use == "hollow", o.series, o.source, o.note)
        for o in usable
        if _seen_from_china(o) == flow
    ]
    if flow == "total":
        found += _sums(usable, {(p.year, p.reporter, p.segment) for p in found})
    return _segmented(found)


def _seen_from_china(o: Observation) -> str:
    if o.flow == "total" or o.reporter == "CN":
        return o.flow
    return "import" if o.flow == "export" else "export"


def _sums(usable: list[Observation], stated: set[tuple[int, str, str]]) -> list[Point]:
    halves: dict[tuple[int, str, str], dict[str, Observation]] = defaultdict(dict)
    for o in usable:
        if o.flow != "total":
            halves[o.year, o.reporter, o.series][o.flow] = o
    sums = []
    for (year, reporter, series), pair in halves.items():
        if len(pair) < 2 or (year, reporter, series) in stated:
            continue
        both = list(pair.values())
        notes = "; ".join(dict.fromkeys(o.note for o in both if o.note))
        sums.append(
            Point(
                year, reporter, sum(o.value_usd for o in both) / 1e9,
                any(o.use == "hollow" for o in both), series, both[0].source,
                "sum of export and import" + (f"; {notes}" if notes else ""),
            )
        )  # fmt: skip
    return sums


def _segmented(found: list[Point]) -> tuple[Point, ...]:
    result = []
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for point in sorted(found, key=lambda p: (p.reporter, p.segment, p.year)):
        key = point.reporter, point.segment
        year, piece = last.get(key, (point.year, 0))
        piece += point.year - year > 1
        last[key] = point.year, piece
        result.append(
            Point(
                point.year, point.reporter, point.billion, point.hollow,
                f"{point.reporter} {point.segment} {piece}", point.source, point.note,
            )
        )  # fmt: skip
    return tuple(result)

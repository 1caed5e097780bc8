"""Dated events of the article."""

from __future__ import annotations

from calendar import month_abbr
from dataclasses import dataclass
from pathlib import Path

from geo.figures.claims import CHECKS
from geo.model import Source
from geo.shipped import DATA, blaming, one_of, read_rows
from geo.sources import check_source

PRECISIONS = ("day", "month", "year", "range")
COLUMNS = ("date", "precision", "what", "places", "source_paragraphs", "check", "source", "note")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `date` is ISO 8601, as exact as `precision` says.

    `paragraphs` are those of the original article.
    """

    date: str
    precision: str
    what: str
    places: tuple[str, ...]
    paragraphs: tuple[int, ...]
    check: str
    source: str
    note: str


def load_timeline(
    sources: dict[str, Source], path: Path = DATA / "figures" / "timeline.csv"
) -> tuple[Event, ...]:
    """Events by date.

    Raises:
        DataError: the file is missing or a row names an unknown source.
    """
    found = []
    for row in read_rows(path, COLUMNS):
        with blaming(path, f"{row['date']} {row['what']}"):
            check_source(row["source"], sources, path, row["date"])
            found.append(
                Event(
                    date=row["date"],
                    precision=one_of(row["precision"], PRECISIONS, "precision"),
                    what=row["what"],
                    places=tuple(filter(None, row["places"].split(";"))),
                    paragraphs=tuple(int(n) for n in row["source_paragraphs"].split(";") if n),
                    check=one_of(row["check"], CHECKS, "check"),
                    source=row["source"],
                    note=row["note"],
                )
            )
    return tuple(sorted(found, key=lambda event: event.date))


def date_label(date: str) -> str:
    """An ISO 8601 date or range as a reader writes it; the precision stays what it was.

    >>> date_label("2024-07-02/2024-07-06"), date_label("2013-09"), date_label("2001")
    ('2–6 Jul 2024', 'Sep 2013', '2001')
    """
    if "/" in date:
        first, last = date.split("/")
        if first[:7] == last[:7]:
            return f"{int(first[8:])}–{date_label(last)}"
        return f"{date_label(first)} – {date_label(last)}"
    year, *rest = date.split("-")
    if not rest:
        return year
    month = f"{month_abbr[int(rest[0])]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) > 1 else month

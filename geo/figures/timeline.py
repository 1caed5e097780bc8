"""Dated events of the article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.model import Source
from geo.shipped import DATA, read_rows
from geo.sources import check_source

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
        check_source(row["source"], sources, path, row["date"])
        found.append(
            Event(
                row["date"], row["precision"], row["what"],
                tuple(filter(None, row["places"].split(";"))),
                tuple(int(n) for n in row["source_paragraphs"].split(";") if n),
                row["check"], row["source"], row["note"],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda event: event.date))

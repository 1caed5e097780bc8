"""Who belonged to the Shanghai Cooperation Organization on the article's date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.model import Source
from geo.shipped import DATA, blaming, one_of, read_rows
from geo.sources import check_source

COLUMNS = ("iso2", "country", "iso3", "status", "since", "verified", "source", "read_at", "note")
STATUSES = ("member", "observer", "dialogue partner")


@dataclass(frozen=True, slots=True)
class Member:
    """A country and what it was to the organization on 1 July 2024."""

    iso2: str
    country: str
    status: str
    since: int
    verified: bool
    sources: tuple[str, ...]
    note: str


def load_members(
    sources: dict[str, Source], path: Path = DATA / "figures" / "members.csv"
) -> tuple[Member, ...]:
    """Members, then observers, then dialogue partners, each by name.

    Raises:
        DataError: the file is missing or a row breaks its contract.
    """
    found = []
    for row in read_rows(path, COLUMNS):
        with blaming(path, row["iso2"]):
            found.append(
                Member(
                    iso2=row["iso2"],
                    country=row["country"],
                    status=one_of(row["status"], STATUSES, "status"),
                    since=int(row["since"]),
                    verified=one_of(row["verified"], ("yes", "no"), "verified") == "yes",
                    sources=check_source(row["source"], sources, path, row["iso2"]),
                    note=row["note"],
                )
            )
    return tuple(sorted(found, key=lambda m: (STATUSES.index(m.status), m.country)))

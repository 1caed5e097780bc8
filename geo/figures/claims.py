"""Every quantity of an article, with its check against published figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geo.evidence import Passage, passage
from geo.model import Article, Mention, Resolution, Role, Source
from geo.parse.known import fold
from geo.shipped import DATA, blaming, one_of, read_rows
from geo.sources import check_source

COLUMNS = (
    "no", "value", "unit", "measures", "subject", "period", "source_paragraph", "check", "comment",
    "derived", "check_source", "read_at", "anchors",
)  # fmt: skip
CHECKS = ("confirmed", "plausible", "not verified", "contradicted", "added")


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity: what it says, and how it stands up.

    `check` is one of CHECKS; "added" figures are not in the article. `anchors` are the
    phrases by which a text states the claim.
    """

    no: int
    value: str
    unit: str
    measures: str
    subject: str
    period: str
    check: str
    comment: str
    derived: str
    check_source: str
    read_at: str
    anchors: tuple[str, ...]


def load_claims(
    sources: dict[str, Source], path: Path = DATA / "figures" / "figures.csv"
) -> tuple[Claim, ...]:
    """Every claim in the order of its number.

    Raises:
        DataError: the file is missing or a row breaks its contract.
    """
    found = []
    for row in read_rows(path, COLUMNS):
        with blaming(path, row["no"]):
            check_source(row["check_source"], sources, path, row["no"])
            found.append(
                Claim(
                    no=int(row["no"]),
                    value=row["value"],
                    unit=row["unit"],
                    measures=row["measures"],
                    subject=row["subject"],
                    period=row["period"],
                    check=one_of(row["check"], CHECKS, "check"),
                    comment=row["comment"],
                    derived=row["derived"],
                    check_source=row["check_source"],
                    read_at=row["read_at"],
                    anchors=tuple(filter(None, row["anchors"].split("|"))),
                )
            )
    return tuple(sorted(found, key=lambda claim: claim.no))


def stated(article: Article, claims: Iterable[Claim]) -> tuple[tuple[Claim, Passage], ...]:
    """The claims that the text states, each with the sentence that states it.

    A claim whose anchor phrases are not in the text is not shown: nothing is listed that the
    text does not say.
    """
    text = fold(article.text)
    links = [p.start for p in article.paragraphs if p.role is Role.LINKS]
    end = links[0] if links else len(text)
    found = []
    for claim in claims:
        starts = [(text.find(fold(anchor), 0, end), len(anchor)) for anchor in claim.anchors]
        hits = [(start, length) for start, length in starts if start >= 0]
        if not hits:
            continue
        start, length = min(hits)
        paragraph = article.paragraph_at(start)
        mention = Mention(
            start, start + length, article.text[start : start + length], paragraph.number
        )
        found.append((claim, passage(article, Resolution(mention, None, 1.0))))
    return tuple(found)

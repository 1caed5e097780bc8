"""The records that travel through the house, from a document to the page.

All records are frozen: a change returns a new one. Longitudes come before latitudes,
both in degrees, EPSG:4326. Offsets count Unicode code points of `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """What kind of thing a coordinate stands for, from sharp to vague."""

    SITE = "site"  # the facility itself
    TOWN = "town"  # the populated place that holds it
    REGION = "region"  # an area larger than a town
    SCHEMATIC = "schematic"  # a label point, a flow, a stand-in


class Shown(StrEnum):
    """How a place appears on the map."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    NOWHERE = "none"


class Use(StrEnum):
    """What a name does in its sentence."""

    PLACE = "place"
    DEMONYM = "demonym"
    GOVERNMENT = "government"
    PUBLIC_BODY = "public body"
    COMPANY = "company"
    STREET = "street"


class How(StrEnum):
    """How the text puts a place on the map."""

    NAMED = "name"
    DESCRIBED = "phrase"  # a descriptive phrase near the name that anchors it
    IMPLIED = "implied"  # hangs on another mention, not named in the text


class Role(StrEnum):
    """What a paragraph is within its document."""

    TITLE = "title"
    DATE = "date"
    BODY = "body"
    LINKS = "links"  # part of a trailing block of teasers


class Status(StrEnum):
    """How far a thing that gets built had come on the article's date."""

    PLANNED = "planned"
    BUILDING = "under construction"
    OPERATING = "operating"


@dataclass(frozen=True, slots=True)
class Source:
    """An origin of facts: who said it, under which licence, what we changed."""

    id: str
    title: str
    producer: str
    citation: str
    url: str
    licence: str
    date: str
    changes: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `text[start:end]` of its article.

    `number` counts from 1. `retells` lists paragraph numbers of the original that
    this one tells again (empty for an original).
    """

    number: int
    start: int
    end: int
    role: Role = Role.BODY
    retells: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A text with stable code-point offsets.

    `label` names the text in front of a reader ("our account", "the article");
    `date` is ISO 8601 or empty.
    """

    id: str
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    date: str = ""
    label: str = "the article"
    about: str = ""

    def words_of(self, paragraph: Paragraph) -> str:
        """The text of one paragraph."""
        return self.text[paragraph.start : paragraph.end]

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds a code-point offset.

        Raises:
            LookupError: no paragraph covers the offset.
        """
        low, high = 0, len(self.paragraphs)
        while low < high:
            middle = (low + high) // 2
            if self.paragraphs[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.paragraphs) and self.paragraphs[low].start <= offset:
            return self.paragraphs[low]
        raise LookupError(f"offset {offset} lies in no paragraph of article {self.id!r}")


@dataclass(frozen=True, slots=True)
class Place:
    """One sense of a name: a place we know, with what we know of its position.

    `countries` holds ISO 3166-1 alpha-2 codes; `error_km` is the radius within which
    the true position is expected; `source` is an id of `data/sources.toml`; `words` are
    the article's own words for it (eight at most); `reason` says why it is not drawn.
    """

    id: str
    name: str
    kind: str
    theme: str
    countries: tuple[str, ...]
    lon: float
    lat: float
    precision: Precision
    error_km: float
    source: str
    source_note: str = ""
    shown: Shown = Shown.POINT
    reason: str = ""
    status: Status | None = None
    status_note: str = ""
    words: str = ""
    note: str = ""
    population: int = 0
    admin1: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that speaks of a place; `text == article.text[start:end]`."""

    start: int
    end: int
    text: str
    paragraph: int
    use: Use = Use.PLACE
    how: How = How.NAMED


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean, with a score in 0..1 and reasons in plain words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention was taken to mean.

    `place` is None where nothing was decided; `refusal` then (or where the place is not
    drawn) names the rule. `candidates` are ranked, the chosen one first.
    """

    mention: Mention
    place: Place | None
    score: float
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    refusal: str = ""

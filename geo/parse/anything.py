"""Any article: the geoparser reads it, and the curated gazetteer wins where it knows better.

The curated tables were made for one article. In another text its events, descriptions and
implied places mean something else, so only its names of places count there, and a name only
where the geoparser does not read another place out of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeGuard

from geo.gazetteer.curated import Gazetteer
from geo.gazetteer.routes import WGS84
from geo.model import Article, How, Place, Resolution, Role, Shown
from geo.parse.geoparse import Geoparser
from geo.parse.known import resolve_known
from geo.progress import FINDING, KNOWING, MATCHING, Listener, counted, counter

SAME_KM = 40.0  # two points of one town lie closer, two towns of one name hardly ever
WIDE_KM = 400.0  # an area of this radius fills a map of the subject: a mark would say nothing
LINKED = "it stands in a trailing block of links to other stories"
_OF_ONE_ARTICLE = frozenset({"event", "flow"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Resolutions in reading order; `refusal` says why a text could not be read at all."""

    resolutions: tuple[Resolution, ...]
    refusal: str = ""


def resolve_anything(
    article: Article,
    gazetteer: Gazetteer,
    geoparser: Geoparser,
    progress: Listener | None = None,
) -> Reading:
    """Every mention of a place in any English text, with its resolution."""
    parse = geoparser.parse(article.text, progress=counter(FINDING, progress))
    world = [
        _in_article(_curated(resolution, gazetteer), article)
        for resolution in counted(parse.resolutions, MATCHING, progress)
    ]
    curated = resolve_known(article, gazetteer, counter(KNOWING, progress))
    known = [r for r in curated if _holds_anywhere(r, geoparser)]
    read = {(r.mention.start, r.mention.end): r for r in world}
    kept = [r for r in known if _agrees(r, read.get((r.mention.start, r.mention.end)))]
    taken = _Spans(kept)
    merged = kept + [r for r in world if not taken.touches(r)]
    return Reading(tuple(sorted(merged, key=lambda r: r.mention.start)), parse.refusal)


def _curated(resolution: Resolution, gazetteer: Gazetteer) -> Resolution:
    """The same place as the curated gazetteer has it, if it has it: one place, one marker."""
    if resolution.place is None:
        return resolution
    for name in gazetteer.names.get(resolution.place.name, ()):
        if _means_anywhere(name.place) and _one_place(name.place, resolution.place):
            return replace(resolution, place=name.place)
    return resolution


def _means_anywhere(place: Place | None) -> TypeGuard[Place]:
    """Whether a curated place can be meant outside the article that it was gathered from."""
    return (
        place is not None and place.shown is not Shown.NOWHERE and place.kind not in _OF_ONE_ARTICLE
    )


def _in_article(resolution: Resolution, article: Article) -> Resolution:
    """Numbered by paragraph, and refused where it is not part of the article or says nothing."""
    paragraph = article.paragraph_at(resolution.mention.start)
    mention = replace(resolution.mention, paragraph=paragraph.number)
    place, refusal = resolution.place, resolution.refusal
    if paragraph.role is Role.LINKS:
        refusal = LINKED
    elif place is None and not refusal:
        names = " or ".join(_told(c.place) for c in resolution.candidates[:2])
        refusal = f"it may be {names}, and the text does not say which"
    elif place and place.kind != "country" and place.error_km >= WIDE_KM:
        refusal = "it reaches too far for one mark"
    return replace(resolution, mention=mention, refusal=refusal)


def _told(place: Place) -> str:
    where = ", ".join(filter(None, (place.admin1, *place.countries[:1])))
    return f"{place.name} ({where})" if where else place.name


def _holds_anywhere(resolution: Resolution, geoparser: Geoparser) -> bool:
    """Whether a curated reading means the same place in a text that it was not made for."""
    place = resolution.place
    if not _means_anywhere(place):
        return False
    if resolution.mention.how is not How.NAMED:
        return False
    words = resolution.mention.text.replace("-", " ").split()
    return len(words) == 1 or any(
        geoparser.index.country_code(int(row)) in place.countries
        for word in (*words, resolution.mention.text)
        for row in geoparser.index.rows(word)
    )


def _agrees(known: Resolution, read: Resolution | None) -> bool:
    """Whether the geoparser reads the same place, or nothing, out of the same words."""
    if read is None or read.place is None or known.place is None:
        return True
    return _one_place(known.place, read.place)


def _one_place(own: Place, other: Place) -> bool:
    if own.shown is Shown.AREA or "country" in (own.kind, other.kind):
        return bool(set(own.countries) & set(other.countries)) or not other.countries
    metres = WGS84.inv(own.lon, own.lat, other.lon, other.lat)[2]
    return bool(metres / 1000 <= SAME_KM + own.error_km)


class _Spans:
    """Stretches of text that are taken."""

    def __init__(self, resolutions: Iterable[Resolution]) -> None:
        self._taken: set[int] = set()
        for resolution in resolutions:
            self._taken.update(range(resolution.mention.start, resolution.mention.end))

    def touches(self, resolution: Resolution) -> bool:
        """Whether a mention shares a code point with a taken stretch."""
        return not self._taken.isdisjoint(range(resolution.mention.start, resolution.mention.end))

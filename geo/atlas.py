"""An article and all that the page shows of it: the whole way through the house in one call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from geo.evidence import Evidence, Passage, gather, unmapped
from geo.figures import Claim, Event, stated
from geo.knowledge import Knowledge
from geo.layers import Layers, theme_layers
from geo.model import Article, Resolution, Shown
from geo.parse.anything import Reading, resolve_anything
from geo.parse.geoparse import geoparser
from geo.parse.known import resolve_known
from geo.progress import GATHERING, KNOWING, LAYING, REFUSING, Listener, counted, counter
from geo.read.original import is_original

MOST = 0.65  # share of the points in the opening view: two thirds, so that no outlier decides
WORLD = (-130.0, -45.0, 160.0, 65.0)  # the view of an article without places


@dataclass(frozen=True, slots=True)
class Atlas:
    """What one article gives.

    `retold` holds our account's passages by place where the article is the original itself.
    `case` says whether figures and dates have been checked for this text. `refusal` says why
    a text could not be read at all, and is empty otherwise.
    """

    article: Article
    case: bool
    resolutions: tuple[Resolution, ...]
    evidence: tuple[Evidence, ...]
    unmapped: tuple[Passage, ...]
    layers: Layers
    claims: tuple[tuple[Claim, Passage], ...]
    events: tuple[Event, ...]
    retold: dict[str, tuple[Passage, ...]]
    bounds: tuple[float, float, float, float]
    refusal: str = ""

    def of(self, place: str) -> Evidence | None:
        """The evidence of a place on the map, by its id."""
        return next((item for item in self.evidence if item.place.id == place), None)


def make_atlas(article: Article, known: Knowledge, progress: Listener | None = None) -> Atlas:
    """Reads an article with what is known. Pure: the same article gives the same atlas.

    `progress` is told several times a second how far a long text is, up to the end of the
    step LAYING. What it raises ends the reading and leaves nothing behind.
    """
    account = known.account.article
    original = article.id != account.id and is_original(article.text, known.shingles)
    case = original or article.id == account.id
    if case:
        reading = Reading(resolve_known(article, known.gazetteer, counter(KNOWING, progress)))
    else:
        reading = resolve_anything(article, known.gazetteer, geoparser(), progress)
    resolutions = reading.resolutions
    evidence = gather(article, counted(resolutions, GATHERING, progress))
    if not case:  # the article's own words belong to that article alone
        evidence = tuple(replace(item, place=replace(item.place, words="")) for item in evidence)
    retold = {}
    if original:
        told = gather(account, resolve_known(account, known.gazetteer))
        retold = {item.place.id: item.passages for item in told}
    return Atlas(
        article,
        case,
        resolutions,
        evidence,
        unmapped(article, counted(resolutions, REFUSING, progress)),
        theme_layers(counted(evidence, LAYING, progress), known.routes, known.sources),
        stated(article, known.claims) if case else (),
        known.timeline if case else (),
        retold,
        opening_view(evidence),
        reading.refusal,
    )


def opening_view(evidence: tuple[Evidence, ...]) -> tuple[float, float, float, float]:
    """West, south, east, north of where most of the article happens, in degrees.

    The shortest span of longitude that holds MOST of the points, each counted as often as it
    is mentioned, and the span of latitude of those in it: a far-off city or two do not push
    the subject into a corner.
    """
    points = [
        (item.place.lon, item.place.lat)
        for item in evidence
        if item.place.shown is Shown.POINT
        for _ in item.passages
    ] or [(item.place.lon, item.place.lat) for item in evidence]
    if not points:
        return WORLD
    points.sort()
    size = ceil(MOST * len(points))
    first = min(range(len(points) - size + 1), key=lambda i: points[i + size - 1][0] - points[i][0])
    lons, lats = zip(*points[first : first + size], strict=True)
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    room_lon = max(1.0, (east - west) * 0.15)
    room_lat = max(0.8, (north - south) * 0.15)
    return west - room_lon, south - room_lat, east + room_lon, north + room_lat

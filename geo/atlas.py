"""An article and all that the page shows of it: the whole way through the house in one call."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd

from geo.evidence import Evidence, Passage, gather, unmapped
from geo.figures import Claim, Event, stated
from geo.knowledge import Knowledge
from geo.layers import theme_layers
from geo.model import Article, Resolution, Shown
from geo.parse import resolve_known
from geo.read.original import is_original


@dataclass(frozen=True, slots=True)
class Atlas:
    """What one article gives.

    `retold` holds our account's passages by place where the article is the original itself.
    `case` says whether figures and dates have been checked for this text.
    """

    article: Article
    case: bool
    resolutions: tuple[Resolution, ...]
    evidence: tuple[Evidence, ...]
    unmapped: tuple[Passage, ...]
    layers: dict[str, gpd.GeoDataFrame]
    claims: tuple[tuple[Claim, Passage], ...]
    events: tuple[Event, ...]
    retold: dict[str, tuple[Passage, ...]]
    bounds: tuple[float, float, float, float]

    def of(self, place: str) -> Evidence | None:
        """The evidence of a place on the map, by its id."""
        return next((item for item in self.evidence if item.place.id == place), None)


def make_atlas(article: Article, known: Knowledge) -> Atlas:
    """Reads an article with what is known. Pure: the same article gives the same atlas."""
    account = known.account.article
    original = article.id != account.id and is_original(article.text, known.shingles)
    case = original or article.id == account.id
    resolutions = resolve_known(article, known.gazetteer)
    evidence = gather(article, resolutions)
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
        unmapped(article, resolutions),
        theme_layers(evidence, known.routes, known.sources),
        stated(article, known.claims) if case else (),
        known.timeline if case else (),
        retold,
        opening_view(evidence),
    )


def opening_view(evidence: tuple[Evidence, ...]) -> tuple[float, float, float, float]:
    """West, south, east, north of what the article is about, in degrees.

    Points only, each counted as often as it is mentioned; the outer tenth on each side is
    left out, so that one far-off city does not push the subject into a corner.
    """
    points = [
        (item.place.lon, item.place.lat)
        for item in evidence
        if item.place.shown is Shown.POINT
        for _ in item.passages
    ]
    if not points:
        points = [(item.place.lon, item.place.lat) for item in evidence]
    if not points:
        return -130.0, -45.0, 160.0, 65.0
    lons, lats = (sorted(axis) for axis in zip(*points, strict=True))
    cut = len(points) // 10
    last = len(points) - 1 - cut
    west, south, east, north = lons[cut], lats[cut], lons[last], lats[last]
    room_lon = max(2.0, (east - west) * 0.08)
    room_lat = max(1.5, (north - south) * 0.08)
    return west - room_lon, south - room_lat, east + room_lon, north + room_lat

"""Places with every passage that speaks of them: what a reader checks a marker against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from geo.model import Article, How, Place, Resolution, Role
from geo.parse.sentences import sentence_around

EXCERPT = 360  # code points; a longer sentence is cut around its mention, at a word

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Passage:
    """One mention in its sentence: `before + marked + after` is the excerpt.

    `origin` tells a reader which text and paragraph it is from.
    """

    resolution: Resolution
    paragraph: int
    before: str
    marked: str
    after: str
    origin: str

    @property
    def text(self) -> str:
        """The excerpt as one string."""
        return self.before + self.marked + self.after


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place on the map; `order` counts places in reading order from 1."""

    order: int
    place: Place
    passages: tuple[Passage, ...]
    years: tuple[int, ...]

    @property
    def implied(self) -> bool:
        """Whether the text never names the place."""
        return all(p.resolution.mention.how is How.IMPLIED for p in self.passages)


def gather(article: Article, resolutions: Iterable[Resolution]) -> tuple[Evidence, ...]:
    """The places that the text puts on the map, in reading order."""
    places: dict[str, Place] = {}
    passages: dict[str, list[Passage]] = {}
    for resolution in resolutions:
        if (place := resolution.place) is not None and not resolution.refusal:
            places.setdefault(place.id, place)
            passages.setdefault(place.id, []).append(passage(article, resolution))
    return tuple(
        Evidence(order, place, tuple(passages[key]), _years(passages[key]))
        for order, (key, place) in enumerate(places.items(), 1)
    )


def unmapped(article: Article, resolutions: Iterable[Resolution]) -> tuple[Passage, ...]:
    """The mentions that are not on the map; the reason is `resolution.refusal`."""
    return tuple(passage(article, r) for r in resolutions if r.refusal or r.place is None)


def passage(article: Article, resolution: Resolution) -> Passage:
    """A mention with the sentence around it."""
    mention = resolution.mention
    paragraph = article.paragraph_at(mention.start)
    start, end = sentence_around(article.text, paragraph, mention.start)
    end = max(end, mention.end)
    before, after = article.text[start : mention.start], article.text[mention.end : end]
    room = max(EXCERPT - len(mention.text), 0)
    if len(before) + len(after) > room:
        keep_before = min(len(before), max(room // 2, room - len(after)))
        keep_after = room - keep_before
        before = _tail(before, keep_before)
        after = _head(after, keep_after)
    origin = f"{article.label} ¶{paragraph.number}"
    if paragraph.retells:
        told = ", ".join(map(str, paragraph.retells))
        origin += f", retelling the article’s ¶{told}"
    elif paragraph.role is Role.TITLE:
        origin = f"{article.label}, title"
    return Passage(resolution, paragraph.number, before, mention.text, after, origin)


def _tail(text: str, room: int) -> str:
    return text if len(text) <= room else "… " + text[len(text) - room :].split(" ", 1)[-1]


def _head(text: str, room: int) -> str:
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0] + " …"


def _years(passages: Iterable[Passage]) -> tuple[int, ...]:
    return tuple(sorted({int(year) for p in passages for year in _YEAR.findall(p.text)}))

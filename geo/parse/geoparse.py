"""From text to resolutions: the one call that everything else is for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from geo.gazetteer.own import read_own
from geo.gazetteer.world import WorldIndex
from geo.model import Place, Resolution, Use
from geo.parse.answers import Answers
from geo.parse.coverage import refusals
from geo.parse.judgement import Judgement, judge
from geo.parse.lexicon import MOST_TOKENS
from geo.parse.reading import Reading, read
from geo.parse.recognise import Model, read_model
from geo.parse.tokens import tokenise
from geo.parse.vocabulary import Vocabulary
from geo.parse.windows import TOGETHER, Window, groups, windows_of

# A country is the document's focus from this share of the votes on.
FOCUS_SHARE = 0.3
PLACES_KEPT = 50_000  # about 25 MB of places already built


@dataclass(frozen=True, slots=True)
class Parse:
    """What was found in a text.

    `resolutions` in order of the text; `focus` is the ISO 3166-1 alpha-2 code of the country
    that the text is mostly about, or empty, `focus_share` its part of the votes (0..1).
    `refusal` says why a text was not read at all, and is empty otherwise.
    """

    text: str
    resolutions: tuple[Resolution, ...]
    focus: str = ""
    focus_share: float = 0.0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found in a window, its votes by country, why it was not read."""

    resolutions: tuple[Resolution, ...]
    votes: np.ndarray
    refusal: str


class Geoparser:
    """Holds the index, the model and what was learned of words; safe to share by threads."""

    def __init__(self, index: WorldIndex | None = None, model: Model | None = None) -> None:
        self.index = index if index is not None else WorldIndex.open()
        self.model = model if model is not None else read_model()
        self._vocabulary = Vocabulary(self.index)
        self._places: dict[int, Place] = {}
        self._lock = Lock()

    def parse(
        self,
        text: str,
        *,
        spans: Sequence[tuple[int, int]] | None = None,
        uses: Collection[Use] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Parse:
        """Find and resolve the places of a text; see `geoparse`."""
        return next(self.parse_many([(text, spans)], uses=uses, progress=progress))

    def parse_many(
        self,
        documents: Iterable[tuple[str, Sequence[tuple[int, int]] | None]],
        *,
        uses: Collection[Use] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Parse]:
        """The parses of many documents (text, spans or None), in order.

        Short documents are read together, which takes a third of the time and gives the
        same answers: no document sees another.
        """
        waiting: list[tuple[str, list[Window]]] = []
        size = 0
        for text, spans in documents:
            waiting.append((text, windows_of(text, spans)))
            size += len(text)
            if size >= TOGETHER:
                yield from self._together(waiting, uses, progress)
                waiting, size = [], 0
        if waiting:
            yield from self._together(waiting, uses, progress)

    def _together(
        self,
        documents: Sequence[tuple[str, list[Window]]],
        uses: Collection[Use] | None,
        progress: Callable[[int, int], None] | None,
    ) -> Iterator[Parse]:
        """Read the windows of some documents, as many at a time as fit."""
        every = [window for _, parts in documents for window in parts]
        total = sum(len(window) for window in every)
        done = 0
        answers: list[_Answer] = []
        for group in groups(every):
            with self._lock:
                answers += self._read(group, uses)
            done += sum(len(window) for window in group)
            if progress is not None:
                progress(done, total)
        at = 0
        for text, parts in documents:
            yield self._parse(text, answers[at : at + len(parts)])
            at += len(parts)

    def _parse(self, text: str, answers: Sequence[_Answer]) -> Parse:
        """One parse of the answers for its windows."""
        votes = sum((answer.votes for answer in answers), np.zeros(len(self.index.countries)))
        total = votes.sum()
        top = int(votes.argmax())
        share = float(votes[top] / total) if total else 0.0
        focus = self.index.countries[top] if share >= FOCUS_SHARE else ""
        found = tuple(resolution for answer in answers for resolution in answer.resolutions)
        said = next((answer.refusal for answer in answers if answer.refusal), "")
        return Parse(text, found, focus, round(share, 3), "" if found else said)

    def _read(self, group: Sequence[Window], uses: Collection[Use] | None) -> list[_Answer]:
        if len(self._vocabulary) > MOST_TOKENS:
            self._vocabulary = Vocabulary(self.index)
        tokens = tokenise([window.text for window in group], self._vocabulary)
        refused = refusals(tokens, self._vocabulary)
        spans = [window.spans for window in group]
        reading = read(tokens, self._vocabulary, self.model.sense_weights, spans)
        given = _given(reading, group) if any(spans) else None
        judgement = judge(reading, self.model, given)
        votes = self._votes(reading, judgement, len(group))
        edges = np.searchsorted(reading.hits.text, np.arange(len(group) + 1)).tolist()
        answers = Answers(self.index, self.model.uses, self.place, reading, judgement)
        said = []
        for number, window in enumerate(group):
            low, high = edges[number], edges[number + 1]
            if window.spans is not None:
                found = tuple(answers.given(window, low, high))
            elif refused[number]:
                said.append(_Answer((), votes[number] * 0.0, refused[number]))
                continue
            else:
                found = tuple(answers.found(window, low, high, uses))
            said.append(_Answer(found, votes[number], ""))
        return said

    def _votes(self, reading: Reading, judgement: Judgement, texts: int) -> np.ndarray:
        """How much each text speaks of each country, texts x countries."""
        width = len(self.index.countries)
        if not len(reading.hits):
            return np.zeros((texts, width))
        country = reading.senses.country[reading.senses.best[reading.hits.name]]
        counted = judgement.taken & (country > 0)
        cell = reading.hits.text[counted] * width + country[counted]
        return np.bincount(cell, judgement.chance[counted], texts * width).reshape(texts, width)

    def place(self, row: int) -> Place:
        """The place of a row, built once."""
        held = self._places.get(row)
        if held is None:
            if len(self._places) >= PLACES_KEPT:
                self._places.clear()
            held = self._places[row] = self.index.place(row)
        return held


def _given(reading: Reading, group: Sequence[Window]) -> np.ndarray:
    """Which candidates lie in spans that were handed in."""
    given = np.zeros(len(reading.hits), bool)
    start, end = reading.start, reading.end
    edges = np.searchsorted(reading.hits.text, np.arange(len(group) + 1)).tolist()
    for number, window in enumerate(group):
        here = slice(edges[number], edges[number + 1])
        for a, b in window.spans or ():
            low = int(np.searchsorted(end[here], a, "right"))
            high = int(np.searchsorted(start[here], b, "left"))
            given[here.start + low : here.start + high] = True
    return given


@lru_cache(maxsize=4)
def geoparser(gazetteer: Path | None = None) -> Geoparser:
    """The geoparser with the shipped index, or with a gazetteer that goes before it; kept.

    Raises:
        DataError: the index, the model or the given gazetteer is missing or broken.
    """
    if gazetteer is None:
        return Geoparser()
    return Geoparser(WorldIndex.open().joined(read_own(gazetteer)))


def geoparse(
    text: str,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    uses: Collection[Use] | None = None,
    gazetteer: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Parse:
    """Find the place names of an English text and decide which place each one means.

    >>> parse = geoparse("PARIS, Texas (CW) - The mayor of Paris flew to London on Friday.")
    >>> [(r.mention.text, r.place.admin1 or r.place.name) for r in parse.resolutions]
    [('PARIS', 'Texas'), ('Texas', 'Texas'), ('Paris', 'Texas'), ('London', 'England')]

    Args:
        text: any string; offsets of the results count its code points.
        spans: resolve just these stretches (start, end), each with a place if any is known.
        uses: keep mentions of these uses only, e.g. `{Use.PLACE}` for literal places.
        gazetteer: a CSV or GeoJSON file whose places go before all others.
        progress: called with code points done and in all, once a window of a long text.

    Returns:
        Resolutions in order of the text; positions are lon/lat in degrees, EPSG:4326. The
        score of a resolution is the chance that the mention is a place name times that of
        its sense. A text in another language has no resolutions and a refusal that says so.

    Raises:
        DataError: the index, the model or the given gazetteer is missing or broken.
    """
    return geoparser(gazetteer).parse(text, spans=spans, uses=uses, progress=progress)

"""Turns what was read and judged into records, each with its reasons and runners-up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np

from geo.gazetteer.world import WorldIndex
from geo.model import Candidate, Mention, Place, Resolution, Use
from geo.parse.judgement import Judgement
from geo.parse.reading import Reading
from geo.parse.reasons import DEMONYM, reasons
from geo.parse.windows import Window
from geo.parse.words import LOCAL

RUNNERS_UP = 5
LEAST_CHANCE = 0.0005  # of a runner-up; below, its score would be written as nought
# A mention stays open where no sense reaches this chance, that is where three or more fit
# about equally well. In news that happens once in a thousand mentions.
OPEN_BELOW = 0.35
# The town that stands in for a street or a name that no gazetteer holds is the right one two
# times in three (20 of 29 in our gold and threshold passages).
BESIDE_SCORE = 0.6


class Writer:
    """Turns the arrays of one window, candidates `low:high` of a reading, into records."""

    def __init__(
        self,
        index: WorldIndex,
        uses: Sequence[Use],
        place: Callable[[int], Place],
        reading: Reading,
        judgement: Judgement,
        window: Window,
        low: int,
        high: int,
    ) -> None:
        self.index = index
        self.uses = uses
        self.place = place
        self.reading = reading
        self.text = window.text
        self.offset = window.start
        here = slice(low, high)
        self.name = reading.hits.name[here]
        self.start = reading.start[here]
        self.end = reading.end[here]
        self.chance = judgement.chance[here]
        self.use = judgement.use[here]
        self.taken = judgement.taken[here]
        self._candidates: dict[int, tuple[Candidate, ...]] = {}
        self._anchors: np.ndarray | None = None
        self.paragraphs = window.paragraphs

    def found(self, uses: Collection[Use] | None) -> Iterator[Resolution]:
        """Resolutions of all candidates taken for places."""
        taken = np.flatnonzero(self.taken)
        if not len(taken):
            return
        names = self.uses
        paragraph = self._paragraph(self.start[taken])
        columns = (self.start, self.end, self.name, self.chance, self.use)
        for a, b, n, p, u, para in zip(
            *(column[taken].tolist() for column in columns), paragraph.tolist(), strict=True
        ):
            kind = self._use(n, names[u])
            if uses is not None and kind not in uses:
                continue
            if self._is_listed(n):
                yield self._resolution(a, b, n, p, kind, para)
            else:
                yield self._beside(a, b, kind, para, p)

    def given(self, spans: Sequence[tuple[int, int]]) -> Iterator[Resolution]:
        """Resolutions of given spans, always with a place where any sense exists."""
        uses = self.uses
        for a, b in spans:
            low = int(np.searchsorted(self.end, a, "right"))
            paragraph = int(self._paragraph(a))
            use, name = Use.PLACE, -1
            if low < len(self.start) and self.start[low] < b:
                name = int(self.name[low])
                use = self._use(name, uses[int(self.use[low])])
            if name >= 0 and self._is_listed(name):
                yield self._resolution(a, b, name, 1.0, use, paragraph, always=True)
            else:
                yield self._beside(a, b, use, paragraph, 1.0)

    def _paragraph(self, start: np.ndarray | int) -> np.ndarray:
        """The number of the paragraph, from 1, that holds a code point of the window."""
        return np.searchsorted(self.paragraphs, start + self.offset, "right")

    def _is_listed(self, name: int) -> bool:
        return int(self.reading.names.row[self.reading.names.begin[name]]) >= 0

    def _use(self, name: int, use: Use) -> Use:
        """The model's use, set right where the gazetteer knows better."""
        flags = int(self.reading.names.flags[self.reading.senses.best[name]])
        if flags & DEMONYM and use in (Use.PLACE, Use.GOVERNMENT):
            return Use.DEMONYM
        if use is Use.DEMONYM and not flags & DEMONYM:
            return Use.PLACE
        return use

    def _resolution(
        self,
        start: int,
        end: int,
        name: int,
        chance: float,
        use: Use,
        paragraph: int,
        always: bool = False,
    ) -> Resolution:
        mention = Mention(
            start + self.offset,
            end + self.offset,
            self.text[start:end],
            paragraph,
            use,
        )
        candidates = self.candidates(name)
        best = candidates[0]
        score = round(chance * best.score, 3)
        if best.score < OPEN_BELOW and not always:
            return Resolution(
                mention,
                None,
                score,
                (),
                candidates,
                "several places of this name fit about equally well",
            )
        return Resolution(mention, best.place, score, best.reasons, candidates)

    def _beside(self, start: int, end: int, use: Use, paragraph: int, chance: float) -> Resolution:
        """A name that no gazetteer holds, put where the nearest town of the text is."""
        mention = Mention(
            start + self.offset, end + self.offset, self.text[start:end], paragraph, use
        )
        at = self._nearest(start)
        if at < 0:
            return Resolution(mention, None, 0.0, refusal="the name is not in the gazetteer")
        beside = self.candidates(int(self.name[at]))[0]
        reason = f"not in the gazetteer; put at {beside.place.name}, named next to it"
        score = round(BESIDE_SCORE * chance * beside.score, 3)
        candidate = Candidate(beside.place, round(BESIDE_SCORE * beside.score, 3), (reason,))
        return Resolution(mention, beside.place, score, (reason,), (candidate,))

    def _nearest(self, start: int) -> int:
        """The candidate whose place stands in for an unlisted name, -1 for none: the last
        town before it, else the first after it, else any place."""
        if self._anchors is None:
            best = self.reading.senses.best[self.name]
            listed = self.taken & (self.reading.names.row[best] >= 0)
            towns = np.flatnonzero(listed & LOCAL[self.reading.senses.group[best]])
            self._anchors = towns if len(towns) else np.flatnonzero(listed)
        anchors = self._anchors
        if not len(anchors):
            return -1
        before = int(np.searchsorted(self.start[anchors], start)) - 1
        return int(anchors[max(before, 0)])

    def candidates(self, name: int) -> tuple[Candidate, ...]:
        """The senses of a name, best first, at most `RUNNERS_UP` of them."""
        held = self._candidates.get(name)
        if held is not None:
            return held
        senses, names = self.reading.senses, self.reading.names
        begin, end = int(names.begin[name]), int(names.begin[name + 1])
        chance = senses.chance[begin:end]
        order = np.argsort(-chance, kind="stable")[:RUNNERS_UP].tolist()
        order = order[:1] + [i for i in order[1:] if chance[i] >= LEAST_CHANCE]
        held = tuple(
            Candidate(
                self.place(int(names.row[begin + i])),
                round(float(chance[i]), 3),
                reasons(senses, begin + i, self.index),
            )
            for i in order
        )
        self._candidates[name] = held
        return held

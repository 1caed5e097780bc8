"""Turns what was read and judged into records, each with its reasons and runners-up."""

from __future__ import annotations

from bisect import bisect_right
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
# Of the runners-up after the first; below, the score would be written as nought. The first is
# always told: whoever doubts an answer wants to see what else it might have been.
LEAST_CHANCE = 0.0005
# A mention stays open where no sense reaches this chance, that is where three or more fit
# about equally well. In news that happens once in a thousand mentions.
OPEN_BELOW = 0.35
MOOT = "several places of this name fit about equally well"
# The town that stands in for a street or a name that no gazetteer holds is the right one two
# times in three (20 of 29 in our gold and threshold passages).
BESIDE_SCORE = 0.6


class Answers:
    """The records of a reading as it was judged, made when they are asked for."""

    def __init__(
        self,
        index: WorldIndex,
        uses: Sequence[Use],
        place: Callable[[int], Place],
        reading: Reading,
        judgement: Judgement,
    ) -> None:
        self.index = index
        self.uses = uses
        self.place = place
        self.reading = reading
        self.chance = judgement.chance
        self.taken = judgement.taken
        self.name = reading.hits.name
        self.start = reading.start
        self.end = reading.end
        senses, names = reading.senses, reading.names
        self.row = names.row.tolist()
        self.begin = names.begin.tolist()
        self.use = _uses(judgement.use, names.flags[senses.best[self.name]], uses)
        self.sense_chance = senses.chance.tolist()
        # Senses by name, the likeliest of each first.
        self.ranked = np.lexsort((-senses.chance, names.owner)).tolist()
        self._candidates: dict[int, tuple[Candidate, ...]] = {}

    def found(
        self, window: Window, low: int, high: int, uses: Collection[Use] | None
    ) -> Iterator[Resolution]:
        """Resolutions of the candidates `low:high` of a window that were taken for places."""
        taken = low + self.taken[low:high].nonzero()[0]
        if not len(taken):
            return
        passage = _Passage(self, window, low, high)
        columns = (self.start, self.end, self.name, self.chance, self.use)
        for start, end, name, chance, use in zip(
            *(column[taken].tolist() for column in columns), strict=True
        ):
            if uses is None or self.uses[use] in uses:
                yield passage.resolution(start, end, name, chance, self.uses[use])

    def given(self, window: Window, low: int, high: int) -> Iterator[Resolution]:
        """Resolutions of a window's given spans, each with a place where any sense exists."""
        passage = _Passage(self, window, low, high)
        for start, end in window.spans or ():
            at = low + int(np.searchsorted(self.end[low:high], start, "right"))
            use, name = Use.PLACE, -1
            if at < high and self.start[at] < end:
                name, use = int(self.name[at]), self.uses[int(self.use[at])]
            yield passage.resolution(start, end, name, 1.0, use, always=True)

    def is_listed(self, name: int) -> bool:
        """Whether the gazetteer holds a name; -1 is no name."""
        return name >= 0 and self.row[self.begin[name]] >= 0

    def candidates(self, name: int) -> tuple[Candidate, ...]:
        """The senses of a name, best first, at most `RUNNERS_UP` of them."""
        held = self._candidates.get(name)
        if held is None:
            begin = self.begin[name]
            most = min(self.begin[name + 1], begin + RUNNERS_UP)
            likely = self.ranked[begin:most]
            always = likely[:2]
            chance = self.sense_chance
            held = self._candidates[name] = tuple(
                Candidate(
                    self.place(self.row[flat]),
                    round(chance[flat], 3),
                    reasons(self.reading.senses, flat, self.index),
                )
                for flat in likely
                if chance[flat] >= LEAST_CHANCE or flat in always
            )
        return held


def _uses(use: np.ndarray, flags: np.ndarray, uses: Sequence[Use]) -> np.ndarray:
    """The uses that the model gives, set right where the gazetteer knows better."""
    place, demonym, government = map(uses.index, (Use.PLACE, Use.DEMONYM, Use.GOVERNMENT))
    is_demonym = flags & DEMONYM > 0
    plain = (use == place) | (use == government)
    use = np.where(is_demonym & plain, demonym, use)
    return np.where(~is_demonym & (use == demonym), place, use)


class _Passage:
    """One window: its text, its paragraphs and the towns that it names."""

    def __init__(self, answers: Answers, window: Window, low: int, high: int) -> None:
        self.answers = answers
        self.text = window.text
        self.offset = window.start
        self.paragraphs = window.paragraphs.tolist()
        self.low = low
        self.high = high
        self._anchors: np.ndarray | None = None

    def resolution(
        self, start: int, end: int, name: int, chance: float, use: Use, always: bool = False
    ) -> Resolution:
        """What stands at `start:end`; `always` names a place even where the sense is moot."""
        at = start + self.offset
        paragraph = bisect_right(self.paragraphs, at)
        mention = Mention(at, end + self.offset, self.text[start:end], paragraph, use)
        if not self.answers.is_listed(name):
            return self._beside(mention, start, chance)
        candidates = self.answers.candidates(name)
        best = candidates[0]
        score = round(chance * best.score, 3)
        if best.score < OPEN_BELOW and not always:
            return Resolution(mention, None, score, (), candidates, MOOT)
        return Resolution(mention, best.place, score, best.reasons, candidates)

    def _beside(self, mention: Mention, start: int, chance: float) -> Resolution:
        """A name that no gazetteer holds, put where the nearest town of the text is."""
        at = self._nearest(start)
        if at < 0:
            return Resolution(mention, None, 0.0, refusal="the name is not in the gazetteer")
        beside = self.answers.candidates(int(self.answers.name[at]))[0]
        reason = f"not in the gazetteer; put at {beside.place.name}, named next to it"
        score = round(BESIDE_SCORE * chance * beside.score, 3)
        candidate = Candidate(beside.place, round(BESIDE_SCORE * beside.score, 3), (reason,))
        return Resolution(mention, beside.place, score, (reason,), (candidate,))

    def _nearest(self, start: int) -> int:
        """The candidate whose place stands in for an unlisted name, -1 for none: the last
        town before it, else the first after it, else any place."""
        answers, here = self.answers, slice(self.low, self.high)
        if self._anchors is None:
            senses, names = answers.reading.senses, answers.reading.names
            best = senses.best[answers.name[here]]
            listed = answers.taken[here] & (names.row[best] >= 0)
            towns = (listed & LOCAL[senses.group[best]]).nonzero()[0]
            self._anchors = self.low + (towns if len(towns) else listed.nonzero()[0])
        anchors = self._anchors
        if not len(anchors):
            return -1
        before = int(np.searchsorted(answers.start[anchors], start)) - 1
        return int(anchors[max(before, 0)])

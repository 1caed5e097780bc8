"""Reading to judgement: which candidates are places, how they are used, what they mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.model import Use
from geo.parse.features import STREET_WORD
from geo.parse.reading import Reading
from geo.parse.recognise import Model, chance, smooth

# A text that is one name and nothing else is a question about that name.
WHOLE_TEXT = 0.8
# Votes of the second weighing: the chance of being a place, times the root of the number of
# mentions, so that a name said twenty times does not drown the rest.


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry a candidate: its chance to be a place name, its use (index into the model's
    uses) and whether it is taken for one."""

    chance: np.ndarray
    use: np.ndarray
    taken: np.ndarray


def judge(reading: Reading, model: Model, given: np.ndarray | None = None) -> Judgement:
    """Judge all candidates, then weigh their senses again by what was judged.

    `given` marks candidates that somebody vouches for (spans handed in).
    """
    hits, codes = reading.hits, reading.codes
    if codes is None:
        none = np.zeros(0)
        return Judgement(none, none.astype(int), none.astype(bool))
    odds, use_odds = model.odds(codes)
    sure = chance(smooth(odds, hits.group))
    sure = np.where(_whole_text(reading), np.maximum(sure, WHOLE_TEXT), sure)
    if given is not None:
        sure = np.where(given, 1.0, sure)
    street = (codes.column("last_word") == STREET_WORD) | (codes.column("run_end") == STREET_WORD)
    use_odds[~street, model.uses.index(Use.STREET)] = -np.inf
    use = use_odds.argmax(axis=1)
    taken = sure >= model.threshold
    times = np.bincount(hits.name, minlength=len(reading.names))
    mean = np.bincount(hits.name, sure, len(reading.names)) / np.maximum(times, 1)
    reading.weighing.weigh(mean * np.sqrt(times), model.sense_weights)
    return Judgement(sure, use, taken)


def _whole_text(reading: Reading) -> np.ndarray:
    """Candidates that are all there is of their text."""
    tokens, hits = reading.tokens, reading.hits
    spoken = np.bincount(tokens.text, tokens.end > tokens.start, len(tokens.texts))
    whole = hits.last - hits.first + 1 == spoken[hits.text]
    return whole & (reading.names.row[reading.names.begin[hits.name]] >= 0)

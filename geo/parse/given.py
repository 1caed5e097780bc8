"""Spans that somebody hands in go before what is found around them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.gazetteer.keys import chain
from geo.gazetteer.world import row_of
from geo.parse.matches import Matches
from geo.parse.tokens import EDGES, Tokens
from geo.parse.vocabulary import Vocabulary

# One list of (start, end) a text, None where nothing is given.
Spans = Sequence[Sequence[tuple[int, int]] | None]
MOST_WORDS = 7  # of a span's name; longer ones are not in any gazetteer


def with_spans(tokens: Tokens, vocabulary: Vocabulary, spans: Spans, matches: Matches) -> Matches:
    """Replace the candidates that touch a span by the best name of the span."""
    keys = vocabulary.column("key")[tokens.number]
    forced: dict[int, tuple[int, int]] = {}
    free = np.ones(len(matches), bool)
    ends = [*(tokens.begin[1:] - EDGES).tolist(), len(tokens) - EDGES]
    for text, wanted in enumerate(spans):
        begin, end = int(tokens.begin[text]), ends[text]
        starts, stops = tokens.start[begin:end], tokens.end[begin:end]
        beyond = begin
        for a, b in sorted(wanted or ()):
            low = max(begin + int(np.searchsorted(stops, a, "right")), beyond)
            high = begin + int(np.searchsorted(starts, b, "left"))
            name = _longest_inside(vocabulary, keys, low, high)
            if name:
                after = int(np.searchsorted(matches.first, high))
                free[int(np.searchsorted(matches.last, low)) : after] = False
                first, last, name_key = name
                forced[first] = (last, name_key)
                beyond = last + 1
    found = Matches(
        np.array(list(forced), np.int64),
        np.array([last for last, _ in forced.values()], np.int64),
        np.array([key for _, key in forced.values()], np.uint64),
    )
    return matches.where(free).joined(found)


def _longest_inside(
    vocabulary: Vocabulary, keys: np.ndarray, low: int, high: int
) -> tuple[int, int, int] | None:
    """The longest run of words in `low:high` that is a name: first, last, key.

    Of runs of the same length the most important name goes first ("northern Italy").
    """
    index = vocabulary.index
    words = [i for i in range(low, high) if keys[i]]
    for width in range(min(len(words), MOST_WORDS), 0, -1):
        runs = []
        for at in range(len(words) - width + 1):
            total = 0
            for i in words[at : at + width]:
                total = chain(total, int(keys[i]))
            runs.append(total)
        begin, stop = index.find(np.array(runs, np.uint64))
        found = np.flatnonzero(stop > begin)
        if len(found):
            importance = index.importance[row_of(index.senses[begin[found]])]
            at = int(found[importance.argmax()])
            return words[at], words[at + width - 1], runs[at]
    return None

"""Streets, features and villages that no gazetteer holds: names that may yet be places."""

from __future__ import annotations

import numpy as np

from geo.parse import words
from geo.parse.lexicon import CAPITAL, LOWER, MIXED, NUMBER, UPPER, Lexicon
from geo.parse.tokens import Tokens
from geo.parse.vocabulary import (
    BEGINS_FEATURE,
    BEGINS_ROAD,
    ENDS_FEATURE,
    ENDS_STREET,
    Vocabulary,
)
from geo.parse.words import CODE

MOST_WORDS = 4  # of a street's or a village's name

_LOCATIVE = words.among("in", "at")
_NO_NAME = words.among("month", "cap_month", "title", "cap_title", "the", "determiner", "in", "of")
# A run that begins with one of these is a date, a person or an office, not a village.
_NO_HEAD = words.among("month", "cap_month", "cap_title", "cap_english", "determiner", "pronoun")


def unlisted(
    tokens: Tokens,
    vocabulary: Vocabulary,
    shape: np.ndarray,
    start: np.ndarray,
    last: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """First and last tokens of streets and of unknown names that the text calls places.

    `start` and `last` are the listed candidates: an unknown name must not touch one.
    """
    number = tokens.number
    code = vocabulary.column("code")[number]
    generic = vocabulary.column("generic")[number]
    capital = ((shape == CAPITAL) | (shape == UPPER) | (shape == MIXED)) & (
        code != CODE["possessive"]
    )
    streets = _streets(code, generic, shape, capital)
    free = capital & ~_covered(len(number), start, last)
    found = [
        streets,
        _features(code, generic, free),
        _said_to_be(vocabulary, number, shape, code, free, capital, start),
    ]
    first = np.concatenate([part[0] for part in found])
    end = np.concatenate([part[1] for part in found])
    kept = np.zeros(len(first), bool)
    taken = np.zeros(len(number), bool)
    for at, (a, b) in enumerate(zip(first.tolist(), end.tolist(), strict=True)):
        if not taken[a : b + 1].any():
            kept[at] = True
            taken[a : b + 1] = True
    return first[kept], end[kept]


def _covered(count: int, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Tokens inside any of the runs."""
    edges = np.zeros(count + 1, np.int64)
    np.add.at(edges, first, 1)
    np.add.at(edges, last + 1, -1)
    return np.cumsum(edges)[:-1] > 0


def _features(
    code: np.ndarray, generic: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """ "Penobscot River", "Mount Shkhara": none of it listed."""
    ends = np.flatnonzero((generic & ENDS_FEATURE > 0) & free)
    ends = ends[free[ends - 1] & ~_NO_NAME[code[ends - 1]]]
    first = ends - 1
    first = first - (free[first - 1] & ~_NO_NAME[code[first - 1]])
    begins = np.flatnonzero((generic & BEGINS_FEATURE > 0) & free)
    begins = begins[free[begins + 1] & ~_NO_NAME[code[begins + 1]]]
    return np.concatenate([first, begins]), np.concatenate([ends, begins + 1])


def _streets(
    code: np.ndarray, generic: np.ndarray, shape: np.ndarray, capital: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """ "West Breckenridge Street", "42nd Street", "Highway 24"."""
    n = len(code)
    ends = np.flatnonzero((generic & ENDS_STREET > 0) & capital)
    ends = ends[ends > 0]
    part = capital | (shape == NUMBER)  # "42nd"
    ends = ends[part[ends - 1]]
    first = ends - 1
    for _ in range(MOST_WORDS - 2):
        more = (first > 0) & part[np.maximum(first - 1, 0)] & capital[np.maximum(first - 1, 0)]
        first = first - more
    # "Judge Road", "South Street": the name must be more than a title.
    fine = code[first] != CODE["cap_title"]
    first, ends = first[fine], ends[fine]
    begins = (
        np.flatnonzero((generic[:-1] & BEGINS_ROAD > 0) & capital[:-1] & (shape[1:] == NUMBER))
        if (n > 1)
        else np.zeros(0, np.int64)
    )
    both = np.concatenate([first, begins])
    tail = np.concatenate([ends, begins + 1])
    order = np.argsort(both, kind="stable")
    both, tail = both[order], tail[order]
    if len(both) > 1:
        fresh = np.concatenate([[True], both[1:] > np.maximum.accumulate(tail)[:-1]])
        both, tail = both[fresh], tail[fresh]
    return both, tail


def _said_to_be(
    vocabulary: Vocabulary,
    number: np.ndarray,
    shape: np.ndarray,
    code: np.ndarray,
    unlisted_capital: np.ndarray,
    capital: np.ndarray,
    start: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """ "the village of Torkula", "Wedza district", "in Rathbeggan, Ireland".

    A preposition alone would not do: "according to", "died from" and "stored in" bring
    persons, agencies and diseases.
    """
    n = len(code)
    free = unlisted_capital & (shape == CAPITAL)
    begins = free.copy()
    begins[1:] &= ~capital[:-1]
    first = np.flatnonzero(begins)
    english = vocabulary.column("flags")[number[first]] & Lexicon.ENGLISH > 0
    first = first[~(_NO_HEAD[code[first]] | english)]
    end = first.copy()
    for _ in range(MOST_WORDS - 2):
        after = np.minimum(end + 1, n - 1)
        end = end + ((end + 1 < n) & free[after])
    after, then = np.minimum(end + 1, n - 1), np.minimum(end + 2, n - 1)
    kind = vocabulary.column("kind_word")[number] > 0
    kind &= code != CODE["title"]
    before, further = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
    located = (first > 0) & _LOCATIVE[code[before]]
    opens = np.zeros(n + 1, bool)
    opens[start] = True
    followed = kind[after] & (shape[after] == LOWER) & (end + 1 < n)
    named = (first > 1) & (shape[further] == LOWER) & (code[before] == CODE["of"]) & kind[further]
    within = located & (code[after] == CODE["comma"]) & opens[then] & (end + 2 < n)
    fine = (followed | named | within) & ~capital[after]
    return first[fine], end[fine]

"""Distinct values of short arrays.

`numpy.unique` does the same; on the few dozen values of a news item its preparations take
longer than its sorting, and a text asks for this some twenty times.
"""

from __future__ import annotations

import numpy as np


def distinct(keys: np.ndarray) -> np.ndarray:
    """The distinct keys, ascending.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(keys)
    return ordered[_fresh(ordered)]


def numbered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct keys, ascending, and for each key its position among them.

    >>> [part.tolist() for part in numbered(np.array([30, 10, 30]))]
    [[10, 30], [1, 0, 1]]
    """
    order = keys.argsort(kind="stable")
    ordered = keys[order]
    fresh = _fresh(ordered)
    number = np.empty(len(keys), np.int64)
    number[order] = fresh.cumsum() - 1
    return ordered[fresh], number


def _fresh(ordered: np.ndarray) -> np.ndarray:
    """Where a sorted array has a value for the first time."""
    fresh = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh

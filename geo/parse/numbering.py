"""Distinct and greatest values of short arrays.

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


def greatest(
    values: np.ndarray, owner: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each value the greatest of its owner, and for each owner the position of the first
    such; the values of an owner lie together, from `start` on.

    >>> [part.tolist() for part in greatest(np.array([1, 4, 4, 2]), np.array([0, 0, 0, 1]),
    ...                                     np.array([0, 3]))]
    [[4, 4, 4, 2], [1, 3]]
    """
    most = np.maximum.reduceat(values, start)[owner]
    at = (values == most).nonzero()[0]
    first = np.empty(len(start), np.int64)
    first[owner[at][::-1]] = at[::-1]
    return most, first


def _fresh(ordered: np.ndarray) -> np.ndarray:
    """Where a sorted array has a value for the first time."""
    fresh = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh

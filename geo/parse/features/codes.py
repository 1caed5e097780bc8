"""Codes of candidates, and the table that collects them column by column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of all candidates, columns x candidates; column `names[i]` has codes 0 to
    `sizes[i]` - 1."""

    matrix: np.ndarray
    sizes: tuple[int, ...]
    names: tuple[str, ...]

    def column(self, name: str) -> np.ndarray:
        """The codes of one column, one a candidate."""
        return self.matrix[self.names.index(name)]


class CodeTable:
    """Collects columns; the order of the calls is the order of the model's tables."""

    def __init__(self) -> None:
        self._columns: dict[str, np.ndarray] = {}
        self._sizes: list[int] = []

    def add(self, name: str, size: int, codes: np.ndarray) -> None:
        """A column of codes from 0 to `size` - 1."""
        self._columns[name] = codes
        self._sizes.append(size)

    def flag(self, name: str, truth: np.ndarray) -> None:
        """A column of yes and no."""
        self.add(name, 2, truth)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._columns[name]

    def codes(self) -> Codes:
        """All columns."""
        columns = list(self._columns.values())
        joined = np.concatenate(columns, dtype=np.int16, casting="unsafe")
        matrix = joined.reshape(len(columns), -1)
        return Codes(matrix, tuple(self._sizes), tuple(self._columns))


def bins(values: np.ndarray, edges: tuple[float, ...]) -> np.ndarray:
    """How many of the ascending `edges` each value reaches."""
    return _edges(edges).searchsorted(values, "right")


@cache
def _edges(edges: tuple[float, ...]) -> np.ndarray:
    return np.asarray(edges, float)

"""Runs of tokens that spell a name, in order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np


@dataclass(frozen=True, slots=True)
class Matches:
    """`first` and `last` are token positions, inclusive; `key` is the name's look-up key."""

    first: np.ndarray
    last: np.ndarray
    key: np.ndarray

    def __len__(self) -> int:
        return len(self.first)

    def where(self, kept: np.ndarray) -> Self:
        """Those that a mask keeps."""
        return type(self)(self.first[kept], self.last[kept], self.key[kept])

    def joined(self, other: Self) -> Self:
        """These and others, in order of the text."""
        first = np.concatenate([self.first, other.first])
        order = np.argsort(first, kind="stable")
        return type(self)(
            first[order],
            np.concatenate([self.last, other.last])[order],
            np.concatenate([self.key, other.key])[order],
        )

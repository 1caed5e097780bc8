"""Documents cut into windows, and windows read together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

# Longer texts are read in windows of about this many code points (30,000 words), each with a
# geography of its own: memory stays bounded, and a volume of reports is not one document.
WINDOW = 200_000
# Short documents are read together up to this many code points (10,000 words): enough to
# spread the fixed cost of some thousand array operations, little enough for the caches.
TOGETHER = 60_000


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document, code points `start:end`, that is read as one text.

    `spans` count from its start; `paragraphs` holds where the document's paragraphs begin.
    """

    document: str
    start: int
    end: int
    spans: Sequence[tuple[int, int]] | None
    paragraphs: np.ndarray

    @property
    def text(self) -> str:
        """The stretch itself, cut anew each time: a long document is not held twice."""
        return self.document[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


def windows_of(text: str, spans: Sequence[tuple[int, int]] | None) -> list[Window]:
    """The windows of a document."""
    starts = paragraph_starts(text)
    return [
        Window(text, start, end, _spans_inside(spans, start, end), starts)
        for start, end in windows(text)
    ]


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a text of at most about `WINDOW` code points, cut at paragraphs' ends."""
    at = 0
    while len(text) - at > WINDOW:
        cut = -1
        for mark in ("\n\n", "\n", ". ", " "):
            cut = text.rfind(mark, at + WINDOW // 2, at + WINDOW)
            if cut >= 0:
                cut += len(mark)
                break
        end = cut if cut > at else at + WINDOW
        yield at, end
        at = end
    if at < len(text) or not text:
        yield at, len(text)


def _spans_inside(
    spans: Sequence[tuple[int, int]] | None, start: int, end: int
) -> list[tuple[int, int]] | None:
    if spans is None:
        return None
    return [(a - start, min(b, end) - start) for a, b in spans if start <= a < end]


def groups(every: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows in groups of about `TOGETHER` code points."""
    group: list[Window] = []
    size = 0
    for window in every:
        if group and size + len(window) > TOGETHER:
            yield group
            group, size = [], 0
        group.append(window)
        size += len(window)
    if group:
        yield group


def paragraph_starts(text: str) -> np.ndarray:
    """Where each paragraph begins (code points): after blank lines, or after any line end
    where there are no blank lines."""
    mark = "\n\n" if "\n\n" in text else "\n"
    starts = [0]
    at = text.find(mark)
    while at >= 0:
        end = at
        while end < len(text) and text[end] == "\n":
            end += 1
        starts.append(end)
        at = text.find(mark, end)
    return np.array(starts)

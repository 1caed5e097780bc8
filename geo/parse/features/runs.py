"""The capitalised words around a candidate: names it is a part of, persons, bodies."""

from __future__ import annotations

import numpy as np

from geo.parse import words
from geo.parse.features.codes import CodeTable
from geo.parse.features.context import Context
from geo.parse.features.scene import Scene
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

RUN_FLAGS = (
    ("body", Vocabulary.BODY),
    ("company", Vocabulary.COMPANY),
    ("street", Vocabulary.STREET),
    ("geo", Vocabulary.GEO),
    ("facility", Vocabulary.FACILITY),
    ("title", Vocabulary.TITLE),
)
STREET_WORD = 1 + [name for name, _ in RUN_FLAGS].index("street")

_RUN_BITS = np.array([bit for _, bit in RUN_FLAGS], np.int32)
_BRIDGES = words.among("of", "the", "and", "with")


def first_flag(flags: np.ndarray) -> np.ndarray:
    """The number, from 1, of the first of `RUN_FLAGS` that is set, 0 for none."""
    found = flags[:, None] & _RUN_BITS > 0
    return np.where(found.any(axis=1), found.argmax(axis=1) + 1, 0)


def add_runs(table: CodeTable, scene: Scene) -> None:
    """What kinds of words stand in the run left and right of a candidate, and farther on."""
    context, first, last = scene.context, scene.first, scene.last
    before, after = scene.before, scene.after
    capital = context.capital
    tight, loose = _breaks(context)
    left, right = _bounds(tight, first, last)
    table.add("run_left", 4, np.minimum(first - left, 3))
    table.add("run_right", 4, np.minimum(right - last - 1, 3))
    far_left, far_right = _bounds(loose, first, last)
    total = np.zeros((len(capital) + 1, len(RUN_FLAGS)), np.int32)
    np.cumsum((context.flags[:, None] & _RUN_BITS > 0) & capital[:, None], axis=0, out=total[1:])
    at_left, at_right = total[left], total[right]
    to_left, to_right = total[first] > at_left, at_right > total[after]
    farther = (at_left > total[far_left]) | (total[far_right] > at_right)
    for number, (name, _) in enumerate(RUN_FLAGS):
        table.flag(f"left_{name}", to_left[:, number])
        table.flag(f"right_{name}", to_right[:, number])
        table.flag(f"far_{name}", farther[:, number])
    # The word right before and right after, as parts of a person's name.
    led = capital[before] & ~context.opens[first]
    followed = capital[after]
    english = context.flags & Vocabulary.ENGLISH > 0
    table.add("name_before", 4, led * context.first[before])
    table.add("name_after", 4, followed * context.last[after])
    table.add("first_after", 4, followed * context.first[after])
    table.add("plain_before", 3, led * (1 + english[before]))
    table.add("plain_after", 3, followed * (1 + english[after]))
    table.add("run_end", len(RUN_FLAGS) + 1, followed * first_flag(context.flags[right - 1]))


def _breaks(context: Context) -> tuple[np.ndarray, np.ndarray]:
    """Tokens that end a run of capitals, and such as end it where "of" and "for the" do not."""
    capital, code = context.capital, context.code
    bridge = np.zeros(len(capital), bool)
    bridge[1:-1] = _BRIDGES[code[1:-1]] & capital[:-2] & capital[2:]
    of_the = np.zeros(len(capital), bool)
    of_the[1:-2] = (
        (code[1:-2] == CODE["of"]) & (code[2:-1] == CODE["the"]) & capital[:-3] & capital[3:]
    )
    bridge |= of_the
    bridge[1:] |= of_the[:-1]
    solid = capital & (code != CODE["possessive"])
    return (~solid).nonzero()[0], (~(solid | bridge)).nonzero()[0]


def _bounds(
    breaks: np.ndarray, first: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First token of the run around each candidate, and the break behind it."""
    left = breaks[breaks.searchsorted(first, "left") - 1] + 1
    return left, breaks[breaks.searchsorted(last, "right")]

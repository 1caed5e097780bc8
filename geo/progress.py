"""How far the reading of a text is: its steps in words, and their shares of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

EVERY = 500  # items between two reports: some hundredths of a second


@dataclass(frozen=True, slots=True)
class Step:
    """What a step does and what it counts; it takes from `low` to `high` of the whole (0..1)."""

    doing: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of which `done` of `total` are done."""

    step: Step
    done: int
    total: int

    @property
    def share(self) -> float:
        """How much of the whole is done, 0 to 1."""
        part = self.done / self.total if self.total else 1.0
        return self.step.low + (self.step.high - self.step.low) * part

    @property
    def words(self) -> str:
        """The same for a reader."""
        if self.total >= 1_000_000:
            counts = f"{self.done / 1e6:.1f} of {self.total / 1e6:.1f} million"
        else:
            counts = f"{self.done:,} of {self.total:,}"
        return f"{self.step.doing}: {counts} {self.step.unit}"


Listener = Callable[[Progress], None]
"""Is told how far long work is; may end the work by an exception."""

# In this order. The shares are those of the time that 5 and 10 MB of news take.
FINDING = Step("Finding places", "characters", 0.00, 0.45)
MATCHING = Step("Comparing with our gazetteer", "mentions", 0.45, 0.53)
KNOWING = Step("Looking for places of our gazetteer", "characters", 0.53, 0.73)
GATHERING = Step("Gathering their sentences", "mentions", 0.73, 0.85)
REFUSING = Step("Gathering what is not on the map", "mentions", 0.85, 0.88)
LAYING = Step("Making the layers", "places", 0.88, 0.90)
DRAWING = Step("Drawing the map", "places", 0.90, 1.00)


def counter(step: Step, listener: Listener | None) -> Callable[[int, int], None] | None:
    """Tells the listener of a step what is done and how much there is in all."""
    if listener is None:
        return None
    return lambda done, total: listener(Progress(step, done, total))


def counted(items: Sequence[T], step: Step, listener: Listener | None) -> Iterator[T]:
    """The items one by one; the listener is told how many of them are dealt with."""
    for number, item in enumerate(items, 1):
        yield item
        if listener is not None and (number % EVERY == 0 or number == len(items)):
            listener(Progress(step, number, len(items)))

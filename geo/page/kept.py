"""What was made at some cost, kept for all readers: the newest few, and not for ever.

Streamlit's own caches record the elements that are drawn while a value is made, to draw them
again with the value; a bar that shows how far the making is must not come again.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most `most` values, each for `seconds`; safe to share by threads."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, T]] = OrderedDict()  # the last used at the end
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], T]) -> T:
        """The value of a key, made if it is not held.

        It is made outside the lock: others read on meanwhile, and what `make` raises leaves
        nothing behind. Of two that are made at once the first stays.
        """
        with self._lock:
            self._let_go()
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][1]
        made = make()
        with self._lock:
            _, value = self._held.setdefault(key, (self._clock(), made))
            self._held.move_to_end(key)
            self._let_go()
            return value

    def _let_go(self) -> None:
        before = self._clock() - self._seconds
        for key in [key for key, (since, _) in self._held.items() if since <= before]:
            del self._held[key]
        while len(self._held) > self._most:
            self._held.popitem(last=False)

"""While a long text is read: a bar that says how far it is, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.draw.markup import escape, tag
from geo.progress import Listener, Progress

SOON = 0.5  # seconds without a bar: most texts are read by then
LONG = 1.0  # seconds that the whole must look like taking: a bar that goes at once is a flash
OFTEN = 0.1  # seconds between two messages to the browser


@contextmanager
def waiting(title: str, stop: Callable[[], None]) -> Iterator[Listener]:
    """Shows how far the reading of a text is; `stop` is the callback of the button.

    A click on the button, or on anything else of the page, is heard at the next message to
    the browser: Streamlit then raises its own exception through whatever is at work.
    """
    place = st.empty()
    bar = _Bar(place, title, stop)
    try:
        yield bar.tell
    except Exception:  # not of Streamlit's: then the run that follows takes the bar away
        bar.clear()
        raise
    bar.clear()


class _Bar:
    def __init__(self, place: DeltaGenerator, title: str, stop: Callable[[], None]) -> None:
        self._place = place
        self._title = title
        self._stop = stop
        self._bar: DeltaGenerator | None = None
        self._began = self._told = monotonic()

    def tell(self, progress: Progress) -> None:
        now = monotonic()
        waited = now - self._began
        if self._bar is None:
            if waited < SOON or waited < LONG * progress.share:
                return
            self._bar = self._drawn()
        elif now - self._told < OFTEN:
            return
        self._told = now
        self._bar.progress(min(progress.share, 1.0), progress.words)

    def _drawn(self) -> DeltaGenerator:
        with self._place.container(key="waiting"):
            st.html(tag("p", "Reading “", escape(self._title), "”", cls="atlas-reading"))
            with st.container(horizontal=True, vertical_alignment="bottom"):
                bar = st.progress(0.0)
                st.button("Stop", key="_stop", on_click=self._stop)
        return bar

    def clear(self) -> None:
        if self._bar is not None:
            self._place.empty()

"""Messages to the reader, shown as the text they are.

Streamlit's own boxes read Markdown, and after its escapes are resolved they still make icons,
arrows and links of plain words: a link to this page could put a link to another on it.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from geo.draw.markup import escape, tag


def error(message: str) -> None:
    """What went wrong, and the remedy."""
    _box([message], "notice error")


def warn(messages: Iterable[str]) -> None:
    """What was ignored, one line a message."""
    _box(messages, "notice")


def _box(messages: Iterable[str], cls: str) -> None:
    st.html(tag("div", "<br>".join(map(escape, messages)), cls=cls, role="alert"))

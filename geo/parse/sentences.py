"""Sentences: the smallest piece of text that a reader can check a place against."""

from __future__ import annotations

import re

from geo.model import Paragraph

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)"
    r"|\b[A-Z]|[A-Z]\.[A-Z])\.\s+$"
)


REACH = 800  # code points searched on each side: no readable sentence is longer


def sentence_around(text: str, paragraph: Paragraph, offset: int) -> tuple[int, int]:
    """Start and end (code points) of the sentence of `paragraph` that holds `offset`.

    A sentence longer than REACH on either side is cut there.
    """
    start, end = max(paragraph.start, offset - REACH), min(paragraph.end, offset + REACH)
    for match in _END.finditer(text, start, end):
        if _ABBREVIATED.search(text, max(paragraph.start, match.start() - 6), match.end()):
            continue
        if match.end() <= offset:
            start = match.end()
        else:
            end = match.end()
            break
    return start, start + len(text[start:end].rstrip())

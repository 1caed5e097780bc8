"""Which texts the recogniser can read at all: English in Latin script.

A text in another language is told so instead of being answered with noise.
"""

from __future__ import annotations

import re

import numpy as np

from geo.parse.lexicon import LOWER, Lexicon
from geo.parse.tokens import Tokens

# Less than half of the letters Latin: another script. Less than a third of at least thirty
# lower-case words known: another language. English news has 90 % and more, French, Spanish,
# German, Indonesian and Swahili news 5 to 25 % (our own samples of each).
LATIN_SHARE = 0.5
ENGLISH_SHARE = 0.35
# A letter of another script, to pass quickly over texts that have none.
OTHER_LETTER = re.compile("[\u0370-\u1dff\u2e80-\ud7ff\ufb1d-\ufdff\U00010000-\U0003ffff]")
SCRIPT = "the language is not covered: most letters are not Latin, and only English is read"
LANGUAGE = "the language is not covered: few of the words are English"
FEWEST_WORDS = 30
PIECE = 1 << 20


def latin_share(text: str) -> float:
    """Share of Latin letters among all letters, 1 where there are none.

    >>> latin_share("Астана, Kazakhstan") > 0.5, latin_share("東京 12")
    (True, 0.0)
    """
    if text.isascii() or not OTHER_LETTER.search(text):
        return 1.0
    latin = other = 0
    for at in range(0, len(text), PIECE):
        raw = text[at : at + PIECE].encode("utf-32-le", "surrogatepass")
        code = np.frombuffer(raw, np.uint32)
        low = code | 0x20
        latin += int(((low >= 0x61) & (low <= 0x7A)).sum())
        latin += int(((code >= 0xC0) & (code < 0x250)).sum())
        latin += int(((code >= 0x1E00) & (code < 0x1F00)).sum())
        other += int(((code >= 0x370) & (code < 0x1E00)).sum())
        other += int(((code >= 0x2E80) & (code < 0xD800)).sum())
        other += int(((code >= 0xFB1D) & (code < 0xFE00)).sum())
        other += int(((code >= 0x10000) & (code < 0x1D000)).sum())
        other += int(((code >= 0x20000) & (code < 0x40000)).sum())
    return latin / (latin + other) if latin + other else 1.0


def refusals(tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """Why each text cannot be read, in words; empty where it can."""
    count = len(tokens.texts)
    is_lower = lexicon.column("shape")[tokens.number] == LOWER
    english = is_lower & (lexicon.column("flags")[tokens.number] & Lexicon.ENGLISH > 0)
    lower = np.bincount(tokens.text, is_lower, count)
    known = np.bincount(tokens.text, english, count)
    foreign = (lower >= FEWEST_WORDS) & (known < ENGLISH_SHARE * lower)
    said = []
    for text, other in zip(tokens.texts, foreign.tolist(), strict=True):
        if latin_share(text) < LATIN_SHARE:
            said.append(SCRIPT)
        else:
            said.append(LANGUAGE if other else "")
    return said

"""Text to tokens: one pass of one regular expression, then arrays.

Every code point belongs to exactly one token, so that the offsets are the running sum of
the tokens' lengths and cost nothing to keep.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.parse.lexicon import BLANK, EDGE, Lexicon

# In order: initials (U.S., N.C.), numbers, words with inner apostrophes but without the
# possessive ending, the possessive ending, line ends, blanks, any other single mark.
# A token carries the one blank that follows it.
TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,} ?"
    r"|[^\W\d_]\.[^\W\d_](?![\w.]) ?"
    r"|\d[\d.,]*(?<=\d)(?!\w) ?"
    r"|\w[\w\u0300-\u036f]*(?:['’ʼ‘](?![sS]\b)[\w\u0300-\u036f]+)* ?"
    r"|['’][sS]\b ?"
    r"|[\n\r\u2028\u2029\x0b\x0c\x85]+"
    r"|[^\S\n\r\u2028\u2029\x0b\x0c\x85]+"
    r"|. ?",
    re.DOTALL,
)
# Characters tokenised at a time: keeps the list of token strings of a 10 MB text small.
PIECE = 1 << 19


# Empty tokens before and after each text: whoever looks around a name by up to four tokens
# stays inside the arrays and never sees another text.
EDGES = 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one or more texts, blanks left out: numbers in a lexicon, and offsets.

    `start` and `end` are code points of the token's own text; `end` excludes the trailing
    blank. `glued` says that nothing separates the token from the one before it. `text` is
    the number of the text, `begin` the position of each text's first token; `EDGES` empty
    tokens stand before, between and after the texts.
    """

    texts: tuple[str, ...]
    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    glued: np.ndarray
    text: np.ndarray
    begin: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    def words(self) -> list[str]:
        """The tokens as strings, edges left out.

        >>> tokenise(["Kenya's U.S. envoy", "Hi!"], Lexicon()).words()
        ['Kenya', "'s", 'U.S.', 'envoy', 'Hi', '!']
        """
        spans = zip(self.text.tolist(), self.start.tolist(), self.end.tolist(), strict=True)
        return [self.texts[t][a:b] for t, a, b in spans if b > a]


def tokenise(texts: Sequence[str], lexicon: Lexicon) -> Tokens:
    """Tokens of the texts, in time linear in their length."""
    edge = np.full(EDGES, EDGE, np.int32)
    parts, lengths = [edge], []
    for text in texts:
        pieces = [_numbers(piece, lexicon) for piece in _pieces(text)]
        parts += [*pieces, edge]
        lengths.append(sum(map(len, pieces)) + EDGES)
    number = np.concatenate(parts)
    text_of = np.repeat(np.arange(len(lengths)), lengths)
    text_of = np.concatenate([np.zeros(EDGES, text_of.dtype), text_of])
    total = lexicon.column("total")[number]
    stop = np.cumsum(total)
    start = stop - total
    begin = np.cumsum(lengths) - lengths + EDGES
    start -= start[begin][text_of]
    end = start + lexicon.column("core")[number]
    solid = lexicon.column("shape")[number] != BLANK
    if not solid.all():
        number, start, end, text_of = number[solid], start[solid], end[solid], text_of[solid]
        begin = (np.cumsum(solid) - solid)[begin]
    glued = np.zeros(len(number), bool)
    glued[1:] = (start[1:] == end[:-1]) & (end[:-1] > start[:-1])
    return Tokens(tuple(texts), number, start, end, glued, text_of, begin)


def _numbers(piece: str, lexicon: Lexicon) -> np.ndarray:
    found = TOKEN.findall(piece)
    return np.fromiter(map(lexicon.__getitem__, found), np.int32, len(found))


def _pieces(text: str) -> list[str]:
    """The text in pieces that end after a blank or a line end where there is one."""
    pieces, at = [], 0
    while len(text) - at > PIECE:
        cut = at + PIECE
        blank = max(text.rfind("\n", at, cut), text.rfind(" ", at, cut))
        cut = blank + 1 if blank >= at else cut
        pieces.append(text[at:cut])
        at = cut
    if at < len(text):
        pieces.append(text[at:])
    return pieces

"""Finds a trailing block of teasers: links to other stories that a copied page carries along.

Such a block is told by its form, not by its words: a line that is a link title (a list of
keywords behind vertical bars, the same line twice, or a heading such as "Read more") and,
between such lines, no more than one or two lines of blurb. One line said twice and nothing
else is an echo, not a block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEYWORDS = re.compile(r"\S \| \S.*\S \| \S")
_HEADING = re.compile(
    r"^\W*(read more|related(?: articles| stories)?|more from|see also|recommended)\b", re.I
)
_BLURB_LINES = 2  # a teaser shows at most this many lines of the story behind it


def trailing_links(lines: Sequence[str]) -> int:
    """The index of the first line of the trailing block; `len(lines)` where there is none.

    >>> trailing_links(["A story.", "It ends.", "Rail | trade | China", "A blurb."])
    2
    >>> trailing_links(["A story.", "It ends."])
    2
    """
    titles = [index for index in range(1, len(lines)) if _is_title(lines, index)]
    first, following = len(lines), len(lines)
    for index in reversed(titles):
        if following - index - 1 > _BLURB_LINES:
            break
        first = following = index
    block = {lines[index] for index in titles if index >= first}
    lone_echo = bool(block) and block == {lines[-1]} and not _is_label(lines[-1])
    return len(lines) if lone_echo else first


def _is_title(lines: Sequence[str], index: int) -> bool:
    line = lines[index]
    if _is_label(line):
        return True
    twin_before = line == lines[index - 1]
    twin_after = index + 1 < len(lines) and line == lines[index + 1]
    return twin_before or twin_after


def _is_label(line: str) -> bool:
    return bool(_KEYWORDS.search(line) or (_HEADING.match(line) and len(line) < 60))

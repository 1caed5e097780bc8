"""Tells whether a text is the article that our account retells, without holding its words.

We ship hashes of the article's eight-word runs: enough to recognise it, not enough to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path

from geo.errors import DataError
from geo.shipped import DATA, REMEDY

RUN = 8  # words in a run: long enough that two writers do not share one by chance
SAME = 0.6  # share of known runs from which a text is the article; a retelling shares none
COPIES = 4  # a text longer than so many originals is none, and need not be hashed to its end

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def runs(text: str) -> list[str]:
    """Hashes (12 hex digits of SHA-256) of every run of RUN casefolded words."""
    return _runs(_WORD.findall(text))


def _runs(found: Iterable[str]) -> list[str]:
    words = [word.casefold().replace("’", "'") for word in found]
    return [
        sha256(" ".join(run).encode()).hexdigest()[:12]
        for run in zip(*(islice(words, start, None) for start in range(RUN)), strict=False)
    ]


def load_shingles(name: str, folder: Path = DATA / "articles") -> frozenset[str]:
    """The shipped hashes of an original.

    Raises:
        DataError: the file is missing or empty.
    """
    path = folder / f"{name}.shingles.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        raise DataError(f"{path} is missing or not text. {REMEDY}") from None
    found = frozenset(line for line in lines if line and not line.startswith("#"))
    if not found:
        raise DataError(f"{path} holds no hashes. {REMEDY}")
    return found


def is_original(text: str, shingles: frozenset[str]) -> bool:
    """Whether most of the original's length is in the text, and most of the text is from it."""
    most = COPIES * len(shingles) + RUN
    words = [match.group() for match in islice(_WORD.finditer(text), most)]
    if len(words) == most:
        return False
    hashes = _runs(words)
    known = sum(hash in shingles for hash in hashes)
    return bool(hashes) and known >= SAME * max(len(hashes), len(shingles))

"""Bytes of an unknown encoding become text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from geo.errors import DocumentError, TooLargeError

MAX_BYTES = 10_000_000
"""The largest document that is read: some 1.6 million words, far above any article."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000  # bytes that the detector sees; more changes no verdict and costs seconds
_USUAL = "cp1252"  # the most common of those that look alike; the detector goes by the alphabet
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_BEYOND_ASCII = re.compile(r"[^\0-\x7f]+")
_SOUND_PER_BROKEN = 4


def decode(content: bytes, name: str = "the document") -> str:
    """The text of a document: UTF-8 first, then its byte-order mark, then a detector.

    Raises:
        TooLargeError: more than MAX_BYTES.
        DocumentError: empty, or not text in any encoding that can be told.
    """
    if len(content) > MAX_BYTES:
        raise TooLargeError(
            f"{name} has {len(content) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read. "
            "Cut it to the article itself."
        )
    if not content.strip():
        raise DocumentError(f"{name} is empty. Give a text of at least one word.")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\0" in content[:_SAMPLE]:
        raise _not_text(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        damaged = content.decode("utf-8", "replace")
    # In no other encoding do letters beyond ASCII form sound UTF-8 by chance, again and again.
    broken = damaged.count("\ufffd")
    sound = sum(map(len, _BEYOND_ASCII.findall(damaged))) - broken
    if sound > _SOUND_PER_BROKEN * broken:
        return damaged
    first = next(_NOT_ASCII.finditer(content)).start()
    matches = from_bytes(content[max(0, first - _SAMPLE // 2) : first + _SAMPLE // 2])
    best = matches.best()
    if best is None:
        raise _not_text(name)
    level = [m for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)]
    usual = any(_USUAL in match.could_be_from_charset for match in level)
    try:
        return content.decode(_USUAL if usual else best.encoding, errors="replace")
    except LookupError:
        raise _not_text(name) from None


def _not_text(name: str) -> DocumentError:
    return DocumentError(
        f"{name} is not plain text: it is binary, or in an encoding that cannot be told. "
        "Save it as .txt or .md in UTF-8 and open it again."
    )

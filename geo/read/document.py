"""A plain text or Markdown document becomes an Article."""

from __future__ import annotations

import hashlib
import re

from geo.errors import DocumentError
from geo.model import Article, Paragraph, Role
from geo.read.decode import decode
from geo.read.links import trailing_links

_LINE = re.compile(r"[^\n]+")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]*\S[^\n]*)*")
_RELEASED = re.compile(r"^\W*(?:release[d]?(?: time)?|published|updated|date)\b.{0,60}\d{4}", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"\b([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})\b")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_HARD_WRAP = (45, 100)  # a line broken by an editor has between 45 and 100 characters


def read_document(content: bytes | str, name: str = "the document") -> Article:
    """Reads a document given as bytes or text; `name` stands for it in messages.

    Line ends become \\n, NUL becomes U+FFFD and an unpaired surrogate "?" before offsets are
    counted; nothing else of the text changes. A paragraph is a line, or, in a text broken at
    a fixed width, a block between blank lines.

    Raises:
        DocumentError: there is no text in it.
        TooLargeError: it is over `geo.read.decode.MAX_BYTES`.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    text = decode(raw, name).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    spans = _paragraph_spans(text)
    if not spans:
        raise DocumentError(f"{name} holds no words. Give a text of at least one word.")
    lines = [text[start:end] for start, end in spans]
    links_from = trailing_links(lines)
    titled = len(spans) > 1 and len(lines[0]) <= 200 and not lines[0].endswith((".", "!", ":"))
    date = ""
    paragraphs = []
    for index, (start, end) in enumerate(spans):
        role = Role.BODY
        if index >= links_from:
            role = Role.LINKS
        elif index == 0 and titled:
            role = Role.TITLE
        elif index < 4 and not date and _RELEASED.match(lines[index]):
            role, date = Role.DATE, _iso_date(lines[index])
        paragraphs.append(Paragraph(index + 1, start, end, role))
    title = lines[0].lstrip("# ").strip() if titled else _opening(lines[0])
    key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    return Article(f"text-{key}", title, text, tuple(paragraphs), date)


def _paragraph_spans(text: str) -> list[tuple[int, int]]:
    lines = [m.span() for m in _LINE.finditer(text) if m.group().strip()]
    low, high = _HARD_WRAP
    broken = sum(
        low <= end - start <= high
        and text[end : end + 1] == "\n"
        and text[end + 1 : end + 2].strip() != ""
        for start, end in lines
    )
    if len(lines) > 6 and broken > len(lines) / 2:
        lines = [m.span() for m in _BLOCK.finditer(text) if m.group().strip()]
    return [_trimmed(text, start, end) for start, end in lines]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _opening(line: str) -> str:
    return line if len(line) <= 60 else line[:60].rsplit(" ", 1)[0] + " …"


def _iso_date(line: str) -> str:
    if found := _ISO_DAY.search(line):
        return found.group()
    if (found := _DAY.search(line)) and found[1].lower() in _MONTHS:
        return f"{found[3]}-{_MONTHS.index(found[1].lower()) + 1:02d}-{int(found[2]):02d}"
    return ""

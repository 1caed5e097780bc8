"""Reads marked passages: the training text, the gold set, the passages for thresholds.

A file holds `#` comment lines, then passages separated by a line `%%`; a passage may begin
with a line `## slug`. Marks: `[[place]]`, `{{demonym}}`, `<<Troy>> Fire Department` (place
name in the name of a public body), `((Savannah)) Timber` (in that of a company, team, ship
or paper), `//Main Street//`, `^^Beijing^^ said` (government). A suffix ` @country`,
` @ISO2` or ` @Admin1 name, ISO2` inside the mark says which place is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DataError
from geo.model import Use

MARK = re.compile(
    r"\[\[(?P<place>[^\]\n]+)\]\]|\{\{(?P<demonym>[^}\n]+)\}\}|<<(?P<body>[^>\n]+)>>"
    r"|\(\((?P<company>[^)\n]+)\)\)|(?<!:)//(?P<street>[^/\n]+)//|\^\^(?P<government>[^^\n]+)\^\^"
)
USES = {
    "place": Use.PLACE,
    "demonym": Use.DEMONYM,
    "body": Use.PUBLIC_BODY,
    "company": Use.COMPANY,
    "street": Use.STREET,
    "government": Use.GOVERNMENT,
}
LEFTOVER = re.compile(r"\[\[|\]\]|\{\{|\}\}|<<|>>|\(\(|\)\)|\^\^")


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked name: `text[start:end]` of its passage. `sense` is empty or as written."""

    start: int
    end: int
    use: Use
    sense: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its marks, and the marks. `id` is `file:number` or its slug."""

    id: str
    text: str
    marks: tuple[Marked, ...]


def read_passage(identity: str, marked: str) -> Passage:
    """Take the marks out of a passage.

    >>> p = read_passage("x:1", "In [[Paris @Texas, US]], {{French}} bread.")
    >>> p.text, p.marks[0].sense
    ('In Paris, French bread.', 'Texas, US')

    Raises:
        DataError: a mark is left open or nested.
    """
    parts: list[str] = []
    marks: list[Marked] = []
    at = length = 0
    for found in MARK.finditer(marked):
        before = marked[at : found.start()]
        kind = found.lastgroup or ""
        name, _, sense = found[kind].partition("@")
        name = name.rstrip()
        start = length + len(before)
        length = start + len(name)
        marks.append(Marked(start, length, USES[kind], sense.strip()))
        parts += [before, name]
        at = found.end()
    text = "".join(parts) + marked[at:]
    if broken := LEFTOVER.search(text):
        around = text[max(0, broken.start() - 30) : broken.end() + 30]
        raise DataError(
            f"passage {identity}: a mark is left open or nested near {around!r}; "
            "each mark opens and closes on one line, with nothing marked inside"
        )
    return Passage(identity, text, tuple(marks))


def read_file(path: Path) -> list[Passage]:
    """All passages of a file, in order.

    Raises:
        DataError: a mark is broken; the message names file and passage.
    """
    lines = path.read_text("utf-8").split("\n")
    while lines and (lines[0].startswith("# ") or lines[0] == "#"):
        lines.pop(0)
    passages = []
    blocks = re.split(r"^%%[ \t]*$", "\n".join(lines), flags=re.MULTILINE)
    for number, block in enumerate(blocks, 1):
        identity = f"{path.stem}:{number}"
        block = block.strip("\n")
        while block.startswith("#"):
            first, _, block = block.partition("\n")
            if first.startswith("## "):
                identity = first[3:].strip()
        if block.strip():
            passages.append(read_passage(identity, block.strip("\n")))
    return passages


def read_folder(folder: Path, names: Iterable[str] = ()) -> list[Passage]:
    """Passages of all `.txt` files of a folder, or of the named ones, in order of name."""
    paths = [folder / n for n in names] if names else sorted(folder.glob("*.txt"))
    if not paths:
        raise DataError(f"{folder} holds no .txt file; passages are read from files `*.txt`")
    return [passage for path in paths for passage in read_file(path)]

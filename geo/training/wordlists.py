"""Builds the two word lists of `data/model` from lists that registries carry.

    python -m geo.training.wordlists AMERICAN_ENGLISH_SMALL NAMES_PACKAGE_FOLDER

The first argument is SCOWL's small American list (Debian package wamerican-small
2020.12.07-2, permissive licence), the second the folder of PyPI `names` 0.3.0 (MIT; the
frequencies are those of the 1990 United States census, public domain).
"""

from __future__ import annotations

import sys
from pathlib import Path

from geo.parse.lexicon import ENGLISH, PEOPLE

# Ranks that end the "very common" and the "common" band; rarer surnames are left out, as
# they say little: most are also the names of towns.
FIRST_BANDS = (300, 1500, 6000)
LAST_BANDS = (500, 4000, 20000)


def _ranked(path: Path) -> list[str]:
    return [line.split()[0].lower() for line in path.read_text("ascii").splitlines() if line]


def _band(rank: int, bands: tuple[int, ...]) -> int:
    return next((len(bands) - i for i, end in enumerate(bands) if rank < end), 0)


def english(path: Path) -> str:
    """Lower-case words of letters alone, sorted, one a line."""
    words = set(path.read_text("utf-8").split("\n"))
    kept = sorted(w for w in words if w.isascii() and w.isalpha() and w.islower() and len(w) > 1)
    return "\n".join(kept) + "\n"


def people(folder: Path) -> str:
    """CSV of name, first, last: 3 very common, 2 common, 1 known, 0 not a name of that sort."""
    first: dict[str, int] = {}
    for part in ("dist.female.first", "dist.male.first"):
        for rank, name in enumerate(_ranked(folder / part)):
            first[name] = max(first.get(name, 0), _band(rank, FIRST_BANDS))
    last = {
        name: _band(rank, LAST_BANDS) for rank, name in enumerate(_ranked(folder / "dist.all.last"))
    }
    rows = [
        f"{name},{first.get(name, 0)},{last.get(name, 0)}"
        for name in sorted(first.keys() | last.keys())
        if first.get(name) or last.get(name)
    ]
    return "name,first,last\n" + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> None:
    ENGLISH.write_text(english(Path(arguments[0])), "utf-8", newline="\n")
    PEOPLE.write_text(people(Path(arguments[1])), "utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])

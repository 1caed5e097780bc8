"""Write down what every data file holds, or check that it still holds it.

    python data/seal.py            rewrite the [[file]] entries of sources.toml
    python data/seal.py --check    exit 1 and name each file whose entry is stale

An entry has the path from the repository's root, the SHA-256 of the bytes, and rows: data rows of
a CSV table, lines of any other text, 0 for a binary file. The [[source]] entries are written by
hand and kept as they are.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parent
SOURCES = DATA / "sources.toml"
MARK = "# Below: written by data/seal.py, never by hand.\n"


def rows_in(path: Path) -> int:
    """Data rows of a CSV table, lines of other text, 0 for a binary file."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return 0
    if "\0" in text:
        return 0
    if path.suffix == ".csv":
        return sum(1 for _ in csv.reader(text.splitlines(keepends=True))) - 1
    return text.count("\n") + (not text.endswith("\n") and text != "")


def sealed_files() -> list[Path]:
    """Every file under data/ that has an entry, sorted by path."""
    return sorted(
        path
        for path in DATA.rglob("*")
        if path.is_file()
        and path != SOURCES
        and path.suffix not in {".py", ".pyc"}
        and not path.name.startswith(".")
    )


def entries() -> dict[str, tuple[str, int]]:
    """Path to (SHA-256, rows), as the files are now."""
    return {
        f"data/{path.relative_to(DATA).as_posix()}": (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            rows_in(path),
        )
        for path in sealed_files()
    }


def stale() -> list[str]:
    """What differs between the entries and the files, one sentence each."""
    with SOURCES.open("rb") as file:
        written = {f["path"]: (f["sha256"], f["rows"]) for f in tomllib.load(file).get("file", [])}
    found = entries()
    return [
        *(f"{path} is listed and missing" for path in sorted(written.keys() - found.keys())),
        *(f"{path} is not listed" for path in sorted(found.keys() - written.keys())),
        *(
            f"{path} has changed"
            for path in sorted(found.keys() & written.keys())
            if found[path] != written[path]
        ),
    ]


def main(arguments: list[str]) -> int:
    """Seal, or with --check only compare."""
    if arguments == ["--check"]:
        problems = stale()
        for problem in problems:
            print(f"{problem}: run `python data/seal.py`", file=sys.stderr)
        return 1 if problems else 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    by_hand = SOURCES.read_text(encoding="utf-8").partition(MARK)[0]
    listed = "".join(
        f'\n[[file]]\npath = "{path}"\nsha256 = "{digest}"\nrows = {rows}\n'
        for path, (digest, rows) in entries().items()
    )
    SOURCES.write_text(by_hand + MARK + listed, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

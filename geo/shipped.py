"""The files that ship with Article Atlas: where they lie and how a table is read.

In a checkout `data/` and `assets/` stand beside the package, in an installed wheel inside it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from geo.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
ROOT = _PACKAGE if (_PACKAGE / "data").is_dir() else _PACKAGE.parent
DATA = ROOT / "data"
ASSETS = ROOT / "assets"

REMEDY = "Restore the file from the repository or reinstall article-atlas."


def read_rows(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a CSV table, cells stripped, as column → text.

    Raises:
        DataError: the file is missing or not UTF-8, lacks a column, or a row has too few
            or too many cells; the message names file, row and remedy.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise DataError(f"{path}: column {', '.join(missing)} is missing. {REMEDY}")
            rows = []
            for cells in reader:
                if len(cells) != len(header):
                    raise DataError(
                        f"{path}, line {reader.line_num}: {len(cells)} cells where the header "
                        f"has {len(header)}. {REMEDY}"
                    )
                rows.append(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
            return rows
    except FileNotFoundError:
        raise DataError(f"{path} is missing. {REMEDY}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as a UTF-8 table: {error}. {REMEDY}") from None

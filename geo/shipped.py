"""The files that ship with Article Atlas: where they lie and how a table is read.

In a checkout `data/` and `assets/` stand beside the package, in an installed wheel inside it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path

from geo.errors import AtlasError, DataError

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


@contextmanager
def blaming(path: Path, row: str) -> Iterator[None]:
    """Names file and row where a cell breaks its rule.

    Raises:
        DataError: in place of a ValueError raised inside.
    """
    try:
        yield
    except AtlasError:
        raise
    except ValueError as error:
        raise DataError(f"{path}, row {row!r}: {error}. Correct the cell.") from None


def one_of(cell: str, allowed: Iterable[str], what: str) -> str:
    """The cell, which must be one of the allowed words; raises ValueError."""
    if cell not in allowed:
        raise ValueError(f"{what} {cell!r} is not one of {', '.join(sorted(allowed))}")
    return cell


def number(cell: str, low: float, high: float, what: str) -> float:
    """The cell as a finite number within bounds; raises ValueError."""
    value = float(cell)
    if not isfinite(value) or not low <= value <= high:
        raise ValueError(f"{what} {cell} is not between {low:g} and {high:g}")
    return value


def lon_lat(row: dict[str, str]) -> tuple[float, float]:
    """Longitude and latitude of a row in degrees, EPSG:4326; raises ValueError."""
    return number(row["lon"], -180, 180, "lon"), number(row["lat"], -90, 90, "lat")

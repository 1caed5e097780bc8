"""Provenance: where every fact comes from, and whether the shipped files are whole."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from geo.errors import DataError, SourceError
from geo.model import Source
from geo.shipped import DATA, REMEDY, ROOT

_FIELDS = ("id", "title", "producer", "citation", "url", "licence", "date", "changes")


def load_sources(path: Path = DATA / "sources.toml") -> dict[str, Source]:
    """Every origin by its id.

    Raises:
        DataError: the file is missing or broken, an entry lacks a field, or a licence is
            empty or "NA".
    """
    sources = {}
    for entry in _document(path).get("source", []):
        missing = [field for field in _FIELDS if field not in entry]
        if missing:
            raise DataError(
                f"{path}: source {entry.get('id', '?')!r} lacks {', '.join(missing)}. {REMEDY}"
            )
        if entry["licence"].strip().upper() in {"", "NA", "N/A"}:
            raise DataError(
                f"{path}: source {entry['id']!r} has no licence. "
                "State it, or say in words that none is stated where it was read."
            )
        sources[entry["id"]] = Source(**{field: str(entry[field]) for field in _FIELDS})
    return sources


def check_source(cell: str, sources: dict[str, Source], path: Path, row: str) -> tuple[str, ...]:
    """The source ids of a cell (one, or several joined by ";").

    Raises:
        SourceError: there is none, or one that `sources.toml` does not describe.
    """
    ids = tuple(cell.split(";"))
    for source in ids:
        if source not in sources:
            raise SourceError(
                f"{path}, row {row!r}: source {source!r} is not in data/sources.toml. "
                "Describe it there or correct the row."
            )
    return ids


def check_files(path: Path = DATA / "sources.toml") -> None:
    """Compares every shipped data file with the hash that `sources.toml` states for it.

    Raises:
        DataError: a file is missing or its content is not the stated one.
    """
    for entry in _document(path).get("file", []):
        file = ROOT / entry["path"]
        if not file.is_file():
            raise DataError(f"{file} is missing. {REMEDY}")
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if found != entry["sha256"]:
            raise DataError(
                f"{file} is not the file that was checked in: its sha256 begins {found[:12]}, "
                f"data/sources.toml says {entry['sha256'][:12]}. {REMEDY} "
                "After a wanted change, run python data/seal.py."
            )


def _document(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path} is missing. {REMEDY}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}. {REMEDY}") from None

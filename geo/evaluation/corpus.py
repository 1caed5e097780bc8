"""Corpora in JSON lines: gold spans with coordinates, texts, answers.

`X.texts.jsonl` holds `doc_id` and `text`, `X.jsonl` one gold span a line: `doc_id`, `start`,
`end` (code points), `lat`, `lon` (degrees or null) and perhaps `"ignore": true`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.evaluation.score import Span

TEXTS = ".texts.jsonl"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts and gold spans by document id."""

    name: str
    texts: dict[str, str]
    gold: dict[str, list[Span]]


def read_corpora(folder: Path) -> list[Corpus]:
    """All corpora of a folder, by name.

    Raises:
        DataError: no corpus is there, or a line is not what it should be.
    """
    found = sorted(folder.glob(f"*{TEXTS}"))
    if not found:
        raise DataError(
            f"{folder} holds no file `*{TEXTS}`; a corpus is a pair X{TEXTS} (doc_id, text) and "
            "X.jsonl (doc_id, start, end, lat, lon)"
        )
    return [read_corpus(path) for path in found]


def read_corpus(texts: Path) -> Corpus:
    """The corpus whose texts lie in a file; its gold spans lie beside it."""
    name = texts.name.removesuffix(TEXTS)
    documents = {str(row["doc_id"]): row["text"] for row in _rows(texts, ("doc_id", "text"))}
    spans = texts.with_name(f"{name}.jsonl")
    return Corpus(name, documents, read_spans(spans))


def read_spans(path: Path) -> dict[str, list[Span]]:
    """Spans by document id, gold or answers."""
    found: dict[str, list[Span]] = {}
    for row in _rows(path, ("doc_id", "start", "end")):
        span = Span(
            row["start"], row["end"], row.get("lon"), row.get("lat"), bool(row.get("ignore"))
        )
        found.setdefault(str(row["doc_id"]), []).append(span)
    return found


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [key for key in needed if key not in row]
        except (ValueError, TypeError) as error:
            raise DataError(f"{path}, line {number}: not a JSON object ({error})") from error
        if missing:
            raise DataError(f"{path}, line {number}: {', '.join(missing)} missing")
        yield row

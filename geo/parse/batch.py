"""Geoparses a file of documents, one JSON object a line, into another.

Answers are written in the order of the documents, so that the answers already there tell
where an interrupted run stopped; nothing is kept in memory but the documents under way.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, BinaryIO

from geo.errors import DataError, DocumentError
from geo.model import Use
from geo.parse.geoparse import Parse, geoparser
from geo.parse.records import mention_record

CHUNK_BYTES = 1 << 17  # documents handed to a process at a time: about 20,000 words
CHUNKS_AHEAD = 3  # chunks under way for each process


@dataclass(frozen=True, slots=True)
class Settings:
    """What every process needs to know."""

    uses: frozenset[Use] | None = None
    gazetteer: Path | None = None


@dataclass(slots=True)
class Progress:
    """How far a run has come: documents written, words and bytes read, bad lines met."""

    documents: int = 0
    resumed: int = 0
    bad: int = 0
    words: int = 0
    read: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input: its number (from 1), its document, or why it has none."""

    number: int
    document: dict[str, Any] | None
    fault: str
    bytes_read: int


def parse_line(raw: bytes) -> dict[str, Any]:
    """A document: `id` (string or whole number), `text`, perhaps `spans`.

    Raises:
        DocumentError: the line is no such object; the message says what is wrong.
    """
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8 (byte {error.start})") from None
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"not JSON ({error})") from None
    if not isinstance(document, dict):
        raise DocumentError("not a JSON object")
    identity, text = document.get("id"), document.get("text")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise DocumentError('"id" is missing or neither a string nor a whole number')
    if not isinstance(text, str):
        raise DocumentError('"text" is missing or not a string')
    spans = document.get("spans")
    if spans is not None:
        _check_spans(spans, len(text))
    return {"id": identity, "text": text, "spans": spans}


def _check_spans(spans: Any, length: int) -> None:
    if not isinstance(spans, list):
        raise DocumentError('"spans" is not a list of [start, end]')
    for span in spans:
        fine = (
            isinstance(span, list)
            and len(span) == 2
            and all(isinstance(at, int) and not isinstance(at, bool) for at in span)
            and 0 <= span[0] < span[1] <= length
        )
        if not fine:
            raise DocumentError(
                f"span {json.dumps(span)[:60]} is not [start, end] with "
                f"0 <= start < end <= {length} code points"
            )


def lines(file: BinaryIO) -> Iterator[Line]:
    """Documents of a file; a line ends at \\n alone, blank ones are passed over."""
    read = 0
    for number, raw in enumerate(file, 1):
        read += len(raw)
        if not raw.strip():
            continue
        try:
            yield Line(number, parse_line(raw), "", read)
        except DocumentError as error:
            yield Line(number, None, str(error), read)


def record(document: dict[str, Any], parse: Parse) -> bytes:
    """The output line of a document; ASCII, so that no reader can break it in two."""
    line: dict[str, Any] = {
        "id": document["id"],
        "mentions": [mention_record(resolution) for resolution in parse.resolutions],
    }
    if parse.focus:
        line["focus"] = parse.focus
    if parse.refusal:
        line["refusal"] = parse.refusal
    return json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"


def answers(documents: list[dict[str, Any]], settings: Settings) -> list[bytes | str]:
    """Output lines, or in words what went wrong with a document."""
    parser = geoparser(settings.gazetteer)
    pairs = [(document["text"], document["spans"]) for document in documents]
    try:
        parses = parser.parse_many(pairs, uses=settings.uses)
        return [record(d, parse) for d, parse in zip(documents, parses, strict=True)]
    except DataError:
        raise
    except Exception:  # one document must not take its neighbours along
        return [_alone(document, settings) for document in documents]


def _alone(document: dict[str, Any], settings: Settings) -> bytes | str:
    try:
        parse = geoparser(settings.gazetteer).parse(
            document["text"], spans=document["spans"], uses=settings.uses
        )
        return record(document, parse)
    except Exception as error:
        return f"{error.__class__.__name__}: {error}"


def run(
    source: Path,
    target: Path,
    *,
    jobs: int = 1,
    settings: Settings | None = None,
    report: Callable[[int, str], None],
    show: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Geoparse every document of `source` into `target`, going on where `target` ends.

    Args:
        report: called with the number of each bad line and what is wrong with it.
        show: called with the progress after each chunk.

    Raises:
        DataError: a file cannot be read or written, or `target` does not answer `source`.
    """
    settings = settings or Settings()
    geoparser(settings.gazetteer)  # a missing index ends the run before it begins
    if target.exists() and source.exists() and target.samefile(source):
        raise DataError(f"{target}: input and output are the same file; name another output")
    progress = Progress(size=source.stat().st_size if source.is_file() else 0)
    try:
        with source.open("rb") as given, target.open("a+b") as out:
            coming = lines(given)
            _resume(coming, out, target, progress, report)
            for chunk, found in _worked(_chunks(coming), jobs, settings):
                _write(chunk, found, out, progress, report)
                show(progress)
    except OSError as error:
        raise DataError(f"{error.filename or target}: {error.strerror or error}") from error
    return progress


def _resume(
    coming: Iterator[Line],
    out: BinaryIO,
    target: Path,
    progress: Progress,
    report: Callable[[int, str], None],
) -> None:
    """Cut a half-written last answer and pass over the documents that have theirs."""
    whole = _whole_length(out)
    out.truncate(whole)
    out.seek(0)
    for raw in out:
        try:
            done = json.loads(raw)["id"]
        except (ValueError, KeyError, TypeError):
            raise DataError(
                f"{target} holds a line that is no answer; remove the file or name another"
            ) from None
        for line in coming:
            progress.read = line.bytes_read
            if line.document is None:
                _note(line, line.fault, progress, report)
            elif line.document["id"] == done:
                break
            else:  # it failed last time, or it belongs to another input
                raise DataError(
                    f"{target} answers {done!r} where line {line.number} of the input is "
                    f"{line.document['id']!r}: remove the file or name another output"
                )
        else:
            raise DataError(
                f"{target} holds more answers than the input has documents; "
                "remove the file or name another output"
            )
        progress.resumed += 1
    out.seek(0, os.SEEK_END)


def _whole_length(out: BinaryIO) -> int:
    """Bytes up to and including the last line end."""
    end = out.seek(0, os.SEEK_END)
    while end > 0:
        start = max(0, end - CHUNK_BYTES)
        out.seek(start)
        at = out.read(end - start).rfind(b"\n")
        if at >= 0:
            return start + at + 1
        end = start
    return 0


def _note(line: Line, fault: str, progress: Progress, report: Callable[[int, str], None]) -> None:
    progress.bad += 1
    report(line.number, fault)


def _chunks(coming: Iterator[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    size = 0
    for line in coming:
        chunk.append(line)
        size += len(line.document["text"]) if line.document else 0
        if size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _worked(
    chunks: Iterator[list[Line]], jobs: int, settings: Settings
) -> Iterator[tuple[list[Line], list[bytes | str]]]:
    """Chunks with their answers, in order."""
    if jobs <= 1:
        for chunk in chunks:
            yield chunk, answers([x.document for x in chunk if x.document], settings)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
        under_way: deque[tuple[list[Line], Future[list[bytes | str]]]] = deque()
        for chunk in chunks:
            documents = [x.document for x in chunk if x.document]
            under_way.append((chunk, pool.submit(answers, documents, settings)))
            if len(under_way) >= jobs * CHUNKS_AHEAD:
                done, future = under_way.popleft()
                yield done, future.result()
        for done, future in under_way:
            yield done, future.result()


def _end_with_parent() -> None:
    """A process of the pool ends when the run is killed, instead of waiting for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _write(
    chunk: list[Line],
    found: list[bytes | str],
    out: BinaryIO,
    progress: Progress,
    report: Callable[[int, str], None],
) -> None:
    coming = iter(found)
    good: list[bytes] = []
    for line in chunk:
        if line.document is None:
            _note(line, line.fault, progress, report)
            continue
        written = next(coming)
        if isinstance(written, str):
            # An answer without mentions keeps answers and documents in step.
            _note(line, written, progress, report)
            empty = {"id": line.document["id"], "mentions": [], "error": written}
            written = json.dumps(empty, separators=(",", ":")).encode("ascii") + b"\n"
        good.append(written)
        progress.words += line.document["text"].count(" ") + 1
        progress.documents += 1
    out.write(b"".join(good))
    out.flush()
    progress.read = chunk[-1].bytes_read


def uses_named(names: Collection[str]) -> frozenset[Use] | None:
    """Uses by name; None (all) for no names.

    Raises:
        DocumentError: a name is none of the uses.
    """
    if not names:
        return None
    known = {use.value: use for use in Use}
    for name in names:
        if name not in known:
            raise DocumentError(f"use {name!r} is unknown; the uses are {', '.join(known)}")
    return frozenset(known[name] for name in names)

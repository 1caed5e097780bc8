"""The commands `atlas geoparse` and `atlas batch`."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from geo.errors import DocumentError
from geo.model import Resolution, Use
from geo.parse.batch import Progress, Settings, run, uses_named
from geo.parse.geoparse import Parse, geoparse
from geo.parse.records import mention_record, place_record

NOTHING = "no name of a place was found"
FORMATS = ("table", "geojson", "csv", "jsonl")
FORMULA_SIGNS = "=+-@\t\r"
CSV_COLUMNS = (
    *("start", "end", "text", "use", "score"),
    *("id", "name", "kind", "country", "lon", "lat", "reasons", "candidates"),
)


def add_commands(commands: Any) -> None:
    """Mount the two commands on what `ArgumentParser.add_subparsers` returned.

    Each sets `run`, a function from the parsed arguments to the exit code.
    """
    one = commands.add_parser("geoparse", help="find the places of a text")
    one.add_argument("file", metavar="FILE", help="a UTF-8 text, or - for standard input")
    one.add_argument("--format", choices=FORMATS, default="table")
    _add_shared(one)
    one.set_defaults(run=run_geoparse)
    many = commands.add_parser("batch", help="geoparse a file of documents, one JSON a line")
    many.add_argument("source", metavar="IN.jsonl", type=Path)
    many.add_argument("target", metavar="OUT.jsonl", type=Path)
    many.add_argument("--jobs", type=_jobs, default=None, help="processes (default: all cores)")
    _add_shared(many)
    many.set_defaults(run=run_batch)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--use",
        action="append",
        default=[],
        metavar="USE",
        help="keep mentions of this use only (again for more): " + ", ".join(Use),
    )
    parser.add_argument(
        "--gazetteer", type=Path, help="a CSV or GeoJSON of places that go before all others"
    )


def _jobs(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 256:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of processes from 1 to 256")
    return int(value)


def run_geoparse(arguments: argparse.Namespace) -> int:
    """Print the places of one text."""
    text = _read(arguments.file)
    parse = geoparse(text, uses=uses_named(arguments.use), gazetteer=arguments.gazetteer)
    if parse.refusal or not parse.resolutions:
        print(f"atlas: {parse.refusal or NOTHING}", file=sys.stderr)
    WRITERS[arguments.format](parse, sys.stdout)
    return 0


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise DocumentError(f"{name} cannot be read: {error.strerror or error}") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name} is not UTF-8 (byte {error.start}); convert it, for example with "
            "`iconv -t UTF-8`"
        ) from error


def _printable(text: str) -> str:
    """Text that cannot steer a terminal: control and format characters become spaces."""
    return "".join(c if c.isprintable() else " " for c in text)


def write_table(parse: Parse, out: TextIO) -> None:
    """A table for people."""
    rows = [("mention", "use", "place", "lon", "lat", "score", "because")]
    for r in parse.resolutions:
        place = r.place
        where = (
            ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, *place.countries))))
            if place
            else "(open)"
        )
        rows.append(
            (
                _printable(r.mention.text),
                r.mention.use.value,
                f"{where} [{place.kind}]" if place else where,
                f"{place.lon:.4f}" if place else "",
                f"{place.lat:.4f}" if place else "",
                f"{r.score:.2f}",
                "; ".join(r.reasons) or r.refusal,
            )
        )
    widths = [min(40, max(len(row[i]) for row in rows)) for i in range(len(rows[0]) - 1)]
    for row in rows:
        cells = (cell[:40].ljust(width) for cell, width in zip(row, widths, strict=False))
        print("  ".join((*cells, row[-1])).rstrip(), file=out)
    if parse.focus:
        print(f"\nfocus: {parse.focus} ({parse.focus_share:.0%} of the votes)", file=out)


def write_jsonl(parse: Parse, out: TextIO) -> None:
    """One mention a line, as in the output of `atlas batch`."""
    for resolution in parse.resolutions:
        print(json.dumps(mention_record(resolution)), file=out)


def write_geojson(parse: Parse, out: TextIO) -> None:
    """A FeatureCollection with a point for each mention that was resolved (RFC 7946)."""
    features = []
    for resolution in parse.resolutions:
        record = mention_record(resolution)
        place = record.pop("place")
        if place is None:
            continue
        point = {"type": "Point", "coordinates": [place.pop("lon"), place.pop("lat")]}
        features.append({"type": "Feature", "geometry": point, "properties": {**record, **place}})
    print(json.dumps({"type": "FeatureCollection", "features": features}), file=out)


def write_csv(parse: Parse, out: TextIO) -> None:
    """A table for programs; a cell that a spreadsheet would run as a formula is quoted."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for resolution in parse.resolutions:
        writer.writerow([_cell(value) for value in _csv_row(resolution)])


def _csv_row(resolution: Resolution) -> list[Any]:
    mention = resolution.mention
    place = place_record(resolution.place) if resolution.place else {}
    return [
        mention.start,
        mention.end,
        mention.text,
        mention.use.value,
        resolution.score,
        *(place.get(key, "") for key in ("id", "name", "kind", "country", "lon", "lat")),
        "; ".join(resolution.reasons) or resolution.refusal,
        "; ".join(f"{c.place.id} {c.score}" for c in resolution.candidates),
    ]


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.encode("utf-8", "replace").decode("utf-8")
    return "'" + value if value.startswith(tuple(FORMULA_SIGNS)) else value


WRITERS = {
    "table": write_table,
    "geojson": write_geojson,
    "csv": write_csv,
    "jsonl": write_jsonl,
}


def run_batch(arguments: argparse.Namespace) -> int:
    """Geoparse a file of documents; exit code 1 if a line was bad."""
    jobs = arguments.jobs or len(os.sched_getaffinity(0))
    meter = _Meter(sys.stderr)
    progress = run(
        arguments.source,
        arguments.target,
        jobs=jobs,
        settings=Settings(uses_named(arguments.use), arguments.gazetteer),
        report=meter.complain,
        show=meter.show,
    )
    meter.finish(progress)
    return 1 if progress.bad else 0


class _Meter:
    """Progress on a terminal, complaints anywhere."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.live = out.isatty()
        self.began = time.monotonic()

    def complain(self, number: int, fault: str) -> None:
        start = "\r\x1b[K" if self.live else ""
        print(f"{start}line {number}: {_printable(fault)}; skipped", file=self.out)

    def show(self, progress: Progress) -> None:
        if self.live:
            print(f"\r\x1b[K{self._line(progress)}", end="", file=self.out, flush=True)

    def finish(self, progress: Progress) -> None:
        start = "\r\x1b[K" if self.live else ""
        print(f"{start}{self._line(progress)}", file=self.out)

    def _line(self, progress: Progress) -> str:
        seconds = max(time.monotonic() - self.began, 1e-3)
        share = f"{progress.read / progress.size:.0%}, " if progress.size else ""
        resumed = f" ({progress.resumed:,} were there)" if progress.resumed else ""
        return (
            f"{share}{progress.documents + progress.resumed:,} documents{resumed}, "
            f"{progress.bad:,} bad lines, {progress.words / seconds:,.0f} words/s"
        )

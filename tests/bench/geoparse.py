"""Measures the geoparser beside three others, all pinned to one core in the same run.

    python tests/bench/geoparse.py [--eval FOLDER] [--core N]

Words per second, load time and peak memory, each in a process of its own; the cost per word
at 1, 10 and 100 documents and of one document of 500,000 words; then the scores, of every
corpus in FOLDER (see `geo.evaluation.corpus`) or of our own gold set. The peers are
installed, at pinned versions, into a virtual environment under `build/`. The texts are those
of FOLDER, or our own passages joined into documents of about 400 words.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEERS_HOME = ROOT / "build" / "bench-peers"
PEERS = {"geotext": "0.4.0", "flashgeotext": "0.5.5", "local-geocode": "0.0.2"}
DOCUMENT_WORDS = 400
LONG_WORDS = 500_000
REPEATS = 3
# The floor of the issue: a quarter of local-geocode, which finds names without judging them.
SHARE_OF_LOCAL_GEOCODE = 0.25


# -- in the measured process


def load_ours() -> Callable[[list[str]], int]:
    from geo.parse.geoparse import geoparser

    parser = geoparser()

    def together(texts: list[str]) -> int:
        parses = parser.parse_many((text, None) for text in texts)
        return sum(len(parse.resolutions) for parse in parses)

    return together


def load_ours_singly() -> Callable[[list[str]], int]:
    from geo.parse.geoparse import geoparser

    parser = geoparser()
    return lambda texts: sum(len(parser.parse(text).resolutions) for text in texts)


def load_geotext() -> Callable[[list[str]], int]:
    from geotext import GeoText

    return lambda texts: sum(len(GeoText(text).cities) for text in texts)


def load_flashgeotext() -> Callable[[list[str]], int]:
    from flashgeotext.geotext import GeoText

    parser = GeoText()
    return lambda texts: sum(len(parser.extract(input_text=text)["cities"]) for text in texts)


def load_local_geocode() -> Callable[[list[str]], int]:
    from geocode.geocode import Geocode

    parser = Geocode()
    parser.load()
    return lambda texts: sum(len(parser.decode(text)) for text in texts)


LOADERS = {
    "ours": load_ours,
    "ours, one call a text": load_ours_singly,
    "geotext": load_geotext,
    "flashgeotext": load_flashgeotext,
    "local-geocode": load_local_geocode,
}


def peak_mb() -> float:
    """Peak resident memory of this process since it began, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(name: str, batches: list[list[str]]) -> dict[str, Any]:
    """Load time, then words per second of each batch (best of some repeats), then memory."""
    began = time.perf_counter()
    run = LOADERS[name]()
    load = time.perf_counter() - began
    run(batches[-1][:20])  # the first texts pay for what is built once
    speeds = []
    for texts in batches:
        words = sum(len(text.split()) for text in texts)
        best = min(_seconds(run, texts) for _ in range(REPEATS))
        speeds.append(words / best)
    return {"load_s": load, "words_per_s": speeds, "peak_mb": peak_mb()}


def _seconds(run: Callable[[list[str]], int], texts: list[str]) -> float:
    """Seconds of processor time for one pass; short passes are repeated to be measurable."""
    times = 1
    while True:
        before = time.process_time()
        for _ in range(times):
            run(texts)
        spent = time.process_time() - before
        if spent > 0.2:
            return spent / times
        times *= 4


# -- in the measuring process


def documents(folder: Path | None) -> list[str]:
    """The texts to measure on."""
    if folder is not None:
        from geo.evaluation.corpus import read_corpora

        return [text for corpus in read_corpora(folder) for text in corpus.texts.values()]
    from geo.evaluation.gate import GOLD
    from geo.training.marks import read_folder
    from geo.training.train import TRAINING

    passages = [p.text for folder in (GOLD, TRAINING) for p in read_folder(folder)]
    return list(_joined(passages))


def _joined(passages: list[str]) -> Iterator[str]:
    held: list[str] = []
    for passage in passages:
        held.append(passage)
        if sum(len(text.split()) for text in held) >= DOCUMENT_WORDS:
            yield "\n\n".join(held)
            held = []


def batches_of(texts: list[str]) -> dict[str, list[str]]:
    """1, 10, 100 documents, and one of 500,000 words."""
    hundred = (texts * (100 // len(texts) + 1))[:100]
    words = sum(len(text.split()) for text in texts)
    long = "\n\n".join(texts * (LONG_WORDS // words + 1))
    return {
        "1 document": hundred[:1],
        "10 documents": hundred[:10],
        "100 documents": hundred,
        "1 of 500,000 words": [long],
    }


def peers_python() -> Path:
    """The interpreter of a virtual environment that holds the peers."""
    python = PEERS_HOME / "bin" / "python"
    if not python.exists():
        venv.create(PEERS_HOME, with_pip=True)
    pinned = [f"{name}=={version}" for name, version in PEERS.items()]
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pinned],
        check=True,
    )
    return python


def in_process(python: Path | str, core: int, name: str, batches: list[list[str]]) -> dict:
    """Measure in a process of its own on one core."""
    told = subprocess.run(
        [python, __file__, "--measure", name, "--core", str(core)],
        input=json.dumps(batches),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if told.returncode:
        raise SystemExit(f"bench: {name} failed:\n{told.stderr}")
    return json.loads(told.stdout.splitlines()[-1])


def report(folder: Path | None, core: int) -> int:
    """Print the tables; 1 if the speed is under the floor of the issue."""
    texts = documents(folder)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} documents, {words:,} words, core {core}\n")
    speeds = {}
    print(f"{'':24} {'words/s':>10} {'load s':>8} {'peak MB':>8}")
    for name in LOADERS:
        python = sys.executable if name.startswith("ours") else peers_python()
        found = in_process(python, core, name, [texts])
        speeds[name] = found["words_per_s"][0]
        print(
            f"{name:24} {speeds[name]:10,.0f} {found['load_s']:8.2f} {found['peak_mb']:8.0f}",
            flush=True,
        )
    share = speeds["ours"] / speeds["local-geocode"]
    print(f"\nours at {share:.0%} of local-geocode (floor {SHARE_OF_LOCAL_GEOCODE:.0%})\n")
    sizes = batches_of(texts)
    for name in ("ours", "ours, one call a text"):
        found = in_process(sys.executable, core, name, list(sizes.values()))
        costs = [f"{1e6 / speed:.2f}" for speed in found["words_per_s"]]
        told = ", ".join(f"{cost} at {size}" for cost, size in zip(costs, sizes, strict=True))
        print(f"{name}: µs a word: {told}; peak {found['peak_mb']:.0f} MB", flush=True)
    print()
    scoring = [sys.executable, "-m", "geo.evaluation.run", *([str(folder)] if folder else [])]
    subprocess.run(scoring, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    return int(share < SHARE_OF_LOCAL_GEOCODE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--eval", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        os.sched_setaffinity(0, {arguments.core})
        print(json.dumps(measure(arguments.measure, json.load(sys.stdin))))
        return 0
    sys.path.insert(0, str(ROOT))
    folder = arguments.eval or (Path(os.environ["EVAL"]) if os.environ.get("EVAL") else None)
    return report(folder.resolve() if folder else None, arguments.core)


if __name__ == "__main__":
    sys.exit(main())

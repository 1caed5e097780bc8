"""`atlas batch`: one answer a document, in order, once; bad lines told; death survived."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.cli import main
from geo.errors import DataError, DocumentError
from geo.model import Use
from geo.parse.batch import Progress, Settings, parse_line, run, uses_named
from geo.parse.geoparse import geoparse

TEXTS = [
    "TROY, N.C. (CW) - Police went to Candor and Star on Monday.",
    "Somali troops left Mogadishu for Nairobi.\u2028Then came Oslo.\x85Bergen\x0cand Rome.",
    "",
    "Москва",
    "Officials in Springfield said so. \ud800 In Paris nobody did.",
]


def lines_of(path: Path) -> list[dict]:
    content = path.read_bytes()
    assert content.endswith(b"\n") or not content
    return [json.loads(line) for line in content.split(b"\n")[:-1]]


def write(path: Path, documents: list[object]) -> Path:
    raw = [d if isinstance(d, bytes) else json.dumps(d).encode() for d in documents]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


def process(source: Path, target: Path, **more: object) -> tuple[Progress, list[tuple[int, str]]]:
    told: list[tuple[int, str]] = []
    progress = run(source, target, report=lambda n, why: told.append((n, why)), **more)  # type: ignore[arg-type]
    return progress, told


def documents(times: int = 1) -> list[object]:
    return [{"id": f"{n}-{i}", "text": t} for n in range(times) for i, t in enumerate(TEXTS)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_document_is_answered_once_and_in_order(tmp_path: Path, jobs: int) -> None:
    source = write(tmp_path / "in.jsonl", documents(3))
    progress, told = process(source, tmp_path / "out.jsonl", jobs=jobs)
    answers = lines_of(tmp_path / "out.jsonl")
    assert [a["id"] for a in answers] == [d["id"] for d in documents(3)]  # type: ignore[index]
    assert (progress.documents, progress.bad, told) == (15, 0, [])


def test_an_answer_has_the_fields_and_offsets_of_the_issue(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", documents())
    process(source, tmp_path / "out.jsonl")
    for answer, text in zip(lines_of(tmp_path / "out.jsonl"), TEXTS, strict=True):
        assert len(answer["mentions"]) == len(geoparse(text).resolutions)
        for mention in answer["mentions"]:
            assert set(mention) == {
                *("start", "end", "text", "use", "place", "score", "reasons", "candidates")
            }
            assert text[mention["start"] : mention["end"]] == mention["text"]
            assert set(mention["place"]) == {"id", "name", "kind", "country", "lon", "lat"}


def test_every_use_is_given_unless_filtered(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", documents())
    process(source, tmp_path / "all.jsonl")
    process(source, tmp_path / "some.jsonl", settings=Settings(frozenset({Use.DEMONYM})))
    found = [m["use"] for a in lines_of(tmp_path / "all.jsonl") for m in a["mentions"]]
    kept = [m["use"] for a in lines_of(tmp_path / "some.jsonl") for m in a["mentions"]]
    assert kept == [use for use in found if use == "demonym"] != found


def test_lines_end_at_line_feeds_alone(tmp_path: Path) -> None:
    text = "Oslo\u2028Bergen\u2029Rome\x85Paris\x0cLondon\x1cMadrid"
    raw = json.dumps({"id": 1, "text": text}, ensure_ascii=False).encode()
    source = write(tmp_path / "in.jsonl", [raw, {"id": 2, "text": "Oslo"}])
    progress, _ = process(source, tmp_path / "out.jsonl")
    assert (progress.documents, progress.bad) == (2, 0)


def test_given_spans_are_resolved_and_nothing_else(tmp_path: Path) -> None:
    source = write(
        tmp_path / "in.jsonl", [{"id": "a", "text": "From Oslo to Rome.", "spans": [[13, 17]]}]
    )
    process(source, tmp_path / "out.jsonl")
    (answer,) = lines_of(tmp_path / "out.jsonl")
    assert [m["text"] for m in answer["mentions"]] == ["Rome"]
    assert answer["mentions"][0]["place"]["country"] == "IT"


BAD_LINES = [
    (b"{not json", "not JSON"),
    (b'"text"', "not a JSON object"),
    (b'{"text": "Oslo"}', '"id" is missing'),
    (b'{"id": true, "text": "Oslo"}', '"id" is missing'),
    (b'{"id": 1}', '"text" is missing'),
    (b'{"id": 1, "text": 5}', '"text" is missing'),
    (b'{"id": 1, "text": "Oslo", "spans": 3}', '"spans" is not a list'),
    (b'{"id": 1, "text": "Oslo", "spans": [[0, 5]]}', "span [0, 5]"),
    (b'{"id": 1, "text": "Oslo", "spans": [[2, 2]]}', "span [2, 2]"),
    (b'{"id": 1, "text": "\xff"}', "not UTF-8"),
    (b"[" * 100_000, "not JSON"),
]


@pytest.mark.parametrize(("raw", "said"), BAD_LINES, ids=[said for _, said in BAD_LINES])
def test_a_bad_line_is_told_in_words(raw: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        parse_line(raw)
    assert said in str(error.value)


def test_bad_lines_are_told_by_number_and_skipped(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [b"{", *documents(), b"", b"[]"])
    progress, told = process(source, tmp_path / "out.jsonl")
    assert [number for number, _ in told] == [1, len(TEXTS) + 3]
    assert (progress.documents, progress.bad) == (len(TEXTS), 2)


def test_the_exit_code_is_one_after_bad_lines_and_zero_without(tmp_path: Path) -> None:
    good = write(tmp_path / "good.jsonl", documents())
    bad = write(tmp_path / "bad.jsonl", [*documents(), b"{"])
    assert main(["batch", str(good), str(tmp_path / "a"), "--jobs", "1"]) == 0
    assert main(["batch", str(bad), str(tmp_path / "b"), "--jobs", "1"]) == 1
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_cut_answer_file_is_completed_wherever_it_was_cut(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [b"{", *documents(2), b"[]"])
    process(source, tmp_path / "whole.jsonl")
    whole = (tmp_path / "whole.jsonl").read_bytes()
    target = tmp_path / "cut.jsonl"
    for cut in range(0, len(whole), max(1, len(whole) // 25)):
        target.write_bytes(whole[:cut])
        progress, told = process(source, target)
        assert target.read_bytes() == whole
        assert progress.bad == len(told) == 2
        assert progress.resumed == whole[:cut].count(b"\n")


def test_a_run_killed_dead_loses_and_doubles_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", documents(4000))
    target = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "geo.cli", "batch", str(source), str(target)]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen([*command, "--jobs", "2"], cwd=root, stderr=subprocess.DEVNULL) as dying:
        for _ in range(600):
            if target.exists() and target.stat().st_size > 100_000:
                break
            time.sleep(0.05)
        dying.send_signal(signal.SIGKILL)
    assert dying.returncode == -signal.SIGKILL
    written = target.read_bytes().count(b"\n")
    progress, _ = process(source, target)
    assert progress.resumed == written
    assert [a["id"] for a in lines_of(target)] == [d["id"] for d in documents(4000)]  # type: ignore[index]


def test_an_answer_file_for_another_input_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", documents())
    write(tmp_path / "out.jsonl", [{"id": "other", "mentions": []}])
    with pytest.raises(DataError, match="answers 'other'"):
        process(source, tmp_path / "out.jsonl")
    write(tmp_path / "out.jsonl", [b"hello"])
    with pytest.raises(DataError, match="no answer"):
        process(source, tmp_path / "out.jsonl")


def test_input_and_output_may_not_be_one_file(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", documents())
    with pytest.raises(DataError, match="same file"):
        process(source, source)


def test_a_missing_input_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.jsonl"):
        process(tmp_path / "nowhere.jsonl", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_an_unknown_use_is_told_with_the_known_ones() -> None:
    with pytest.raises(DocumentError, match="place, demonym, government"):
        uses_named(["city"])


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    root = Path(__file__).resolve().parents[1]
    for times in (2000, 8000):
        source = write(tmp_path / f"{times}.jsonl", documents(times))
        script = (
            "from geo.cli import main; "
            f"main(['batch', {str(source)!r}, {str(source) + '.out'!r}, '--jobs', '1']); "
            "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
        )
        told = subprocess.run(
            [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
        )
        peaks.append(int(told.stdout.split()[-1]))
    assert peaks[1] < 1.1 * peaks[0]
    assert peaks[1] < 250 * 1024

"""`atlas geoparse`: four formats, a gazetteer of one's own, errors that people can act on."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli import main
from geo.parse.geoparse import geoparse

TEXT = "TROY, N.C. (CW) - Somali troops left =Mogadishu for Nairobi.\nThe mayor of Oslo stayed."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, "utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["geoparse", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_the_table_has_a_line_for_every_mention(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(capsys, file).split("\n")
    mentions = [r.mention.text for r in geoparse(TEXT).resolutions]
    assert [line[: len(m)] for line, m in zip(lines[1:], mentions, strict=False)] == mentions
    assert "the text places it in North Carolina" in lines[1]


def test_a_text_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("He left Os\x1b[31mlo, Norway, for New\u202eYork and Rome.", "utf-8")
    assert "\x1b" not in told(capsys, path)


def test_jsonl_has_one_mention_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in told(capsys, file, "--format", "jsonl").splitlines()]
    assert [row["text"] for row in rows] == [r.mention.text for r in geoparse(TEXT).resolutions]


def test_geojson_is_a_collection_of_points_lon_before_lat(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collection = json.loads(told(capsys, file, "--format", "geojson"))
    assert collection["type"] == "FeatureCollection"
    points = {f["properties"]["text"]: f["geometry"]["coordinates"] for f in collection["features"]}
    assert points["Oslo"] == pytest.approx([10.75, 59.91], abs=0.1)


def test_csv_has_no_cell_that_a_spreadsheet_would_run(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(told(capsys, file, "--format", "csv"))))
    assert [row["text"] for row in rows] == [r.mention.text for r in geoparse(TEXT).resolutions]
    numbers = ("lon", "lat")
    cells = [cell for row in rows for key, cell in row.items() if key not in numbers]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_use_filters(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = told(capsys, file, "--format", "jsonl", "--use", "demonym").splitlines()
    assert [json.loads(row)["text"] for row in rows] == ["Somali"]


def test_a_gazetteer_of_ones_own_goes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.txt"
    text.write_text("The pub at Nether Wobbling was sold. Police in Paris said so.", "utf-8")
    own = tmp_path / "own.csv"
    own.write_text("name,lon,lat\nNether Wobbling,-1.25,51.8\nParis,10,50\n", "utf-8")
    rows = told(capsys, text, "--format", "jsonl", "--gazetteer", own).splitlines()
    found = {row["text"]: row for row in map(json.loads, rows)}
    assert found["Nether Wobbling"]["place"]["lon"] == -1.25
    assert found["Paris"]["place"]["lat"] == 50
    assert "takes precedence" in found["Paris"]["reasons"][0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "nowhere.txt cannot be read"),
        (["{file}", "--use", "city"], "the uses are place, demonym"),
        (["{file}", "--gazetteer", "nowhere.csv"], "nowhere.csv: no such file"),
        (["{binary}"], "is not UTF-8"),
    ],
    ids=["no-file", "no-use", "no-gazetteer", "binary"],
)
def test_an_error_says_what_and_how(
    arguments: list[str], said: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary = file.with_name("binary.txt")
    binary.write_bytes(b"\xff\xfe\x00Paris")
    filled = [a.format(file=file, binary=binary) for a in arguments]
    assert main(["geoparse", *filled]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Президент посетил Москву и Астану.", "the language is not covered"),
        ("The committee met and went home.", "no name of a place was found"),
    ],
    ids=["another-language", "no-places"],
)
def test_why_a_table_is_empty_is_told_on_the_error_stream(
    text: str, said: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(text, "utf-8")
    assert main(["geoparse", str(file)]) == 0
    assert said in capsys.readouterr().err


def test_a_reader_who_has_seen_enough_is_no_error(file: Path) -> None:
    file.write_text("Rain fell in Nairobi, Kenya, on Friday.\n" * 5_000, "utf-8")
    command = [sys.executable, "-m", "geo.cli", "geoparse", "--format", "csv", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as atlas:
        assert atlas.stdout is not None
        assert atlas.stderr is not None
        assert atlas.stdout.readline().startswith(b"start,end,text")
        atlas.stdout.close()
        assert atlas.stderr.read() == b""

"""Provenance: every origin is described, every shipped file is the one that was checked in."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from geo import sources as sources_module
from geo.errors import AtlasError, DataError, SourceError
from geo.model import Source
from geo.shipped import ASSETS, DATA, ROOT, read_rows
from geo.sources import check_files, check_source, load_sources

ENTRY = """
[[source]]
id = "geonames"
title = "Names"
producer = "GeoNames"
citation = "GeoNames"
url = ""
licence = "CC BY 4.0"
date = "2024"
changes = "none"
"""


def test_every_origin_is_loaded_under_its_id(sources: dict[str, Source]) -> None:
    text = (DATA / "sources.toml").read_text(encoding="utf-8")
    assert list(sources) == re.findall(r'^id = "(.+)"$', text, re.M)
    assert all(key == source.id for key, source in sources.items())


def test_every_licence_is_stated(sources: dict[str, Source]) -> None:
    for source in sources.values():
        assert source.licence.strip()
        assert source.licence.upper() not in {"NA", "N/A"}


def test_the_shipped_files_are_whole() -> None:
    check_files()


def test_data_and_assets_lie_where_the_program_looks() -> None:
    assert (DATA / "sources.toml").is_file()
    assert ASSETS.is_dir()


@pytest.mark.parametrize(
    "field", ["id", "title", "producer", "citation", "url", "licence", "date", "changes"]
)
def test_an_origin_that_lacks_a_field_is_refused(tmp_path: Path, field: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(re.sub(rf"(?m)^{field} = .*$", "", ENTRY), encoding="utf-8")
    with pytest.raises(DataError, match=rf"sources\.toml: source .* lacks {field}\. Restore"):
        load_sources(path)


@pytest.mark.parametrize("licence", ["", " ", "NA", "na", "N/A"])
def test_an_origin_without_a_licence_is_refused(tmp_path: Path, licence: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(ENTRY.replace("CC BY 4.0", licence), encoding="utf-8")
    with pytest.raises(DataError, match=r"source 'geonames' has no licence\. State it"):
        load_sources(path)


@pytest.mark.parametrize("content", [None, b"[[source]\n", b"\xff\xfe\xff"])
def test_a_missing_or_broken_list_of_origins_is_refused(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_bytes(content)
    for load in (load_sources, check_files):
        with pytest.raises(DataError, match=r"sources\.toml (is missing|cannot be read).*Restore"):
            load(path)


@pytest.mark.parametrize(
    ("cell", "ids"), [("geonames", ("geonames",)), ("geonames;gem", ("geonames", "gem"))]
)
def test_a_cell_names_one_origin_or_several(
    sources: dict[str, Source], cell: str, ids: tuple[str, ...]
) -> None:
    assert check_source(cell, sources, Path("t.csv"), "row") == ids


@pytest.mark.parametrize("cell", ["", "nobody", "geonames;nobody", "geonames; gem", "geonames;"])
def test_an_unknown_origin_is_refused_with_file_row_and_remedy(
    sources: dict[str, Source], cell: str
) -> None:
    with pytest.raises(SourceError, match=r"t\.csv, row 'astana': source .* Describe it there"):
        check_source(cell, sources, Path("t.csv"), "astana")


def _listed(path: str, content: bytes) -> str:
    return (
        f'[[file]]\npath = "{path}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\nrows = 1\n'
    )


def test_a_changed_file_is_told_apart_by_a_single_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources_module, "ROOT", tmp_path)
    path = tmp_path / "sources.toml"
    path.write_text(_listed("a.csv", b"id\nx\n"), encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.csv is missing\. Restore"):
        check_files(path)
    (tmp_path / "a.csv").write_bytes(b"id\nx\n")
    check_files(path)
    (tmp_path / "a.csv").write_bytes(b"id\ny\n")
    with pytest.raises(DataError, match=r"a\.csv is not the file that was checked in.*Restore"):
        check_files(path)


def test_every_shipped_table_and_text_is_listed_with_its_hash() -> None:
    listed = set(
        re.findall(r'^path = "(.+)"$', (DATA / "sources.toml").read_text(encoding="utf-8"), re.M)
    )
    shipped = {
        path.relative_to(ROOT).as_posix()
        for path in DATA.rglob("*")
        if path.suffix in {".csv", ".txt", ".geojson"} or path.parent.name == "articles"
    }
    assert shipped
    assert shipped <= listed


# Tables


def test_cells_come_stripped_under_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,name\n a ," Xi\'an, China "\n', encoding="utf-8")
    assert read_rows(path, ("id", "name")) == [{"id": "a", "name": "Xi'an, China"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, r"is missing\. Restore"),
        (b"", r"column id, name is missing\. Restore"),
        (b"id,title\na,b\n", r"column name is missing\. Restore"),
        (b"id,name\na,b\nc\n", r", line 3: 1 cells where the header has 2\. Restore"),
        (b"id,name\na,b,c\n", r", line 2: 3 cells where the header has 2\. Restore"),
        (b"id,name\n\na,b\n", r", line 2: 0 cells where the header has 2\. Restore"),
        (b'id,name\na,"b\n', r"cannot be read as a UTF-8 table: .*Restore"),
        (b"id,name\na,\xff\n", r"cannot be read as a UTF-8 table: .*Restore"),
    ],
)
def test_a_broken_table_is_refused_with_file_line_and_remedy(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "t.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=rf"t\.csv.*{said}"):
        read_rows(path, ("id", "name"))


# The tree of errors


@pytest.mark.parametrize("kind", AtlasError.__subclasses__())
def test_every_error_a_person_may_see_is_also_a_value_error(kind: type[AtlasError]) -> None:
    assert issubclass(kind, ValueError)

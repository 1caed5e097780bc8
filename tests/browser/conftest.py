"""A real server and a real browser that can reach this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, HINT, path

ROOT = Path(__file__).resolve().parents[2]
WAIT = 30_000  # ms: two cores may be busy with the rest of the suite


@dataclass
class Visit:
    """A page with what it complained of and asked of others."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    @property
    def map(self) -> FrameLocator:
        """The map's frame."""
        return self.page.frame_locator("iframe[title^='streamlit_folium']")

    def ask_map(self, expression: str) -> object:
        """The value of an expression inside the map's frame."""
        frame = next(f for f in self.page.frames if "streamlit_folium" in f.url)
        return frame.evaluate(expression)

    def look_at(self, lat: float, lon: float, zoom: float) -> None:
        """Moves the map at once."""
        self.ask_map(f"void atlasMap.setView([{lat}, {lon}], {zoom}, {{animate: false}})")

    def settle(self) -> None:
        """Waits until the map is drawn and no script runs."""
        self.map.locator(".atlas-pin, .atlas-spot").first.wait_for(timeout=WAIT)
        self.rest()

    def rest(self) -> None:
        """Waits until no script runs."""
        app = self.page.locator("[data-testid='stApp']")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(
    article: str = "", entry: str = "", root: Path = ROOT
) -> tuple[subprocess.Popen, str]:
    """Starts the page as its users do; returns the process and its address.

    `root` is the checkout that it runs from.
    """
    port = free_port()
    command = [sys.executable, "-m", "geo.cli", "serve", "--port", str(port)]
    if article:
        command += ["--article", article]
    if entry:
        command = [sys.executable, "-m", "streamlit", "run", entry, "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    wait_until_served(process, address)
    return process, address


def wait_until_served(process: subprocess.Popen, address: str) -> None:
    """Waits until the server answers; ends it where it does not."""
    for _ in range(120):
        if process.poll() is not None:
            raise RuntimeError(f"the page ended with exit code {process.returncode}")
        try:
            urllib.request.urlopen(address + "/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    process.terminate()
    raise RuntimeError("the page did not start within 30 s")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    process, address = start_server()
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = path()
    assert executable, HINT
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Opens a page of the server: `visit("?place=…", width=1440, scheme="light")`."""
    contexts = []

    def open_page(query: str = "", width: int = 1440, height: int = 900, scheme: str = "light",
                  address: str = "") -> Visit:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        found = Visit(page)
        home = address or server

        def guard(route, request):
            if request.url.startswith((home, "data:", "blob:")):
                route.continue_()
            else:
                found.outside.append(request.url)
                route.abort()

        context.route("**/*", guard)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on(
            "console",
            lambda message: found.errors.append(message.text) if message.type == "error" else None,
        )
        page.goto(home + "/" + query)
        found.settle()
        return found

    yield open_page
    for context in contexts:
        context.close()

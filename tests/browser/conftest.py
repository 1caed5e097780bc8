"""A real browser that can reach this machine only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, HINT, path

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

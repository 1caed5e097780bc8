"""A text of megabytes is read: the reader sees how far it is, and may turn away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from geo.atlas import Atlas
from tests.browser.conftest import WAIT, Visit

pytestmark = pytest.mark.browser

TITLE = "A very long text"
LONG = TITLE + "\n\n" + "On that day of July it rained in Astana and in Dushanbe.\n\n" * 160_000
"""Nine megabytes: seconds of reading on any machine, of which a test sees the first."""


def open_long(here: Visit) -> None:
    here.page.get_by_role("button", name="Open a text …").click()
    file = {"name": "long.txt", "mimeType": "text/plain", "buffer": LONG.encode()}
    here.page.locator("input[type=file]").set_input_files(files=[file])
    expect(here.page.get_by_text("long.txt")).to_be_visible(timeout=WAIT)
    here.page.get_by_role("button", name="Show its places").click()


def choose(here: Visit, article: str) -> None:
    here.page.keyboard.press("Escape")
    here.page.get_by_role("combobox", name="Article").click()
    here.page.get_by_role("option", name=article).click()


def bar(here: Visit) -> Locator:
    return here.page.locator(".st-key-waiting")


def is_back(here: Visit, atlas: Atlas) -> None:
    expect(bar(here)).to_have_count(0, timeout=WAIT)
    here.settle()
    expect(here.page.locator(".atlas-title")).to_have_text(atlas.article.title)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_reading_is_seen_to_go_on_and_stops_on_a_click(visit, atlas: Atlas, width: int) -> None:
    here = visit("?place=turgusun", width=width)
    if width < 500:
        here.page.get_by_test_id("stExpandSidebarButton").click()
    title = here.page.locator(".atlas-title")
    place = title.bounding_box()
    open_long(here)
    expect(bar(here)).to_contain_text(f"Reading “{TITLE}”", timeout=WAIT)
    assert title.bounding_box() == place, "the bar moves nothing"
    expect(bar(here)).to_contain_text(
        re.compile(r"Finding places: [\d.]+ of 9\.\d million characters")
    )
    now = bar(here).get_by_role("progressbar")
    first = int(now.get_attribute("aria-valuenow") or 0)
    expect(now).not_to_have_attribute("aria-valuenow", str(first), timeout=WAIT)
    assert int(now.get_attribute("aria-valuenow") or 0) > first
    box = bar(here).bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert 700 < box["y"] < box["y"] + box["height"] <= 900, "in view wherever the page is scrolled"
    bar(here).get_by_role("button", name="Stop").click()
    is_back(here, atlas)
    expect(here.page.locator(".atlas-place")).to_have_text("Turgusun hydropower station")
    assert here.page.url.endswith("?place=turgusun")
    assert here.errors == here.outside == []


def test_a_text_that_was_stopped_can_be_chosen_again_and_left_for_another(
    visit, atlas: Atlas
) -> None:
    here = visit()
    open_long(here)
    bar(here).get_by_role("button", name="Stop").click(timeout=WAIT)
    is_back(here, atlas)
    choose(here, TITLE)
    expect(bar(here)).to_contain_text(f"Reading “{TITLE}”", timeout=WAIT)
    choose(here, "SCO summit")
    is_back(here, atlas)
    assert here.errors == here.outside == []

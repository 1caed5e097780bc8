"""Three widths, two themes: nothing scrolls sideways and text keeps its contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SIDEWAYS = """() => {
  const main = document.querySelector("[data-testid='stMain']");
  return Math.max(
    document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""

# Contrast by the formula of WCAG 2.2 (relative luminance), of text against the first ancestor
# that has a background.
CONTRAST = """(selector) => {
  const brush = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    brush.clearRect(0, 0, 1, 1); brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const written = [...document.querySelectorAll(selector)].filter((node) => node.innerText.trim());
  return written.map((node) => {
    let ground = node, opacity = 1;
    for (let up = node; up; up = up.parentElement) opacity *= getComputedStyle(up).opacity;
    const covers = (at) => rgba(getComputedStyle(at).backgroundColor)[3] >= 200;
    while (ground && !covers(ground)) ground = ground.parentElement;
    const back = ground ? rgba(getComputedStyle(ground).backgroundColor) : [255, 255, 255, 255];
    const pure = rgba(getComputedStyle(node).color);
    const ink = pure.map((v, i) => v * opacity + back[i] * (1 - opacity));
    const [a, b] = [light(ink), light(back)].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), node.innerText.slice(0, 40)];
  });
}"""


SELECTORS = (
    ".atlas-about", ".atlas-place", ".chip", ".origin", ".fine", ".facts dt", ".section", ".marks",
    "[data-testid='stSidebar'] button p", ".plain td",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_scrolls_sideways_and_text_is_legible(visit, width, scheme):
    here = visit("?place=cku&below=Timeline", width=width, scheme=scheme)
    expect(here.page.locator(".atlas-place")).to_be_visible()
    here.page.wait_for_timeout(400)
    assert here.page.evaluate(SIDEWAYS) <= 0
    for selector in (
        ".atlas-about",
        ".atlas-place",
        ".chip",
        ".origin",
        ".fine",
        ".facts dt",
        ".section",
    ):
        for contrast, text in here.page.evaluate(CONTRAST, selector):
            assert contrast >= 4.5, f"{selector}: {text!r} has {contrast:.2f}:1"


@pytest.mark.parametrize("panel", ["Evidence", "Trade", "Figures", "Members"])
def test_every_panel_fits_a_phone(visit, panel):
    here = visit(f"?place=astana&panel={panel}", width=390)
    here.page.wait_for_timeout(400)
    assert here.page.evaluate(SIDEWAYS) <= 0
    assert here.errors == []


@pytest.mark.parametrize("section", ["Read", "Places", "Timeline", "Not on the map", "Sources"])
def test_every_section_fits_a_phone(visit, section):
    here = visit(f"?below={section.replace(' ', '+')}", width=390)
    here.page.wait_for_timeout(400)
    assert here.page.evaluate(SIDEWAYS) <= 0
    assert here.errors == []

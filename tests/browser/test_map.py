"""The map in a real browser: it is drawn offline, and click, link and keyboard reach a place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DUSHANBE = (
    "dushanbe", "dushanbe2", "luban_tj", "khovar", "tj_parliament", "tj_government",
)  # fmt: skip


def test_the_map_is_drawn_and_nobody_else_is_asked(visit):
    here = visit()
    assert here.map.locator(".atlas-spot").count() > 3
    assert here.ask_map("atlasMap.getPane('land').querySelector('canvas') !== null")
    here.page.wait_for_timeout(1500)
    assert here.outside == []
    assert here.errors == []


def test_a_click_opens_the_popup_at_once_and_it_stays_open_after_the_rerun(visit):
    here = visit()
    here.look_at(43.53, 69.69, 10)
    here.map.locator(".atlas-pin[data-place='zhanatas_wind']").click()
    card = here.map.locator(".atlas-card[data-place='zhanatas_wind']")
    expect(card.locator("mark")).to_contain_text("Zhanatas")
    expect(here.page.locator(".atlas-place")).to_have_text("Zhanatas wind farm")
    here.rest()
    here.page.wait_for_timeout(1000)
    expect(card).to_be_visible()
    assert "place=zhanatas_wind" in here.page.url


def test_a_selection_does_not_mount_the_map_anew(visit):
    here = visit()
    here.ask_map("window.unchanged = true")
    here.look_at(43.53, 69.69, 10)
    here.map.locator(".atlas-pin[data-place='zhanatas_wind']").click()
    expect(here.page.locator(".atlas-place")).to_have_text("Zhanatas wind farm")
    here.rest()
    assert here.ask_map("window.unchanged") is True


def test_a_layer_switch_hides_its_markers_in_the_same_map(visit):
    here = visit()
    here.ask_map("window.unchanged = true")
    here.look_at(43.53, 69.69, 10)
    wind = here.map.locator(".atlas-pin[data-theme='wind']")
    expect(wind).to_have_count(1)
    here.page.get_by_role("button", name="Wind (2)").click()
    expect(wind).to_have_count(0)
    assert here.ask_map("window.unchanged") is True
    here.page.get_by_role("button", name="Wind (2)").click()
    expect(wind).to_have_count(1)


def test_panning_asks_nothing_of_the_server(visit):
    here = visit()
    frames = []
    here.page.on("websocket", lambda socket: frames.append("opened"))
    runs = "document.querySelector(\"[data-testid='stApp']\").dataset.testScriptState"
    here.page.evaluate(
        "window.runs = 0; new MutationObserver(() => window.runs++).observe("
        "document.querySelector(\"[data-testid='stApp']\"),"
        " {attributes: true, attributeFilter: ['data-test-script-state']})"
    )
    here.ask_map("void atlasMap.panBy([180, 60], {animate: false})")
    here.ask_map("void atlasMap.panBy([-90, 30], {animate: false})")
    here.page.wait_for_timeout(1200)
    assert here.page.evaluate("window.runs") == 0
    assert here.page.evaluate(runs) == "notRunning"
    assert frames == []


def test_a_deep_link_opens_the_right_place_and_panel(visit):
    here = visit("?place=turgusun&panel=Trade&below=Places")
    expect(here.map.locator(".atlas-card[data-place='turgusun']")).to_be_visible()
    expect(here.page.get_by_text("Trade with China")).to_be_visible()
    expect(here.page.get_by_role("combobox", name="Go to place")).to_have_value(
        "Turgusun hydropower station"
    )
    expect(here.page.locator("[data-testid='stDataFrame']")).to_be_visible()


def test_an_unknown_link_is_ignored_with_a_notice(visit):
    here = visit("?place=atlantis&panel=Trade&colour=red")
    expect(here.page.get_by_text("atlantis")).to_be_visible()
    expect(here.page.get_by_text("colour")).to_be_visible()
    expect(here.page.get_by_text("Trade with China")).to_be_visible()


@pytest.mark.parametrize("zoom", [4, 8, 12, 15])
@pytest.mark.parametrize("place", DUSHANBE)
def test_every_dushanbe_place_opens_by_mouse_at_every_zoom(visit_once, places, zoom, place):
    here = visit_once
    here.ask_map("void atlasMap.closePopup()")
    where = places[place]
    here.look_at(where.lat, where.lon, zoom)
    here.page.wait_for_timeout(250)
    pin = here.map.locator(f".atlas-pin[data-place='{place}']")
    if pin.count():
        pin.click()
    else:
        here.map.locator(f".atlas-spot[data-places~='{place}']").click()
        here.map.locator(f".atlas-list button[data-place='{place}']").click()
    expect(here.map.locator(f".atlas-card[data-place='{place}']")).to_be_visible()


@pytest.fixture(scope="module")
def places():
    from geo.gazetteer.curated import load_gazetteer
    from geo.sources import load_sources

    return load_gazetteer(load_sources()).places


@pytest.fixture(scope="module")
def visit_once(browser, server):
    """One page for many clicks."""
    from tests.browser.conftest import Visit

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(server)
    found = Visit(page)
    found.settle()
    yield found
    context.close()


def test_the_keyboard_alone_reaches_the_evidence_of_a_place(visit):
    here = visit()
    here.page.get_by_role("combobox", name="Go to place").focus()
    here.page.keyboard.type("Turgusun")
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".atlas-place")).to_have_text("Turgusun hydropower station")
    expect(here.map.locator(".atlas-card[data-place='turgusun']")).to_be_visible()


def test_enter_on_a_marker_reaches_the_evidence_too(visit):
    here = visit()
    here.look_at(43.53, 69.69, 10)
    marker = here.map.locator(".atlas-icon:has(.atlas-pin[data-place='zhanatas_wind'])")
    marker.focus()
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".atlas-place")).to_have_text("Zhanatas wind farm")


def test_a_name_in_the_text_moves_the_map_and_a_marker_moves_the_text(visit):
    here = visit()
    here.page.get_by_role("button", name="Turgusun Hydropower Station").click()
    expect(here.map.locator(".atlas-card[data-place='turgusun']")).to_be_visible()
    here.rest()
    here.look_at(43.53, 69.69, 10)
    here.map.locator(".atlas-pin[data-place='zhanatas_wind']").click()
    chosen = here.page.locator("button.chosen[data-place='zhanatas_wind']").first
    expect(chosen).to_have_count(1)
    here.page.wait_for_timeout(800)  # the text scrolls smoothly
    inside = """(name) => {
      const box = name.closest(".prose").getBoundingClientRect(), at = name.getBoundingClientRect();
      return at.top >= box.top && at.bottom <= box.bottom;
    }"""
    assert chosen.evaluate(inside)


def test_next_and_previous_walk_the_places_in_reading_order(visit):
    here = visit()
    here.page.get_by_role("button", name="Next").click()
    first = here.page.locator(".atlas-place")
    expect(first).to_be_visible()
    name = first.inner_text()
    here.page.get_by_role("button", name="Next").click()
    expect(first).not_to_have_text(name)
    here.page.get_by_role("button", name="Prev").click()
    expect(first).to_have_text(name)


def test_back_and_forward_restore_the_view(visit):
    here = visit("?place=turgusun")
    expect(here.page.locator(".atlas-place")).to_have_text("Turgusun hydropower station")
    here.page.get_by_role("button", name="Next").click()
    expect(here.page.locator(".atlas-place")).not_to_have_text("Turgusun hydropower station")
    here.rest()
    here.page.go_back()
    expect(here.page.locator(".atlas-place")).to_have_text("Turgusun hydropower station")

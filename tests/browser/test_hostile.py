"""Text that would like to be code appears on the page as that text, and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT, Visit

pytestmark = pytest.mark.browser

NASTY = (
    "<script>window.__hit=1</script>",
    "</script><script>window.__hit=1</script>",
    "<img src=x onerror=window.__hit=1>",
    "<b onmouseover='window.__hit=1'>bold</b> &lt;i&gt; &amp;",
    "${window.__hit=1} #{window.__hit=1}",
    "{{ window.__hit=1 }} {% raw %} {# no #} {{{x}}}",
    "`${window.__hit=1}` ```js",
    "\\u003cscript\\u003e \\n \\' \\\\ \\",
    "\"';window.__hit=1;//",
    "\u202etxet\u202c \u200fשלום\u200e \u2067abc\u2069",
    "👩🏽‍🚀🇰🇿 :smile: :material/home: :red[x]",
    ":streamlit: -> <- <-> -- >= <= ~=",
    "*a* _b_ [c](javascript:window.__hit=1) $d$ ~~e~~",
    "www.example.com x@example.com",
)
FIRST = "Trains go from Astana " + " ".join((*NASTY[1:3], *NASTY[4:10])) + " on."
"""The sentence in the card on the map: short enough to be shown whole."""
TITLE = "On rails: " + " ".join((NASTY[0], *NASTY[4:7], NASTY[9], "🚂"))
BODY = [FIRST, *(f"Day {n}: from Astana {nasty} to Dushanbe {nasty} they go."
                 for n, nasty in enumerate(NASTY, 1))]  # fmt: skip
TEASER = "Dushanbe " + NASTY[0] + " and " + NASTY[5]
TEXT = "\n\n".join([TITLE, *BODY, "Read more", TEASER])


@pytest.fixture
def calm() -> Iterator[Callable[[Visit], Visit]]:
    """Watches a visit; at its end nothing of the text may have run."""
    watched: list[tuple[Visit, list[str]]] = []

    def watch(here: Visit) -> Visit:
        dialogs: list[str] = []
        here.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        watched.append((here, dialogs))
        return here

    yield watch
    for here, dialogs in watched:
        here.rest()
        hits = [frame.evaluate("window.__hit") for frame in here.page.frames]
        assert hits == [None] * len(hits)
        assert len(hits) > 1
        for frame in here.page.frames:
            assert frame.locator("img[src='x'], b[onmouseover], a[href^='javascript']").count() == 0
        assert dialogs == []
        assert here.errors == []
        assert here.outside == []


def open_form(page: Page) -> None:
    page.get_by_role("button", name="Open a text …").click()
    expect(page.get_by_label("Paste a text")).to_be_visible()


def give(here: Visit, way: str, text: str, name: str = "journey.txt") -> None:
    """Opens a text by pasting or uploading it."""
    page = here.page
    open_form(page)
    if way == "paste":
        page.get_by_label("Paste a text").fill(text)
    else:
        file = {"name": name, "mimeType": "text/plain", "buffer": text.encode("utf-8")}
        with page.expect_response(lambda answer: "upload_file" in answer.url):
            page.locator("input[type='file']").set_input_files(file)
    page.get_by_role("button", name="Show its places").click()


def texts(here: Visit, selector: str) -> list[str]:
    return here.page.locator(selector).evaluate_all("nodes => nodes.map((n) => n.textContent)")


@pytest.mark.parametrize("way", ["paste", "upload"])
def test_a_hostile_text_is_shown_as_it_is_and_runs_nothing(visit, calm, way):
    here = calm(visit())
    give(here, way, TEXT)

    title = here.page.locator(".atlas-title")
    expect(title).to_contain_text("On rails", timeout=WAIT)
    here.settle()
    assert texts(here, ".atlas-title") == [TITLE]
    box = here.page.get_by_role("combobox", name="Article")
    assert box.input_value() == TITLE

    assert texts(here, ".prose h3, .prose p") == [
        f"¶{number}{text}" for number, text in enumerate([TITLE, *BODY, "Read more", TEASER], 1)
    ]

    here.page.keyboard.press("Escape")
    here.page.get_by_role("combobox", name="Go to place").fill("Astana")
    here.page.keyboard.press("Enter")
    card = here.map.locator(".atlas-card[data-place='astana']")
    expect(card).to_be_visible(timeout=WAIT)
    assert card.locator("blockquote").text_content() == FIRST
    assert card.locator("mark").text_content() == "Astana"

    expect(here.page.locator(".atlas-place")).to_have_text("Astana")
    assert texts(here, ".passage blockquote") == BODY[:12]

    here.page.get_by_role("radio", name="Not on the map").click()
    refused = here.page.locator("tr td:nth-child(2)")
    expect(refused).to_contain_text("Dushanbe")
    assert refused.text_content() == TEASER


def test_a_hostile_file_name_is_shown_as_it_is_and_runs_nothing(visit, calm):
    here = calm(visit())
    # No file is called by a name with a slash: browsers change it.
    name = " ".join(nasty for nasty in NASTY if "/" not in nasty and "\\" not in nasty) + ".txt"
    give(here, "upload", " ", name)
    alert = here.page.get_by_role("alert")
    expect(alert).to_contain_text("is empty", timeout=WAIT)
    assert name in alert.text_content()


def test_a_hostile_link_is_shown_as_it_is_and_runs_nothing(visit, calm):
    parts = [nasty[:40] for nasty in NASTY]
    here = calm(visit("?" + urlencode(dict.fromkeys(parts, "1") | {"panel": parts[0]})))
    alert = here.page.get_by_role("alert")
    expect(alert).to_contain_text("is not known here")
    said = alert.text_content()
    for part in parts:
        assert f"The link’s part “{part}” is not known here and was ignored." in said
    assert f"panel “{parts[0]}”" in said
    assert alert.locator("a, img, svg, script").count() == 0

"""The original article, opened by its reader: its own sentences, ours below them.

The article is not ours to ship, so a stand-in plays its part: a copy of the project whose
hashes are those of a text made up here. Where the article itself lies beside the checkout,
it is opened too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.atlas import Atlas
from geo.knowledge import CASE
from geo.read.original import runs
from tests.browser.conftest import WAIT, Visit
from tests.checkout import ROOT, copy_checkout, seal
from tests.server import served

pytestmark = pytest.mark.browser

REAL = ROOT.parent / "shared" / "article" / "source.txt"

TITLE = "A stand-in for an article that cannot be shipped"
ASTANA = "In Astana the made-up delegation walked along the river for an hour before the talks."
DUSHANBE = "In Dushanbe it planted a walnut tree, and nobody has seen that tree since then."
SHARE = "A share of 17.5% of all biscuits was eaten before the train had left the station."
"""States a figure that we have checked."""
STAND_IN = "\n\n".join([
    TITLE,
    "Release time:Jul 01, 2024 08:34 AM",
    ASTANA,
    "Its members came from many trades: bakers, clockmakers, a keeper of bees, and one who would "
    "not say what she did but who knew the timetable of every night train by heart.",
    DUSHANBE,
    "The way home was long, the tea was cold, and the windows of the carriage could not be shut, "
    "yet all of them said afterwards that they would go again on any day of any year.",
    SHARE,
    "Read more",
    "Samarkand | trains | walnut trees",
])  # fmt: skip


@pytest.fixture(scope="module")
def knowing_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that takes the stand-in for the original."""
    root = copy_checkout(tmp_path_factory.mktemp("original"))
    hashes = root / "data" / "articles" / f"{CASE}.shingles.txt"
    hashes.write_text("\n".join(sorted(set(runs(STAND_IN)))) + "\n", encoding="utf-8")
    seal(root)
    with served(root=root) as address:
        yield address


def paste(here: Visit, text: str) -> None:
    here.page.get_by_role("button", name="Open a text …").click()
    here.page.get_by_label("Paste a text").fill(text)
    here.page.get_by_role("button", name="Show its places").click()
    expect(here.page.locator(".atlas-title")).to_have_text(text.split("\n")[0], timeout=WAIT)
    here.settle()
    here.page.keyboard.press("Escape")


def go_to(here: Visit, name: str) -> None:
    here.page.get_by_role("combobox", name="Go to place").fill(name)
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".atlas-place")).to_have_text(name, timeout=WAIT)
    here.rest()


def quotes(here: Visit) -> list[str]:
    """The excerpts of the evidence panel from top to bottom."""
    found = here.page.locator(".st-key-side .passage blockquote")
    return found.evaluate_all("nodes => nodes.map((node) => node.textContent)")


def origins(here: Visit) -> list[str]:
    """Where each of those excerpts is from."""
    found = here.page.locator(".st-key-side .passage .origin")
    return found.evaluate_all("nodes => nodes.map((node) => node.textContent)")


@pytest.mark.parametrize(
    ("place", "name", "sentence", "paragraph"),
    [("astana", "Astana", ASTANA, 3), ("dushanbe", "Dushanbe", DUSHANBE, 5)],
)
def test_the_original_gives_its_own_sentences_with_our_account_below(
    visit, knowing_server: str, atlas: Atlas, place: str, name: str, sentence: str, paragraph: int
) -> None:
    here = visit(address=knowing_server)
    paste(here, STAND_IN)
    expect(here.page.get_by_text("The original article, opened by you")).to_be_visible()
    go_to(here, name)
    ours = atlas.of(place)
    assert ours is not None
    told = [passage.text for passage in ours.passages[:12]]
    assert quotes(here) == [sentence, *told]
    assert origins(here)[0] == f"The article ¶{paragraph}"
    assert origins(here)[1].startswith("Our account ¶")
    panel = here.page.locator(".st-key-side").inner_text()
    assert panel.index(sentence) < panel.index("Our account of it") < panel.index(told[0])
    assert "In the article’s own words" in panel
    card = here.map.locator(f".atlas-card[data-place='{place}'] blockquote")
    expect(card).to_have_text(sentence)
    assert here.errors == here.outside == []


def test_the_original_brings_the_checks_of_its_figures_and_dates(visit, knowing_server) -> None:
    here = visit(address=knowing_server)
    paste(here, STAND_IN)
    expect(here.page.get_by_role("radio", name="Timeline")).to_be_visible()
    here.page.get_by_role("radio", name="Figures").click()
    expect(here.page.locator(".claims blockquote")).to_have_text(SHARE)
    expect(here.page.locator(".claims .check").first).to_have_text("confirmed")


def test_the_links_behind_the_original_are_not_on_the_map(visit, knowing_server) -> None:
    here = visit(address=knowing_server)
    paste(here, STAND_IN)
    here.page.get_by_role("radio", name="Not on the map").click()
    expect(here.page.locator(".section", has_text="Samarkand")).to_contain_text(
        "it stands in a trailing block of links to other stories"
    )


def test_another_text_is_not_taken_for_the_original(visit) -> None:
    here = visit()
    paste(here, STAND_IN)
    expect(here.page.get_by_text("Your text, dated 2024-07-01.")).to_be_visible()
    go_to(here, "Astana")
    assert quotes(here) == [ASTANA]
    assert "Our account of it" not in here.page.locator(".st-key-side").inner_text()


@pytest.mark.skipif(
    not REAL.is_file(), reason="the article itself is not ours to ship, and not beside the checkout"
)
@pytest.mark.parametrize("name", ["Astana", "Turgusun hydropower station", "Zhanatas wind farm"])
def test_the_article_itself_gives_its_own_sentences(visit, atlas: Atlas, name: str) -> None:
    text = Path(REAL).read_text(encoding="utf-8")
    here = visit()
    paste(here, text)
    expect(here.page.get_by_text("The original article, opened by you")).to_be_visible()
    go_to(here, name)
    for quote, origin in zip(quotes(here), origins(here), strict=True):
        cut = quote.removeprefix("… ").removesuffix(" …")
        source = atlas.article.text if origin.startswith("Our account") else text
        assert cut in source
    heads = [origin.split("¶")[0] for origin in origins(here)]
    assert heads == sorted(heads, key=lambda head: head.startswith("Our account"))
    assert heads[0].startswith("The article")
    assert heads[-1].startswith("Our account")

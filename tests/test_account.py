"""Our account: in our own words, whole, and with nothing that the article does not hold."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib

import pytest

from geo.atlas import Atlas
from geo.figures import Claim
from geo.knowledge import Knowledge
from geo.model import Article, Role
from geo.read.original import is_original, runs
from geo.shipped import DATA

TEXT = (DATA / "articles" / "sco-2024.txt").read_text(encoding="utf-8")
ABOUT = tomllib.loads((DATA / "articles" / "sco-2024.toml").read_text(encoding="utf-8"))
SHINGLES = (DATA / "articles" / "sco-2024.shingles.txt").read_text(encoding="utf-8").splitlines()

with (DATA / "gazetteer" / "places.csv").open(encoding="utf-8", newline="") as _file:
    PLACES = {row["id"]: row for row in csv.DictReader(_file)}
with (DATA / "figures" / "figures.csv").open(encoding="utf-8", newline="") as _file:
    FIGURES = list(csv.DictReader(_file))

ADDED = [row for row in FIGURES if row["check"] == "added"]
CHECKED = [row for row in FIGURES if row["check"] != "added"]
OFFICIAL = ("Tianjin Urban Construction Management Vocational and Technical College",)
"""Official names of eight words or more: they are not the article's wording."""
LAST_PARAGRAPH = 60  # of the original; 61 to 75 are links to other stories


def eight_word_runs(text: str) -> set[str]:
    """The shipped form of every run of eight words, written here once more on purpose."""
    words = [w.lower().replace("’", "'") for w in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]
    return {
        hashlib.sha256(" ".join(words[i : i + 8]).encode()).hexdigest()[:12]
        for i in range(len(words) - 7)
    }


# Not the article's sentences


def test_the_account_shares_no_run_of_eight_words_with_the_original() -> None:
    assert eight_word_runs(TEXT) & set(SHINGLES) == set()


with (DATA / "figures" / "timeline.csv").open(encoding="utf-8", newline="") as _file:
    EVENTS = list(csv.DictReader(_file))

OURS = {
    "comments on figures": [row["comment"] + " " + row["derived"] for row in FIGURES],
    "notes on places": [row["note"] + " " + row["reason"] for row in PLACES.values()],
    "status notes": [row["status_note"] for row in PLACES.values()],
    "events": [row["what"] + ". " + row["note"] for row in EVENTS],
    "about": [ABOUT["about"]],
}


@pytest.mark.parametrize("kind", OURS)
def test_no_other_text_of_ours_shares_one_either(kind: str) -> None:
    for text in OURS[kind]:
        for name in OFFICIAL:
            text = text.replace(name, "")
        assert eight_word_runs(text) & set(SHINGLES) == set(), text


def test_the_hashes_are_those_of_the_original() -> None:
    # The one stretch of the original that we may quote in full is its title.
    title = eight_word_runs(ABOUT["original"]["title"])
    assert len(title) > 10
    assert title <= set(SHINGLES)


def test_there_is_a_hash_for_nearly_every_word_of_the_original() -> None:
    hashes = [line for line in SHINGLES if not line.startswith("#")]
    assert all(re.fullmatch("[0-9a-f]{12}", line) for line in hashes)
    assert hashes == sorted(set(hashes))
    assert 0.95 * ABOUT["original"]["words"] < len(hashes) <= ABOUT["original"]["words"] - 7


def test_a_single_shared_run_would_be_seen() -> None:
    stolen = " ".join(ABOUT["original"]["title"].split()[:9])
    assert eight_word_runs(TEXT + "\n" + stolen) & set(SHINGLES)


def test_both_ways_of_hashing_agree() -> None:
    assert set(runs(TEXT)) == eight_word_runs(TEXT)


def test_the_account_is_not_taken_for_the_original(
    account: Article, knowledge: Knowledge, atlas: Atlas
) -> None:
    assert not is_original(account.text, knowledge.shingles)
    assert atlas.case
    assert atlas.retold == {}


@pytest.mark.parametrize("id", PLACES)
def test_no_more_than_eight_words_of_the_article_are_quoted_for_a_place(id: str) -> None:
    assert len(PLACES[id]["words"].split()) <= 8


def test_the_original_is_named_with_its_title_time_and_hash(knowledge: Knowledge) -> None:
    assert knowledge.account.original_title.startswith("Moving forward hand in hand")
    assert knowledge.account.original_released == "2024-07-01T08:34"
    assert re.fullmatch("[0-9a-f]{64}", knowledge.account.sha256)
    assert "Publisher not known" in knowledge.account.article.about


# Whole


def test_the_account_has_the_length_that_was_set() -> None:
    assert 1300 <= len(TEXT.split()) <= 2000


def test_every_paragraph_retells_something(account: Article) -> None:
    for paragraph in account.paragraphs:
        assert paragraph.retells
        assert all(1 <= number <= LAST_PARAGRAPH for number in paragraph.retells)
        assert list(paragraph.retells) == sorted(set(paragraph.retells))


def test_every_paragraph_of_the_original_is_retold(account: Article) -> None:
    retold = {number for paragraph in account.paragraphs for number in paragraph.retells}
    assert retold == set(range(1, LAST_PARAGRAPH + 1))


def test_the_account_tells_in_an_order_of_its_own(account: Article) -> None:
    order = [paragraph.retells[0] for paragraph in account.paragraphs]
    assert order != sorted(order)


def test_the_account_has_a_title_a_body_and_no_links(account: Article) -> None:
    roles = [paragraph.role for paragraph in account.paragraphs]
    assert roles == [Role.TITLE] + [Role.BODY] * (len(roles) - 1)
    assert account.title == account.words_of(account.paragraphs[0])


@pytest.mark.parametrize(
    "id", [id for id, row in PLACES.items() if row["scope"] in {"body", "implied"}]
)
def test_every_place_of_the_article_is_found_in_the_account(atlas: Atlas, id: str) -> None:
    found = [r for r in atlas.resolutions if r.place and r.place.id == id]
    assert found
    drawn = PLACES[id]["shown"] != "none"
    assert any(not r.refusal for r in found) is drawn
    assert (atlas.of(id) is not None) is drawn


@pytest.mark.parametrize("id", [id for id, row in PLACES.items() if row["scope"] == "teaser"])
def test_no_place_of_the_links_is_in_the_account(atlas: Atlas, id: str) -> None:
    assert id not in {r.place.id for r in atlas.resolutions if r.place}


def test_every_event_that_has_a_day_tells_of_places_in_the_account(
    atlas: Atlas, knowledge: Knowledge
) -> None:
    found = {r.place.id for r in atlas.resolutions if r.place}
    for event in knowledge.timeline:
        assert set(event.places) <= found


# Figures


@pytest.fixture(scope="module")
def stated(atlas: Atlas) -> dict[int, tuple[Claim, str]]:
    return {claim.no: (claim, passage.text) for claim, passage in atlas.claims}


@pytest.mark.parametrize("row", CHECKED, ids=[r["no"] for r in CHECKED])
def test_every_figure_of_the_article_is_stated_in_a_sentence(
    stated: dict[int, tuple[Claim, str]], row: dict[str, str]
) -> None:
    claim, sentence = stated[int(row["no"])]
    assert claim.check == row["check"]
    plain = sentence.replace("“", '"').replace("”", '"').replace("’", "'")
    assert any(anchor in plain for anchor in row["anchors"].split("|"))


@pytest.mark.parametrize("row", ADDED, ids=[r["no"] for r in ADDED])
def test_no_added_figure_stands_in_the_account(
    stated: dict[int, tuple[Claim, str]], row: dict[str, str]
) -> None:
    assert int(row["no"]) not in stated
    number = re.escape(row["value"])
    assert not re.search(rf"(?<![\d.,]){number}(?![\d,]|\.\d)", TEXT)


@pytest.mark.parametrize(
    "words",
    [
        "about nine times",
        "it is Kazakhstan's, and it stands in Xi'an, China",
        "agreed on, not yet under construction",
        "Belarus moved from observer to tenth member",
        "it dates from 20 May 2014",
        "Kazakhstan's own statistics give about 31.5 billion",
        "a cluster of turbines east of Astana fits best",
        "it must mean Almaty Region",
        "that is, the Hisor valley",
        "which it spells Yawan",
        "by the article and for about twenty months by other reports",
        "where the article's figure comes from is not known",
    ],
)
def test_a_correction_is_told_not_silently_applied(words: str) -> None:
    assert words in TEXT


@pytest.mark.parametrize("no", [13, 12, 19, 38, 3])
def test_what_could_not_be_verified_says_so_in_its_paragraph(
    atlas: Atlas, account: Article, no: int
) -> None:
    passage = next(passage for claim, passage in atlas.claims if claim.no == no)
    paragraph = account.words_of(account.paragraphs[passage.paragraph - 1])
    assert re.search(r"not (?:be )?(?:verified|checked)|could not", paragraph)

"""Every place on the map can be checked against the sentences that put it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from geo.atlas import Atlas
from geo.evidence import EXCERPT, Evidence, gather, passage, unmapped
from geo.model import Article, How, Resolution, Shown
from geo.parse.sentences import sentence_around
from geo.read import read_document

Resolve = Callable[[str], tuple[Resolution, ...]]

SHOWN = 66
"""Places of our account that are drawn: 79 less the 13 that are not on the map."""


def collect(resolve: Resolve, text: str) -> tuple[Evidence, ...]:
    return gather(read_document(text), resolve(text))


def test_the_account_puts_its_places_on_the_map_in_reading_order(atlas: Atlas) -> None:
    assert len(atlas.evidence) == SHOWN
    assert [item.order for item in atlas.evidence] == list(range(1, SHOWN + 1))
    starts = [item.passages[0].resolution.mention.start for item in atlas.evidence]
    assert starts == sorted(starts)


def test_every_mention_is_on_the_map_or_says_why_not(atlas: Atlas) -> None:
    shown = [p.resolution for item in atlas.evidence for p in item.passages]
    hidden = [p.resolution for p in atlas.unmapped]
    assert len(shown) + len(hidden) == len(atlas.resolutions)
    assert {id(r) for r in shown} | {id(r) for r in hidden} == {id(r) for r in atlas.resolutions}
    assert all(r.refusal for r in hidden)
    assert not any(r.refusal for r in shown)


def test_nothing_that_is_not_to_be_drawn_is_on_the_map(atlas: Atlas) -> None:
    assert all(item.place.shown is not Shown.NOWHERE for item in atlas.evidence)


def test_every_passage_of_a_place_is_about_that_place(atlas: Atlas) -> None:
    for item in atlas.evidence:
        assert item.passages
        assert {p.resolution.place.id for p in item.passages} == {item.place.id}


def test_every_excerpt_of_our_account_is_its_whole_sentence(atlas: Atlas, account: Article) -> None:
    passages = [p for item in atlas.evidence for p in item.passages] + list(atlas.unmapped)
    for found in passages:
        mention = found.resolution.mention
        paragraph = account.paragraph_at(mention.start)
        start, end = sentence_around(account.text, paragraph, mention.start)
        assert found.marked == mention.text
        if end - start <= EXCERPT:
            assert found.text == account.text[start:end]
            assert len(found.before) == mention.start - start


def test_an_origin_names_our_account_and_the_paragraphs_it_retells(atlas: Atlas) -> None:
    beijing = atlas.of("beijing")
    assert beijing.passages[0].origin == "our account ¶5, retelling the article’s ¶7, 8"
    for item in atlas.evidence:
        for found in item.passages:
            assert found.origin.startswith(f"our account ¶{found.paragraph}, retelling")


def test_an_excerpt_of_another_text_is_not_called_a_retelling(resolve: Resolve) -> None:
    [item] = collect(resolve, "Nothing at first.\n\nThey met in Samarkand.")
    assert item.passages[0].origin == "the article ¶2"


def test_a_mention_in_the_title_says_so(resolve: Resolve) -> None:
    [item] = collect(resolve, "A look at Samarkand\n\nNothing else is told.")
    assert item.passages[0].origin == "the article, title"


@pytest.mark.parametrize("words_before", [0, 3, 40, 120])
@pytest.mark.parametrize("words_after", [0, 3, 40, 120])
def test_a_long_sentence_is_cut_at_words_around_its_mention(
    resolve: Resolve, words_before: int, words_after: int
) -> None:
    text = "word " * words_before + "Samarkand" + " other" * words_after + "."
    [item] = collect(resolve, text)
    found = item.passages[0]
    assert found.marked == "Samarkand"
    assert len(found.text) <= EXCERPT + len("… ") + len(" …")
    assert text.endswith(found.before.removeprefix("… ") + "Samarkand" + text.split("Samarkand")[1])
    assert found.before.startswith("… ") == (found.before != "word " * words_before)
    assert found.after.endswith(" …") == (found.after != " other" * words_after + ".")
    assert set(found.before.removeprefix("… ").split()) <= {"word"}
    assert set(found.after.removesuffix(" …").split()) <= {"other", "other.", "."}


def test_room_that_one_side_leaves_is_given_to_the_other(resolve: Resolve) -> None:
    [item] = collect(resolve, "Samarkand" + " other" * 200 + ".")
    assert len(item.passages[0].text) > EXCERPT - 10


def test_a_mention_longer_than_an_excerpt_is_kept_whole(account: Article, atlas: Atlas) -> None:
    first = atlas.resolutions[0]
    mention = replace(
        first.mention, end=first.mention.start + 900,
        text=account.text[first.mention.start : first.mention.start + 900],
    )  # fmt: skip
    assert passage(account, replace(first, mention=mention)).marked == mention.text


def test_an_implied_place_is_told_apart_from_a_named_one(atlas: Atlas, resolve: Resolve) -> None:
    implied = {item.place.id for item in atlas.evidence if item.implied}
    assert implied == {"alashankou", "altynkol", "danghara", "dostyk"}
    by_id = {
        item.place.id: item
        for item in collect(
            resolve,
            "Two cross-border railway trunk lines link China and Kazakhstan. Dostyk is one end.",
        )
    }
    assert not by_id["dostyk"].implied
    assert [p.resolution.mention.how for p in by_id["dostyk"].passages] == [
        How.IMPLIED,
        How.NAMED,
    ]
    assert by_id["alashankou"].implied


def test_years_are_those_of_the_passages(resolve: Resolve) -> None:
    [item] = collect(
        resolve,
        "In 2022 and 1991 they met in Samarkand. In 2019 nothing happened. "
        "Samarkand had 120245 guests, not 2100, in room 20225 and 1899.",
    )
    assert item.years == (1991, 2022)


def test_mentions_off_the_map_are_listed_with_their_sentence(resolve: Resolve) -> None:
    text = "The Silk Road was long. In Samarkand they met."
    [off] = unmapped(read_document(text), resolve(text))
    assert off.text == "The Silk Road was long."
    assert off.resolution.refusal == "a historical network, not one place"


def test_hostile_signs_reach_the_excerpt_unchanged(resolve: Resolve) -> None:
    text = "`${x}` {{y}} <script>\\ \u202e in Samarkand </script> 👩\u200d🚀."
    [item] = collect(resolve, text)
    assert item.passages[0].text == text

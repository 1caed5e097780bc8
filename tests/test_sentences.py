"""Sentences end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Article, Paragraph, Role
from geo.parse.sentences import REACH, sentence_around


def sentences(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """All sentences of a paragraph, one for each offset, without repetition."""
    paragraph = Paragraph(1, start, len(text) if end is None else end)
    found = dict.fromkeys(
        sentence_around(text, paragraph, offset) for offset in range(paragraph.start, paragraph.end)
    )
    return [text[slice(*span)] for span in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One! Two? Three… Four.", ["One!", "Two?", "Three…", "Four."]),
        ("“One.” Two.", ["“One.”", "Two."]),
        ("One. “Two.” (Three.) 4 is last.", ["One.", "“Two.”", "(Three.)", "4 is last."]),
        ("One.  \n Two.", ["One.", "Two."]),
        ("No end", ["No end"]),
        ("It cost US$6.06 trillion, 17.5 % of it.", ["It cost US$6.06 trillion, 17.5 % of it."]),
        ("Mr. Xi met Dr. Li and Gen. Ma.", ["Mr. Xi met Dr. Li and Gen. Ma."]),
        ("On Jan. 4 and Sept. 7 it rained.", ["On Jan. 4 and Sept. 7 it rained."]),
        ("The U.S. Senate met. It left.", ["The U.S. Senate met.", "It left."]),
        ("John F. Kennedy spoke.", ["John F. Kennedy spoke."]),
        ("a dot. then small letters.", ["a dot. then small letters."]),
        ("See atlas.example.Org now.", ["See atlas.example.Org now."]),
        ("Wait... And go.", ["Wait...", "And go."]),
    ],
)
def test_a_sentence_ends_before_the_next_capital_but_not_behind_an_abbreviation(
    text: str, expected: list[str]
) -> None:
    assert sentences(text) == expected


def test_a_sentence_never_leaves_its_paragraph() -> None:
    text = "Before it. Another\nThe paragraph itself. Its end\nBehind it. Another."
    assert sentences(text, 19, 48) == ["The paragraph itself.", "Its end"]


@given(st.text(alphabet="aA. !?\n”“)1Mr", max_size=120))
def test_every_offset_has_a_sentence_and_sentences_never_overlap(text: str) -> None:
    words = text.strip()
    if not words:
        return
    paragraph = Paragraph(1, 0, len(words))
    spans = [sentence_around(words, paragraph, offset) for offset in range(len(words))]
    distinct = list(dict.fromkeys(spans))
    assert distinct == sorted(distinct)
    for (_, end), (start, _) in pairwise(distinct):
        assert end <= start
        assert words[end:start].strip() == ""
    for offset, (start, end) in enumerate(spans):
        assert start <= offset
        assert offset < end or words[end : offset + 1].isspace()


def test_a_sentence_without_end_is_cut_at_the_reach() -> None:
    text = "word " * 2000
    start, end = sentence_around(text, Paragraph(1, 0, len(text)), 5000)
    assert 5000 - REACH <= start < 5000 < end <= 5000 + REACH


def test_the_sentences_of_our_account_make_up_its_paragraphs(account: Article) -> None:
    for paragraph in account.paragraphs:
        words = account.words_of(paragraph)
        found = sentences(account.text, paragraph.start, paragraph.end)
        assert " ".join(found) == words
        assert paragraph.role is Role.TITLE or all(s[-1] in '.”"' for s in found)
        assert len(found) <= 5

"""Tokens: every code point belongs to one, and what counts as a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parse.lexicon import Lexicon
from geo.parse.tokens import EDGES, PIECE, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kenya's army", ["Kenya", "'s", "army"]),
        ("TROY, N.C. (CW)", ["TROY", ",", "N.C.", "(", "CW", ")"]),
        ("U.S.-led", ["U.S.", "-", "led"]),
        ("N'Djamena and Xi’an", ["N'Djamena", "and", "Xi’an"]),
        ("St. Louis", ["St", ".", "Louis"]),
        ("1,200 in 2019.", ["1,200", "in", "2019", "."]),
        ("H1N1", ["H1N1"]),
        ("Bogota\u0301", ["Bogota\u0301"]),
        ("a\x00b\ud800c", ["a", "\x00", "b", "\ud800", "c"]),
    ],
)
def test_a_text_is_cut_into_words_and_marks(text: str, words: list[str]) -> None:
    assert tokenise([text], Lexicon()).words() == words


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_tokens_cover_every_code_point_but_blanks_in_order(texts: list[str]) -> None:
    tokens = tokenise(texts, Lexicon())
    for number, text in enumerate(texts):
        own = tokens.text == number
        spans = [
            (a, b)
            for a, b in zip(tokens.start[own].tolist(), tokens.end[own].tolist(), strict=True)
            if b > a
        ]
        assert all(b <= c for (_, b), (c, _) in pairwise(spans))
        covered = "".join(text[a:b] for a, b in spans)
        assert covered.split() == "".join(text.split(" ")).split() or (
            "".join(covered.split()) == "".join(text.split())
        )


def test_edges_stand_around_every_text() -> None:
    tokens = tokenise(["Paris", "", "Rome"], Lexicon())
    assert tokens.begin.tolist() == [EDGES, 2 * EDGES + 1, 3 * EDGES + 1]
    assert len(tokens) == 4 * EDGES + 2


def test_a_text_longer_than_a_piece_has_the_same_tokens_as_its_parts() -> None:
    sentence = "Ships left Port-au-Prince for Xi’an. "
    text = sentence * (PIECE // len(sentence) + 3)
    words = tokenise([text], Lexicon()).words()
    assert words == tokenise([sentence], Lexicon()).words() * text.count("Ships")

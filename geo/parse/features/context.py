"""Properties of tokens and of the lines they stand on, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.parse import words
from geo.parse.lexicon import CAPITAL, INITIALS, LOWER, MIXED, NEWLINE, NUMBER, UPPER
from geo.parse.tokens import Tokens
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

_SOFT = words.among("quote", "open", "dash", "close")


@dataclass(slots=True)
class Context:
    """Properties of tokens and of the lines they stand on."""

    code: np.ndarray
    shape: np.ndarray
    flags: np.ndarray
    first: np.ndarray
    last: np.ndarray
    lower: np.ndarray
    office: np.ndarray
    capital: np.ndarray
    glued: np.ndarray
    opens: np.ndarray
    line: np.ndarray
    is_title: np.ndarray
    is_caps: np.ndarray
    is_first: np.ndarray
    text: np.ndarray


def read_context(tokens: Tokens, lexicon: Vocabulary) -> Context:
    """Everything the features ask of single tokens and lines."""
    number = tokens.number
    shape = lexicon.column("shape")[number]
    code = lexicon.column("code")[number]
    flags = lexicon.column("flags")[number]
    glued = tokens.glued
    capital = (shape == CAPITAL) | (shape == UPPER) | (shape == MIXED) | (shape == INITIALS)
    line = np.cumsum(shape == NEWLINE)
    word = shape < NUMBER
    lines = int(line[-1]) + 1
    n_words = np.bincount(line, word, lines)
    n_capital = np.bincount(line, capital, lines)
    n_upper = np.bincount(line, shape == UPPER, lines)
    n_lower = np.bincount(line, shape == LOWER, lines)
    n_english = np.bincount(line, (shape == LOWER) & (code == CODE["lower_english"]), lines)
    n_stop = np.bincount(line, code == CODE["stop"], lines)
    title = (
        (n_words >= 2)
        & (n_words <= 18)
        & (n_capital >= 2)
        & (n_capital >= 0.6 * (n_words - (n_lower - n_english)))
        & (n_stop <= 1)
    )
    caps = (n_upper >= 2) & (n_lower == 0) & (n_upper >= 0.6 * n_capital)
    stop = code == CODE["stop"]
    after_short = np.zeros(len(code), bool)
    after_short[1:] = (flags[:-1] & Vocabulary.ABBREVIATION > 0) | (shape[:-1] == INITIALS)
    ends = (stop & ~(after_short & glued)) | (shape == NEWLINE)
    opens = np.zeros(len(code), bool)
    opens[1:] = ends[:-1]
    soft = _SOFT[code]
    for _ in range(2):
        opens[1:] |= opens[:-1] & soft[:-1]
    return Context(
        code,
        shape,
        flags,
        lexicon.column("first")[number],
        lexicon.column("last")[number],
        lexicon.column("lower")[number],
        lexicon.column("office")[number] > 0,
        capital,
        glued,
        opens,
        line,
        title[line],
        caps[line],
        line == line[tokens.begin][tokens.text],
        tokens.text,
    )

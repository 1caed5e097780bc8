"""Matches that the gazetteer knows and that are no names all the same."""

from __future__ import annotations

import numpy as np

from geo.gazetteer.world import Name, flags_of, row_of
from geo.parse.lexicon import LOWER, NUMBER, UPPER, Lexicon
from geo.parse.matches import Matches
from geo.parse.tokens import Tokens
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

# Importance in the index: 20 for each factor ten of people; towns of 100,000 and of 2 million.
TOWN_IMPORTANCE = 100
GREAT_IMPORTANCE = 125
LONGEST_ACRONYM = 5  # letters


def well_known(tokens: Tokens, vocabulary: Vocabulary, matches: Matches) -> np.ndarray:
    """Without capitals only well-known names that are no English words can be told."""
    index = vocabulary.index
    number = tokens.number[matches.first]
    begin, _ = index.find(matches.key)
    importance = index.importance[row_of(index.senses[begin])]
    english = vocabulary.column("flags")[number] & Lexicon.ENGLISH > 0
    person = (vocabulary.column("first")[number] > 1) | (vocabulary.column("last")[number] > 1)
    one = matches.first == matches.last
    least = np.where(one & person, GREAT_IMPORTANCE, TOWN_IMPORTANCE)
    return (importance >= least) & ~(one & english)


def generic_alone(
    tokens: Tokens, vocabulary: Vocabulary, shape: np.ndarray, matches: Matches
) -> np.ndarray:
    """Months, and generic words that end another name ("Florida Atlantic University").

    Towns of such names there are, but the text must then say where: "March, Cambridgeshire".
    """
    first, last = matches.first, matches.last
    code = vocabulary.column("code")[tokens.number]
    flags = vocabulary.column("flags")[tokens.number[first]]
    generic = flags & (Lexicon.GEO | Lexicon.FACILITY | Lexicon.BODY | Lexicon.COMPANY) > 0
    ends_name = generic & (shape[first - 1] != LOWER) & (shape[first - 1] < NUMBER)
    plain = code[last + 1] != CODE["comma"]
    return (first == last) & (ends_name | (plain & (code[first] == CODE["cap_month"])))


def acronyms(
    tokens: Tokens, vocabulary: Vocabulary, shape: np.ndarray, matches: Matches
) -> np.ndarray:
    """Short words in capitals amid small letters: MERS is not Moers, nor SARS the Belgian Sars.

    A town well known by that very name stays ("to LIMA by bus"), as does what is listed as a
    short form.
    """
    first, last = matches.first, matches.last
    short = (tokens.end[first] - tokens.start[first] <= LONGEST_ACRONYM) & (first == last)
    amid = (shape[first - 1] == LOWER) | (shape[last + 1] == LOWER)
    asked = np.flatnonzero(short & amid & (shape[first] == UPPER))
    found = np.zeros(len(matches), bool)
    index = vocabulary.index
    begin, stop = index.find(matches.key[asked])
    for at, low, high in zip(asked.tolist(), begin.tolist(), stop.tolist(), strict=True):
        senses = index.senses[low:high]
        flags = flags_of(senses)
        listed = flags & int(Name.ABBREVIATION | Name.OWN) > 0
        known = (flags & int(Name.ALTERNATE) == 0) & (
            index.importance[row_of(senses)] >= TOWN_IMPORTANCE
        )
        found[at] = not (listed | known).any()
    return found

"""Which names of a text stand beside which, and with which words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.parse.lexicon import Lexicon
from geo.parse.numbering import distinct
from geo.parse.spotting import Hits
from geo.parse.tokens import EDGES, Tokens
from geo.parse.words import CODE, GROUPS, among

NEIGHBOURS = 8  # candidates looked at on either side when asking what lies near

# How much a word says of the kind of the name beside it. A noun may belong to something else
# ("Paris state visit"), the title of an office hardly.
NOUN, OFFICE = 1.0, 2.0
_LISTING = among("comma", "and")
_WITHIN = among("in", "of")
_DATELINE = among("dash", "open", "colon")
_LINE_END = among("newline", "edge")


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of names that stand next to one another, by how they are joined.

    `inner` and `outer`: "Troy in North Carolina". `near_a`, `near_b` are names that stand
    within a few candidates, `list_a`, `list_b` such as stand side by side in a list. `said`
    tells, names x GROUPS, what words of that kind go with the name: a `NOUN` ("the state of",
    "River"), an `OFFICE` ("Gov.") or none, 0; `dateline` is 1 where a line begins with the
    name in the manner of a dateline.
    """

    inner: np.ndarray
    outer: np.ndarray
    near_a: np.ndarray
    near_b: np.ndarray
    list_a: np.ndarray
    list_b: np.ndarray
    said: np.ndarray
    dateline: np.ndarray


def link(tokens: Tokens, lexicon: Lexicon, hits: Hits, count: int) -> Links:
    """Which names stand beside which in the text."""
    code = lexicon.column("code")[tokens.number]
    said, dateline = _kinds_said(tokens, lexicon, hits, count), _datelines(code, hits, count)
    if len(hits) < 2:
        none = np.zeros(0, np.int64)
        return Links(none, none, none, none, none, none, said, dateline)
    within = _within(code, lexicon.column("kind_word")[tokens.number], hits)
    pair = distinct(hits.name[within] * count + hits.name[within + 1])
    listed = _listed(code, hits)
    list_a, list_b = _both_ways(hits.name[listed], hits.name[listed + 1], count)
    steps = range(1, min(NEIGHBOURS, len(hits) - 1) + 1)
    same = np.concatenate([hits.text[:-d] == hits.text[d:] for d in steps])
    near_a, near_b = _both_ways(
        np.concatenate([hits.name[:-d] for d in steps])[same],
        np.concatenate([hits.name[d:] for d in steps])[same],
        count,
    )
    return Links(
        pair // count,
        pair % count,
        near_a,
        near_b,
        list_a,
        list_b,
        said,
        dateline,
    )


def _within(code: np.ndarray, kind: np.ndarray, hits: Hits) -> np.ndarray:
    """Candidates that lie in the next: "Troy in Ohio", "Kurve, in Hessen", "Punjab province of
    Pakistan", "Adhamiya district in Baghdad"."""
    gap = hits.first[1:] - hits.last[:-1]
    at = np.flatnonzero((gap == 2) | (gap == 3))
    first, second = hits.last[at] + 1, hits.first[at + 1] - 1
    one = gap[at] == 2
    apart = (code[first] == CODE["comma"]) & (code[second] == CODE["in"])
    of_kind = (kind[first] > 0) & _WITHIN[code[second]]
    return at[np.where(one, code[first] == CODE["in"], apart | of_kind)]


def _listed(code: np.ndarray, hits: Hits) -> np.ndarray:
    """Candidates that stand in a list with the next: "Utah, Ohio, and Maine", also where a
    count follows each: "Utah (14), Ohio 3 and Maine (1)"."""
    last = hits.last[:-1]
    number = CODE["number"]
    bracketed = (
        (code[last + 1] == CODE["open"])
        & (code[last + 2] == number)
        & (code[last + 3] == CODE["close"])
    )
    last = last + np.where(bracketed, 3, code[last + 1] == number)
    gap = hits.first[1:] - last
    joined = _LISTING[code[hits.first[1:] - 1]]
    return np.flatnonzero(joined & ((gap == 2) | ((gap == 3) & (code[last + 1] == CODE["comma"]))))


def _both_ways(a: np.ndarray, b: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct pairs of different names, each in both directions."""
    pair = distinct(np.concatenate([a * count + b, b * count + a]))
    a, b = pair // count, pair % count
    return a[a != b], b[a != b]


def _kinds_said(tokens: Tokens, lexicon: Lexicon, hits: Hits, count: int) -> np.ndarray:
    said = np.zeros((count, len(GROUPS)), np.float64)
    if not len(hits):
        return said
    code = lexicon.column("code")[tokens.number]
    of = code[hits.first - 1] == CODE["of"]
    for column, sign in (("kind_word", NOUN), ("office", OFFICE)):
        kind = lexicon.column(column)[tokens.number].astype(np.int64)
        places = [kind[hits.last + 1], np.where(of, kind[hits.first - 2], 0)]
        if sign == NOUN:  # "the village Foo", "Lake Foo"; "Mayor Jackson" is a person
            places.append(kind[hits.first - 1])
        for found in places:
            there = found > 0
            np.maximum.at(said, (hits.name[there], found[there] - 1), sign)
    return said
    kind = lexicon.column("kind_word")[tokens.number].astype(np.int64)
    code = lexicon.column("code")[tokens.number]
    after = kind[hits.last + 1]
    before = np.where(code[hits.first - 1] == CODE["of"], kind[hits.first - 2], 0)
    directly = kind[hits.first - 1]  # "the village Foo", "Lake Foo"
    office = lexicon.column("office")[tokens.number].astype(np.int64)
    held = office[hits.last + 1]
    of_office = np.where(code[hits.first - 1] == CODE["of"], office[hits.first - 2], 0)
    signs = ((after, NOUN), (before, NOUN), (directly, NOUN), (held, OFFICE), (of_office, OFFICE))
    for found, sign in signs:
        there = found > 0
        np.maximum.at(said, (hits.name[there], found[there] - 1), sign)
    return said


def _datelines(code: np.ndarray, hits: Hits, count: int) -> np.ndarray:
    """1 for names that open a line and have a dash or bracket within a few tokens."""
    opens = _LINE_END[code[hits.first - 1]]
    mark = np.zeros(len(hits), bool)
    for step in range(1, EDGES + 1):
        mark |= _DATELINE[code[hits.last + step]]
    return (np.bincount(hits.name, opens & mark, count) > 0).astype(np.float64)

""" "Paris, Texas": what the text itself states about where a place lies.

A mention with a stated container is a name of its own, apart from the same name without one
or with another ("Springfield, Ohio" and "Springfield, Vermont" in one report).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.gazetteer.world import NO_ROW, Name, WorldIndex
from geo.parse.lexicon import Lexicon
from geo.parse.numbering import greatest, numbered
from geo.parse.spotting import Hits, Names
from geo.parse.tokens import Tokens
from geo.parse.words import AREAS, GROUP_OF_KIND, HOLDERS, among

_OPENS = among("comma", "open")
_AFTER_SHORT = among("stop", "comma")
_LISTS = among("comma", "and")


@dataclass(frozen=True, slots=True)
class Statements:
    """Names split by statement, and what the statements say of the senses (flat).

    `inside`: 0, or by which parent (1 second-level area, 2 first-level area, 3 country) the
    sense lies in the stated container; `holds`: it holds a name that stands
    before it; `stated`: per name, whether it is a mention with a container.
    """

    hits: Hits
    names: Names
    inside: np.ndarray
    holds: np.ndarray
    stated: np.ndarray


def parents_of(rows: np.ndarray, index: WorldIndex) -> np.ndarray:
    """Rows of the second-level area, the first-level area and the country, -1 for none."""
    up = np.stack(
        [
            index.admin2_rows[index.admin2[rows]],
            index.admin1_rows[index.admin1[rows]],
            index.country_rows[index.country[rows]],
        ],
        axis=1,
    ).astype(np.int64)
    up[(up == NO_ROW) | (up == rows[:, None]) | (rows[:, None] < 0)] = -1
    return up


def comma_pairs(
    tokens: Tokens, lexicon: Lexicon, hits: Hits, names: Names, index: WorldIndex
) -> np.ndarray:
    """Candidates that a comma or bracket joins to the next one: "Troy, N.C.", "Dade (Fla.)".

    A list of states or of countries is none: "cases in Washington, Pennsylvania and Ohio".
    """
    if len(hits) < 2:
        return np.zeros(0, np.int64)
    code = lexicon.column("code")[tokens.number]
    gap = hits.first[1:] - hits.last[:-1]
    close = (gap == 2) | (gap == 3)
    first = code[hits.last[:-1] + 1]
    last = code[hits.first[1:] - 1]
    joined = close & _OPENS[last] & ((gap == 2) | _AFTER_SHORT[first])
    goes_on = np.zeros(len(joined), bool)
    goes_on[:-1] = (close & _LISTS[last])[1:]
    kind = np.where(names.row >= 0, GROUP_OF_KIND[index.kind[names.row]], -1)
    top = kind[_most_populous(names, index)[hits.name]]
    area = AREAS[top] & (top >= 0)
    short = names.flags[names.begin[hits.name]] & int(Name.ABBREVIATION) > 0
    run = np.zeros(len(joined), bool)
    run[:-1] = goes_on[:-1] & area[1:-1] & (top[1:-1] == top[2:]) & ~short[1:-1]
    for i in np.flatnonzero(joined & run).tolist():
        mine = slice(names.begin[hits.name[i]], names.begin[hits.name[i] + 1])
        joined[i] = not (kind[mine] == top[i + 1]).any()
    return np.flatnonzero(joined)


def _people(names: Names, index: WorldIndex) -> np.ndarray:
    """By sense how many people it has, -1 for unlisted ones."""
    return np.where(names.row >= 0, index.population[names.row], -1)


def _most_populous(names: Names, index: WorldIndex) -> np.ndarray:
    """By name its sense of most people, the first of equals."""
    return greatest(_people(names, index), names.owner, names.begin[:-1])[1]


def _outshone(names: Names, index: WorldIndex) -> np.ndarray:
    """Senses of an area named without its word ("Washington" for Washington County) where
    another of more people bears the name: "Washington, New York and Boston" is a list."""
    people = _people(names, index)
    most, _ = greatest(people, names.owner, names.begin[:-1])
    return (names.flags & int(Name.BARE) > 0) & (people < most)


def state(
    tokens: Tokens, lexicon: Lexicon, hits: Hits, names: Names, index: WorldIndex
) -> Statements:
    """Split the names of a document by the containers that the text states."""
    size = len(names.row)
    inside, holds = np.zeros(size, np.int8), np.zeros(size, bool)
    outer = np.full(len(hits), -1)
    parents = None
    verdicts: dict[tuple[int, int], np.ndarray] = {}
    for i in comma_pairs(tokens, lexicon, hits, names, index).tolist():
        a, b = int(hits.name[i]), int(hits.name[i + 1])
        if (a, b) not in verdicts:
            if parents is None:
                parents = parents_of(names.row, index)
                outshone = _outshone(names, index)
                is_holder = HOLDERS[GROUP_OF_KIND[index.kind[names.row]]] & (names.row >= 0)
            there = slice(names.begin[b], names.begin[b + 1])
            rows = np.where(is_holder[there], names.row[there], -2)
            lies = parents[names.begin[a] : names.begin[a + 1]][:, :, None] == rows
            lies &= ~outshone[names.begin[a] : names.begin[a + 1], None, None]
            by_parent = lies.any(axis=2)
            level = np.where(by_parent.any(axis=1), by_parent.argmax(axis=1) + 1, 0)
            verdicts[a, b] = level
            holds[there] |= lies.any(axis=(0, 1))
        if verdicts[a, b].any():
            outer[i] = b
    if (outer < 0).all():
        return Statements(hits, names, inside, holds, np.zeros(len(names), bool))
    pair, member = numbered(hits.name * (len(names) + 1) + outer + 1)
    base, container = pair // (len(names) + 1), pair % (len(names) + 1) - 1
    count = np.diff(names.begin)[base]
    begin = np.concatenate([[0], np.cumsum(count)])
    origin = np.arange(begin[-1]) + np.repeat(names.begin[base] - begin[:-1], count)
    inside = np.zeros(len(origin), np.int8)
    for n in np.flatnonzero(container >= 0).tolist():
        inside[begin[n] : begin[n + 1]] = verdicts[int(base[n]), int(container[n])]
    return Statements(
        Hits(hits.first, hits.last, hits.text, hits.group, member),
        Names(
            begin,
            names.row[origin],
            names.flags[origin],
            np.repeat(np.arange(len(pair)), count),
            names.text[base],
            names.group[base],
        ),
        inside,
        holds[origin],
        container >= 0,
    )

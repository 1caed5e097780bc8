"""Describes each candidate in its context by some seventy small codes.

No code depends on which name or which word it is, only on its class, its form, what the
gazetteer has under it and what the rest of the document does with the same name; so the
weights learned from a few thousand marks carry over to texts about anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from geo.gazetteer.world import Name, WorldIndex
from geo.parse import senses as sense
from geo.parse import words
from geo.parse.context import Context, read_context
from geo.parse.lexicon import CAPITAL, LOWER, NEWLINE, NUMBER, UPPER
from geo.parse.links import Links
from geo.parse.senses import Senses
from geo.parse.spotting import Hits
from geo.parse.tokens import Tokens
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

N_CLASSES = len(words.CLASSES)
EDGE = CODE["edge"]

# Of a neighbouring candidate: none, area (country, state), town, demonym, nature and the rest.
N_ROLES = 5
_ROLE_OF_GROUP = np.full(len(words.GROUPS), 4)
_ROLE_OF_GROUP[[words.COUNTRY, words.ADMIN1]] = 1
_ROLE_OF_GROUP[[words.CITY, words.DISTRICT]] = 2

_WIDEST = words.of_groups(words.CONTINENT, words.REGION)
_WIDER = _WIDEST | words.of_groups(words.COUNTRY)
_WIDE = _WIDER | words.of_groups(words.ADMIN1)

_BRIDGES = words.among("of", "the", "and", "with")
_LOCATED = words.among("in", "at", "from")
DATELINE_MARK = words.among("dash", "open", "colon")

# The index's flags as plain numbers: an enumeration is slow to combine with arrays.
ALTERNATE, DEMONYM, ABBREVIATED, COMMON, BARE, MADE = (
    int(flag)
    for flag in (
        *(Name.ALTERNATE, Name.DEMONYM, Name.ABBREVIATION),
        *(Name.COMMON, Name.BARE, Name.MADE),
    )
)


def _bins(values: np.ndarray, edges: tuple[float, ...]) -> np.ndarray:
    return _edges(edges).searchsorted(values, "right")


@cache
def _edges(edges: tuple[float, ...]) -> np.ndarray:
    return np.asarray(edges, float)


class _Table:
    """Collects code columns; the order of the calls is the order of the model's tables."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sizes: list[int] = []
        self.columns: list[np.ndarray] = []

    def add(self, name: str, size: int, codes: np.ndarray) -> None:
        self.names.append(name)
        self.sizes.append(size)
        self.columns.append(codes)

    def flag(self, name: str, truth: np.ndarray) -> None:
        self.add(name, 2, truth)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of all candidates, one row each, and what the columns are."""

    matrix: np.ndarray
    sizes: np.ndarray
    names: tuple[str, ...]

    def column(self, name: str) -> np.ndarray:
        return self.matrix[:, self.names.index(name)]


RUN_FLAGS = (
    ("body", Vocabulary.BODY),
    ("company", Vocabulary.COMPANY),
    ("street", Vocabulary.STREET),
    ("geo", Vocabulary.GEO),
    ("facility", Vocabulary.FACILITY),
    ("title", Vocabulary.TITLE),
)

STREET_WORD = 1 + [name for name, _ in RUN_FLAGS].index("street")


RUN_BITS = np.array([bit for _, bit in RUN_FLAGS], np.int32)


def _first_flag(flags: np.ndarray) -> np.ndarray:
    """The number, from 1, of the first of `RUN_FLAGS` that is set, 0 for none."""
    found = flags[:, None] & RUN_BITS > 0
    return np.where(found.any(axis=1), found.argmax(axis=1) + 1, 0)


def encode(
    tokens: Tokens,
    vocabulary: Vocabulary,
    hits: Hits,
    senses: Senses,
    links: Links,
) -> Codes:
    """The codes of every candidate; `senses` must have been weighed."""
    context = read_context(tokens, vocabulary)
    table = _Table()
    first, last = hits.first, hits.last
    role = _roles(context, hits, senses)
    _neighbours(table, context, first, last, role)
    _form(table, context, first, last)
    _runs(table, context, first, last)
    _gazetteer(table, hits, senses, vocabulary.index)
    _commas(table, context, hits, senses, first, last, role)
    _document(table, context, hits, senses, first, last, role)
    _geography(table, hits, senses)
    matrix = np.empty((len(hits), len(table.columns)), np.int16)
    for number, column in enumerate(table.columns):
        matrix[:, number] = column
    return Codes(
        matrix,
        np.array(table.sizes),
        tuple(table.names),
    )


def _roles(context: Context, hits: Hits, senses: Senses) -> np.ndarray:
    """What candidate, if any, covers each token: 0 none, else a coarse kind."""
    role = np.zeros(len(context.code), np.int8)
    best = senses.best[hits.name]
    group = senses.group[best]
    demonym = senses.names.flags[best] & DEMONYM > 0
    kind = np.where(demonym, 3, _ROLE_OF_GROUP[group])
    width = hits.last - hits.first + 1
    for extra in range(int(width.max()) if len(width) else 0):
        long = width > extra
        role[hits.first[long] + extra] = kind[long]
    return role


def _neighbours(
    table: _Table, context: Context, first: np.ndarray, last: np.ndarray, role: np.ndarray
) -> None:
    code = context.code
    for name, at in (
        ("before_1", first - 1),
        ("before_2", first - 2),
        ("after_1", last + 1),
        ("after_2", last + 2),
    ):
        table.add(name, N_CLASSES, code[at])
    table.add("before_3", N_CLASSES, code[first - 3])
    table.add("after_3", N_CLASSES, code[last + 3])
    for name, at in (
        ("role_before_1", first - 1),
        ("role_before_2", first - 2),
        ("role_after_1", last + 1),
        ("role_after_2", last + 2),
    ):
        table.add(name, N_ROLES, role[at])


def _form(table: _Table, context: Context, first: np.ndarray, last: np.ndarray) -> None:
    shape, flags = context.shape, context.flags
    width = last - first + 1
    table.add("words", 4, np.minimum(width, 4) - 1)
    table.add("shape", 9, shape[first])
    table.flag("one_letter_case", (shape[first] == UPPER) & context.is_caps[first])
    table.flag("opens", context.opens[first])
    table.flag("title_line", context.is_title[first] & ~context.is_caps[first])
    table.flag("caps_line", context.is_caps[first])
    table.flag("first_line", context.is_first[first])
    english = (flags[first] & Vocabulary.ENGLISH > 0) & (width == 1)
    table.add("english", 4, english + 2 * (context.opens[first] | context.is_title[first]))
    own_first = np.where(width == 1, context.first[first], 0)
    own_last = np.where(width == 1, context.last[first], 0)
    table.add("own_name", 16, own_first * 4 + own_last)
    table.add("long_first", 4, np.where(width > 1, context.first[first], 0))
    table.add("own_class", N_CLASSES, np.where(width == 1, context.code[first], EDGE))
    ends = np.where(width > 1, _first_flag(flags[last]), 0)
    road = (flags[first] & Vocabulary.STREET > 0) & (shape[last] == NUMBER)
    table.add("last_word", len(RUN_FLAGS) + 1, np.where(road, STREET_WORD, ends))
    table.flag("own_title", (flags[first] & Vocabulary.TITLE > 0) & (width == 1))
    hyphen_before = (context.code[first - 1] == CODE["dash"]) & context.glued[first]
    hyphen_after = (context.code[last + 1] == CODE["dash"]) & context.glued[last + 1]
    table.flag("hyphen_before", hyphen_before & context.glued[first - 1])
    table.add(
        "hyphen_after",
        4,
        np.where(
            hyphen_after & context.glued[last + 2],
            1 + (context.code[last + 2] == CODE["hyphen_tail"]) + 2 * context.capital[last + 2],
            0,
        ).clip(0, 3),
    )
    initial = (
        (context.code[first - 1] == CODE["stop"])
        & context.glued[first - 1]
        & (context.capital[first - 2] & ~context.opens[first])
    )
    table.flag("after_initial", initial)


def _runs(table: _Table, context: Context, first: np.ndarray, last: np.ndarray) -> None:
    """The capitalised words around a candidate, "of" and "for" bridging two of them."""
    capital, code = context.capital, context.code
    size = len(capital)
    bridge = np.zeros(size, bool)
    inner = _BRIDGES[code[1:-1]]
    bridge[1:-1] = inner & capital[:-2] & capital[2:]
    of_the = np.zeros(size, bool)
    of_the[1:-2] = (
        (code[1:-2] == CODE["of"]) & (code[2:-1] == CODE["the"]) & capital[:-3] & capital[3:]
    )
    bridge |= of_the
    bridge[1:] |= of_the[:-1]
    solid = capital & (code != CODE["possessive"])
    tight = np.flatnonzero(~solid)
    loose = np.flatnonzero(~(solid | bridge))

    def bounds(breaks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        left = breaks[np.searchsorted(breaks, first, "left") - 1] + 1
        right = breaks[np.searchsorted(breaks, last, "right")]
        return left, right

    left, right = bounds(tight)
    table.add("run_left", 4, np.minimum(first - left, 3))
    table.add("run_right", 4, np.minimum(right - last - 1, 3))
    far_left, far_right = bounds(loose)
    total = np.zeros((size + 1, len(RUN_FLAGS)), np.int32)
    np.cumsum((context.flags[:, None] & RUN_BITS > 0) & capital[:, None], axis=0, out=total[1:])
    at_left, at_right = total[left], total[right]
    to_left, to_right = total[first] > at_left, at_right > total[last + 1]
    farther = (at_left > total[far_left]) | (total[far_right] > at_right)
    for number, (name, _) in enumerate(RUN_FLAGS):
        table.flag(f"left_{name}", to_left[:, number])
        table.flag(f"right_{name}", to_right[:, number])
        table.flag(f"far_{name}", farther[:, number])
    # The word right before and right after, as parts of a person's name.
    before = capital[first - 1] & ~context.opens[first]
    after = capital[last + 1]
    table.add("name_before", 4, np.where(before, context.first[first - 1], 0))
    table.add("name_after", 4, np.where(after, context.last[last + 1], 0))
    table.add("first_after", 4, np.where(after, context.first[last + 1], 0))
    table.add(
        "plain_before",
        3,
        before * (1 + (context.flags[first - 1] & Vocabulary.ENGLISH > 0)),
    )
    table.add("plain_after", 3, after * (1 + (context.flags[last + 1] & Vocabulary.ENGLISH > 0)))
    tail = _first_flag(context.flags[right - 1])
    table.add("run_end", len(RUN_FLAGS) + 1, np.where(after, tail, 0))


def _gazetteer(table: _Table, hits: Hits, senses: Senses, index: WorldIndex) -> None:
    names, best = senses.names, senses.best
    begin = names.begin[:-1]
    row, flags = names.row[best], names.flags[best]
    group = senses.group[best]
    listed = row >= 0
    people = np.log10(senses.population[best] + 1)
    most = np.maximum.reduceat(senses.population, begin) if len(names) else np.zeros(0)
    columns = (
        ("kind", len(words.GROUPS), group),
        ("people", 10, _bins(people, (2.8, 3.3, 3.7, 4.1, 4.5, 5, 5.5, 6, 6.6))),
        ("most_people", 6, _bins(np.log10(most + 1), (3.3, 4.1, 5, 5.7, 6.5))),
        (
            "importance",
            8,
            _bins(index.importance[row] * listed / 255.0, tuple(i / 8 for i in range(1, 8))),
        ),
        ("alternates", 6, _bins(index.alternates[row] * listed, (1, 3, 8, 20, 50))),
        ("senses", 5, _bins(np.diff(names.begin), (2, 3, 6, 15))),
        ("all_alternate", 2, np.minimum.reduceat(names.flags & ALTERNATE > 0, begin)),
        ("demonym", 2, flags & DEMONYM > 0),
        ("abbreviation", 2, flags & ABBREVIATED > 0),
        ("common", 2, np.maximum.reduceat(names.flags & COMMON > 0, begin)),
        ("bare", 2, flags & BARE > 0),
        ("made", 2, flags & MADE > 0),
        ("chance", 5, _bins(senses.chance[best], (0.3, 0.5, 0.7, 0.9))),
    )
    for name, size, values in columns:
        table.add(name, size, values[hits.name])


def _commas(
    table: _Table,
    context: Context,
    hits: Hits,
    senses: Senses,
    first: np.ndarray,
    last: np.ndarray,
    role: np.ndarray,
) -> None:
    """ "X, Y": the strongest sign of a place, and "X, 43," that of a person."""
    code = context.code
    features, best = senses.features, senses.best
    contained = sense.COLUMN["contained_comma"]
    inside = features[best, contained] > 0
    stop = (code[last + 1] == CODE["stop"]) & context.glued[last + 1]
    comma_at = np.where(stop, last + 2, last + 1)
    comma = code[comma_at] == CODE["comma"]
    then = comma_at + 1
    what = np.where(
        role[then] == 1,
        np.where(inside[hits.name], 1, 2),
        np.where(
            role[then] > 0,
            3,
            np.where(context.capital[then], 4, np.where(context.shape[then] == NUMBER, 5, 6)),
        ),
    )
    table.add("comma_after", 7, np.where(comma, what, 0))
    back = code[first - 1] == CODE["comma"]
    prior = first - 2
    prior = np.where(code[prior] == CODE["stop"], prior - 1, prior)
    holds = features[best, sense.COLUMN["contains_comma"]] > 0
    what = np.where(
        role[prior] > 0,
        np.where(holds[hits.name], 1, 1 + role[prior].clip(1, 2)),
        np.where(context.capital[prior], 4, np.where(context.shape[prior] == NUMBER, 5, 6)),
    )
    table.add("comma_before", 7, np.where(back, what, 0))
    # A dateline: the first name of a line, with a dash or a bracket within a few tokens.
    at_start = context.shape[first - 1] >= NEWLINE
    mark = np.zeros(len(first), bool)
    for step in range(1, 5):
        mark |= DATELINE_MARK[code[last + step]]
    table.add("dateline", 4, at_start * (1 + mark + (mark & (context.shape[first] == UPPER))))


def _document(
    table: _Table,
    context: Context,
    hits: Hits,
    senses: Senses,
    first: np.ndarray,
    last: np.ndarray,
    role: np.ndarray,
) -> None:
    """What the rest of the document does with the same name: the strongest signs of all."""
    code, capital = context.code, context.capital
    group = hits.group
    count = np.bincount(group)
    table.add("times", 6, _bins(count[group], (2, 3, 4, 7, 12)))

    def elsewhere(name: str, sign: np.ndarray) -> None:
        others = np.bincount(group, sign)[group] - sign
        share = others / np.maximum(count[group] - 1, 1)
        table.add(name, 4, np.where(others == 0, 0, _bins(share, (0.34, 0.67)) + 1))

    located = _LOCATED[code[first - 1]]
    elsewhere("else_in", located | (code[first - 1] == CODE["direction"]))
    comma_after = table.columns[table.names.index("comma_after")]
    comma = (comma_after == 1) | (comma_after == 2)
    elsewhere("else_comma", comma | (table.columns[table.names.index("dateline")] > 1))
    person = (capital[first - 1] & ~context.opens[first] & (context.first[first - 1] > 0)) | (
        code[first - 1] == CODE["cap_title"]
    )
    elsewhere("else_person", person)
    surname = (
        capital[last + 1]
        & (role[last + 1] == 0)
        & (context.last[last + 1] > 0)
        & (context.first[first] > 0)
    )
    elsewhere("else_first", surname)
    said = (code[last + 1] == CODE["said"]) | (code[first - 1] == CODE["said"])
    elsewhere("else_said", said)
    org = np.zeros(len(first), bool)
    for name in ("right_body", "right_company", "left_body", "left_company"):
        org |= table.columns[table.names.index(name)] > 0
    elsewhere("else_organisation", org)
    elsewhere("else_run", (context.capital[first - 1] & ~context.opens[first]) | capital[last + 1])

    # Single words against all tokens of the same text, candidates or not.
    one = first == last
    distinct, lower = np.unique(context.lower, return_inverse=True)
    lower = lower + context.text * len(distinct)
    size = (int(context.text[-1]) + 1) * len(distinct)
    lower_seen = np.zeros(size, bool)
    lower_seen[lower[context.shape == LOWER]] = True
    table.flag("seen_lower", one & lower_seen[lower[first]])
    pair = capital[:-1] & capital[1:] & (context.shape[:-1] < NUMBER)
    given = (context.first[:-1] > 0) & pair
    titled = (code[:-1] == CODE["cap_title"]) & pair
    middle = (code[1:-1] == CODE["stop"]) & context.glued[1:-1] & capital[:-2] & capital[2:]
    surname_of = np.bincount(lower[1:][given | titled], minlength=size)
    surname_of += np.bincount(
        lower[2:][middle & (context.first[:-2] == 0) & (context.shape[:-2] == CAPITAL)],
        minlength=size,
    )
    unlisted = pair & (context.flags[1:] & Vocabulary.ENGLISH == 0)
    first_of = np.bincount(lower[:-1][unlisted], minlength=size)
    own = lower[first]
    table.add("surname_seen", 3, np.where(one, np.minimum(surname_of[own], 2), 0))
    table.add("leads_seen", 3, np.where(one, np.minimum(first_of[own], 2), 0))
    follows = np.bincount(lower[1:][pair & ~context.opens[1:]], minlength=size)
    table.add("follows_seen", 3, np.where(one, np.minimum(follows[own], 2), 0))
    # China is a first name now and then, a town is so often.
    kind = senses.group[senses.best][hits.name]
    for name in ("follows_seen", "surname_seen"):
        seen = table.columns[table.names.index(name)]
        table.add(f"kind_{name}", 3 * len(words.GROUPS), kind * 3 + seen)
    last_own = lower[last]
    table.add("last_seen", 3, np.where(one, 0, np.minimum(surname_of[last_own], 2)))


def _geography(table: _Table, hits: Hits, senses: Senses) -> None:
    """How well the likeliest sense fits the geography of the document."""
    features, best = senses.features, senses.best

    def value(name: str) -> np.ndarray:
        return features[best, sense.COLUMN[name]][hits.name]

    # A country has no state around it, nor towns beside it: that is no sign against it.
    group = senses.group[best][hits.name]
    wide, wider = _WIDE[group], _WIDER[group]

    def share(name: str, wide: np.ndarray, edges: tuple[float, ...]) -> None:
        codes = np.where(wide, len(edges) + 1, _bins(value(name), edges))
        table.add(name, len(edges) + 2, codes)

    share("country_share", _WIDEST[group], (0.02, 0.1, 0.25, 0.5, 0.75))
    share("admin1_share", wider, (0.02, 0.1, 0.25, 0.5, 0.75))
    share("near", wide, (0.02, 0.1, 0.25, 0.5))
    share("nearest", wide, (0.05, 0.2, 0.5, 0.8))
    table.add("parent_named", 4, (value("parent_named") * 2).astype(np.int16))
    table.flag("contained", value("contained_comma") + value("contained_in") > 0)
    table.flag("contains", value("contains_comma") + value("contains_in") > 0)

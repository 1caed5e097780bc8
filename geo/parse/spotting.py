"""Candidates: the longest runs of words that the gazetteer knows, with their senses.

Everything that may be a name is proposed here; whether it is one is judged later. Names are
looked up by keys that are chained word by word (`geo.gazetteer.keys`), all positions of a
document at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.gazetteer.keys import CHAIN, chain
from geo.gazetteer.world import Name, flags_of, row_of
from geo.parse import words
from geo.parse.given import Spans, with_spans
from geo.parse.lexicon import CAPITAL, INITIALS, LOWER, MIXED, NUMBER, UPPER, Lexicon
from geo.parse.matches import Matches
from geo.parse.numbering import numbered
from geo.parse.sifting import acronyms, generic_alone, well_known
from geo.parse.tokens import Tokens
from geo.parse.unlisted import unlisted
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

# The longest names of news ("Democratic Republic of the Congo") have five or six words.
MOST_WORDS = 7
# Senses kept of one name, the most important first: the United States have 34 Springfields.
MOST_SENSES = 60
# A text has no capitals if nearly all of its words are in lower case.
SMALL_SHARE = 0.995


@dataclass(frozen=True, slots=True)
class Hits:
    """Candidates in order of the text; `first` and `last` are token positions, inclusive.

    `text` is the number of the text. `group` numbers the names of each text; `name` (index
    into `Names`) also tells apart the circumstances in which a name stands.
    """

    first: np.ndarray
    last: np.ndarray
    text: np.ndarray
    group: np.ndarray
    name: np.ndarray

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True)
class Names:
    """The distinct names of each text and their senses, flat.

    `text` and `group` have one entry a name. `row`, `flags` and `owner` have one entry a sense; the
    senses of name `n` are `begin[n]:begin[n + 1]`, the most important first.
    """

    begin: np.ndarray
    row: np.ndarray
    flags: np.ndarray
    owner: np.ndarray
    text: np.ndarray
    group: np.ndarray

    def __len__(self) -> int:
        return len(self.begin) - 1


_SET_OFF = words.among("comma", "open", "dash")
CAPITALS_SEEN, COMMA_SEEN, POINT_SEEN = 1, 2, 4


def spot(tokens: Tokens, vocabulary: Vocabulary, spans: Spans = ()) -> tuple[Hits, Names]:
    """All candidates of the texts; given spans go before what is found around them.

    Spans are lists of (start, end), one list a text or none at all. A span yields the whole
    of it where that is a name, else the longest name inside it, else nothing.
    """
    vocabulary.look_up()
    number = tokens.number
    shape = vocabulary.column("shape")[number]
    key = vocabulary.column("key")[number]
    follower = _followers(tokens, vocabulary, shape)
    small = _without_capitals(tokens, shape)
    start = np.flatnonzero(_may_begin(tokens, vocabulary, shape, follower, small))
    # Grow every start word by word; remember the longest run that is a name.
    cased = (shape != LOWER) | small
    last, name_key = _longest(vocabulary, number, cased, key, follower, start)
    matches = Matches(start, last, name_key).where(last >= 0)
    if small.any():
        matches = matches.where(~small[matches.first] | well_known(tokens, vocabulary, matches))
    matches = matches.where(
        _leftmost(matches)
        & ~generic_alone(tokens, vocabulary, shape, matches)
        & ~acronyms(tokens, vocabulary, shape, matches)
    )
    matches = _with_unlisted(tokens, vocabulary, shape, matches)
    if any(spans):
        matches = with_spans(tokens, vocabulary, spans, matches)
    return _name(tokens, vocabulary, shape, matches)


def _followers(tokens: Tokens, vocabulary: Vocabulary, shape: np.ndarray) -> np.ndarray:
    """For each token, the position of the word that may continue a name after it, or -1."""
    n = len(tokens)
    follower = np.full(n, -1, np.int64)
    if n < 2:
        return follower
    word = vocabulary.column("key")[tokens.number] != 0
    code = vocabulary.column("code")[tokens.number]
    at = np.arange(n)
    follower[:-1] = np.where(word[:-1] & word[1:], at[1:], -1)
    if n > 2:
        hyphen = (code[1:-1] == CODE["dash"]) & tokens.glued[1:-1] & tokens.glued[2:]
        flags = vocabulary.column("flags")[tokens.number]
        width = tokens.end - tokens.start
        short = (flags & Lexicon.ABBREVIATION > 0) | (width == 1)
        point = (code[1:-1] == CODE["stop"]) & tokens.glued[1:-1] & short[:-2] & ~tokens.glued[2:]
        # "Washington, D.C." is one name where the gazetteer says so.
        comma = (code[1:-1] == CODE["comma"]) & tokens.glued[1:-1] & (shape[2:] == INITIALS)
        bridge = word[:-2] & word[2:] & (hyphen | point | comma)
        bridge &= (shape[:-2] != LOWER) | hyphen
        follower[:-2] = np.where(bridge, at[2:], follower[:-2])
    return follower


def _may_begin(
    tokens: Tokens,
    vocabulary: Vocabulary,
    shape: np.ndarray,
    follower: np.ndarray,
    small: np.ndarray,
) -> np.ndarray:
    number = tokens.number
    known = vocabulary.column("leads")[number] | (
        vocabulary.column("sense_stop")[number] > vocabulary.column("sense_start")[number]
    )
    capital = (shape == CAPITAL) | (shape == UPPER) | (shape == MIXED) | (shape == INITIALS)
    if small.any():
        plain = vocabulary.column("flags")[number] & Lexicon.ENGLISH == 0
        capital |= small & (shape == LOWER) & (plain | vocabulary.column("leads")[number])
    article = vocabulary.column("article")[number] & (follower > np.arange(len(tokens)) + 1)
    possessive = vocabulary.column("code")[number] == CODE["possessive"]
    # "US$ 5 million", "$US 5 million"
    money = vocabulary.column("code")[number] == CODE["currency"]
    priced = np.zeros(len(number), bool)
    priced[:-1] |= money[1:]
    priced[1:] |= money[:-1] & tokens.glued[1:]
    return known & (capital | article) & ~possessive & ~priced


def _without_capitals(tokens: Tokens, shape: np.ndarray) -> np.ndarray:
    """Tokens of texts that are written in small letters throughout."""
    count = len(tokens.texts)
    word = np.bincount(tokens.text, shape < NUMBER, count)
    lower = np.bincount(tokens.text, shape == LOWER, count)
    return ((word >= 3) & (lower >= SMALL_SHARE * word))[tokens.text]


def _longest(
    vocabulary: Vocabulary,
    number: np.ndarray,
    cased: np.ndarray,
    key: np.ndarray,
    follower: np.ndarray,
    start: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The last token of the longest name from each start, -1 for none, and its key.

    A name ends in a capital or a figure, not in a common noun ("Bihar state"): `cased`.
    """
    index = vocabulary.index
    begins = number[start]
    alone = vocabulary.column("sense_stop")[begins] > vocabulary.column("sense_start")[begins]
    is_name = alone & cased[start]
    last = np.where(is_name, start, -1)
    best = key[start].copy()
    live = np.flatnonzero(vocabulary.column("leads")[begins])
    tail, running = start[live], key[start[live]]
    for _ in range(MOST_WORDS - 1):
        after = follower[tail]
        going = after >= 0
        live, tail = live[going], after[going]
        if not len(live):
            break
        running = running[going] * np.uint64(CHAIN) + key[tail]
        begin, stop = index.find(running)
        hit = (stop > begin) & cased[tail]
        last[live[hit]] = tail[hit]
        best[live[hit]] = running[hit]
        going = index.leads(running)
        live, tail, running = live[going], tail[going], running[going]
    return last, best


def _leftmost(matches: Matches) -> np.ndarray:
    """Which runs survive when each begins after the one before it has ended."""
    first, last = matches.first, matches.last
    keep = np.ones(len(matches), bool)
    if len(matches) < 2 or not (first[1:] <= last[:-1]).any():
        return keep
    end = -1
    for i, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if a <= end:
            keep[i] = False
        else:
            end = b
    return keep


def _with_unlisted(
    tokens: Tokens, vocabulary: Vocabulary, shape: np.ndarray, matches: Matches
) -> Matches:
    """Add streets, and names after "in" or "near" that no gazetteer holds.

    A street takes the place of the candidates inside it: "Clarksville Street" is not in
    Clarksville.
    """
    first, last = unlisted(tokens, vocabulary, shape, matches.first, matches.last)
    if not len(first):
        return matches
    covered = np.zeros(len(tokens) + 1, np.int64)
    np.add.at(covered, first, 1)
    np.add.at(covered, last + 1, -1)
    free = np.cumsum(covered)[matches.first] == 0
    keys = vocabulary.column("key")[tokens.number]
    made = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        total = 0
        for i in range(a, b + 1):
            if keys[i]:
                total = chain(total, int(keys[i]))
        made.append(total)
    return matches.where(free).joined(Matches(first, last, np.array(made, np.uint64)))


def _name(
    tokens: Tokens, vocabulary: Vocabulary, shape: np.ndarray, matches: Matches
) -> tuple[Hits, Names]:
    """Group the candidates by name and circumstances; drop senses that do not hold there."""
    first, last, key = matches.first, matches.last, matches.key
    code = vocabulary.column("code")[tokens.number]
    capitals = (shape[first] == UPPER) | (shape[first] == INITIALS)
    comma = _SET_OFF[code[first - 1]]
    point = (code[last + 1] == CODE["stop"]) & tokens.glued[last + 1]
    seen = capitals * CAPITALS_SEEN + comma * COMMA_SEEN + point * POINT_SEEN
    # Circumstances matter to few names; the others must not be split by them.
    index = vocabulary.index
    text = tokens.text[first]
    order = np.lexsort((key, text))
    fresh = np.ones(len(order), bool)
    fresh[1:] = (np.diff(key[order]) != 0) | (np.diff(text[order]) != 0)
    member = np.empty(len(order), np.int64)
    member[order] = np.cumsum(fresh) - 1
    distinct = key[order[fresh]]
    start, stop = index.find(distinct)
    stop = np.minimum(stop, start + MOST_SENSES)
    count = stop - start
    unlisted = count == 0
    count[unlisted] = 1  # a name without senses has one that says so: row -1
    owner = np.repeat(np.arange(len(distinct)), count)
    at = _ranges(start, count)
    at[unlisted[owner]] = 0
    packed = index.senses[at]
    flags, rows = flags_of(packed), row_of(packed)
    flags[unlisted[owner]] = 0
    rows[unlisted[owner]] = -1
    asks = np.zeros(len(distinct), np.int64)
    need = (
        (flags & int(Name.CAPITALS) > 0) * CAPITALS_SEEN
        + (flags & int(Name.COMMA) > 0) * COMMA_SEEN
        + (flags & int(Name.POINT) > 0) * POINT_SEEN
    )
    np.bitwise_or.at(asks, owner, need)
    variant = seen & asks[member]
    pair, name = numbered(member * 8 + variant)
    base, variant = pair >> 3, pair & 7
    length = count[base]
    begin = np.cumsum(count) - count
    flat = _ranges(begin[base], length)
    holder = np.repeat(np.arange(len(pair)), length)
    holds = need[flat] & ~variant[holder] == 0
    flat, holder = flat[holds], holder[holds]
    alive = np.bincount(holder, minlength=len(pair)) > 0
    renumber = np.cumsum(alive) - 1
    hit = alive[name]
    owner = renumber[holder]
    text_of = np.zeros(int(alive.sum()), np.int64)
    text_of[renumber[name[hit]]] = text[hit]
    group_of = np.zeros(int(alive.sum()), np.int64)
    group_of[renumber[name[hit]]] = member[hit]
    names = Names(
        begin=np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=int(alive.sum())))]),
        row=rows[flat],
        flags=flags[flat],
        owner=owner,
        text=text_of,
        group=group_of,
    )
    return Hits(first[hit], last[hit], text[hit], member[hit], renumber[name[hit]]), names


def _ranges(start: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The numbers start[i], ..., start[i] + count[i] - 1 of every i, in one array."""
    total = int(count.sum())
    if not total:
        return np.zeros(0, np.int64)
    ends = np.cumsum(count)
    return np.arange(total) + np.repeat(start - (ends - count), count)

"""Weighs the senses of every name of a document against one another.

A sense is described by a row of numbers: what the gazetteer says of it (fixed), and how it
fits the rest of the document (three passes, each with the chances of the pass before). The
score is their weighted sum, the chance of a sense its softmax among the senses of the name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from geo.gazetteer.world import FLAG_SHIFT, Name, WorldIndex
from geo.parse.links import Links
from geo.parse.numbering import distinct, numbered
from geo.parse.spotting import Names
from geo.parse.statements import Statements, parents_of
from geo.parse.words import (
    ADMIN1,
    ADMIN2,
    CITY,
    CONTINENT,
    COUNTRY,
    GROUP_OF_KIND,
    GROUPS,
    HOLDERS,
    LOCAL,
    NATURE,
    REGION,
    SITE,
    UNLISTED,
)

FIXED = (
    *(f"is_{g}" for g in GROUPS),
    *("population", "importance", "alternates", "rank", "alternate_name", "demonym"),
    *(
        "abbreviation",
        "common",
        "bare",
        "made",
        "own",
        "capital",
        "country_alias",
        "alias",
        "world_city",
    ),
)
FITTING = (
    *("contained_comma", "contained_in", "contains_comma", "contains_in", "parent_named"),
    *("country_share", "admin1_share", "near", "nearest"),
    *("country_votes", "admin1_votes", "top_admin1"),
    *("stated_elsewhere", "namesake_town"),
    *("kind_said", "other_kind_said", "list_kind", "list_country", "list_states", "dateline_town"),
)
FEATURES = (*FIXED, *FITTING)
COLUMN = {name: number for number, name in enumerate(FEATURES)}

# A town that readers anywhere know: two million people, and names in dozens of languages.
WORLD_CITY = 2e6
BEARER = 1e4  # people; below, an alias may be better known ("Bombay" in New York State)
WORLD_FAME = 60
NO_ALIAS = int(Name.ABBREVIATION | Name.DEMONYM)
_FLAGS = tuple(
    int(flag)
    for flag in (
        *(Name.ALTERNATE, Name.DEMONYM, Name.ABBREVIATION, Name.COMMON),
        *(Name.BARE, Name.MADE, Name.OWN),
    )
)
PASSES = 2
NEAR_KM = 150.0  # the scale of nearness: about the radius of a local paper's world
KM_PER_DEGREE = 111.2


@dataclass(slots=True)
class Senses:
    """The senses of the texts' names: facts as flat arrays, features and chances.

    `identity` numbers the senses that variants of a name share. `in_country` and
    `in_admin1` number the areas among the senses of one name, `text_country` and
    `text_admin1` among those of one text.
    """

    names: Names
    group: np.ndarray
    country: np.ndarray
    admin1: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    population: np.ndarray
    parents: np.ndarray
    text: np.ndarray
    identity: np.ndarray
    in_country: np.ndarray
    in_admin1: np.ndarray
    text_country: np.ndarray
    text_admin1: np.ndarray
    features: np.ndarray
    statements: Statements
    score: np.ndarray = field(default_factory=lambda: np.zeros(0))
    chance: np.ndarray = field(default_factory=lambda: np.zeros(0))
    best: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))


def describe(statements: Statements, index: WorldIndex, capitals: np.ndarray) -> Senses:
    """What the gazetteer alone says of the senses."""
    names = statements.names
    row, flags = names.row, names.flags
    listed = row >= 0
    group = np.where(listed, GROUP_OF_KIND[index.kind[row]], UNLISTED)
    population = np.where(listed, index.population[row], 0.0)
    features = np.zeros((len(row), len(FEATURES)))
    features[np.arange(len(row)), group] = 1.0
    at = len(GROUPS)
    rank = np.arange(len(row)) - names.begin[names.owner]
    # "Mexico" may be short for the city and "Salem" be Jerusalem, but a country or a town of
    # some size that bears the name itself goes before such aliases.
    alias = flags & _FLAGS[0] > 0
    bearer = ~alias & ((group == COUNTRY) | ((group == CITY) & (population >= BEARER)))
    borne = np.bincount(names.owner, bearer, len(names)) > 0
    claimed = alias & (group == CITY) & borne[names.owner]
    famous = (group == CITY) & ~claimed
    for column in (
        np.log10(population + 1.0),
        index.importance[row] / 255.0,
        np.log10(index.alternates[row] + 1.0),
        np.log2(rank + 1.0),
        *(flags & flag > 0 for flag in _FLAGS),
        capitals[row] & famous,
        # "Beni" is Benin, "Island" is Iceland in some language, but hardly ever in English.
        (group == COUNTRY) & alias & (flags & NO_ALIAS == 0),
        # London in a text about Canada is still London.
        claimed,
        famous & (population >= WORLD_CITY) & (index.alternates[row] >= WORLD_FAME),
    ):
        features[:, at] = column
        at += 1
    features[~listed, len(GROUPS) :] = 0.0
    country = index.country[row].astype(np.int64) * listed
    admin1 = index.admin1[row].astype(np.int64) * listed
    text = names.text[names.owner]
    return Senses(
        names,
        group,
        country,
        admin1,
        index.lon[row],
        index.lat[row],
        population,
        parents_of(row, index),
        text,
        numbered((names.group[names.owner] << FLAG_SHIFT) + row)[1],
        numbered(names.owner * 1024 + country)[1],
        numbered(names.owner * 65536 + admin1)[1],
        numbered(text * 1024 + country)[1],
        numbered(text * 65536 + admin1)[1],
        features,
        statements,
    )


def _containment(senses: Senses, links: Links) -> None:
    """Mark senses that lie in, or hold, the place that the text names right after them."""
    names, features, statements = senses.names, senses.features, senses.statements
    features[:, COLUMN["contained_comma"]] = statements.inside > 0
    features[:, COLUMN["contains_comma"]] = statements.holds
    is_area = HOLDERS[senses.group]
    for inner, outer in zip(links.inner.tolist(), links.outer.tolist(), strict=True):
        a = slice(names.begin[inner], names.begin[inner + 1])
        b = slice(names.begin[outer], names.begin[outer + 1])
        holder = np.where(is_area[b], names.row[b], -2)
        inside = (senses.parents[a][:, :, None] == holder).any(axis=1)
        features[a, COLUMN["contained_in"]] += inside.any(axis=1)
        features[b, COLUMN["contains_in"]] += inside.any(axis=0)
    for name in ("contained_in", "contains_in"):
        np.minimum(features[:, COLUMN[name]], 1.0, out=features[:, COLUMN[name]])
    # A state that has a town of its own name: New York, Mexico City, Washington not.
    town = senses.group == CITY
    state = (senses.group == ADMIN1) | (senses.group == ADMIN2)
    if state.any():
        has_town = np.bincount(senses.in_admin1, town) > 0
        features[:, COLUMN["namesake_town"]] = state & has_town[senses.in_admin1]


def _kinds(senses: Senses, links: Links) -> None:
    """Mark senses of the kind that the text says, or of another."""
    owner = senses.names.owner
    group = np.where(senses.group == SITE, CITY, senses.group)
    right = links.said[owner, group] > 0
    # A district or a county may pass for one another; so may province and region.
    close = np.array(
        [COUNTRY, CONTINENT, REGION, ADMIN2, ADMIN1, CITY, CITY, NATURE, CITY, UNLISTED]
    )
    right |= links.said[owner, close[group]] > 0
    any_said = (links.said.sum(axis=1) > 0)[owner]
    senses.features[:, COLUMN["kind_said"]] = right
    senses.features[:, COLUMN["other_kind_said"]] = any_said & ~right
    senses.features[:, COLUMN["dateline_town"]] = links.dateline[owner] * (group == CITY)


def _elsewhere(senses: Senses) -> None:
    """One sense per name and document: what another mention of the name was said to be."""
    statements = senses.statements
    if not statements.stated.any():
        return
    known = np.zeros(int(senses.identity.max()) + 1)
    by_sense = statements.stated[senses.names.owner]
    np.maximum.at(known, senses.identity[by_sense], senses.chance[by_sense])
    senses.features[:, COLUMN["stated_elsewhere"]] = np.where(by_sense, 0.0, known[senses.identity])


def _listed(senses: Senses, links: Links) -> None:
    """How far the neighbours in lists are of the same kind, and of the same country."""
    a, b = links.list_a, links.list_b
    if not len(a):
        return
    names, features = senses.names, senses.features
    # A list "Troy, N.C." is none.
    other = senses.best[b]
    inside = features[:, COLUMN["contained_comma"]] > 0
    apart = ~(inside[senses.best[a]] | inside[other])
    a, other = a[apart], other[apart]
    if not len(a):
        return
    size = len(names)
    asked = np.bincount(a, minlength=size)
    kinds = np.zeros((size, len(GROUPS)))
    np.add.at(kinds, (a, senses.group[other]), senses.chance[other])
    share = kinds / np.maximum(asked, 1)[:, None]
    features[:, COLUMN["list_kind"]] = share[names.owner, senses.group]
    state = senses.group[other] == ADMIN1
    states = np.bincount(a[state] * 1024 + senses.country[other[state]], minlength=size * 1024)
    among_states = states[names.owner * 1024 + senses.country] / np.maximum(asked, 1)[names.owner]
    features[:, COLUMN["list_states"]] = among_states * (senses.group == ADMIN1)
    listed = distinct(a * 1024 + senses.country[other])
    mine = names.owner * 1024 + senses.country
    at = np.minimum(np.searchsorted(listed, mine), len(listed) - 1)
    features[:, COLUMN["list_country"]] = (listed[at] == mine) & (senses.country > 0)


def _score(senses: Senses, weights: np.ndarray) -> None:
    """Weighted sums, and their softmax among the senses of each name."""
    # Not a matrix product: that sums in another order when more texts are read together.
    senses.score = np.einsum("ij,j->i", senses.features, weights)
    begin, owner = senses.names.begin, senses.names.owner
    top = np.maximum.reduceat(senses.score, begin[:-1])
    grown = np.exp(senses.score - top[owner])
    senses.chance = grown / np.add.reduceat(grown, begin[:-1])[owner]
    is_top = np.flatnonzero(senses.score == top[owner])
    best = np.full(len(begin) - 1, -1)
    best[owner[is_top][::-1]] = is_top[::-1]
    senses.best = best


def weigh(senses: Senses, links: Links, strength: np.ndarray, weights: np.ndarray) -> None:
    """Score all senses; `strength` says how much each name's vote counts (0 or more).

    The first call looks at the text's statements and begins from the gazetteer alone; a
    later one, with other strengths, goes on from where the last one ended.
    """
    if not len(senses.names):
        return
    if not len(senses.score):
        _containment(senses, links)
        _kinds(senses, links)
        _score(senses, weights)
    for _ in range(PASSES):
        _fit_document(senses, links, strength)
        _score(senses, weights)


def _shares(
    vote: np.ndarray, nowhere: np.ndarray, area: np.ndarray, member: np.ndarray, senses: Senses
) -> tuple[np.ndarray, np.ndarray]:
    """For each sense, the share of its text's other votes that its area gets, and the votes.

    `area` numbers the areas of a text, `member` those of a name; `nowhere` has no area.
    """
    owner, text = senses.names.owner, senses.text
    others = np.maximum(np.bincount(area, vote)[area] - np.bincount(member, vote)[member], 0.0)
    own = np.bincount(owner, vote)[owner]
    everyone = np.maximum(np.bincount(text, vote)[text] - own, 0.0)
    share = others / (everyone + 1.0)  # one vote of doubt keeps short texts modest
    share[nowhere] = others[nowhere] = 0.0
    return share, others


def _fit_document(senses: Senses, links: Links, strength: np.ndarray) -> None:
    names, features, text = senses.names, senses.features, senses.text
    vote = strength[names.owner] * senses.chance * (senses.group != UNLISTED)
    features[:, COLUMN["country_share"]], votes = _shares(
        vote, senses.country == 0, senses.text_country, senses.in_country, senses
    )
    features[:, COLUMN["country_votes"]] = np.log1p(votes)
    stateless = senses.admin1 == 0
    vote[stateless] = 0.0
    features[:, COLUMN["admin1_share"]], votes = _shares(
        vote, stateless, senses.text_admin1, senses.in_admin1, senses
    )
    features[:, COLUMN["admin1_votes"]] = np.log1p(votes)
    most = np.ones(int(text.max()) + 1)
    np.maximum.at(most, text, votes)
    features[:, COLUMN["top_admin1"]] = votes >= most[text]
    # Is the country or the state that holds a sense itself named in the document?
    likely = senses.chance > 0.5
    chosen = distinct((text[likely] << FLAG_SHIFT) + names.row[likely])
    if len(chosen):
        parent = senses.parents[:, 1:]
        wanted = (text << FLAG_SHIFT)[:, None] + parent
        at = np.minimum(np.searchsorted(chosen, wanted), len(chosen) - 1)
        found = (chosen[at] == wanted) & (parent >= 0)
        features[:, COLUMN["parent_named"]] = found[:, 0] + 0.5 * found[:, 1]
    _elsewhere(senses)
    _listed(senses, links)
    _nearness(senses, links)


def _nearness(senses: Senses, links: Links) -> None:
    names, features = senses.names, senses.features
    near, nearest = COLUMN["near"], COLUMN["nearest"]
    if not len(links.near_a):
        return
    anchor = senses.best[links.near_b]
    local = LOCAL[senses.group[anchor]]
    a, anchor = links.near_a[local], anchor[local]
    sure = senses.chance[anchor]
    count = names.begin[a + 1] - names.begin[a]
    if not len(a):
        return
    flat = np.repeat(names.begin[a] - (np.cumsum(count) - count), count) + np.arange(count.sum())
    other = np.repeat(anchor, count)
    north = senses.lat[flat] - senses.lat[other]
    east = (senses.lon[flat] - senses.lon[other] + 180.0) % 360.0 - 180.0
    east *= np.cos(np.radians(senses.lat[flat]))
    km = np.sqrt(north * north + east * east) * KM_PER_DEGREE
    pull = np.exp(-km / NEAR_KM) * np.repeat(sure, count)
    size = len(names.row)
    total = np.bincount(flat, pull, size)
    asked = np.bincount(flat, minlength=size)
    features[:, near] = total / (asked + 1.0)
    strongest = np.zeros(size)
    np.maximum.at(strongest, flat, pull)
    features[:, nearest] = strongest

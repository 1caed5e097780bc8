"""Weighs the senses of every name of a document against one another.

A sense is described by a row of numbers: what the gazetteer says of it, and how it fits the
rest of the document (in passes, each with the chances of the pass before). The score is
their weighted sum, the chance of a sense its softmax among the senses of the name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.gazetteer.world import FLAG_SHIFT
from geo.parse.links import Links
from geo.parse.numbering import distinct, greatest, numbered
from geo.parse.senses import COLUMN, Senses
from geo.parse.words import (
    ADMIN1,
    ADMIN2,
    CITY,
    CONTINENT,
    COUNTRY,
    GROUPS,
    HOLDERS,
    LOCAL,
    NATURE,
    REGION,
    SITE,
    UNLISTED,
)

PASSES = 2
NEAR_KM = 150.0  # the scale of nearness: about the radius of a local paper's world
KM_PER_DEGREE = 111.2
# A district or a county may pass for one another; so may province and region.
_CLOSE = np.array([COUNTRY, CONTINENT, REGION, ADMIN2, ADMIN1, CITY, CITY, NATURE, CITY, UNLISTED])
# More countries than the index has, and more first-level areas: room for them in one number.
COUNTRIES, AREAS = 1024, 65536


class Weighing:
    """The senses of some texts on the scales; keeps what passes have in common."""

    def __init__(self, senses: Senses, links: Links) -> None:
        self.senses = senses
        self.links = links
        self._beside: _Beside | None = None
        if not len(senses.names):
            return
        self._areas = _areas(senses)
        # Text and row of the first-level area and the country that hold each sense; -1 is the
        # row of unlisted names in the first text.
        up = senses.parents[:, 1:]
        self._holders = np.where(up >= 0, (senses.text << FLAG_SHIFT)[:, None] + up, -2)
        self._stated = senses.statements.stated[senses.names.owner]
        self._identity = None
        if self._stated.any():
            self._first_stated = _first_stated(senses)
            group = senses.names.group[senses.names.owner]
            self._identity = numbered((group << FLAG_SHIFT) + senses.names.row)[1]
        _mark_containment(senses, links)
        _mark_namesake_towns(senses)
        _mark_kinds(senses, links)

    def weigh(self, strength: np.ndarray, weights: np.ndarray) -> None:
        """Score all senses; `strength` says how much each name's vote counts (0 or more).

        The first call begins from the gazetteer alone; a later one, with other strengths,
        goes on from where the last one ended.
        """
        if not len(self.senses.names):
            return
        if not len(self.senses.score):
            _score(self.senses, weights)
        for _ in range(PASSES):
            self._fit(strength)
            _score(self.senses, weights)

    def _fit(self, strength: np.ndarray) -> None:
        """How far each sense fits what the others of its text most likely mean."""
        if self._beside is None or (self._beside.best != self.senses.best).any():
            self._beside = _beside(self.senses, self.links)
        self._vote(strength)
        self._parent_named()
        self._elsewhere()
        self._listed(self._beside)
        self._nearness(self._beside)

    def _vote(self, strength: np.ndarray) -> None:
        """Votes of the text's other names for the country and the first-level area."""
        senses, areas = self.senses, self._areas
        features = senses.features
        vote = strength[senses.names.owner] * senses.chance * areas.listed
        vote = np.concatenate([vote, np.where(areas.nowhere[len(vote) :], 0.0, vote)])
        everyone = np.bincount(areas.text, vote)[areas.text]
        everyone -= np.bincount(areas.owner, vote)[areas.owner]
        others = np.bincount(areas.of_text, vote)[areas.of_text]
        others -= np.bincount(areas.of_name, vote)[areas.of_name]
        others = np.maximum(others, 0.0)
        # One vote of doubt keeps short texts modest.
        share = others / (np.maximum(everyone, 0.0) + 1.0)
        share[areas.nowhere] = others[areas.nowhere] = 0.0
        half = len(senses.text)
        many = np.log1p(others)
        features[:, COLUMN["country_share"]] = share[:half]
        features[:, COLUMN["country_votes"]] = many[:half]
        features[:, COLUMN["admin1_share"]] = share[half:]
        features[:, COLUMN["admin1_votes"]] = many[half:]
        votes = others[half:]
        most = np.ones(areas.texts)
        np.maximum.at(most, senses.text, votes)
        features[:, COLUMN["top_admin1"]] = votes >= most[senses.text]

    def _parent_named(self) -> None:
        """Is the country or the state that holds a sense itself named in the document?"""
        senses = self.senses
        likely = senses.chance > 0.5
        chosen = distinct((senses.text[likely] << FLAG_SHIFT) + senses.names.row[likely])
        if len(chosen):
            at = np.minimum(chosen.searchsorted(self._holders), len(chosen) - 1)
            found = chosen[at] == self._holders
            senses.features[:, COLUMN["parent_named"]] = found[:, 0] + 0.5 * found[:, 1]

    def _elsewhere(self) -> None:
        """One sense per name and document: what another mention of the name was said to be.

        Of several, the first: "PARIS, Texas - ..." is about that town, though its guests are
        "from Paris, France".
        """
        identity = self._identity
        if identity is None:
            return
        first, chance = self._first_stated, self.senses.chance
        known = np.zeros(int(identity.max()) + 1)
        np.maximum.at(known, identity[first], chance[first])
        known = np.where(self._stated, 0.0, known[identity])
        self.senses.features[:, COLUMN["stated_elsewhere"]] = known

    def _listed(self, beside: _Beside) -> None:
        """How far the neighbours in lists are of the same kind, and of the same country."""
        senses = self.senses
        names, features, other = senses.names, senses.features, beside.list_other
        if not len(other):
            return
        kinds = np.zeros((len(names), len(GROUPS)))
        np.add.at(kinds, (beside.list_name, senses.group[other]), senses.chance[other])
        share = kinds / beside.list_count[:, None]
        features[:, COLUMN["list_kind"]] = share[names.owner, senses.group]
        features[:, COLUMN["list_states"]] = beside.list_states
        features[:, COLUMN["list_country"]] = beside.list_country

    def _nearness(self, beside: _Beside) -> None:
        """How near each sense lies to the towns that are named around it."""
        flat = beside.near
        if not len(flat):
            return
        features = self.senses.features
        pull = beside.pull * self.senses.chance[beside.near_other]
        total = np.bincount(flat, pull, len(features))
        features[:, COLUMN["near"]] = total / beside.near_count
        strongest = np.zeros(len(features))
        np.maximum.at(strongest, flat, pull)
        features[:, COLUMN["nearest"]] = strongest
        features[:, COLUMN["home"]] = strongest * features[:, COLUMN["admin1_share"]]


@dataclass(frozen=True, slots=True)
class _Areas:
    """The senses twice over, in their countries and then in their first-level areas.

    `of_text` numbers the areas of a text, `of_name` those of a name; `nowhere` has none.
    `listed` has one entry a sense.
    """

    owner: np.ndarray
    text: np.ndarray
    of_text: np.ndarray
    of_name: np.ndarray
    nowhere: np.ndarray
    listed: np.ndarray
    texts: int


def _first_stated(senses: Senses) -> np.ndarray:
    """The senses of each name's first mention that states where the place lies."""
    names, hits, stated = senses.names, senses.statements.hits, senses.statements.stated
    at = np.full(len(names), len(hits))
    np.minimum.at(at, hits.name, np.arange(len(hits)))
    first = np.full(int(names.group.max()) + 1, len(hits))
    np.minimum.at(first, names.group[stated], at[stated])
    return (stated & (at == first[names.group]))[names.owner]


def _areas(senses: Senses) -> _Areas:
    names, text, owner = senses.names, senses.text, senses.names.owner
    texts = int(text.max()) + 1

    def twice(first: np.ndarray, size: int, second: np.ndarray) -> np.ndarray:
        return np.concatenate([first, second + size])

    def numbers(holder: np.ndarray) -> np.ndarray:
        by_country, country = numbered(holder * COUNTRIES + senses.country)
        return twice(country, len(by_country), numbered(holder * AREAS + senses.admin1)[1])

    return _Areas(
        owner=twice(owner, len(names), owner),
        text=twice(text, texts, text),
        of_text=numbers(text),
        of_name=numbers(owner),
        nowhere=np.concatenate([senses.country == 0, senses.admin1 == 0]),
        listed=senses.group != UNLISTED,
        texts=texts,
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the likeliest senses `best` say of those that stand beside them.

    Lists: for each pair the name and its neighbour's sense, and by name how many they are;
    by sense how far its country and its kind of area are listed too. Nearness: for each pair
    a sense, the neighbour's, and the pull between them, 1 at no distance; by sense how many.
    """

    best: np.ndarray
    list_name: np.ndarray
    list_other: np.ndarray
    list_count: np.ndarray
    list_states: np.ndarray
    list_country: np.ndarray
    near: np.ndarray
    near_other: np.ndarray
    near_count: np.ndarray
    pull: np.ndarray


def _beside(senses: Senses, links: Links) -> _Beside:
    name, other = _list_pairs(senses, links)
    count, states, country = _list_areas(senses, name, other)
    near, near_other = _near_pairs(senses, links)
    return _Beside(
        senses.best,
        name,
        other,
        count,
        states,
        country,
        near,
        near_other,
        np.bincount(near, minlength=len(senses.group)) + 1.0,
        np.exp(-_kilometres(senses, near, near_other) / NEAR_KM),
    )


def _list_pairs(senses: Senses, links: Links) -> tuple[np.ndarray, np.ndarray]:
    """Names in lists and the likeliest senses of their neighbours; "Troy, N.C." is no list."""
    inside = senses.features[senses.best, COLUMN["contained_comma"]] > 0
    apart = ~(inside[links.list_a] | inside[links.list_b])
    return links.list_a[apart], senses.best[links.list_b[apart]]


def _list_areas(
    senses: Senses, name: np.ndarray, other: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighbours by name, and by sense the share that are states of its country, if it is a
    state, and whether one lies in its country."""
    owner, size = senses.names.owner, len(senses.names)
    count = np.maximum(np.bincount(name, minlength=size), 1)
    if not len(name):
        none = np.zeros(len(owner))
        return count, none, none
    mine = owner * COUNTRIES + senses.country
    listed, number = numbered(name * COUNTRIES + senses.country[other])
    states = np.bincount(number, senses.group[other] == ADMIN1)
    at = np.minimum(listed.searchsorted(mine), len(listed) - 1)
    same = listed[at] == mine
    among = same * states[at] / count[owner]
    return count, among * (senses.group == ADMIN1), same & (senses.country > 0)


def _near_pairs(senses: Senses, links: Links) -> tuple[np.ndarray, np.ndarray]:
    """All senses of each name with the likeliest senses of the towns around it."""
    begin = senses.names.begin
    anchor = senses.best[links.near_b]
    local = LOCAL[senses.group[anchor]]
    name, anchor = links.near_a[local], anchor[local]
    count = begin[name + 1] - begin[name]
    ends = count.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    flat = np.repeat(begin[name] - (ends - count), count) + np.arange(total)
    return flat, np.repeat(anchor, count)


def _kilometres(senses: Senses, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distances on a cylinder around the latitude of `a`: near enough to tell near from far."""
    north = senses.lat[a] - senses.lat[b]
    east = (senses.lon[a] - senses.lon[b] + 180.0) % 360.0 - 180.0
    east *= np.cos(np.radians(senses.lat[a]))
    return np.sqrt(north * north + east * east) * KM_PER_DEGREE


def _mark_containment(senses: Senses, links: Links) -> None:
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


def _mark_namesake_towns(senses: Senses) -> None:
    """Mark states that have a town of their own name: New York, but not Washington."""
    state = (senses.group == ADMIN1) | (senses.group == ADMIN2)
    if state.any():
        area = senses.names.owner * AREAS + senses.admin1
        towns = distinct(area[senses.group == CITY])
        if len(towns):
            at = np.minimum(towns.searchsorted(area), len(towns) - 1)
            senses.features[:, COLUMN["namesake_town"]] = state & (towns[at] == area)


def _mark_kinds(senses: Senses, links: Links) -> None:
    """Mark senses of the kind that the text says, or of another."""
    owner = senses.names.owner
    group = np.where(senses.group == SITE, CITY, senses.group)
    right = np.maximum(links.said[owner, group], links.said[owner, _CLOSE[group]])
    senses.features[:, COLUMN["kind_said"]] = right
    senses.features[right > 0, COLUMN["namesake_town"]] = 0.0
    senses.features[:, COLUMN["other_kind_said"]] = links.said.max(axis=1)[owner] * (right == 0)
    senses.features[:, COLUMN["dateline_town"]] = links.dateline[owner] * (group == CITY)


def _score(senses: Senses, weights: np.ndarray) -> None:
    """Weighted sums, and their softmax among the senses of each name."""
    # Not a matrix product: that sums in another order when more texts are read together.
    senses.score = np.einsum("ij,j->i", senses.features, weights)
    owner, start = senses.names.owner, senses.names.begin[:-1]
    top, senses.best = greatest(senses.score, owner, start)
    grown = np.exp(senses.score - top)
    senses.chance = grown / np.add.reduceat(grown, start)[owner]

"""The weights by which the senses of a name are ranked.

A conditional logit (softmax over the senses of each name) is fitted to the senses that the
training text states, drawn towards a prior set by hand: with some thousand examples the
text moves the weights that it speaks about and leaves the others where reason puts them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.gazetteer.world import Name, WorldIndex
from geo.parse.lexicon import fold
from geo.parse.reading import Reading, read
from geo.parse.senses import FEATURES
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import ADMIN1, CITY, CONTINENT, COUNTRY, NATURE, REGION
from geo.training.marks import Marked, Passage

# Reasons: a country outweighs a namesake town of a million people (log10 = 6); a stated
# container outweighs everything; a rule-made or bare form is a last resort.
PRIOR = {
    "is_country": 6.0,
    "is_continent": 6.0,
    "is_region": 4.0,
    "is_admin1": 3.0,
    "is_admin2": 0.5,
    "is_city": 0.0,
    "is_district": -0.5,
    "is_nature": 1.0,
    "is_site": 4.0,
    "is_unlisted": 0.0,
    "population": 1.0,
    "importance": 2.0,
    "alternates": 0.5,
    "rank": -0.2,
    "alternate_name": -1.0,
    "demonym": 1.0,
    "abbreviation": 0.0,
    "common": 0.0,
    "bare": -2.0,
    "made": -0.5,
    "own": 6.0,
    "capital": 3.5,
    "country_alias": -3.0,
    "alias": -2.0,
    "world_city": 3.0,
    "contained_comma": 20.0,
    "contained_in": 4.0,
    "contains_comma": 3.0,
    "contains_in": 2.0,
    "parent_named": 1.0,
    "country_share": 4.0,
    "admin1_share": 4.0,
    "country_votes": 0.2,
    "admin1_votes": 0.5,
    "top_admin1": 0.5,
    "near": 2.0,
    "nearest": 1.0,
    "home": 2.0,
    "kind_said": 3.5,
    "other_kind_said": -0.5,
    "stated_elsewhere": 11.0,
    "namesake_town": -3.0,
    "list_kind": 1.5,
    "list_country": 1.0,
    "list_states": 3.0,
    "dateline_town": 2.0,
}
# Held at the prior: the training text names famous towns mostly to tell them from namesakes,
# far more often than papers do, and seldom says a kind or two senses of one name; it would
# unlearn these.
HELD = (
    "kind_said",
    "other_kind_said",
    "world_city",
    "stated_elsewhere",
    "capital",
    "contained_comma",
)
HELD_PENALTY = 1e4
PENALTY = 2.0  # how firmly a weight is held to its prior; chosen on data/gold/threshold.txt
MOOT_DEGREES = 1.0
ROUNDS = 4  # the fit of a document depends on the weights, so it is read again each round
UNSTATED_WEIGHT = 0.3  # an unmarked sense is taken to be the best known one, less surely


def prior() -> np.ndarray:
    return np.array([PRIOR[name] for name in FEATURES])


def stated_sense(mark: Marked, name: int, reading: Reading, index: WorldIndex) -> int:
    """The sense (flat number) that a mark states for its name, -1 where it states none.

    `@country`, `@region`, `@ISO2` (the country's first-order area before its towns) or
    `@Admin1, ISO2`.
    """
    names, senses = reading.names, reading.senses
    flat = np.arange(names.begin[name], names.begin[name + 1])
    if mark.sense == "country":
        fitting = flat[senses.group[flat] == COUNTRY]
    elif mark.sense == "region":  # of several countries, or of none
        fitting = flat[np.isin(senses.group[flat], (CONTINENT, REGION, NATURE))]
    elif "," in mark.sense:
        admin1, _, code = mark.sense.rpartition(",")
        wanted = fold(admin1.strip())
        inside = [
            k
            for k in flat.tolist()
            if index.country_code(int(names.row[k])) == code.strip() and senses.group[k] != ADMIN1
        ]
        exact = [k for k in inside if wanted in fold(index.admin1_name(int(names.row[k])))]
        # A town before the county that is named after it.
        fitting = np.array(exact or inside, int)
        bare = names.flags[fitting] & int(Name.BARE) > 0
        fitting = fitting[np.argsort(bare, kind="stable")]
    else:
        codes = np.array([index.country_code(int(names.row[k])) for k in flat])
        fitting = flat[codes == mark.sense]
        for group in (COUNTRY, ADMIN1) if len(fitting) else ():
            of_group = fitting[senses.group[fitting] == group]
            if len(of_group):
                fitting = of_group[:1]
                break
    if not len(fitting) or _is_moot(int(fitting[0]), name, reading):
        return -1
    return int(fitting[0])


def _is_moot(flat: int, name: int, reading: Reading) -> bool:
    """A province around the town it is named after: a mark does not tell which is meant."""
    names, senses = reading.names, reading.senses
    there = np.arange(names.begin[name], names.begin[name + 1])
    near = np.abs(senses.lat[there] - senses.lat[flat]) + np.abs(
        senses.lon[there] - senses.lon[flat]
    )
    town = (senses.group[there] == CITY) & (near < MOOT_DEGREES)
    return senses.group[flat] == ADMIN1 and bool(town.any())


def _known_sense(name: int, reading: Reading) -> int:
    """For a mark without a sense: the first sense, if it is a matter of course."""
    first = int(reading.names.begin[name])
    if reading.names.begin[name + 1] - first < 2:
        return -1
    if _is_moot(first, name, reading):
        return -1
    large = reading.senses.group[first] in (COUNTRY, CONTINENT, REGION)
    return first if large or reading.senses.population[first] > 300_000 else -1


def _cases(
    passages: Sequence[Passage], index: WorldIndex, weights: np.ndarray
) -> tuple[list[tuple[np.ndarray, int, float]], int]:
    """Feature rows of a name's senses, which is right, and how much the case counts."""
    vocabulary = Vocabulary(index)
    cases, missed = [], 0
    for passage in passages:
        reading = read(passage.text, vocabulary, weights)
        if not len(reading.hits):
            continue
        start, end = reading.start, reading.end
        chosen: dict[int, tuple[int, float]] = {}
        strength = np.full(len(reading.names), 0.1)
        for mark in passage.marks:
            for hit in np.flatnonzero((start < mark.end) & (end > mark.start)):
                name = int(reading.hits.name[hit])
                strength[name] += 1.0
                if mark.sense:
                    right = stated_sense(mark, name, reading, index)
                    missed += right < 0
                    if right >= 0:
                        chosen[name] = (right, 1.0)
                else:
                    right = _known_sense(name, reading)
                    if right >= 0:
                        chosen.setdefault(name, (right, UNSTATED_WEIGHT))
        reading.weighing.weigh(np.sqrt(strength), weights)
        for name, (right, counts) in chosen.items():
            begin = int(reading.names.begin[name])
            rows = reading.senses.features[begin : reading.names.begin[name + 1]]
            if len(rows) > 1:
                cases.append((rows.copy(), right - begin, counts))
    return cases, missed


def fit_senses(passages: Sequence[Passage], index: WorldIndex) -> dict[str, float]:
    """Weights of all sense features."""
    base = prior()
    weights = base.copy()
    for _ in range(ROUNDS):
        cases, _ = _cases(passages, index, weights)
        weights = _newton(cases, base)
    return {name: round(float(w), 3) for name, w in zip(FEATURES, weights, strict=True)}


def _newton(cases: Sequence[tuple[np.ndarray, int, float]], base: np.ndarray) -> np.ndarray:
    weights = base.copy()
    penalty = np.full(len(base), PENALTY)
    penalty[[FEATURES.index(name) for name in HELD]] = HELD_PENALTY
    for _ in range(40):
        slope = -penalty * (weights - base)
        bend = np.diag(penalty)
        for rows, right, counts in cases:
            score = rows @ weights
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            mean = chance @ rows
            slope += counts * (rows[right] - mean)
            apart = rows - mean
            bend += counts * (apart * chance[:, None]).T @ apart
        step = np.linalg.solve(bend, slope)
        weights += step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-6:
            break
    return weights

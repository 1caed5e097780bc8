"""The senses of every name: what the gazetteer says of each, as a row of numbers.

How they fit the rest of the document (`FITTING`) is filled in by `geo.parse.weighing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from geo.gazetteer.world import Name, WorldIndex
from geo.parse.spotting import Names
from geo.parse.statements import Statements, parents_of
from geo.parse.words import (
    CITY,
    COUNTRY,
    GROUP_OF_KIND,
    GROUPS,
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
    *("country_share", "admin1_share", "near", "nearest", "home"),
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


@dataclass(slots=True)
class Senses:
    """The senses of the texts' names: facts as flat arrays, features and chances.

    `score`, `chance` (among the senses of the name) and `best` (the likeliest sense of each
    name) are empty until the senses have been weighed.
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
        ((group == COUNTRY) & alias & (flags & NO_ALIAS == 0)) * (1.0 + borne[names.owner]),
        # London in a text about Canada is still London.
        claimed,
        famous & (population >= WORLD_CITY) & (index.alternates[row] >= WORLD_FAME),
    ):
        features[:, at] = column
        at += 1
    features[~listed, len(GROUPS) :] = 0.0
    country = index.country[row].astype(np.int64) * listed
    admin1 = index.admin1[row].astype(np.int64) * listed
    return Senses(
        names,
        group,
        country,
        admin1,
        index.lon[row],
        index.lat[row],
        population,
        parents_of(row, index),
        names.text[names.owner],
        features,
        statements,
    )

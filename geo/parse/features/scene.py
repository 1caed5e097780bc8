"""Candidates among the tokens around them: what every feature is asked of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.gazetteer.world import Name
from geo.parse import words
from geo.parse.features.context import Context, read_context
from geo.parse.senses import Senses
from geo.parse.spotting import Hits
from geo.parse.tokens import Tokens
from geo.parse.vocabulary import Vocabulary

# Of a neighbouring candidate: none, area (country, state), town, demonym, nature and the rest.
NONE, AREA, TOWN, DEMONYM, OTHER = range(5)
N_ROLES = 5

_ROLE_OF_GROUP = np.full(len(words.GROUPS), OTHER)
_ROLE_OF_GROUP[[words.COUNTRY, words.ADMIN1]] = AREA
_ROLE_OF_GROUP[[words.CITY, words.DISTRICT]] = TOWN
_DEMONYM_FLAG = int(Name.DEMONYM)


@dataclass(frozen=True, slots=True)
class Scene:
    """One entry a candidate: token positions `first` and `last`, `before` and `after` it,
    and `best`, its likeliest sense. `role` has one entry a token: the kind of the candidate
    that covers it."""

    context: Context
    hits: Hits
    senses: Senses
    first: np.ndarray
    last: np.ndarray
    before: np.ndarray
    after: np.ndarray
    best: np.ndarray
    role: np.ndarray


def look(tokens: Tokens, vocabulary: Vocabulary, hits: Hits, senses: Senses) -> Scene:
    """The scene of candidates whose senses have been weighed."""
    context = read_context(tokens, vocabulary)
    best = senses.best[hits.name]
    return Scene(
        context,
        hits,
        senses,
        hits.first,
        hits.last,
        hits.first - 1,
        hits.last + 1,
        best,
        _roles(len(tokens), hits, senses, best),
    )


def _roles(size: int, hits: Hits, senses: Senses, best: np.ndarray) -> np.ndarray:
    role = np.zeros(size, np.int8)
    demonym = senses.names.flags[best] & _DEMONYM_FLAG > 0
    kind = np.where(demonym, DEMONYM, _ROLE_OF_GROUP[senses.group[best]])
    role[hits.first] = kind
    width = hits.last - hits.first + 1
    for extra in range(1, int(width.max())):
        long = width > extra
        role[hits.first[long] + extra] = kind[long]
    return role

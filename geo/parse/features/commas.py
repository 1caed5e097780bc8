""" "X, Y": the strongest sign of a place, and "X, 43," that of a person."""

from __future__ import annotations

import numpy as np

from geo.parse import words
from geo.parse.features.codes import CodeTable
from geo.parse.features.scene import AREA, NONE, TOWN, Scene
from geo.parse.lexicon import NEWLINE, NUMBER, UPPER
from geo.parse.senses import COLUMN
from geo.parse.words import CODE

_DATELINE_MARK = words.among("dash", "open", "colon")
DATELINE_WORDS = 4  # from a name to the mark that makes a dateline of it


def add_commas(table: CodeTable, scene: Scene) -> None:
    """What a comma joins a candidate to, and whether it opens a dateline."""
    context, role = scene.context, scene.role
    code, capital, shape = context.code, context.capital, context.shape
    before, after = scene.before, scene.after
    features = scene.senses.features[scene.best]

    def otherwise(at: np.ndarray) -> np.ndarray:
        return np.where(capital[at], 4, np.where(shape[at] == NUMBER, 5, 6))

    stop = (code[after] == CODE["stop"]) & context.glued[after]
    comma_at = after + stop
    then = comma_at + 1
    neighbour = role[then]
    area = np.where(features[:, COLUMN["contained_comma"]] > 0, 1, 2)
    what = np.where(neighbour > NONE, 3, otherwise(then))
    what = np.where(neighbour == AREA, area, what)
    table.add("comma_after", 7, (code[comma_at] == CODE["comma"]) * what)
    prior = before - 1
    prior = prior - (code[prior] == CODE["stop"])
    neighbour = role[prior]
    holds = features[:, COLUMN["contains_comma"]] > 0
    known = np.where(holds, 1, 1 + np.clip(neighbour, AREA, TOWN))
    what = np.where(neighbour > NONE, known, otherwise(prior))
    table.add("comma_before", 7, (code[before] == CODE["comma"]) * what)
    # "Ann Cole, 44, of Troy": so a paper says where somebody lives.
    aged = (code[before - 1] == CODE["comma"]) & (code[before - 2] == CODE["number"])
    table.flag("aged_of", aged & (code[before] == CODE["of"]))
    # A dateline: the first name of a line, with a dash or a bracket within a few tokens.
    at_start = shape[before] >= NEWLINE
    mark = np.zeros(len(before), bool)
    for step in range(DATELINE_WORDS):
        mark |= _DATELINE_MARK[code[after + step]]
    upper = shape[scene.first] == UPPER
    table.add("dateline", 4, at_start * (1 + mark + (mark & upper)))

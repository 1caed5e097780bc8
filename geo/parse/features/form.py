"""What a candidate looks like, and the words right beside it."""

from __future__ import annotations

import numpy as np

from geo.parse import words
from geo.parse.features.codes import CodeTable
from geo.parse.features.runs import RUN_FLAGS, STREET_WORD, first_flag
from geo.parse.features.scene import N_ROLES, Scene
from geo.parse.lexicon import NUMBER, UPPER
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

N_CLASSES = len(words.CLASSES)


def add_neighbours(table: CodeTable, scene: Scene) -> None:
    """Classes of three words on either side, and whether they belong to candidates."""
    code, role = scene.context.code, scene.role
    before, after = scene.before, scene.after
    near = (("before_1", before), ("before_2", before - 1), ("after_1", after))
    beside = (*near, ("after_2", after + 1))
    for name, at in (*beside, ("before_3", before - 2), ("after_3", after + 2)):
        table.add(name, N_CLASSES, code[at])
    for name, at in beside:
        table.add(f"role_{name}", N_ROLES, role[at])
    # Nobody is called so: "Georgia Gov. Ann Moore".
    table.flag("office_after", scene.context.office[after])


def add_form(table: CodeTable, scene: Scene) -> None:
    """Its length, letters, line and lists of names."""
    context, first, last = scene.context, scene.first, scene.last
    before, after = scene.before, scene.after
    code, glued = context.code, context.glued
    width = last - first + 1
    one = width == 1
    shape, own_code, flags = context.shape[first], code[first], context.flags[first]
    opens, title, caps = context.opens[first], context.is_title[first], context.is_caps[first]
    table.add("words", 4, np.minimum(width, 4) - 1)
    table.add("shape", 9, shape)
    table.flag("one_letter_case", (shape == UPPER) & caps)
    table.flag("opens", opens)
    table.flag("title_line", title & ~caps)
    table.flag("caps_line", caps)
    table.flag("first_line", context.is_first[first])
    # "US" in capitals is not the word "us", unless the whole line is in capitals.
    stands_out = (shape == UPPER) & ~caps
    english = (flags & Vocabulary.ENGLISH > 0) & one & ~stands_out
    table.add("english", 4, english + 2 * (opens | title))
    as_first = context.first[first]
    table.add("own_name", 16, one * (as_first * 4 + context.last[first]))
    table.add("long_first", 4, ~one * as_first)
    table.add("own_class", N_CLASSES, np.where(one, own_code, CODE["edge"]))
    ends = np.where(one, 0, first_flag(context.flags[last]))
    road = (flags & Vocabulary.STREET > 0) & (context.shape[last] == NUMBER)
    table.add("last_word", len(RUN_FLAGS) + 1, np.where(road, STREET_WORD, ends))
    table.flag("own_title", (flags & Vocabulary.TITLE > 0) & one)
    dash = CODE["dash"]
    table.flag("hyphen_before", (code[before] == dash) & glued[first] & glued[before])
    hyphen_after = (code[after] == dash) & glued[after]
    tail = after + 1
    then = 1 + (code[tail] == CODE["hyphen_tail"]) + 2 * context.capital[tail]
    table.add("hyphen_after", 4, (hyphen_after & glued[tail]) * np.minimum(then, 3))
    initial = (code[before] == CODE["stop"]) & glued[before] & context.capital[before - 1]
    table.flag("after_initial", initial & ~opens)

"""What the rest of the document does with the same name: the strongest signs of all."""

from __future__ import annotations

import numpy as np

from geo.parse import words
from geo.parse.features.codes import CodeTable, bins
from geo.parse.features.context import Context
from geo.parse.features.scene import NONE, Scene
from geo.parse.lexicon import CAPITAL, LOWER, NUMBER
from geo.parse.numbering import numbered
from geo.parse.vocabulary import Vocabulary
from geo.parse.words import CODE

_LOCATED = words.among("in", "at", "from", "direction")
_ORGANISATION = ("right_body", "right_company", "left_body", "left_company")


def add_document(table: CodeTable, scene: Scene) -> None:
    """How often the name stands there, and in which company elsewhere."""
    _add_mentions(table, scene)
    _add_words(table, scene)


def _add_mentions(table: CodeTable, scene: Scene) -> None:
    """Signs at the other mentions of the same name."""
    context, first = scene.context, scene.first
    before, after = scene.before, scene.after
    group = scene.hits.group
    total = np.bincount(group)
    count = total[group]
    table.add("times", 6, bins(count, (2, 3, 4, 7, 12)))
    other_mentions = np.maximum(count - 1, 1)
    code_before, code_after = context.code[before], context.code[after]
    led = context.capital[before] & ~context.opens[first]
    followed = context.capital[after]
    surname = followed & (scene.role[after] == NONE) & (context.last[after] > 0)
    comma = table["comma_after"]
    organisation = table[_ORGANISATION[0]].copy()
    for name in _ORGANISATION[1:]:
        organisation |= table[name]
    signs = {
        "else_in": _LOCATED[code_before],
        "else_comma": (comma == 1) | (comma == 2) | (table["dateline"] > 1),
        "else_person": (led & (context.first[before] > 0)) | (code_before == CODE["cap_title"]),
        "else_first": surname & (context.first[first] > 0),
        "else_said": (code_after == CODE["said"]) | (code_before == CODE["said"]),
        "else_organisation": organisation,
        "else_run": led | followed,
    }
    for name, sign in signs.items():
        others = np.bincount(group, sign)[group] - sign
        share = others / other_mentions
        table.add(name, 4, (others != 0) * (bins(share, (0.34, 0.67)) + 1))


def _add_words(table: CodeTable, scene: Scene) -> None:
    """Single words against all tokens of the same text, candidates or not."""
    context, first = scene.context, scene.first
    form, seen = _word_counts(context)
    one = first == scene.last
    own, last = form[first], form[scene.last]
    for name in ("surname_seen", "leads_seen", "follows_seen"):
        seen[name] = np.minimum(seen[name], 2)
    table.flag("seen_lower", one & seen["seen_lower"][own])
    for name in ("surname_seen", "leads_seen", "follows_seen"):
        table.add(name, 3, one * seen[name][own])
    # China is a first name now and then, a town is so often.
    kind = scene.senses.group[scene.best]
    for name in ("follows_seen", "surname_seen"):
        table.add(f"kind_{name}", 3 * len(words.GROUPS), kind * 3 + table[name])
    table.add("last_seen", 3, ~one * seen["surname_seen"][last])


def _word_counts(context: Context) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The number of each token's form in its text, and by number: whether it stands there in
    lower case, how often as a surname, before and after another capital."""
    code, capital = context.code, context.capital
    forms, form = numbered(context.lower)
    form = form + context.text * len(forms)
    size = (int(context.text[-1]) + 1) * len(forms)
    lower = np.zeros(size, bool)
    lower[form[context.shape == LOWER]] = True
    pair = capital[:-1] & capital[1:] & (context.shape[:-1] < NUMBER)
    named = pair & ((context.first[:-1] > 0) | (code[:-1] == CODE["cap_title"]))
    initial = (code[1:-1] == CODE["stop"]) & context.glued[1:-1] & capital[:-2] & capital[2:]
    initial &= (context.first[:-2] == 0) & (context.shape[:-2] == CAPITAL)
    unlisted = pair & (context.flags[1:] & Vocabulary.ENGLISH == 0)
    surname = np.bincount(form[1:][named], minlength=size)
    surname += np.bincount(form[2:][initial], minlength=size)
    return form, {
        "seen_lower": lower,
        "surname_seen": surname,
        "leads_seen": np.bincount(form[:-1][unlisted], minlength=size),
        "follows_seen": np.bincount(form[1:][pair & ~context.opens[1:]], minlength=size),
    }

"""Describes each candidate in its context by some ninety small codes.

No code depends on which name or which word it is, only on its class, its form, what the
gazetteer has under it and what the rest of the document does with the same name; so the
weights learned from a few thousand marks carry over to texts about anything.
"""

from __future__ import annotations

from geo.parse.features.codes import Codes, CodeTable
from geo.parse.features.commas import add_commas
from geo.parse.features.document import add_document
from geo.parse.features.form import add_form, add_neighbours
from geo.parse.features.runs import add_runs
from geo.parse.features.scene import look
from geo.parse.features.sense import add_gazetteer, add_geography
from geo.parse.senses import Senses
from geo.parse.spotting import Hits
from geo.parse.tokens import Tokens
from geo.parse.vocabulary import Vocabulary


def encode(tokens: Tokens, vocabulary: Vocabulary, hits: Hits, senses: Senses) -> Codes:
    """The codes of every candidate, of which there must be one; `senses` must be weighed."""
    scene = look(tokens, vocabulary, hits, senses)
    table = CodeTable()
    add_neighbours(table, scene)
    add_form(table, scene)
    add_runs(table, scene)
    add_gazetteer(table, scene, vocabulary.index)
    add_commas(table, scene)
    add_document(table, scene)
    add_geography(table, scene)
    return table.codes()

"""Texts read up to the point of judgement: tokens, candidates, senses, codes.

Training and use share this path, so that what is learned is what is met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.parse.features import Codes, encode
from geo.parse.given import Spans
from geo.parse.links import link
from geo.parse.senses import Senses, describe
from geo.parse.spotting import Hits, Names, spot
from geo.parse.statements import state
from geo.parse.tokens import Tokens, tokenise
from geo.parse.vocabulary import Vocabulary
from geo.parse.weighing import Weighing


@dataclass(slots=True)
class Reading:
    """Texts before judgement."""

    tokens: Tokens
    hits: Hits
    names: Names
    senses: Senses
    weighing: Weighing
    codes: Codes | None

    @property
    def start(self) -> np.ndarray:
        """Code point at which each candidate begins."""
        return self.tokens.start[self.hits.first]

    @property
    def end(self) -> np.ndarray:
        return self.tokens.end[self.hits.last]


def read(
    text: str | Tokens,
    vocabulary: Vocabulary,
    sense_weights: np.ndarray,
    spans: Spans = (),
) -> Reading:
    """Find candidates, weigh their senses with equal votes, encode their contexts."""
    tokens = tokenise([text], vocabulary) if isinstance(text, str) else text
    hits, names = spot(tokens, vocabulary, spans)
    statements = state(tokens, vocabulary, hits, names, vocabulary.index)
    hits, names = statements.hits, statements.names
    senses = describe(statements, vocabulary.index, vocabulary.capitals)
    weighing = Weighing(senses, link(tokens, vocabulary, hits, len(names)))
    times = np.bincount(hits.name, minlength=len(names))
    weighing.weigh(np.sqrt(times), sense_weights)
    codes = encode(tokens, vocabulary, hits, senses) if len(hits) else None
    return Reading(tokens, hits, names, senses, weighing, codes)

"""A lexicon that also knows what the gazetteer has under each word alone."""

from __future__ import annotations

import numpy as np

from geo.gazetteer.keys import fold, word_key
from geo.gazetteer.world import WorldIndex
from geo.parse import words
from geo.parse.lexicon import MARK, Lexicon
from geo.parse.places import capitals

# Kinds of generic words, as bits of the column `generic`.
ENDS_STREET, BEGINS_ROAD, ENDS_FEATURE, BEGINS_FEATURE = 1, 2, 4, 8

KIND_OF_WORD = {word: kind for kind, listed in words.KINDS_SAID.items() for word in listed.split()}
KIND_OF_OFFICE = {word: kind for kind, listed in words.OFFICES.items() for word in listed.split()}
GENERIC = tuple(
    (bit, frozenset(listed.split()))
    for bit, listed in (
        (ENDS_STREET, words.STREET_ENDS),
        (BEGINS_ROAD, words.ROADS),
        (ENDS_FEATURE, words.FEATURE_ENDS),
        (BEGINS_FEATURE, words.FEATURE_BEGINS),
    )
)
ARTICLES = frozenset(["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "es", "ech"])


class Vocabulary(Lexicon):
    """A lexicon that also knows, for each token, what the gazetteer has under it alone."""

    def __init__(self, index: WorldIndex) -> None:
        super().__init__()
        self.index = index
        self.capitals = capitals(index)
        self._known = 0
        self._columns |= {
            "key": np.zeros(1024, np.uint64),
            "sense_start": np.zeros(1024, np.int64),
            "sense_stop": np.zeros(1024, np.int64),
            "leads": np.zeros(1024, bool),
            "article": np.zeros(1024, bool),
            "kind_word": np.zeros(1024, np.int8),
            "office": np.zeros(1024, np.int8),
            "generic": np.zeros(1024, np.int8),
        }

    def _describe(self, number: int, token: str) -> None:
        super()._describe(number, token)
        shape = self._columns["shape"][number]
        core = token.rstrip(" ")
        if shape < MARK or (len(core) > 1 and core[0] in "'’"):
            self._columns["key"][number] = word_key(fold(core))
        self._columns["article"][number] = core in ARTICLES
        small = core.lower()
        self._columns["generic"][number] = sum(bit for bit, listed in GENERIC if small in listed)
        self._columns["kind_word"][number] = KIND_OF_WORD.get(small, -1) + 1
        self._columns["office"][number] = KIND_OF_OFFICE.get(small, -1) + 1

    def look_up(self) -> None:
        """Ask the gazetteer about all tokens met since the last call."""
        if self._known == len(self):
            return
        new = slice(self._known, len(self))
        keys = self._columns["key"][new]
        start, stop = self.index.find(keys)
        spelled = keys != 0
        self._columns["sense_start"][new] = start
        self._columns["sense_stop"][new] = np.where(spelled, stop, start)
        self._columns["leads"][new] = self.index.leads(keys) & spelled
        self._known = len(self)

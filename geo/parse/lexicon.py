"""What is known of a single token, whatever its context: its shape, class and lists.

A lexicon numbers the distinct tokens it meets and keeps one row of properties for each, so
that a document becomes an array of numbers and every question about its tokens is one
look-up in an array.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np

from geo.errors import DataError
from geo.parse import words
from geo.shipped import DATA

# In a checkout `data` stands beside the package, in an installed wheel inside it.
MODEL_FOLDER = DATA / "model"
ENGLISH = MODEL_FOLDER / "english.txt"
PEOPLE = MODEL_FOLDER / "people.csv"

# Past this many distinct tokens a lexicon starts afresh at the next document. 200,000 rows
# take about 45 MB; English news of ten million words has fewer.
MOST_TOKENS = 200_000

LOWER, CAPITAL, UPPER, MIXED, INITIALS, NUMBER, MARK, BLANK, NEWLINE = range(9)

EDGE = 0  # the number of the empty token that stands before and after a text

QUOTES = "\"'“”‘’«»„‟′″`´"
DASHES = "-–—‐‑‒―−"
COMMA_LIKE = {",": "comma", "،": "comma", ";": "comma", ":": "colon", "/": "slash"}
STOPS = ".!?…。！？"
COMBINING = dict.fromkeys(range(0x300, 0x370))
FOLDED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "İ": "I",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
    }
)


@cache
def english_words() -> frozenset[str]:
    """Common English words in lower case."""
    return frozenset(_read(ENGLISH).split("\n")) - {""}


@cache
def people_names() -> dict[str, tuple[int, int]]:
    """How common a lower-case word is as a first and as a last name, 0 to 3 each."""
    rows = csv.reader(_read(PEOPLE).split("\n")[1:])
    return {row[0]: (int(row[1]), int(row[2])) for row in rows if row}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path} cannot be read ({error.__class__.__name__}); the recogniser needs it: "
            "reinstall the package or run `python -m geo.training.wordlists`"
        ) from error


def fold(text: str) -> str:
    """Lower case without diacritics: the key under which two spellings are the same name.

    >>> fold("Córdoba"), fold("Łódź")
    ('cordoba', 'lodz')
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(FOLDED)).translate(COMBINING)
    return plain.lower()


class Lexicon(dict[str, int]):
    """Numbers for tokens, with rows of properties that grow as tokens are met.

    Columns, one entry a token number: `total` and `core` (code points with and without the
    trailing blank), `shape`, `code` (its class in words.CLASSES), `lower` (number of the
    folded form, shared by "Nice" and "nice"), `first` and `last` (0..3), `flags`.
    """

    BODY, COMPANY, STREET, GEO, FACILITY, TITLE, ENGLISH, ABBREVIATION, VOWEL = (
        1 << i for i in range(9)
    )

    def __init__(self) -> None:
        super().__init__()
        self._lower: dict[str, int] = {}
        self._columns: dict[str, np.ndarray] = {
            "total": np.zeros(1024, np.int64),
            "core": np.zeros(1024, np.int64),
            "shape": np.zeros(1024, np.int8),
            "code": np.zeros(1024, np.int8),
            "lower": np.zeros(1024, np.int32),
            "first": np.zeros(1024, np.int8),
            "last": np.zeros(1024, np.int8),
            "flags": np.zeros(1024, np.int32),
        }
        self[""] = EDGE
        self._columns["shape"][EDGE] = NEWLINE
        self._columns["code"][EDGE] = words.CODE["edge"]
        self._lower[""] = 0

    def column(self, name: str) -> np.ndarray:
        """One property for every token number; call again after new tokens were met."""
        return self._columns[name]

    def __missing__(self, token: str) -> int:
        number = len(self)
        if number == len(self._columns["total"]):
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate([column, np.zeros_like(column)])
        self[token] = number
        self._describe(number, token)
        return number

    def _describe(self, number: int, token: str) -> None:
        core = token[:-1] if len(token) > 1 and token[-1] == " " else token
        columns = self._columns
        columns["total"][number] = len(token)
        columns["core"][number] = len(core)
        shape = _shape(core)
        columns["shape"][number] = shape
        folded = fold(core) if shape <= INITIALS else core
        columns["lower"][number] = self._lower.setdefault(folded, len(self._lower))
        first, last = people_names().get(folded, (0, 0)) if shape <= INITIALS else (0, 0)
        columns["first"][number] = first
        columns["last"][number] = last
        flags = 0
        for bit, listed in (
            (self.BODY, words.BODY_WORDS),
            (self.COMPANY, words.COMPANY_WORDS),
            (self.STREET, words.STREET_WORDS),
            (self.GEO, words.GEO_WORDS),
            (self.FACILITY, words.FACILITY_WORDS),
            (self.TITLE, words.TITLE_WORDS),
            (self.ENGLISH, english_words()),
            (self.ABBREVIATION, words.ABBREVIATIONS),
        ):
            if folded in listed:
                flags |= bit
        columns["flags"][number] = flags
        columns["code"][number] = words.CODE[_class(core, folded, shape, flags, first, last)]


def _shape(core: str) -> int:
    head = core[0]
    if head.isalpha():
        if "." in core:
            return INITIALS
        if core.islower() or not (core[0].isupper() or core[0].istitle()):
            return LOWER if core == core.lower() else MIXED
        rest = core[1:]
        if not rest or rest.islower() or rest == rest.lower():
            return CAPITAL
        return UPPER if core.isupper() else CAPITAL if _title_like(core) else MIXED
    if head.isdigit():
        return NUMBER
    if "\n" in core or (core.isspace() and not core.strip("\r\u2028\u2029\v\f\x85")):
        return NEWLINE
    return BLANK if core.isspace() else MARK


def _title_like(core: str) -> bool:
    """McDonald, N'Djamena, O'Brien: capitals inside, yet no acronym."""
    small = sum(c.islower() for c in core)
    return small >= 2 and not any(c.isdigit() for c in core)


def _class(core: str, folded: str, shape: int, flags: int, first: int, last: int) -> str:
    if shape == NUMBER:
        return "number"
    if shape in (NEWLINE, BLANK):
        return "newline"
    if shape == MARK:
        return _mark_class(core)
    if core[0] in "'’":
        return "possessive"
    listed = words.CLASS_OF.get(folded)
    if listed:
        return f"cap_{listed}" if shape != LOWER and listed in words.CAPITALISED else listed
    if shape == LOWER:
        return "lower_english" if flags & Lexicon.ENGLISH else "lower"
    if shape in (UPPER, INITIALS, MIXED):
        return {UPPER: "upper", INITIALS: "initials", MIXED: "mixed"}[shape]
    if first >= 2 or (first and not flags & Lexicon.ENGLISH):
        return "cap_first_name"
    if flags & Lexicon.ENGLISH:
        return "cap_english"
    return "cap_last_name" if last else "cap_unknown"


def _mark_class(core: str) -> str:
    if core in COMMA_LIKE:
        return COMMA_LIKE[core]
    if core[0] in STOPS:
        return "stop"
    if core[0] in "([{":
        return "open"
    if core[0] in ")]}":
        return "close"
    if len(core) > 1 and core[0] in "'’":
        return "possessive"
    if core[0] in QUOTES:
        return "quote"
    if core[0] in DASHES:
        return "dash"
    if core in "$£€¥₹₦₽":
        return "currency"
    if core == "&":
        return "and"
    return "other"

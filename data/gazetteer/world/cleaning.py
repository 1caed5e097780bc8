"""Which names of a place are worth a look-up."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

from origins import Draft
from variants import is_latin

from geo.gazetteer import keys
from geo.gazetteer.world import Name

# Names in other scripts are kept for places that news in those scripts would name.
SCRIPT_POPULATION = 50_000
# Below this no alternate of four letters is kept.
SHORT_POPULATION = 100_000
# Below this a place keeps only alternates that look like its main name in another spelling, and
# where English is spoken none at all: other languages' spellings of a village are no news.
FAMOUS_POPULATION = 15_000
FAMOUS_WHERE_ENGLISH = 100_000
ENGLISH = frozenset(["US", "GB", "IE", "CA", "AU", "NZ"])
# Share of letters in common, of two folded names, that makes one a spelling of the other
# ("Minufiyah" and "Menoufia" .71, "Qaraqosh" and "Baghdeda" .25).
ALIKE = 0.7
LONGEST = 6  # words
_CODE = re.compile(r"[^a-z]*[A-Z]{2,5}[^a-z]*")
_OTHER_LANGUAGES = re.compile(
    r"(Gorad|Horad|Gorod|Lungsod|Dakbayan|Dakbayan|Syudad|Ciudad ng|Siudad|Bayan|Ayuntamiento|"
    r"Comune|Gemeente|Commune|Stadt|Mesto|Miasto|Urbs|Civitas) .*"
)


def common_words(path: Path) -> frozenset[str]:
    """Our list of common English words."""
    return frozenset(path.read_text(encoding="utf-8").split())


def worth_keeping(
    draft: Draft, spelled: str, folded: tuple[str, ...], flags: Name, common: frozenset[str]
) -> bool:
    """Whether a name is one that a text could use for this place."""
    if flags & (Name.DEMONYM | Name.ABBREVIATION) or spelled == draft.name:
        return True
    if len(folded) > LONGEST or spelled.isdigit():
        return False
    if not is_latin(spelled):
        if any("a" <= c.lower() <= "z" for c in spelled):
            return False  # half transliterated
        return draft.population >= SCRIPT_POPULATION or draft.kind in ("country", "continent")
    if not flags & Name.ALTERNATE:
        return True
    if any(c in spelled for c in '(),;/_"'):
        return False
    letters = sum(map(len, folded))
    if letters == 3 and draft.kind == "admin1":
        # "Edo" for Edo State, but no short name of another language.
        return folded == keys.words(draft.name)[:-1]
    if flags & (Name.BARE | Name.MADE):
        return letters > 3
    if spelled == spelled.lower() or _CODE.fullmatch(spelled) or any(map(str.isdigit, spelled)):
        return False
    if letters < (
        3 if draft.kind == "country" else 4 if draft.population > SHORT_POPULATION else 5
    ):
        return False
    if len(folded) == 1 and folded[0] in common and draft.kind == "city":
        return False
    if draft.kind in ("city", "admin2"):
        if draft.country in ENGLISH:
            if folded == keys.words(draft.name)[: len(folded)]:
                return True
            return draft.population >= FAMOUS_WHERE_ENGLISH and draft.kind == "city"
        if draft.population < FAMOUS_POPULATION and not _alike(draft.name, folded):
            return False
    return not _OTHER_LANGUAGES.fullmatch(spelled)


def _alike(name: str, folded: tuple[str, ...]) -> bool:
    return SequenceMatcher(None, "".join(keys.words(name)), "".join(folded)).ratio() >= ALIKE

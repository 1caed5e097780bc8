"""Why a sense was taken, in plain words."""

from __future__ import annotations

from geo.gazetteer.world import Name, WorldIndex
from geo.parse.senses import COLUMN, Senses
from geo.parse.words import CITY, COUNTRY

# Kinds that readers know by other words.
_NOUNS = {
    "admin1": "state or province",
    "admin2": "county or district",
    "admin3": "municipality",
}
OWN, DEMONYM, ABBREVIATION = (int(f) for f in (Name.OWN, Name.DEMONYM, Name.ABBREVIATION))


def reasons(senses: Senses, flat: int, index: WorldIndex) -> tuple[str, ...]:
    """The evidence for one sense, the weightiest first; `flat` is its number."""
    names, row = senses.names, int(senses.names.row[flat])
    value = senses.features[flat].tolist()
    owner = int(names.owner[flat])
    begin, end = int(names.begin[owner]), int(names.begin[owner + 1])
    flags = int(names.flags[flat])
    said: list[str] = []
    if flags & OWN:
        said.append("listed in a gazetteer that takes precedence")
    if value[COLUMN["contained_comma"]]:
        level = int(senses.statements.inside[flat]) - 1
        said.append(f"the text places it in {index.name(int(senses.parents[flat, level]))}")
    elif value[COLUMN["contained_in"]]:
        said.append("the text names the area around it right after it")
    if value[COLUMN["stated_elsewhere"]] > 0.5:
        said.append("the text places the same name there elsewhere")
    if value[COLUMN["contains_comma"]] or value[COLUMN["contains_in"]]:
        said.append("it holds the place named just before it")
    if flags & DEMONYM:
        said.append(f"an adjective or noun of {index.name(row)}")
    elif flags & ABBREVIATION:
        said.append(f"short for {index.name(row)}")
    if value[COLUMN["kind_said"]]:
        said.append(f"the words beside it speak of {_noun(index.kind_name(row))}")
    if value[COLUMN["admin1_share"]] > 0.3:
        said.append(f"other names of the text lie in {index.admin1_name(row)}")
    elif value[COLUMN["country_share"]] > 0.3 and senses.group[flat] != COUNTRY:
        country = index.country_rows[index.country[row]]
        said.append(f"other names of the text lie in {index.name(int(country))}")
    if value[COLUMN["nearest"]] > 0.5:
        said.append("it lies close to a place named beside it")
    if value[COLUMN["list_kind"]] > 0.5 and end - begin > 1:
        said.append("the names listed with it are of the same kind")
    if end - begin == 1:
        said.append("the only place of this name in the gazetteer")
    elif flat == begin or senses.population[flat] == senses.population[begin:end].max():
        said.append(_prominence(senses, flat, index))
    return tuple(said) or ("one of several places of this name",)


def _prominence(senses: Senses, flat: int, index: WorldIndex) -> str:
    if senses.group[flat] == CITY and senses.population[flat]:
        return f"the most populous town of this name ({int(senses.population[flat]):,} people)"
    if senses.group[flat] == COUNTRY:
        return "a country goes before its namesakes"
    kind = index.kind_name(int(senses.names.row[flat]))
    return f"the best known place of this name ({_noun(kind)})"


def _noun(kind: str) -> str:
    noun = _NOUNS.get(kind, kind)
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"

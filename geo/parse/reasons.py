"""Why a sense was taken, in plain words."""

from __future__ import annotations

from geo.gazetteer.world import KINDS, Name, WorldIndex
from geo.parse.senses import COLUMN, Senses
from geo.parse.words import CITY, COUNTRY, GROUPS

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
        said.append(f"the text calls it a {KINDS[index.kind[row]]}")
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
        said.append(_prominence(senses, flat))
    return tuple(said) or ("one of several places of this name",)


def _prominence(senses: Senses, flat: int) -> str:
    if senses.group[flat] == CITY and senses.population[flat]:
        return f"the most populous town of this name ({int(senses.population[flat]):,} people)"
    if senses.group[flat] == COUNTRY:
        return "a country goes before its namesakes"
    return f"the best known place of this name ({GROUPS[senses.group[flat]]})"

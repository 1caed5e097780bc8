"""What the gazetteer has under a name, and how well that fits the rest of the document."""

from __future__ import annotations

import numpy as np

from geo.gazetteer.world import Name, WorldIndex
from geo.parse import words
from geo.parse.features.codes import CodeTable, bins
from geo.parse.features.scene import Scene
from geo.parse.senses import COLUMN

_WIDEST = words.of_groups(words.CONTINENT, words.REGION)
_WIDER = _WIDEST | words.of_groups(words.COUNTRY)
_WIDE = _WIDER | words.of_groups(words.ADMIN1)

# The index's flags as plain numbers: an enumeration is slow to combine with arrays.
_ALTERNATE, _COMMON = int(Name.ALTERNATE), int(Name.COMMON)
_OF_BEST = tuple(
    (name, int(flag))
    for name, flag in (
        ("demonym", Name.DEMONYM),
        ("abbreviation", Name.ABBREVIATION),
        ("bare", Name.BARE),
        ("made", Name.MADE),
    )
)


def add_gazetteer(table: CodeTable, scene: Scene, index: WorldIndex) -> None:
    """Kind and size of the likeliest sense, and what all senses of the name have in common."""
    senses, best, name = scene.senses, scene.best, scene.hits.name
    names = senses.names
    begin = names.begin[:-1]
    row, flags = names.row[best], names.flags[best]
    listed = row >= 0
    people = np.log10(senses.population[best] + 1)
    most = np.log10(np.maximum.reduceat(senses.population, begin) + 1)[name]
    importance = index.importance[row] * listed / 255.0
    table.add("kind", len(words.GROUPS), senses.group[best])
    table.add("people", 10, bins(people, (2.8, 3.3, 3.7, 4.1, 4.5, 5, 5.5, 6, 6.6)))
    table.add("most_people", 6, bins(most, (3.3, 4.1, 5, 5.7, 6.5)))
    table.add("importance", 8, bins(importance, tuple(i / 8 for i in range(1, 8))))
    table.add("alternates", 6, bins(index.alternates[row] * listed, (1, 3, 8, 20, 50)))
    table.add("senses", 5, bins(np.diff(names.begin)[name], (2, 3, 6, 15)))
    alternate = names.flags & _ALTERNATE > 0
    table.flag("all_alternate", np.minimum.reduceat(alternate, begin)[name])
    found = {column: flags & flag > 0 for column, flag in _OF_BEST}
    table.flag("demonym", found["demonym"])
    table.flag("abbreviation", found["abbreviation"])
    table.flag("common", np.maximum.reduceat(names.flags & _COMMON > 0, begin)[name])
    table.flag("bare", found["bare"])
    table.flag("made", found["made"])
    table.add("chance", 5, bins(senses.chance[best], (0.3, 0.5, 0.7, 0.9)))


def add_geography(table: CodeTable, scene: Scene) -> None:
    """How well the likeliest sense fits the geography of the document."""
    features = scene.senses.features[scene.best]
    group = scene.senses.group[scene.best]

    def value(name: str) -> np.ndarray:
        return features[:, COLUMN[name]]

    # A country has no state around it, nor towns beside it: that is no sign against it.
    for name, without, edges in (
        ("country_share", _WIDEST, (0.02, 0.1, 0.25, 0.5, 0.75)),
        ("admin1_share", _WIDER, (0.02, 0.1, 0.25, 0.5, 0.75)),
        ("near", _WIDE, (0.02, 0.1, 0.25, 0.5)),
        ("nearest", _WIDE, (0.05, 0.2, 0.5, 0.8)),
    ):
        codes = np.where(without[group], len(edges) + 1, bins(value(name), edges))
        table.add(name, len(edges) + 2, codes)
    table.add("parent_named", 4, value("parent_named") * 2)
    table.flag("contained", value("contained_comma") + value("contained_in") > 0)
    table.flag("contains", value("contains_comma") + value("contains_in") > 0)

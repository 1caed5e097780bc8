"""Towns by where they lie and by what they are called."""

from __future__ import annotations

import math
import re
from collections import defaultdict

import numpy as np
from origins import Draft, Named, distance_km
from variants import is_latin

from geo.gazetteer import keys

_GOVERNED = re.compile(r"(?:City|Town|Village|Borough) of (.+?)(?: \(balance\))?")
TOWN_KM = 40.0  # from a town to the middle of its own area


class NearestTown:
    """The first-level area of a point, taken from the nearest town of its country."""

    def __init__(self, towns: list[Draft]) -> None:
        """Index the towns by country."""
        groups = defaultdict(list)
        for town in towns:
            if town.admin1:
                groups[town.country].append(town)
        self._groups = {
            code: (np.radians([[t.lon, t.lat] for t in group]), group)
            for code, group in groups.items()
        }

    def admin1(self, area: Named) -> str:
        """The code, or "" where the country has no town with one."""
        if area.country not in self._groups:
            return ""
        points, group = self._groups[area.country]
        lon, lat = math.radians(area.lon), math.radians(area.lat)
        squares = ((points[:, 0] - lon) * math.cos(lat)) ** 2 + (points[:, 1] - lat) ** 2
        return group[int(np.argmin(squares))].admin1


class NamedTowns:
    """Towns by country and name."""

    def __init__(self, towns: list[Draft]) -> None:
        """Index the towns by all their names in Latin script."""
        self._towns: dict[tuple[str, tuple[str, ...]], list[Draft]] = defaultdict(list)
        for town in towns:
            for spelled in {town.name, *town.names}:
                if is_latin(spelled):
                    self._towns[town.country, keys.words(spelled)].append(town)

    def governed_as(self, area: Named) -> Draft | None:
        """The town that an area is once more, as a municipality: "City of Memphis"."""
        match = _GOVERNED.fullmatch(area.official)
        if not match:
            return None
        towns = self._towns.get((area.country, keys.words(match.group(1))), [])
        return next((t for t in towns if distance_km(t, area.lon, area.lat) < TOWN_KM), None)

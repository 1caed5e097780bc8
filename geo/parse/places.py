"""Which rows of the world index are capitals of countries."""

from __future__ import annotations

import csv

import numpy as np

from geo.errors import DataError
from geo.gazetteer.world import WorldIndex
from geo.parse.lexicon import MODEL_FOLDER

CAPITALS = MODEL_FOLDER / "capitals.csv"


def capitals(index: WorldIndex) -> np.ndarray:
    """Truth table over rows: whether a row is the capital of a country.

    Raises:
        DataError: the table is missing.
    """
    try:
        with CAPITALS.open(encoding="utf-8", newline="") as file:
            wanted = [int(row["geonames"]) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError) as error:
        raise DataError(
            f"{CAPITALS} cannot be read ({error.__class__.__name__}); reinstall the package or "
            "run `python -m geo.training.capitals`"
        ) from error
    return np.isin(index.geonames, np.array(wanted, index.geonames.dtype))

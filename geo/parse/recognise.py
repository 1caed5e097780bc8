"""Is a candidate a place name here, and how is it used? A linear model over its codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.errors import DataError
from geo.model import Use
from geo.parse.features import Codes
from geo.parse.lexicon import MODEL_FOLDER
from geo.parse.senses import FEATURES

RECOGNISER = MODEL_FOLDER / "recogniser.json"
REMEDY = "run `python -m geo.training.train` or install the program again"

# One name is mostly one thing throughout a document: a quarter of the log-odds comes from
# the mention, the rest is the mean over all mentions of the name (feasibility study).
OWN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds by code: of being a place name, and of each use against all others.

    The tables of all columns lie end to end in `weights`, one row a code and one column a
    question, the first for the place name; `begin` says where each column's table begins.
    """

    names: tuple[str, ...]
    begin: np.ndarray
    weights: np.ndarray
    constants: np.ndarray
    threshold: float
    uses: tuple[Use, ...]
    sense_weights: np.ndarray

    def odds(self, codes: Codes) -> tuple[np.ndarray, np.ndarray]:
        """Log-odds of being a place name, one a candidate, and of each use, candidates x uses."""
        if codes.names != self.names:
            raise DataError(
                f"the recogniser's weights are for other features than the program's: {REMEDY}"
            )
        every = self.weights[codes.matrix + self.begin].sum(axis=0) + self.constants
        return every[:, 0], every[:, 1:]


def smooth(odds: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Log-odds drawn towards the mean of the same name; `group` numbers the names."""
    if not len(odds):
        return odds
    mean = np.bincount(group, odds) / np.maximum(np.bincount(group), 1)
    return OWN_SHARE * odds + (1 - OWN_SHARE) * mean[group]


def chance(odds: np.ndarray) -> np.ndarray:
    """The logistic function."""
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def read_model(path: Path = RECOGNISER) -> Model:
    """The weights that ship with the program.

    Raises:
        DataError: the file is missing or broken.
    """
    try:
        return _model(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path}: the recogniser's weights cannot be read "
            f"({error.__class__.__name__}: {error}); {REMEDY}"
        ) from error


def _model(content: Mapping) -> Model:
    tables = content["place"]
    names = tuple(tables)
    uses = content["uses"]
    if tuple(content["senses"]) != FEATURES:
        raise ValueError("the weights of the senses are for other features")
    questions = (tables, *uses.values())
    sizes = np.array([len(tables[name]) for name in names])
    constants = (content["constant"], *(content["use_constants"][use] for use in uses))
    return Model(
        names=names,
        begin=(np.cumsum(sizes) - sizes)[:, None],
        weights=np.stack(
            [np.concatenate([np.array(asked[n], float) for n in names]) for asked in questions],
            axis=1,
        ),
        constants=np.array(constants, float),
        threshold=float(content["threshold"]),
        uses=tuple(Use(use) for use in uses),
        sense_weights=np.array(list(content["senses"].values()), float),
    )

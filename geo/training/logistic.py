"""Logistic regression over categorical codes, by Newton's method; numpy alone.

A row is described by K codes; each code picks one weight out of a table, and the log-odds
are the sum of the K picked weights and a constant. Deterministic: no random numbers.
"""

from __future__ import annotations

import numpy as np

TOLERANCE = 1e-7  # largest step of any weight at which Newton's method is taken to have ended
MOST_STEPS = 60


def _columns(codes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Codes as column numbers of the joint one-hot matrix."""
    return codes + (np.cumsum(sizes) - sizes)[None, :]


def fit(
    codes: np.ndarray,
    sizes: np.ndarray,
    target: np.ndarray,
    penalty: float,
    weight: np.ndarray | None = None,
    prior: np.ndarray | None = None,
) -> np.ndarray:
    """Weights of all columns, then the constant, of the L2-penalised maximum likelihood.

    `codes` is rows x K, `sizes` the number of values of each code, `target` 0..1, `weight`
    how much each row counts. The penalty draws the weights towards `prior`, without one
    towards zero; the constant is not penalised.
    """
    rows, width = len(codes), int(sizes.sum())
    picked = _columns(codes, sizes)
    design = np.zeros((rows, width + 1))
    design[np.arange(rows)[:, None], picked] = 1.0
    design[:, width] = 1.0
    counts = np.ones(rows) if weight is None else weight
    ridge = np.full(width + 1, penalty)
    ridge[width] = 1e-6
    middle = np.zeros(width + 1)
    if prior is not None:
        middle[:width] = prior
    beta = middle.copy()
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (counts * (target - chance)) - ridge * (beta - middle)
        bend = np.maximum(counts * chance * (1 - chance), 1e-6)
        curvature = (design * bend[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(curvature, slope)
        longest = np.abs(step).max()
        beta += step * min(1.0, 4.0 / longest) if longest else step
        if longest < TOLERANCE:
            break
    return beta

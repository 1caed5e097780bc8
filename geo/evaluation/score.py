"""Scores of a geoparser against a corpus of gold places.

The measures are those of the *Pragmatic Guide to Geoparsing Evaluation* (Gritta, Pilehvar
and Collier 2020): recognition by overlap, accuracy within 161 km (100 miles), area under
the error curve, and the end-to-end F1 that wants both a right span and a right place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
FARTHEST_KM = 20039.0  # half the equator: the error of an answer that was not given
HIT_KM = 161.0  # 100 miles, the customary tolerance (Leidner 2007 and after)


@dataclass(frozen=True, slots=True)
class Span:
    """One row of a corpus or of an answer: code points, degrees or None; see `ignore`.

    An ignored gold row is neither rewarded nor punished; one without coordinates counts
    for recognition alone.
    """

    start: int
    end: int
    lon: float | None = None
    lat: float | None = None
    ignore: bool = False

    @property
    def located(self) -> bool:
        return self.lat is not None


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one run; distances in km."""

    documents: int
    gold: int
    predicted: int
    precision: float
    recall: float
    f1: float
    located_gold: int
    resolved: float
    acc161: float
    mean_km: float
    median_km: float
    auc: float
    e2e_precision: float
    e2e_recall: float
    e2e_f1: float


def distance_km(a: Span, b: Span) -> float:
    """Great-circle distance of two located spans by the haversine formula."""
    assert a.lat is not None
    assert a.lon is not None
    assert b.lat is not None
    assert b.lon is not None
    phi, psi = math.radians(a.lat), math.radians(b.lat)
    half_phi, half_lambda = (psi - phi) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def pair(gold: Sequence[Span], answer: Sequence[Span], *, exact: bool) -> dict[int, int]:
    """Answer index to gold index, one to one.

    Gold that counts goes before gold to ignore, same spans before overlapping ones, long
    overlaps before short, near starts before far ones, early rows before late.
    """
    offers = []
    order = sorted(range(len(answer)), key=lambda j: answer[j].start)
    longest = max((s.end - s.start for s in answer), default=0)
    starts = [answer[j].start for j in order]
    for i, g in enumerate(gold):
        at = _first_not_before(starts, g.start - longest)
        while at < len(order) and starts[at] < g.end:
            j = order[at]
            at += 1
            a = answer[j]
            overlap = min(g.end, a.end) - max(g.start, a.start)
            same = g.start == a.start and g.end == a.end
            if overlap > 0 and (same or not exact):
                key = (g.ignore, not same, -overlap, abs(g.start - a.start))
                offers.append((*key, i, j))
    offers.sort()
    gold_of: dict[int, int] = {}
    used: set[int] = set()
    for *_, i, j in offers:
        if i not in used and j not in gold_of:
            gold_of[j] = i
            used.add(i)
    return gold_of


def _first_not_before(starts: Sequence[int], value: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def score(
    gold: Mapping[str, Sequence[Span]],
    answers: Mapping[str, Sequence[Span]],
    *,
    exact: bool = False,
) -> Score:
    """Score answers against gold, both by document id.

    With `exact` a span counts only where both ends agree: the resolver alone, on given
    spans, is scored so.
    """
    n_gold = n_answers = hits = 0
    placed_answers = placed_hits = resolved = 0
    errors: list[float] = []
    for document in sorted(gold.keys() | answers.keys()):
        rows, found = gold.get(document, ()), answers.get(document, ())
        gold_of = pair(rows, found, exact=exact)
        free = [g for g in rows if g.ignore]
        for j, a in enumerate(found):
            if j in gold_of:
                row = rows[gold_of[j]]
                if not row.ignore:
                    hits += 1
                    n_answers += 1
                    placed_answers += row.located
            elif not any(g.start < a.end and a.start < g.end for g in free):
                n_answers += 1
                placed_answers += 1
        answer_of = {i: found[j] for j, i in gold_of.items()}
        for i, row in enumerate(rows):
            if row.ignore:
                continue
            n_gold += 1
            if not row.located:
                continue
            answer = answer_of.get(i)
            if answer is None or not answer.located:
                errors.append(FARTHEST_KM)
                continue
            resolved += 1
            errors.append(distance_km(row, answer))
            placed_hits += errors[-1] <= HIT_KM
    located = len(errors)
    return Score(
        documents=len(gold),
        gold=n_gold,
        predicted=n_answers,
        precision=_ratio(hits, n_answers),
        recall=_ratio(hits, n_gold),
        f1=_ratio(2 * hits, n_answers + n_gold),
        located_gold=located,
        resolved=_ratio(resolved, located),
        acc161=_ratio(sum(e <= HIT_KM for e in errors), located),
        mean_km=_ratio(sum(sorted(errors)), located),
        median_km=_median(errors),
        auc=_area(errors),
        e2e_precision=_ratio(placed_hits, placed_answers),
        e2e_recall=_ratio(placed_hits, located),
        e2e_f1=_ratio(2 * placed_hits, placed_answers + located),
    )


def _ratio(a: float, b: float) -> float:
    return a / b if b else 0.0


def _median(values: Iterable[float]) -> float:
    ranked = sorted(values)
    if not ranked:
        return math.nan
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


def _area(errors: Sequence[float]) -> float:
    """Trapezoid under ln(km + 1) / ln(20039) over the ranked errors; lower is better."""
    if len(errors) < 2:
        return math.nan
    curve = sorted(math.log(e + 1) / math.log(FARTHEST_KM) for e in errors)
    return (sum(curve) - (curve[0] + curve[-1]) / 2) / (len(curve) - 1)

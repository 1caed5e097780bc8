"""The scorer: small cases by hand, and an independent scorer over random ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.evaluation.score import FARTHEST_KM, Score, Span, distance_km, pair, score

PARIS, LONDON = (2.35, 48.86), (-0.13, 51.51)


def at(start: int, end: int, point: tuple[float, float] | None = None) -> Span:
    return Span(start, end, *point) if point else Span(start, end)


def test_the_distance_from_paris_to_london_is_known() -> None:
    assert distance_km(at(0, 1, PARIS), at(0, 1, LONDON)) == pytest.approx(344, abs=1)


def test_a_span_matches_by_overlap_one_to_one_the_longest_first() -> None:
    assert pair([at(0, 10)], [at(0, 3), at(4, 10)], exact=False) == {1: 0}


def test_the_same_span_goes_before_a_longer_overlap() -> None:
    assert pair([at(0, 3), at(0, 10)], [at(0, 3)], exact=False) == {0: 0}


def test_with_exact_only_the_same_span_matches() -> None:
    assert pair([at(0, 10)], [at(0, 9)], exact=True) == {}


def test_an_answer_on_an_ignored_span_neither_helps_nor_harms() -> None:
    gold = {"a": [Span(0, 5, ignore=True), at(10, 15, PARIS)]}
    plain = score(gold, {"a": [at(10, 15, PARIS)]})
    assert score(gold, {"a": [at(1, 4, LONDON), at(10, 15, PARIS)]}) == plain
    assert plain.f1 == plain.e2e_f1 == 1.0


def test_a_missed_place_counts_as_the_farthest_error() -> None:
    measured = score({"a": [at(0, 5, PARIS), at(9, 12, PARIS)]}, {"a": [at(0, 5, PARIS)]})
    assert (measured.acc161, measured.mean_km) == (0.5, FARTHEST_KM / 2)
    assert (measured.precision, measured.recall) == (1.0, 0.5)


def test_a_right_span_at_a_wrong_place_is_no_end_to_end_hit() -> None:
    measured = score({"a": [at(0, 5, PARIS)]}, {"a": [at(0, 5, LONDON)]})
    assert (measured.f1, measured.e2e_f1, measured.acc161) == (1.0, 0.0, 0.0)


def test_a_gold_row_without_coordinates_counts_for_recognition_alone() -> None:
    measured = score({"a": [at(0, 5)]}, {"a": [at(0, 5, PARIS)]})
    assert (measured.f1, measured.located_gold, measured.e2e_f1) == (1.0, 0, 0.0)


def test_answers_for_a_document_without_gold_are_wrong() -> None:
    measured = score({"a": [at(0, 5, PARIS)]}, {"a": [at(0, 5, PARIS)], "b": [at(0, 2, PARIS)]})
    assert measured.precision == 0.5


def _matches_slowly(gold: list[Span], answer: list[Span], exact: bool) -> dict[int, int]:
    """The pairing as its definition reads: best pair first, each row used once."""
    found: dict[int, int] = {}
    open_gold, open_answer = set(range(len(gold))), set(range(len(answer)))
    while True:
        best = None
        for i in sorted(open_gold):
            for j in sorted(open_answer):
                g, a = gold[i], answer[j]
                overlap = min(g.end, a.end) - max(g.start, a.start)
                same = (g.start, g.end) == (a.start, a.end)
                if overlap <= 0 or (exact and not same):
                    continue
                rank = (not g.ignore, same, overlap, -abs(g.start - a.start), -i, -j)
                best = max(best, (rank, i, j)) if best else (rank, i, j)
        if best is None:
            return found
        _, i, j = best
        found[j] = i
        open_gold.discard(i)
        open_answer.discard(j)


POINTS = st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90))
SPANS = st.builds(
    lambda start, width, point, ignore: Span(
        start, start + width, *(point or (None, None)), ignore=ignore
    ),
    st.integers(0, 30),
    st.integers(1, 9),
    POINTS,
    st.booleans(),
)


@given(st.lists(SPANS, max_size=8), st.lists(SPANS, max_size=8), st.booleans())
def test_pairs_are_those_of_the_definition(
    gold: list[Span], answer: list[Span], exact: bool
) -> None:
    assert pair(gold, answer, exact=exact) == _matches_slowly(gold, answer, exact)


@given(st.lists(SPANS, max_size=8), st.lists(SPANS, max_size=8))
def test_every_figure_stays_in_its_range(gold: list[Span], answer: list[Span]) -> None:
    measured = score({"a": gold}, {"a": answer})
    assert isinstance(measured, Score)
    for name in ("precision", "recall", "f1", "acc161", "e2e_f1", "resolved"):
        assert 0.0 <= getattr(measured, name) <= 1.0
    # ln(20039 + 1) / ln(20039), the curve at the farthest error, is a hair above one.
    assert math.isnan(measured.auc) or 0.0 <= measured.auc <= 1.00001

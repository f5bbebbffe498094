"""BD-rate: nothing for the same curve, the factor for one that costs a factor more, no answer without overlap."""

from __future__ import annotations

import sys
from math import log10
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from quality.bd_rate import bd_rate

CURVE = [(1000.0, 80.0), (2000.0, 90.0), (4000.0, 96.0)]

curves = st.lists(
    st.tuples(st.floats(1.1, 3), st.floats(0.5, 10)), min_size=2, max_size=5
).map(lambda steps: [(1000.0, 50.0), *_walked(steps)])  # fmt: skip


def _walked(steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    rate, quality, points = 1000.0, 50.0, []
    for factor, rise in steps:
        rate, quality = rate * factor, quality + rise
        points.append((rate, quality))
    return points


@given(curves)
def test_an_encoder_costs_nothing_against_itself(curve: list[tuple[float, float]]) -> None:
    assert bd_rate(curve, curve) == pytest.approx(0, abs=1e-12)


@given(curves, st.floats(0.5, 2))
def test_a_curve_that_needs_a_factor_more_is_told_as_that_factor(
    curve: list[tuple[float, float]], factor: float
) -> None:
    dearer = [(rate * factor, quality) for rate, quality in curve]
    assert bd_rate(dearer, curve) == pytest.approx(factor - 1, rel=1e-9, abs=1e-12)


@given(curves, curves)
def test_what_one_pays_more_the_other_pays_less(
    ours: list[tuple[float, float]], theirs: list[tuple[float, float]]
) -> None:
    assert (1 + bd_rate(ours, theirs)) * (1 + bd_rate(theirs, ours)) == pytest.approx(1)


def test_two_points_are_a_straight_line_in_log_rate() -> None:
    ours = [(100.0, 0.0), (1000.0, 10.0)]
    theirs = [(100.0, 0.0), (10_000.0, 10.0)]
    # log rates 2 + q/10 and 2 + q/5: half a decade apart on the mean
    assert log10(1 + bd_rate(ours, theirs)) == pytest.approx(-0.5)


def test_only_qualities_that_both_reach_count() -> None:
    beyond = [*CURVE, (64_000.0, 97.0)]
    assert bd_rate(beyond, [(rate * 2, quality) for rate, quality in beyond][:3]) == pytest.approx(-0.5, abs=0.02)


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        ([(1000.0, 20.0), (2000.0, 30.0)], "no quality in common"),
        ([(1000.0, 90.0), (2000.0, 85.0)], "quality has to rise with rate"),
        ([(1000.0, 90.0)], "two points or more"),
    ],
)
def test_curves_that_cannot_be_compared_are_refused(ours: list[tuple[float, float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        bd_rate(ours, CURVE)

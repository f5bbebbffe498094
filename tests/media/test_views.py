"""A view stays inside its picture, and takes any shape without leaving itself."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.media import Size, View

shares = some.fractions(0, 1, max_denominator=1000)


@some.composite
def views(draw: some.DrawFn) -> View:
    left, top = (draw(some.fractions(0, Fraction(9, 10), max_denominator=100)) for _ in range(2))
    width, height = (draw(some.fractions(Fraction(1, 100), 1, max_denominator=100)) for _ in range(2))
    return View(left, top, min(width, 1 - left), min(height, 1 - top))


@given(views())
def test_a_view_reads_back(view: View) -> None:
    assert View.parse(str(view)) == view


@given(views(), some.fractions(Fraction(1, 10), 10, max_denominator=100))
def test_a_view_of_another_shape_is_the_largest_within_it(view: View, ratio: Fraction) -> None:
    inner = view.of_shape(ratio)
    assert inner.ratio == ratio
    assert inner.left >= view.left
    assert inner.top >= view.top
    assert inner.left + inner.width <= view.left + view.width
    assert inner.top + inner.height <= view.top + view.height
    assert inner.width == view.width or inner.height == view.height


def test_a_view_knows_its_pixels() -> None:
    assert View.parse("1/10 0 3/5 1/2").pixels_of(Size(1000, 500)) == (600, 250)


@pytest.mark.parametrize(
    ("text", "words"),
    [("1/2 0 3/5 1", "reaches beyond"), ("-1/10 0 1 1", "reaches beyond"), ("0 0 0 1", "than nothing")],
)
def test_a_view_that_cannot_be_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        View.parse(text)

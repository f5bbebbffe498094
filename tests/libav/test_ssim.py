"""SSIM of pairs of pictures."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from longtake.libav.pattern import moving_pictures
from longtake.libav.planes import Planes, frame_of, planes_of
from longtake.libav.ssim import ssims_of
from longtake.media import Size

SIZE = Size(322, 182)


def noisy(planes: Planes, strength: int) -> Planes:
    noise = np.random.default_rng(7).integers(-strength, strength + 1, planes.luma.shape)
    luma = np.clip(planes.luma.astype(int) + noise, 0, 255).astype(np.uint8)
    return Planes(luma, planes.cb, planes.cr)


def test_a_picture_is_like_itself() -> None:
    pictures = list(moving_pictures(SIZE, 3))
    assert ssims_of([frame_of(planes_of(picture)) for picture in pictures], pictures) == [Fraction(1)] * 3


def test_each_pair_is_measured_for_itself_and_in_order() -> None:
    given = list(moving_pictures(SIZE, 4))
    made = [frame_of(noisy(planes_of(picture), 8 * number)) for number, picture in enumerate(given)]
    found = ssims_of(made, given)
    assert found[0] == 1
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4


def reference(ours: np.ndarray, theirs: np.ndarray) -> float:  # type: ignore[type-arg]
    """SSIM by its formula: means, variances and covariance of 8 x 8 windows, four apart."""
    windows = [
        np.lib.stride_tricks.sliding_window_view(plane.astype(float), (8, 8))[::4, ::4].reshape(-1, 64)
        for plane in (ours, theirs)
    ]
    first, second = windows
    means = first.mean(1), second.mean(1)
    variances = first.var(1, ddof=1), second.var(1, ddof=1)
    together = ((first - means[0][:, None]) * (second - means[1][:, None])).sum(1) / 63
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    like = (2 * means[0] * means[1] + c1) * (2 * together + c2)
    return float((like / ((means[0] ** 2 + means[1] ** 2 + c1) * (variances[0] + variances[1] + c2))).mean())


@pytest.mark.parametrize("strength", [3, 20])
def test_it_is_what_the_formula_says(strength: int) -> None:
    (given,) = moving_pictures(Size(320, 192), 1)
    planes = planes_of(given)
    made = noisy(planes, strength)
    expected = (4 * reference(made.luma, planes.luma) + 1 + 1) / 6  # chroma is untouched and half as large each way
    assert float(ssims_of([frame_of(made)], [given])[0]) == pytest.approx(expected, abs=0.003)

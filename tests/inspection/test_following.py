"""Whether flow suits a cut: what is found again from one thumbnail in another."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from longtake.errors import MissingExtraError
from longtake.inspection.following import Followed, Follower, flow_suits
from needs import need

WIDTH, HEIGHT = 64, 36


@pytest.fixture(scope="module")
def follow() -> Follower:
    try:
        import cv2
    except ImportError:
        cv2 = None
    need(cv2 is not None, "OpenCV is not installed: pip install 'longtake[seams]'.")
    return Follower()


def scenery(seed: int) -> NDArray[np.float64]:
    """Blotches of several sizes, larger than a thumbnail, from 30 to 220."""
    random = np.random.default_rng(seed)
    texture = np.zeros((HEIGHT + 32, WIDTH + 32))
    for size in (4, 8, 16):
        small = random.random((texture.shape[0] // size + 1, texture.shape[1] // size + 1))
        texture += np.kron(small, np.ones((size, size)))[: texture.shape[0], : texture.shape[1]]
    texture = sum(np.roll(texture, step, (0, 1)) for step in range(3))
    return 30 + 190 * (texture - texture.min()) / np.ptp(texture)


def thumb(seed: int, at: int = 0, lighter: float = 0) -> NDArray[np.uint8]:
    seen = scenery(seed)[16 : 16 + HEIGHT, 16 + at : 16 + at + WIDTH]
    return np.ascontiguousarray(np.clip(np.rint(seen + lighter), 0, 255).astype(np.uint8))


@pytest.mark.parametrize("move", [1, 2, 4])
def test_flow_suits_a_camera_that_moved(follow: Follower, move: int) -> None:
    seen = follow(thumb(1), thumb(1, move))
    assert seen.share > 0.7
    assert seen.explained > 0.5
    assert flow_suits(seen)


def test_it_suits_one_that_also_came_into_other_light(follow: Follower) -> None:
    assert flow_suits(follow(thumb(1), thumb(1, 2, lighter=8)))


@pytest.mark.parametrize("seed", range(2, 8))
def test_it_suits_no_shots_that_have_nothing_in_common(follow: Follower, seed: int) -> None:
    assert not flow_suits(follow(thumb(1), thumb(seed)))


def test_where_nothing_moved_there_is_nothing_for_flow_to_do(follow: Follower) -> None:
    seen = follow(thumb(1), thumb(1, lighter=5))
    assert seen.share == 1
    assert not flow_suits(seen)


def test_flat_pictures_are_measured_without_a_failure(follow: Follower) -> None:
    flat = np.full((HEIGHT, WIDTH), 16, np.uint8)
    assert not flow_suits(follow(flat, flat))
    assert all(np.isfinite((one.share, one.apart, one.explained)).all() for one in [follow(flat, thumb(1))])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100), st.floats(-1, 1))
def test_what_is_found_again_more_surely_suits_no_less(share: float, more: float, apart: float, part: float) -> None:
    if flow_suits(Followed(min(share, more), apart, part)):
        assert flow_suits(Followed(max(share, more), apart, part))


def test_without_opencv_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(MissingExtraError, match=r"choosing joins needs OpenCV.*\n.*longtake\[seams\]"):
        Follower()

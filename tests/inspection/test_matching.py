"""Which clips are matched in colour, and by how much: drawn scenes with planted steps, and the real clips."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from longtake.inspection import Admitted, admit
from longtake.inspection.matching import Matched, Side, matched
from longtake.inspection.picture_meter import PictureMeter
from longtake.libav.planes import Planes
from longtake.media import PictureMeasures
from longtake.media.matching import GAIN, LEVEL

WIDTH, HEIGHT = 320, 180
FRAMES = 6
Luma = NDArray[np.float64]


def scene(seed: int) -> Luma:
    """A soft drawn place, wider than what is seen of it."""
    coarse = np.random.default_rng(seed).uniform(50, 200, (HEIGHT // 30 + 2, WIDTH // 30 + 4))
    rows, columns = np.linspace(0, len(coarse) - 1.01, HEIGHT), np.linspace(0, coarse.shape[1] - 1.01, WIDTH + 60)
    top, left, down, across = rows.astype(int), columns.astype(int), rows % 1, columns % 1
    upper = coarse[top][:, left] * (1 - across) + coarse[top][:, left + 1] * across
    lower = coarse[top + 1][:, left] * (1 - across) + coarse[top + 1][:, left + 1] * across
    return np.asarray(upper * (1 - down[:, None]) + lower * down[:, None])


def clip(place: Luma, start: int = 0, *, gain: float = 1, lift: float = 0, cb: int = 128) -> PictureMeasures:
    """A camera that pans over a place, two pixels a picture, in another light."""
    meter = PictureMeter()
    for number in range(FRAMES):
        seen = place[:, start + 2 * number : start + 2 * number + WIDTH] * gain + lift
        chroma = [np.full((HEIGHT // 2, WIDTH // 2), value, np.uint8) for value in (cb, 128)]
        meter.add(Planes(np.ascontiguousarray(seen.clip(16, 235).astype(np.uint8)), *chroma))
    found = meter.measures()
    assert found
    return found


def joined(out: PictureMeasures, into: PictureMeasures) -> Matched | None:
    return matched(Side(out, out.frames - 1), Side(into, 0))


def steps(found: Matched) -> tuple[float, float]:
    """By how much both sides come together in luma, and in gain."""
    return (found.out.luma - found.into.luma) / LEVEL, found.out.gain / found.into.gain


@given(seed=st.integers(0, 50), lift=st.floats(-12, 12), gain=st.floats(0.92, 1.08))
@settings(max_examples=20)
def test_a_planted_step_is_closed_to_a_level(seed: int, lift: float, gain: float) -> None:
    place = scene(seed)
    mean = float(place[:, 10 : 10 + WIDTH].mean())
    step = gain * mean + lift - mean
    found = joined(clip(place), clip(place, 12, gain=gain, lift=lift))
    if found is None:
        assert abs(step) < 1.5
    else:
        assert steps(found)[0] == pytest.approx(step, abs=1)
        assert steps(found)[1] == pytest.approx(gain, abs=0.03)


@given(st.integers(0, 200))
@settings(max_examples=20)
def test_two_places_are_left_as_they_are(seed: int) -> None:
    assert joined(clip(scene(seed)), clip(scene(seed + 1000), lift=4)) is None


def test_what_stands_apart_in_nothing_is_left_alone() -> None:
    assert joined(clip(scene(1)), clip(scene(1), 12)) is None


def test_something_that_comes_into_the_picture_is_no_change_of_light() -> None:
    place, other = scene(2), scene(2)
    other[:90, 12:72] = 90
    found = joined(clip(place), clip(other, 12, lift=4))
    assert found
    assert steps(found)[0] == pytest.approx(4, abs=1)


def test_a_tint_goes_with_the_light() -> None:
    found = joined(clip(scene(3)), clip(scene(3), 12, lift=3, cb=132))
    assert found
    assert (found.out.cb - found.into.cb) / LEVEL == pytest.approx(4, abs=0.2)


def test_the_clip_that_left_its_own_look_goes_back_to_it() -> None:
    place = scene(4)
    steady, strayed = clip(place, 12), clip(place, lift=10)
    strayed_luma = (*[value - 10 for value in strayed.luma[:-2]], *strayed.luma[-2:])
    late = PictureMeasures(**{name: getattr(strayed, name) for name in strayed.__slots__} | {"luma": strayed_luma})
    found = joined(late, steady)
    assert found
    assert abs(found.out.luma) > 3 * abs(found.into.luma)
    assert steps(found)[0] == pytest.approx(-10, abs=1)


def test_the_same_light_in_another_matrix_is_no_step() -> None:
    measured = clip(scene(5), cb=150)
    found = matched(Side(measured, FRAMES - 1, matrix="smpte170m"), Side(clip(scene(5), 12, cb=150), 0))
    assert found  # the same code values are other colours
    assert matched(Side(measured, FRAMES - 1), Side(clip(scene(5), 12, cb=150), 0)) is None


def test_only_what_the_film_shows_is_compared() -> None:
    place, dark = scene(6), scene(6)
    dark[:60] = 16
    window = (0.0, 0.5, 1.0, 1.0)
    cropped = matched(Side(clip(place), FRAMES - 1, window), Side(clip(dark, 12, lift=5), 0, window))
    assert cropped
    assert steps(cropped)[0] == pytest.approx(5, abs=1)


def test_a_gain_of_one_is_no_gain() -> None:
    found = joined(clip(scene(7)), clip(scene(7), 12, lift=6))
    assert found
    assert found.out.gain == pytest.approx(GAIN, abs=12)


def test_of_all_real_clips_only_those_of_one_scene_are_matched(clips_folder: Path) -> None:
    names = [f"fastvideo-{number}.mp4" for number in ("01", "03", "04", "06", "13")]
    results = admit([clips_folder / name for name in names], measures=_Kept())
    measures = [one.measures.picture for one in results if isinstance(one, Admitted) and one.measures]
    sides = [(name, picture) for name, picture in zip(names, measures, strict=True) if picture]
    found = {(one, other) for (one, out), (other, into) in permutations(sides, 2) if joined(out, into)}
    assert found == {("fastvideo-03.mp4", "fastvideo-04.mp4")}


class _Kept(dict[str, str]):
    """A store of measures."""

    def put(self, digest: str, text: str) -> None:
        self[digest] = text

"""Scores of seams: drawn ones whose faults are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from longtake.inspection.seam_score import (
    AROUND,
    HEARD,
    PartName,
    Seam,
    SeamMeasures,
    SeamScore,
    heard_measures,
    score_of,
    seen_measures,
)
from longtake.libav.planes import Planes
from longtake.pipeline import seam_views

WIDTH, HEIGHT = 320, 180
Luma = NDArray[np.float64]


def place(seed: int) -> Luma:
    """A soft drawn place, wider than what is seen of it."""
    coarse = np.random.default_rng(seed).uniform(60, 190, (8, 20))
    rows, columns = np.linspace(0, 6.9, HEIGHT), np.linspace(0, 18.9, WIDTH + 120)
    top, left, down, across = rows.astype(int), columns.astype(int), rows % 1, columns % 1
    upper = coarse[top][:, left] * (1 - across) + coarse[top][:, left + 1] * across
    lower = coarse[top + 1][:, left] * (1 - across) + coarse[top + 1][:, left + 1] * across
    return np.asarray(upper * (1 - down[:, None]) + lower * down[:, None])


def seen(whole: Luma, at: float) -> Planes:
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    left = round(at)
    return Planes(np.ascontiguousarray(whole[:, left : left + WIDTH].clip(16, 235).astype(np.uint8)), grey, grey)


def pan(whole: Luma, start: float, count: int = AROUND, speed: float = 3) -> list[Planes]:
    return [seen(whole, start + speed * number) for number in range(count)]


UNHEARD = SeamMeasures({})


def scored(out: list[Planes], into: list[Planes], heard: SeamMeasures = UNHEARD) -> SeamScore:
    return score_of(seen_measures(Seam([*out, *into], len(out), 0)), heard)


def worst(score: SeamScore) -> PartName | None:
    return score.worst.name if score.worst and score.worst.score < 1 else None


def test_a_pan_that_goes_on_is_a_seam_that_nobody_notices() -> None:
    found = scored(pan(place(1), 0), pan(place(1), 3 * AROUND))
    assert found.is_one_scene
    assert found.value > 0.97


def test_another_scene_is_told_as_that_and_is_no_fault() -> None:
    found = scored(pan(place(1), 0), pan(place(2), 0))
    assert not found.is_one_scene
    assert found.value == 1


@pytest.mark.parametrize("lift", [3, 6])
def test_a_step_of_light_within_a_scene_is_seen(lift: int) -> None:
    found = scored(pan(place(1), 0), pan(place(1) + lift, 3 * AROUND))
    assert {part.name: part.amount for part in found.parts}["light"] == pytest.approx(lift, abs=0.5)
    assert found.value < 0.9


def test_pictures_that_come_twice_are_counted() -> None:
    found = scored(pan(place(1), 0), pan(place(1), 3 * (AROUND - 3)))
    assert worst(found) == "repeats"
    assert {part.name: part.amount for part in found.parts}["repeats"] == 3


def test_a_jump_within_a_scene_and_a_camera_that_turns_are_seen() -> None:
    assert worst(scored(pan(place(1), 0, speed=1), pan(place(1), AROUND + 12, speed=1))) == "jump"
    turned = scored(pan(place(1), 40), pan(place(1), 40 + 3 * AROUND, speed=-3))
    assert next(part for part in turned.parts if part.name == "direction").score < 0.5


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 9))
def test_the_score_is_between_nothing_and_one_however_little_is_there(out: int, into: int, length: int) -> None:
    pictures = pan(place(1), 0, out + into + length)
    assert 0 <= score_of(seen_measures(Seam(pictures, out, length)), UNHEARD).value <= 1


def test_pictures_without_anything_in_them_are_scored() -> None:
    flat = np.full((HEIGHT, WIDTH + 120), 16.0)
    assert scored(pan(flat, 0), pan(flat, 0)).value == 1


def test_sound_that_jumps_within_a_scene_and_clicks_anywhere_is_heard() -> None:
    calm = np.sin(np.linspace(-150, 150, 2 * HEARD, dtype=np.float32))[None].repeat(2, axis=0) * np.float32(0.01)
    loud, clicking = calm.copy(), calm.copy()
    loud[:, HEARD:] *= 60
    clicking[:, HEARD:] += 0.2
    went_on, other = pan(place(1), 3 * AROUND), pan(place(2), 0)
    scores = {
        (name, scene): scored(pan(place(1), 0), pictures, heard_measures(sound))
        for name, sound in (("calm", calm), ("loud", loud), ("clicking", clicking))
        for scene, pictures in (("one", went_on), ("other", other))
    }
    told = {seam for seam, score in scores.items() if worst(score)}
    assert told == {("loud", "one"), ("clicking", "one"), ("clicking", "other")}
    assert worst(scores["loud", "one"]) == "loudness"
    assert worst(scores["clicking", "other"]) == "click"


def test_measures_are_read_as_they_were_written() -> None:
    seen = seen_measures(Seam([*pan(place(1), 0), *pan(place(1) + 4, 24)], AROUND, 0))
    assert seen.is_one_scene
    assert SeamMeasures.from_json(seen.to_json()) == seen


def test_what_is_looked_at_is_what_the_score_wants() -> None:
    assert (seam_views._AROUND, seam_views._HEARD) == (AROUND, HEARD)

"""What is left out at the ends of clips: laws on drawn series, and real clips whose faults people wrote down."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import Shelf

from longtake.inspection import Admitted, admit
from longtake.inspection.trimming import usable
from longtake.media import Measures, PictureMeasures, Thumbs, Usable, distinct_pictures

FRAMES = 120
NO_THUMBS = Thumbs(0, 0, b"")


def series(frames: int = FRAMES, motion: float = 2.0, seed: int = 0) -> dict[str, Any]:
    """A clip that moves by `motion` a picture and wanders a little in light, colour and detail, as clips do."""
    draw = np.random.default_rng(seed)
    wander = {name: np.convolve(draw.normal(0, 0.2, frames + 9), np.ones(10) / 10, "valid") for name in "yuv"}
    return {
        "motion": np.r_[0, motion * draw.uniform(0.7, 1.4, frames - 1)],
        "luma": 110 + wander["y"], "cb": 120 + wander["u"] / 2, "cr": 130 + wander["v"] / 2,
        "contrast": np.full(frames, 40.0), "sharpness": 20 * np.exp(draw.normal(0, 0.01, frames)),
        "noise": 3 * np.exp(draw.normal(0, 0.01, frames)), "dark": np.zeros(frames),
    }  # fmt: skip


def measured(values: dict[str, Any], cuts: tuple[int, ...] = ()) -> PictureMeasures:
    told = {name: tuple(float(one) for one in each) for name, each in values.items()}
    still = (0.0,) * len(told["motion"])
    return PictureMeasures(
        size=(320, 180), cuts=cuts, head=NO_THUMBS, tail=NO_THUMBS, across=still, down=still, warped=still, **told
    )


def ends(found: Usable) -> tuple[int, int]:
    return found.head, found.tail


def test_of_two_hundred_clips_without_fault_at_most_two_in_a_hundred_lose_pictures() -> None:
    trimmed = [seed for seed in range(200) if usable(measured(series(motion=0.3 + seed / 25, seed=seed))).trims]
    assert len(trimmed) <= 4


@given(motion=st.floats(1.2, 8), count=st.integers(2, 12))
@settings(max_examples=30)
def test_a_tail_that_stands_still_is_found_whatever_the_clip_moves(motion: float, count: int) -> None:
    values = series(motion=motion)
    values["motion"][-count:] = 0.15
    assert ends(usable(measured(values))) == (0, count)


def test_an_action_that_slows_down_and_ends_is_left_whole() -> None:
    values = series(motion=3)
    values["motion"][-40:] *= np.linspace(1, 0.08, 40)
    assert ends(usable(measured(values))) == (0, 0)


def test_a_calm_clip_is_never_called_still() -> None:
    values = series(motion=0.3)
    values["motion"][:30] = values["motion"][-30:] = 0.1
    assert ends(usable(measured(values))) == (0, 0)


@pytest.mark.parametrize("motion", [0.5, 2, 8])
def test_a_picture_that_is_there_twice_at_an_end_is_left_out_once(motion: float) -> None:
    values = series(motion=motion)
    values["motion"][1] = values["motion"][-1] = 0.03
    found = usable(measured(values))
    assert ends(found) == (1, 1)
    assert {trim.cause for trim in found.trims} == {"doubled"}


def test_repeats_of_a_regular_cadence_are_no_fault() -> None:
    values = series()
    repeats = tuple(range(2, FRAMES, 3))
    values["motion"][list(repeats)] = 0.03
    assert repeats[-1] == FRAMES - 1
    assert ends(usable(measured(values), repeats)) == (0, 0)


@pytest.mark.parametrize("size", [-2.6, -1.2, 1.2, 2.6])
def test_light_and_colour_that_settle_in_four_pictures_are_found(size: float) -> None:
    values = series()
    for name in ("luma", "cr"):
        values[name][:4] += size * np.array([1, 0.75, 0.5, 0.25])
    assert usable(measured(values)).head in (3, 4, 5)


def test_a_fall_of_exposure_is_left_out_until_it_is_over() -> None:
    values = series()
    values["luma"][:14] -= 11 * np.sin(np.pi * (np.arange(14) + 0.5) / 14)
    assert usable(measured(values)).head in (13, 14, 15)


def test_a_soft_beginning_is_left_out_and_a_sharp_one_is_not() -> None:
    soft, sharp = series(), series()
    for values, way in ((soft, -1), (sharp, 1)):
        for name in ("sharpness", "noise"):
            values[name][:4] *= 1 + way * 0.13 * np.array([1, 0.75, 0.5, 0.25])
    assert usable(measured(soft)).head in (3, 4, 5)
    assert usable(measured(sharp)).head == 0


@given(count=st.integers(10, 40), light=st.floats(60, 180))
@settings(max_examples=30)
def test_a_fade_at_one_end_is_the_same_fade_mirrored_at_the_other(count: int, light: float) -> None:
    values = series()
    share = np.r_[np.arange(count) / count, np.ones(FRAMES - count)]
    values |= {"luma": 16 + (light - 16) * share, "contrast": 40 * share, "dark": np.where(share < 0.05, 1.0, 0)}
    backwards = {name: one if name == "motion" else one[::-1] for name, one in values.items()}
    assert usable(measured(values)).head == count
    assert ends(usable(measured(backwards))) == (0, count)


def test_a_few_pictures_of_another_scene_are_left_out_and_a_cut_in_the_middle_is_kept() -> None:
    assert ends(usable(measured(series(), cuts=(5, 60, FRAMES - 3)))) == (5, 3)


@pytest.mark.parametrize("light", [-40, 25, 80])
@pytest.mark.parametrize("count", [1, 4])
def test_a_flash_at_an_end_is_left_out_and_one_in_the_middle_is_kept(light: int, count: int) -> None:
    values = series()
    for at in (slice(0, count), slice(FRAMES - count, FRAMES), slice(60, 60 + count)):
        values["luma"][at] += light
    found = usable(measured(values))
    assert ends(found) == (count, count)
    assert {trim.end for trim in found.trims if trim.cause == "flash"} == {"head", "tail"}


def test_a_clip_that_flickers_all_the_time_has_no_flash_at_its_ends() -> None:
    values = series()
    values["luma"] += np.where(np.arange(FRAMES) % 10 < 2, 30, 0)
    assert "flash" not in {trim.cause for trim in usable(measured(values)).trims}


def test_no_more_than_a_third_of_a_clip_is_left_out_at_one_end() -> None:
    values = series(frames=30, motion=4)
    values["motion"][-22:] = 0.1
    values["motion"][1:8] = 40
    assert usable(measured(values)).tail <= 10


@given(
    frames=st.sampled_from([1, 2, 3, 9, 41, 66, 130]),
    kind=st.sampled_from(["black", "still", "noise", "usual"]),
    seed=st.integers(0, 50),
)
@settings(max_examples=60)
def test_whatever_comes_some_picture_is_left_and_every_number_is_one(frames: int, kind: str, seed: int) -> None:
    values = series(frames, seed=seed)
    draw = np.random.default_rng(seed)
    match kind:
        case "black":
            values = {name: np.zeros(frames) for name in values} | {
                "luma": np.full(frames, 16.0),
                "dark": np.ones(frames),
            }
        case "still":
            values = {name: np.full(frames, one[0]) for name, one in values.items()}
        case "noise":
            values = {name: draw.uniform(0, 60, frames) for name in values} | {"dark": np.zeros(frames)}
    found = usable(measured(values))
    assert 0 <= found.range.start < found.range.end <= frames
    assert all(trim.frames > 0 and 0 < trim.confidence <= 1 for trim in found.trims)
    if kind in ("black", "still"):
        assert found.trims == ()


def test_the_longest_trim_of_an_end_counts() -> None:
    values = series()
    values["luma"][:4] += np.array([2.6, 1.9, 1.3, 0.6])
    values["motion"][1] = 0.02
    found = usable(replace(measured(values), cuts=(9,)))
    assert found.head == 9
    assert {trim.cause for trim in found.trims} >= {"cut", "doubled"}


NOTED = {
    "humo-02": (range(4, 6), range(1)),
    "humo-06": (range(1), range(1, 2)),
    "fastvideo-02": (range(12, 17), range(1)),
    "longlive-01": (range(1), range(1)),  # every third picture is a repeat, the last one too
}


@pytest.mark.clips
def test_real_clips_lose_what_people_noted(clips_folder: Path) -> None:
    paths = [clips_folder / f"{name}.mp4" for name in NOTED]
    for path, result in zip(paths, admit(paths, measures=Shelf()), strict=True):
        assert isinstance(result, Admitted)
        assert isinstance(result.measures, Measures)
        picture, facts = result.measures.picture, result.facts.picture
        assert picture is not None
        assert facts is not None
        found = usable(picture, facts.repeats if distinct_pictures(facts).is_regular else ())
        heads, tails = NOTED[path.stem]
        assert found.head in heads, (path.stem, found)
        assert found.tail in tails, (path.stem, found)

"""Measures of clips whose pictures and sound are known, and of real ones whose faults people wrote down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from shelves import Shelf

from longtake.inspection import Admitted, admit
from longtake.inspection.picture_meter import PictureMeter
from longtake.inspection.sound_meter import SoundMeter
from longtake.libav.planes import Planes
from longtake.media import THUMB_EDGE, THUMB_SIZE, Measures, PictureMeasures, SoundMeasures
from needs import need

WIDTH, HEIGHT = 320, 180


def pictures(lumas: list[NDArray[np.uint8]]) -> PictureMeasures:
    meter = PictureMeter()
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    for luma in lumas:
        meter.add(Planes(luma, grey, grey))
    measures = meter.measures()
    assert measures is not None
    return measures


def texture(seed: int, width: int = WIDTH) -> NDArray[np.uint8]:
    """A soft random texture: what flow can follow."""
    coarse = np.random.default_rng(seed).uniform(40, 210, (HEIGHT // 12 + 2, width // 12 + 2))
    grid = np.kron(coarse, np.ones((12, 12)))
    soft = sum(np.roll(np.roll(grid, dy, 0), dx, 1) for dy in range(-4, 5, 2) for dx in range(-4, 5, 2)) / 25
    return np.asarray(soft[:HEIGHT, :width], np.uint8)


def flat(level: int) -> NDArray[np.uint8]:
    return np.full((HEIGHT, WIDTH), level, np.uint8)


def test_a_step_in_light_is_its_size_in_motion_and_luma() -> None:
    found = pictures([flat(100), flat(100), flat(107)])
    assert found.motion == (0, 0, 7)
    assert found.luma == (100, 100, 107)
    assert found.contrast == (0, 0, 0)


def test_a_pan_is_followed_and_explained_by_flow() -> None:
    wide = texture(1, WIDTH + 120)
    found = pictures([wide[:, 6 * n : 6 * n + WIDTH].copy() for n in range(12)])
    assert np.median(found.across[1:]) == pytest.approx(-6, abs=0.8)  # what is seen goes left as the camera goes right
    assert np.median(found.down[1:]) == pytest.approx(0, abs=0.3)
    assert np.median(found.warped[1:]) < 0.4 * np.median(found.motion[1:])


def test_what_no_movement_explains_is_left_over() -> None:
    found = pictures([texture(seed) for seed in range(6)])
    assert min(found.warped[1:]) > 0.3 * min(found.motion[1:])


def test_a_softer_picture_is_less_sharp_and_a_grainy_one_noisier() -> None:
    sharp = texture(3)
    soft = np.asarray((sharp.astype(int) + np.roll(sharp, 1, 0) + np.roll(sharp, 1, 1)) // 3, np.uint8)
    grain = np.clip(sharp + np.random.default_rng(0).normal(0, 5, sharp.shape), 0, 255).astype(np.uint8)
    found = pictures([sharp, soft, grain])
    assert found.sharpness[1] < found.sharpness[0]
    assert found.noise[2] - found.noise[0] == pytest.approx(5, abs=1.5)


def test_black_is_dark_and_grey_is_not() -> None:
    half = np.concatenate([flat(16)[: HEIGHT // 2], flat(90)[HEIGHT // 2 :]])
    assert pictures([flat(16), half, flat(90)]).dark == (1, 0.5, 0)


@pytest.mark.parametrize("spread", [0, 1], ids=["hard", "over two frames"])
def test_a_cut_is_found_where_another_scene_begins(spread: int) -> None:
    first, second = texture(1) // 3, 255 - texture(9) // 3
    between = [np.asarray((first.astype(int) + second) // 2, np.uint8)] * spread
    found = pictures([*[first] * 20, *between, *[second] * 20])
    assert len(found.cuts) == 1
    assert 20 <= found.cuts[0] <= 20 + spread


def test_a_fast_pan_is_no_cut() -> None:
    wide = texture(2, WIDTH + 600)
    assert pictures([wide[:, 12 * n : 12 * n + WIDTH].copy() for n in range(48)]).cuts == ()


@pytest.mark.parametrize("frames", [1, 50, THUMB_EDGE, THUMB_EDGE + 30, 2 * THUMB_EDGE + 7])
def test_thumbnails_are_those_of_both_ends(frames: int) -> None:
    found = pictures([flat(number % 200 + 20) for number in range(frames)])
    count, size = min(frames, THUMB_EDGE), THUMB_SIZE[0] * THUMB_SIZE[1]
    assert (found.head.first, found.head.count) == (0, count)
    assert (found.tail.first, found.tail.count) == (frames - count, count)
    assert found.tail.luma[-size:] == bytes([(frames - 1) % 200 + 20]) * size


def sound(samples: NDArray[np.float32], rate: int = 48_000, block: int = 1024) -> SoundMeasures:
    meter = SoundMeter()
    for at in range(0, samples.shape[1], block):
        meter.add(samples[:, at : at + block], rate)
    measures = meter.measures()
    assert measures is not None
    return measures


def sine(amplitude: float, seconds: float, rate: int = 48_000) -> NDArray[np.float32]:
    wave = amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    return np.stack([wave, wave]).astype(np.float32)


def test_loudness_is_the_level_of_each_fiftieth_of_a_second() -> None:
    found = sound(np.concatenate([sine(0.5, 1), np.zeros((2, 24_000), np.float32)], axis=1))
    assert len(found.loudness) == 75
    assert found.loudness[10] == pytest.approx(20 * np.log10(0.5) - 3.01, abs=0.1)
    assert set(found.loudness[50:]) == {-120.0}


@given(block=st.integers(1, 5000), rate=st.sampled_from([8000, 22_050, 44_100, 48_000]))
def test_how_sound_is_handed_over_changes_no_measure(block: int, rate: int) -> None:
    samples = sine(0.3, 0.31, rate)
    whole, pieces = sound(samples, rate, samples.shape[1]), sound(samples, rate, block)
    assert pieces.loudness == pytest.approx(whole.loudness)
    assert (pieces.peak, pieces.clipped, pieces.first, pieces.last) == (
        whole.peak, whole.clipped, whole.first, whole.last,
    )  # fmt: skip


def test_clipped_samples_and_loud_ends_are_told() -> None:
    samples = np.clip(sine(1.4, 0.5), -1, 1)
    samples[:, -1] = 0.23
    found = sound(samples)
    assert (found.peak, found.first) == (1.0, 0.0)
    assert found.clipped > 1000
    assert found.last == pytest.approx(0.23, abs=1e-6)


def test_samples_that_are_no_numbers_measure_as_numbers() -> None:
    samples = np.array([[np.nan, np.inf, -np.inf, 0.1]], np.float32)
    found = sound(samples)
    assert np.isfinite([*found.loudness, found.peak, found.first, found.last]).all()


def test_measures_come_with_the_facts_and_are_kept_beside_them(made_clips: Path) -> None:
    clip = sorted(made_clips.glob("*.mp4"))[0]
    facts, measures = Shelf(), Shelf()
    (before,) = admit([clip], facts)
    assert isinstance(before, Admitted)
    assert before.measures is None
    (first,) = admit([clip], facts, measures=measures)
    assert isinstance(first, Admitted)
    assert not first.reused  # its facts were known, its measures were not
    assert first.facts == before.facts
    (again,) = admit([clip], facts, measures=measures)
    assert isinstance(again, Admitted)
    assert again.reused
    assert again.measures is not None
    assert first.measures is not None
    assert again.measures.to_json() == first.measures.to_json()
    assert again.measures.picture is not None
    assert again.facts.picture is not None
    assert again.measures.picture.frames == again.facts.picture.frames


def test_torn_measures_are_taken_again(made_clips: Path) -> None:
    clip = sorted(made_clips.glob("*.mp4"))[0]
    facts, measures = Shelf(), Shelf()
    admit([clip], facts, measures=measures)
    (digest, whole), *_ = measures.texts.items()
    for torn in (
        whole[: len(whole) // 2],
        "{}",
        '{"picture": 3, "sound": null}',
        whole.replace('"count": ', '"count": 9'),
    ):
        measures.texts[digest] = torn
        (result,) = admit([clip], facts, measures=measures)
        assert isinstance(result, Admitted)
        assert not result.reused
        assert measures.texts[digest] == whole


@pytest.mark.clips
def test_faults_that_people_saw_are_in_the_measures(clips_folder: Path) -> None:
    names = ("humo-02.mp4", "turbot2av-21.mp4", "infinitetalk-03.mp4", "fastvideo-02.mp4")
    found = {path.stem: result for path, result in zip(
        [clips_folder / name for name in names], admit([clips_folder / name for name in names], measures=Shelf()),
        strict=True,
    )}  # fmt: skip
    measures = {name: result.measures for name, result in found.items() if isinstance(result, Admitted)}
    need(len(measures) == len(names), "The real clips were not admitted.")

    def picture(name: str) -> PictureMeasures:
        one = measures[name]
        assert isinstance(one, Measures)
        assert one.picture is not None
        return one.picture

    shifted = picture("humo-02")
    assert shifted.luma[0] - shifted.luma[1] == pytest.approx(2.6, abs=0.3)
    assert shifted.sharpness[0] < 0.9 * shifted.sharpness[4]
    fade = picture("turbot2av-21").luma
    assert fade[0] < 20
    assert fade[33] > 100
    collapse = picture("fastvideo-02").luma
    assert collapse[8] < collapse[20] - 8
    clipped = measures["infinitetalk-03"]
    assert clipped is not None
    assert clipped.sound is not None
    assert clipped.sound.clipped > 0
    assert clipped.sound.last > 0.2

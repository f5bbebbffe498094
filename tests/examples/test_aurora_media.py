"""The media that `examples/aurora/make_media.py` made and the repository keeps: what the storyboard relies on."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from longtake.storyboard import read

AURORA = Path(__file__).parents[2] / "examples" / "aurora"
FILM = AURORA / "footage" / "product.mp4"
STILL = AURORA / "refs" / "cup.png"
MUSIC = AURORA / "music" / "morning.ogg"
BT709, LIMITED = 1, 1


@pytest.fixture(scope="module")
def film_frames() -> list[av.VideoFrame]:
    with av.open(FILM) as file:
        return list(file.decode(video=0))


def shown_at(frame: av.VideoFrame) -> Fraction:
    assert frame.pts is not None
    assert frame.time_base is not None
    return frame.pts * frame.time_base


def heard(path: Path) -> NDArray[np.float32]:
    """The decoded sound, channels x samples at 48 kHz."""
    with av.open(path) as file:
        assert file.streams.audio[0].rate == 48_000
        return np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)


def decibels(value: float) -> float:
    return 20 * float(np.log10(max(value, 1e-9)))


def test_the_storyboard_reads_without_findings() -> None:
    assert read(AURORA / "storyboard.yaml").title == "Meet Aurora"


def test_the_film_is_eight_seconds_of_720p_at_24(film_frames: list[av.VideoFrame]) -> None:
    first = film_frames[0]
    assert (len(film_frames), first.width, first.height, first.format.name) == (192, 1280, 720, "yuv420p")
    assert [shown_at(frame) for frame in film_frames] == [Fraction(n, 24) for n in range(192)]


def test_the_film_says_that_it_is_bt709(film_frames: list[av.VideoFrame]) -> None:
    first = film_frames[0]
    assert (first.colorspace, first.color_primaries, first.color_trc, first.color_range) == (
        BT709,
        BT709,
        BT709,
        LIMITED,
    )


def test_the_film_moves_in_every_frame_and_never_jumps(film_frames: list[av.VideoFrame]) -> None:
    small = [frame.reformat(160, 90, "gray").to_ndarray().astype(np.float32) for frame in film_frames]
    changes = [float(np.abs(after - before).mean()) for before, after in pairwise(small)]
    assert min(changes) > 0.05
    assert max(changes) < 4


def test_the_films_sound_is_as_long_as_its_picture_and_soft() -> None:
    sound = heard(FILM)
    assert sound.shape == (2, 8 * 48_000)
    assert -20 < decibels(np.abs(sound).max()) < -9


def test_the_still_is_as_large_as_the_storyboard_may_zoom() -> None:
    with Image.open(STILL) as still:
        still.load()
        assert (still.size, still.mode) == ((1600, 1200), "RGB")


def test_the_music_lasts_a_minute_with_six_decibels_to_spare() -> None:
    sound = heard(MUSIC)
    assert sound.shape == (2, 60 * 48_000)
    assert decibels(np.abs(sound).max()) == pytest.approx(-6, abs=0.5)  # Opus moves a peak by a few tenths


def test_the_music_comes_to_rest_by_itself() -> None:
    sound = heard(MUSIC)
    last_second = float(np.sqrt(np.mean(sound[:, -48_000:] ** 2)))
    middle = float(np.sqrt(np.mean(sound[:, 28 * 48_000 : 32 * 48_000] ** 2)))
    assert decibels(last_second) < decibels(middle) - 30


def test_the_media_stay_small_enough_to_be_committed() -> None:
    assert STILL.stat().st_size < 900_000
    assert sum(path.stat().st_size for path in (FILM, STILL, MUSIC)) < 2_500_000

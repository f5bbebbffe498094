"""A user's MoviePy clip becomes a shot or an overlay's pictures; one that misbehaves gets one clear error."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

import longtake
from longtake.errors import ArtworkError, InputError

SIZE, RATE = (64, 48), 24


def moving(seconds: float = 1, *, sound: bool = False, mask: bool = False) -> Callable[[], Any]:
    """A clip whose grey is ten times the number of the frame (of 25), and whose sound is a tone of 1 kHz."""

    def make() -> Any:
        import numpy as np
        from moviepy import AudioClip, VideoClip

        def grey(at: float) -> Any:
            return np.full((*SIZE[::-1], 3), round(at * RATE) % 25 * 10, np.uint8)

        clip = VideoClip(grey, duration=seconds)
        if sound:
            clip = clip.with_audio(
                AudioClip(lambda t: 0.25 * np.sin(2000 * np.pi * np.asarray(t)), duration=seconds, fps=48_000)
            )
        if mask:
            clip = clip.with_mask(VideoClip(lambda at: np.full(SIZE[::-1], at), is_mask=True, duration=seconds))
        return clip

    return make


def test_a_clip_becomes_a_lossless_file_of_its_very_pictures(tmp_path: Path) -> None:
    path = longtake.from_moviepy(moving(), tmp_path / "clip.mov")
    with av.open(str(path)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert [int(picture.mean()) for picture in pictures] == [10 * number for number in range(24)]
    assert all(picture.min() == picture.max() for picture in pictures)


def test_its_sound_goes_with_it_to_the_sample(tmp_path: Path) -> None:
    path = longtake.from_moviepy(moving(sound=True), tmp_path / "clip.mov", rate="30000/1001")
    with av.open(str(path)) as container:
        heard = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)])
    frames = round(Fraction(30000, 1001))
    assert len(heard) == round(frames * Fraction(1001, 30000) * 48_000)
    wanted = 0.25 * np.sin(2000 * np.pi * np.arange(48_000) / 48_000)
    assert np.abs(heard[:48_000, 0] - wanted).max() < 1e-4


def test_it_is_taken_as_a_clip(tmp_path: Path) -> None:
    path = longtake.from_moviepy(moving(2, sound=True), tmp_path / "clip.mov")
    (facts,) = longtake.inspect([path])
    assert not isinstance(facts, longtake.LongtakeError)
    assert facts.picture
    assert facts.sound
    assert (len(facts.picture.ticks), facts.sound.seconds) == (48, 2)


def test_a_name_without_an_ending_gives_pictures_with_alpha(tmp_path: Path) -> None:
    folder = longtake.from_moviepy(moving(mask=True), tmp_path / "badge")
    pictures = [np.asarray(Image.open(path)) for path in sorted(folder.iterdir())]
    assert len(pictures) == 24
    assert [int(picture[0, 0, 0]) for picture in pictures] == [10 * number for number in range(24)]
    assert [int(picture[0, 0, 3]) for picture in pictures] == [round(255 * number / 24) for number in range(24)]


def test_a_transparent_clip_is_no_shot(tmp_path: Path) -> None:
    with pytest.raises(ArtworkError, match=r"transparent in places[\s\S]*write it to a folder"):
        longtake.from_moviepy(moving(mask=True), tmp_path / "clip.mov")
    assert list(tmp_path.iterdir()) == []


def test_a_clip_that_raises_is_told_with_its_own_words(tmp_path: Path) -> None:
    def broken() -> Any:
        raise ValueError("no such colour: blurple")

    (tmp_path / "clip.mov").write_bytes(b"the one before")
    with pytest.raises(ArtworkError, match="broken: the MoviePy clip raised ValueError: no such colour: blurple"):
        longtake.from_moviepy(broken, tmp_path / "clip.mov")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the one before"]


def test_a_clip_that_hangs_is_given_up(tmp_path: Path) -> None:
    def hanging() -> Any:
        import threading

        threading.Event().wait()

    with pytest.raises(ArtworkError, match=r"hanging: the MoviePy clip gave no picture for 0\.5 s"):
        longtake.from_moviepy(hanging, tmp_path / "clip.mov", patience=0.5)


def test_a_clip_without_an_end_is_refused(tmp_path: Path) -> None:
    def endless() -> Any:
        from moviepy import ColorClip

        return ColorClip((64, 48), (0, 0, 0))

    with pytest.raises(ArtworkError, match=r"the clip has no end[\s\S]*with_duration"):
        longtake.from_moviepy(endless, tmp_path / "clip.mov")


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtworkError, match="a MoviePy clip was expected, not int"):
        longtake.from_moviepy(lambda: 7, tmp_path / "clip.mov")


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    def deadly() -> Any:
        import os
        import signal

        os.kill(os.getpid(), signal.SIGSEGV)

    with pytest.raises(ArtworkError, match="deadly: the process that played the MoviePy clip died"):
        longtake.from_moviepy(deadly, tmp_path / "clip.mov")


def test_another_ending_is_refused_with_the_names_that_will_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"name it clip\.mov for a shot, or clip for an overlay"):
        longtake.from_moviepy(moving(), tmp_path / "clip.mp4")


def test_moviepy_is_not_imported_here() -> None:
    import sys

    assert "moviepy" not in sys.modules

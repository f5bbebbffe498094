"""An hour at 24000/1001 and at 30000/1001: exact to the frame, in sync and without drift from first shot to last.

Three shots that carry numbers, flash and click stand at the start, in the middle and at the end. Between them stands
one still, over and over: the store gives nearly all of the film, and its length costs next to nothing to encode.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from films import FIXTURES  # noqa: F401  # puts the fixtures on the path
from make_fixtures import SyntheticClip, make_clip
from PIL import Image
from slate import read_number

import longtake
from longtake.media import FrameRate, round_half_up

pytestmark = pytest.mark.long

SHOTS = 360
MARKED = (0, SHOTS // 2, SHOTS - 1)


@pytest.fixture(scope="module", params=["24000/1001", "30000/1001"])
def rate(request: pytest.FixtureRequest) -> FrameRate:
    return FrameRate.parse(request.param)


@pytest.fixture(scope="module")
def film(rate: FrameRate, tmp_path_factory: pytest.TempPathFactory) -> longtake.Package:
    folder = tmp_path_factory.mktemp("hour")
    a_shot = rate.frames(Fraction(10))
    clip = SyntheticClip(width=256, height=144, rate=rate.fraction, frames=a_shot, flash=True)
    make_clip(folder / "marked.mp4", clip)
    Image.new("RGB", (256, 144), (40, 90, 120)).save(folder / "still.png")
    shots = "".join(
        "    - {clip: marked.mp4}\n" if number in MARKED else "    - {image: still.png, for: 10s}\n"
        for number in range(SHOTS)
    )
    (folder / "film.yaml").write_text(
        f"storyboard: 1\nframe: {{size: 128x72, rate: {rate}}}\nscenes:\n- shots:\n{shots}"
    )
    return longtake.make(folder / "film.yaml", folder / "out", workspace=folder / "space", preset="ultrafast")


def a_shot_of(film: longtake.Package) -> int:
    assert film.frames % SHOTS == 0
    return film.frames // SHOTS


def test_it_lasts_an_hour_and_every_frame_is_in_every_form(film: longtake.Package, rate: FrameRate) -> None:
    assert film.frames == SHOTS * rate.frames(Fraction(10))
    assert film.seconds == rate.seconds(film.frames) > 3600
    playlist = next((film.folder / "hls" / "72p").glob("index-*.m3u8"))
    for path in (film.film, playlist):
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            times = [packet.pts for packet in container.demux(stream) if packet.pts is not None]
        first, step = min(times), 1 / (rate.fraction * stream.time_base)
        assert len(times) == film.frames
        assert sorted(times) == [first + round(number * step) for number in range(film.frames)]


def test_sound_and_picture_end_together(film: longtake.Package, rate: FrameRate) -> None:
    with av.open(str(film.film)) as container:
        streams = container.streams.video[0], container.streams.audio[0]
        ends = [(stream.start_time + stream.duration) * stream.time_base for stream in streams]
    assert ends[0] == film.seconds
    assert abs(ends[1] - film.seconds) <= rate.seconds(1)


def test_playlists_add_up_to_the_film_to_the_microsecond(film: longtake.Package) -> None:
    playlists = list((film.folder / "hls").glob("*/index-*.m3u8"))
    assert {playlist.parent.name for playlist in playlists} == {"72p", "sound", "thumbnails"}
    for playlist in playlists:
        written = re.findall(r"#EXTINF:(\d+)\.(\d{6}),", playlist.read_text())
        total = sum(int(whole) * 1_000_000 + int(part) for whole, part in written)
        assert total == round_half_up(film.seconds * 1_000_000)


@pytest.mark.parametrize("shot", MARKED, ids=["start", "middle", "end"])
def test_every_frame_of_a_marked_shot_stands_where_it_was_planned(
    shot: int, film: longtake.Package, rate: FrameRate
) -> None:
    frames = a_shot_of(film)
    found = pictures(film.film, shot * frames, frames, rate)
    expected = {
        shot * frames + number: None if number % flash_frames(rate) == 0 else number for number in range(frames)
    }
    assert found == expected


@pytest.mark.parametrize("shot", MARKED, ids=["start", "middle", "end"])
def test_flash_and_click_are_together_within_a_millisecond(shot: int, film: longtake.Package, rate: FrameRate) -> None:
    start = shot * a_shot_of(film)
    flashes = [
        rate.seconds(number)
        for number, shown in pictures(film.film, start, a_shot_of(film), rate).items()
        if shown is None and number != start  # right at a cut the click fades in
    ]
    clicks = heard(film.film, rate.seconds(start), flashes)
    assert len(flashes) == a_shot_of(film) // flash_frames(rate) - 1 == 9
    assert max(abs(click - flash) for click, flash in zip(clicks, flashes, strict=True)) <= Fraction(1, 1000)


def flash_frames(rate: FrameRate) -> int:
    return round(rate.fraction)


def pictures(film: Path, start: int, count: int, rate: FrameRate) -> dict[int, int | None]:
    """Film frames by their time stamps, with the number that each shows; None for a white one."""
    found: dict[int, int | None] = {}
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        container.seek(int(rate.seconds(start) / stream.time_base), stream=stream, backward=True)
        for frame in container.decode(stream):
            number = frame.pts * stream.time_base * rate.fraction
            assert number.denominator == 1, "a frame stands off the grid"
            if number >= start + count:
                break
            if number >= start:
                luma = frame.to_ndarray(format="gray")
                found[int(number)] = None if luma.mean() > 220 else read_number(luma)
    return found


def heard(film: Path, start: Fraction, near: list[Fraction]) -> list[Fraction]:
    """When the clicks near these times begin, by the sound's own time stamps."""
    until = near[-1] + Fraction(1, 2)
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        container.seek(int(start / stream.time_base), stream=stream, backward=True)
        parts = []
        for frame in container.decode(stream):
            parts.append(frame)
            if frame.pts * stream.time_base > until:
                break
    first = parts[0].pts * stream.time_base
    sound = np.abs(np.concatenate([part.to_ndarray() for part in parts], axis=1)).max(axis=0)
    clicks = []
    for time in near:
        begin = round((time - Fraction(1, 4) - first) * 48_000)
        loud = np.flatnonzero(sound[begin : begin + 24_000] > 0.1)
        clicks.append(first + Fraction(begin + int(loud[0]), 48_000))
    return clicks

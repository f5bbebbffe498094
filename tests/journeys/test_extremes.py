"""The shortest films: one frame, and shots of one frame; they are made whole, or refused with ways out."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from films import SMALL, numbers

import longtake
from longtake.errors import PlanningError

if TYPE_CHECKING:
    from players.chromium import Player


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from make_fixtures import make_one

    folder = tmp_path_factory.mktemp("clips")
    for kind in ("one-frame", "plain", "rate-25", "long"):
        make_one(folder, kind)
    return folder


def made(tmp_path: Path, shots: str, rate: str = "24", **options: object) -> longtake.Package:
    (tmp_path / "film.yaml").write_text(
        f"storyboard: 1\nframe: {{size: 320x180, rate: {rate}}}\nscenes:\n  - id: s\n    shots:\n{shots}"
    )
    return longtake.make(tmp_path / "film.yaml", tmp_path / "out", rungs=(180, 90), preset="ultrafast", **options)


def lengths(film: Path) -> list[Fraction]:
    """Seconds of picture and of sound, as the file declares them."""
    with av.open(str(film)) as container:
        streams = container.streams.video[0], container.streams.audio[0]  # its cover is a stream to libav, too
        return [stream.duration * stream.time_base for stream in streams]


@pytest.mark.parametrize("rate", ["24", "25", "30000/1001"])
def test_a_film_of_one_frame_has_one_frame_and_its_sound(rate: str, clips: Path, tmp_path: Path) -> None:
    package = longtake.assemble([clips / "one-frame.mp4"], tmp_path / "out", **{**SMALL, "rate": rate})
    assert package.frames == 1
    assert numbers(package.film) == [0]
    assert all(numbers(path) == [0] for path in (tmp_path / "out/hls").glob("*p/index-*.m3u8"))
    picture, sound = lengths(package.film)
    assert picture == package.seconds
    assert abs(sound - picture) <= Fraction(1, 48_000) + picture


@pytest.mark.browser
def test_the_file_of_a_film_of_one_frame_plays(clips: Path, tmp_path: Path, player: Player) -> None:
    package = longtake.assemble([clips / "one-frame.mp4"], tmp_path / "out", **SMALL)
    [problem] = player.play(package.film)["problems"]
    assert problem == "the file: the picture is the same after every seek"  # there is only one


@pytest.mark.browser
def test_the_stream_of_a_film_of_one_frame_plays_in_every_rung(clips: Path, tmp_path: Path, player: Player) -> None:
    package = longtake.assemble([clips / "one-frame.mp4"], tmp_path / "out", **SMALL)
    report = player.play(package.playlist)
    assert report["played"]["ended"]
    only_one_picture = ("the picture is the same after every seek", "was never shown")  # too short to change rungs
    assert [problem for problem in report["problems"] if not problem.endswith(only_one_picture)] == []


@pytest.mark.parametrize("shot", ["{clip: a.mp4, trim: 1s..1.04s}", "{clip: a.mp4, for: 0.04s}"])
@pytest.mark.parametrize("rate", ["24", "25"])
def test_a_shot_of_a_twenty_fifth_is_one_frame(shot: str, rate: str, clips: Path, tmp_path: Path) -> None:
    shutil.copy(clips / ("plain.mp4" if rate == "24" else "rate-25.mp4"), tmp_path / "a.mp4")
    whole = "      - {clip: a.mp4, trim: 0s..1s}\n"
    package = made(tmp_path, f"{whole}      - {shot}\n{whole}", rate)
    first = int(rate) if "trim" in shot else 0
    assert numbers(package.film) == [*range(int(rate)), first, *range(int(rate))]


def test_drawn_shots_of_one_frame_are_made(tmp_path: Path) -> None:
    package = made(tmp_path, "      - {action: dawn, for: 0.04s}\n      - {action: dusk, for: 0.04s}\n")
    assert package.frames == 2
    with av.open(str(package.film)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 2


def test_a_shot_of_one_frame_between_dissolves_is_refused_with_ways_out(clips: Path, tmp_path: Path) -> None:
    shutil.copy(clips / "long.mp4", tmp_path / "a.mp4")
    shots = "".join(
        f"      - {{clip: a.mp4, trim: {trim}{join}}}\n"
        for trim, join in (("1s..3s", ""), ("4s..4.04s", ", join: dissolve 0.5s"), ("6s..8s", ", join: dissolve 0.5s"))
    )
    with pytest.raises(PlanningError) as refused:
        made(tmp_path, shots)
    assert "shot s.2 (a.mp4) shows 0.0417 s, but the joins at its ends cover 0.5 s of it" in str(refused.value)
    assert "make it longer · shorten its joins · or: join: cut" in str(refused.value)


def test_a_trim_of_no_frame_at_all_is_refused_as_such(clips: Path, tmp_path: Path) -> None:
    shutil.copy(clips / "plain.mp4", tmp_path / "a.mp4")
    with pytest.raises(PlanningError, match=r"0s\.\.0\.01s, which is under half a frame at 24"):
        made(tmp_path, "      - {clip: a.mp4, trim: 0s..0.01s}\n")

"""A lower sound for the lowest rungs, from what was asked to what stands in the folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import longtake
from longtake.errors import InputError
from longtake.media import FrameRate, Ladder, Size, ladder_for
from longtake.pipeline.low_sound import checked_low_sound

STORY = """
storyboard: 1
title: Low
frame: {size: 320x180, rate: 24}
scenes: [{id: one, shots: [{action: dawn, for: 1s}]}]
"""


def ladder(*sides: int) -> Ladder:
    return ladder_for(Size(1920, 1080), FrameRate(24), short_sides=sides)


def made(folder: Path, *, low_sound: bool, rungs: Sequence[int] = (90, 64)) -> longtake.Package:
    (folder / "film.yaml").write_text(STORY, "utf-8")
    out = folder / ("low" if low_sound else "plain")
    space = folder / "space"
    return longtake.make(folder / "film.yaml", out, workspace=space, workers=1, rungs=rungs, low_sound=low_sound)


@pytest.mark.parametrize(
    ("sides", "low"),
    [
        ((1080, 720, 540, 360), ["360p"]),
        ((1080, 360, 234), ["360p", "234p"]),
        ((1080, 720), ["720p"]),
        ((360, 234), ["234p"]),
        ((1080,), []),
    ],
    ids=str,
)
def test_it_is_for_small_rungs_for_the_last_at_least_and_never_for_the_first(
    sides: tuple[int, ...], low: list[str]
) -> None:
    assert [rung.name for rung in ladder(*sides).low_rungs] == low


def test_a_ladder_of_one_rung_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match=r"1080p is the only one[\s\S]*ask for more rungs"):
        checked_low_sound(ladder(1080))


def test_only_the_lowest_rung_of_a_film_that_asks_for_it_is_heard_at_64_kbits(tmp_path: Path) -> None:
    plain, low = made(tmp_path, low_sound=False).folder, made(tmp_path, low_sound=True).folder
    groups = re.findall(r'AUDIO="(\w+)"[^\n]*\n(\w+)/', (low / "hls/main.m3u8").read_text())
    assert sorted(groups) == [("sound", "90p"), ("sound64", "64p")]
    assert 'AUDIO="sound64"' not in (plain / "hls/main.m3u8").read_text()
    kept = {path.relative_to(plain) for path in plain.rglob("hls/*/*.m4s")}
    assert all((low / path).read_bytes() == (plain / path).read_bytes() for path in kept)
    assert (low / "film.mp4").read_bytes() == (plain / "film.mp4").read_bytes()


@pytest.mark.parametrize(
    ("rungs", "told"),
    [
        ((180, 120), ["low_sound: 120p may take 244 kbit/s with its sound; "
                      "Apple asks apps on mobile networks for one variant of at most 192, as a rung of 90 lines is"]),
        ((180, 120, 90), []),
    ],
    ids=str,
)  # fmt: skip
def test_it_is_told_where_no_variant_is_sure_to_be_small_enough_for_a_mobile_network(
    rungs: Sequence[int], told: list[str], tmp_path: Path
) -> None:
    notices = made(tmp_path, low_sound=True, rungs=rungs).notices
    assert [notice for notice in notices if notice.startswith("low_sound")] == told

"""A clip's recipe has all that decides its pictures: its retiming too, and nothing where there is none."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from longtake.media import ColourTags, FrameRate, Pace, PictureFacts, Retime, Size, digest_of
from longtake.pipeline.materials import Footage, Stamp
from longtake.render import FilmFormat, Sight

FILM = FilmFormat(Size(640, 360), FrameRate(24))


def footage(rate: int, retime: Retime | None = None, repeats: tuple[int, ...] = ()) -> Footage:
    size = Size(640, 360)
    shape = ("h264", size, size, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags())
    picture = PictureFacts(*shape, Fraction(1, rate), tuple(range(60)), 60, keyframes=(0,), repeats=repeats)
    stamp = Stamp(Path("a.mp4"), 1, 1)
    return Footage(digest_of("a"), stamp, picture, "fill", Sight((), "", False, 0, 60), *([retime] if retime else []))


@pytest.mark.parametrize("rate", [24, 12, 48])
def test_a_clip_without_retiming_keeps_its_recipe(rate: int) -> None:
    recipe = json.loads(footage(rate).source(FILM).recipe)
    assert recipe["retime"] == "nearest"
    assert sorted(recipe) == ["bytes", "conform", "rate", "retime"]


def test_every_way_and_every_speed_is_a_source_of_its_own() -> None:
    half = Pace(Fraction(1, 2), Fraction(1, 2))
    ways = [
        None,
        Retime("blend"),
        Retime("blend", half),
        Retime("nearest", half),
        Retime("speed", Pace(*[Fraction(4, 5)] * 2)),
    ]
    keys = {footage(30, way).source(FILM).key for way in ways}
    assert len(keys) == len(ways)


def test_what_the_survey_takes_for_repeats_is_part_of_it() -> None:
    way = Retime("nearest", leaves_repeats=True)
    assert footage(30, way, (4, 9)).source(FILM).key != footage(30, way, (4, 14)).source(FILM).key


def test_a_source_is_as_long_as_its_take() -> None:
    assert footage(24, Retime("nearest", Pace(Fraction(1, 4), Fraction(1, 4)))).source(FILM).frames == 240

"""Laws of the ladder."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRate, Ladder, Size, ladder_for

FULL_HD = Size(1920, 1080)
even = st.integers(32, 2048).map(lambda half: 2 * half)
sizes = st.builds(Size, even, even).filter(lambda size: size.pixels <= 3840 * 2160)
rates = st.sampled_from([FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(30)])


@given(sizes, rates)
def test_the_top_is_the_film_itself_and_nothing_is_upscaled(size: Size, rate: FrameRate) -> None:
    ladder = ladder_for(size, rate)
    assert ladder.top.size == size
    assert all(rung.size.width <= size.width and rung.size.height <= size.height for rung in ladder.rungs)


@given(sizes, rates)
def test_rungs_fall_and_none_has_the_name_of_another(size: Size, rate: FrameRate) -> None:
    rungs = ladder_for(size, rate).rungs
    pixels = [rung.size.pixels for rung in rungs]
    assert pixels == sorted(set(pixels), reverse=True)
    assert len({rung.name for rung in rungs}) == len(rungs)


@given(sizes, rates)
def test_a_smaller_rung_never_has_the_larger_cap(size: Size, rate: FrameRate) -> None:
    caps = [rung.maxrate for rung in ladder_for(size, rate).rungs]
    assert caps == sorted(caps, reverse=True)


@given(sizes, rates, st.lists(st.integers(64, 2160), min_size=1, max_size=4, unique=True))
def test_every_rung_has_even_sides(size: Size, rate: FrameRate, sides: list[int]) -> None:
    asked = list({-(-side // 2): side for side in sides if side <= size.short_side}.values()) or [size.short_side]
    assert all(rung.size.is_even for rung in ladder_for(size, rate, short_sides=asked).rungs)


@given(sizes.filter(lambda size: size.ratio <= 3 and 1 / size.ratio <= 3 and size.short_side >= 450), rates)
def test_every_default_rung_keeps_the_shape_within_half_a_percent(size: Size, rate: FrameRate) -> None:
    for rung in ladder_for(size, rate).rungs:
        assert abs(rung.size.ratio / size.ratio - 1) <= Fraction(5, 1000)


@given(sizes, rates)
def test_a_buffer_holds_a_second(size: Size, rate: FrameRate) -> None:
    assert all(rung.bufsize == rung.maxrate for rung in ladder_for(size, rate).rungs)


def test_the_ladder_of_full_hd_at_24() -> None:
    ladder = ladder_for(FULL_HD, FrameRate(24))
    assert [(rung.name, str(rung.size), rung.maxrate, rung.level) for rung in ladder.rungs] == [
        ("1080p", "1920x1080", 8_000_000, "4.0"),
        ("720p", "1280x720", 4_500_000, "3.1"),
        ("540p", "960x540", 2_600_000, "3.1"),
        ("360p", "640x360", 1_200_000, "3.0"),
    ]
    assert ladder.sound.bitrate == 128_000


# Table A-1 of H.264, by hand: macroblocks a frame and a second against each level's limits.
@pytest.mark.parametrize(
    ("size", "rate", "level"),
    [
        (Size(1920, 1080), FrameRate(30), "4.0"),  # 8160 blocks, 244 800 a second
        (Size(1920, 1080), FrameRate(60), "4.2"),
        (Size(1280, 720), FrameRate(30), "3.1"),  # 3600 blocks, 108 000 a second
        (Size(1280, 720), FrameRate(60), "3.2"),
        (Size(640, 360), FrameRate(30), "3.0"),  # 920 blocks, 27 600 a second
        (Size(640, 360), FrameRate(24), "3.0"),  # 2.1 stops at 792 blocks
        (Size(3840, 2160), FrameRate(24), "5.1"),  # 32 400 blocks
        (Size(1080, 1920), FrameRate(24), "4.0"),
    ],
)
def test_the_level_is_the_lowest_that_fits(size: Size, rate: FrameRate, level: str) -> None:
    assert ladder_for(size, rate).top.level == level


def test_a_portrait_keeps_its_short_side() -> None:
    rungs = ladder_for(Size(1080, 1920), FrameRate(24)).rungs
    assert [str(rung.size) for rung in rungs] == ["1080x1920", "720x1280", "540x960", "360x640"]


def test_settings_reach_every_rung() -> None:
    ladder = ladder_for(FULL_HD, FrameRate(24), preset="slow", crf=18)
    assert {(rung.preset, rung.crf) for rung in ladder.rungs} == {("slow", 18)}


def test_rungs_stand_best_first_however_they_are_asked() -> None:
    ladder: Ladder = ladder_for(FULL_HD, FrameRate(24), short_sides=[360, 1080, 540])
    assert [rung.name for rung in ladder.rungs] == ["1080p", "540p", "360p"]


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        ([], "at least one rung"),
        ([720, 720], "a rung is named twice in 720,720"),
        ([2160], "rung 2160 is larger than the film .1920x1080.: a rung is never upscaled; leave it out"),
        ([32], "rung 32 is too small: the smallest is 64 lines"),
    ],
)
def test_an_impossible_ladder_is_refused_with_advice(sides: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ladder_for(FULL_HD, FrameRate(24), short_sides=sides)


def test_a_film_beyond_h264_is_refused_with_advice() -> None:
    with pytest.raises(ValueError, match=r"8192x4320 at 120 .* choose a smaller frame or rate"):
        ladder_for(Size(8192, 4320), FrameRate(120))

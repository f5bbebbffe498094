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


SHAPES = {
    "portrait": ("1080x1920", ["1080x1920", "720x1280", "540x960", "360x640"]),
    "square": ("1080x1080", ["1080x1080", "720x720", "540x540", "360x360"]),
    "4:5": ("1080x1350", ["1080x1350", "720x900", "540x676", "360x450"]),
    "21:9": ("2560x1080", ["2560x1080", "1706x720", "1280x540", "854x360"]),
    "21:9 exactly": ("1680x720", ["1680x720", "1260x540", "840x360"]),
}


@pytest.mark.parametrize(("size", "rungs"), SHAPES.values(), ids=SHAPES)
def test_every_shape_has_rungs_by_its_shorter_side(size: str, rungs: list[str]) -> None:
    ladder = ladder_for(Size.parse(size), FrameRate(24)).rungs
    assert [str(rung.size) for rung in ladder] == rungs
    assert [rung.name for rung in ladder] == [f"{Size.parse(rung).short_side}p" for rung in rungs]


def test_a_portrait_has_the_rates_of_its_landscape() -> None:
    upright, lying = (ladder_for(size, FrameRate(24)).rungs for size in (Size(1080, 1920), FULL_HD))
    assert [(rung.maxrate, rung.level) for rung in upright] == [(rung.maxrate, rung.level) for rung in lying]


@pytest.mark.parametrize(
    ("size", "maxrate", "level"),
    [
        ("1080x1080", 5_200_000, "3.2"),  # 4624 blocks
        ("1080x1350", 6_140_000, "4.0"),
        ("2560x1080", 9_930_000, "5.0"),  # 10 880 blocks
    ],
)
def test_rates_and_levels_go_by_the_number_of_pixels(size: str, maxrate: int, level: str) -> None:
    top = ladder_for(Size.parse(size), FrameRate(24)).top
    assert (top.maxrate, top.level) == (maxrate, level)


def test_a_very_long_side_needs_a_higher_level_than_its_pixels() -> None:
    # 256 x 4 blocks: 1024 are level 3.0, but a side of 256 needs 8192 a frame (A.3.1).
    assert ladder_for(Size(4096, 64), FrameRate(24)).top.level == "4.0"


@given(sizes, rates, st.integers(64, 2160))
def test_a_rung_is_as_near_to_the_films_shape_as_even_sides_allow(size: Size, rate: FrameRate, side: int) -> None:
    rung = ladder_for(size, rate, short_sides=[min(side, size.short_side)]).top.size
    long_side, exact = max(rung.width, rung.height), Fraction(max(size.width, size.height), size.short_side)
    assert abs(long_side - rung.short_side * exact) <= 1


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
        ([720, 719], "a rung is named twice in 720,719"),
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

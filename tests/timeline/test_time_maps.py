"""Laws of the time map: speeds, ramps, blends, and clips whose repeats are passed over."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import ColourTags, FrameRate, Pace, PictureFacts, Retime, Size, distinct_pictures
from longtake.timeline import pictures_of

rates = st.sampled_from(
    [FrameRate(rate) for rate in (8, 12, 15, 16, 24, 25, 30, 48, 60)] + [FrameRate(24000, 1001), FrameRate(30000, 1001)]
)
speeds = st.fractions(Fraction(1, 4), 4, max_denominator=20)
kinds = st.sampled_from(["nearest", "speed", "blend", "flow"])


def clip(rate: FrameRate, frames: int, repeats: tuple[int, ...] = ()) -> PictureFacts:
    size = Size(64, 64)
    shape = ("h264", size, size, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags())
    return PictureFacts(*shape, 1 / rate.fraction, tuple(range(frames)), frames, keyframes=(0,), repeats=repeats)


def steady(speed: Fraction) -> Pace:
    return Pace(speed, speed)


@st.composite
def paces(draw: st.DrawFn) -> Pace:
    if draw(st.booleans()):
        return steady(draw(speeds))
    start = draw(st.fractions(0, 1, max_denominator=30))
    return Pace(draw(speeds), draw(speeds), start, draw(st.integers(0, 20)), draw(st.integers(1, 80)))


@given(rates, rates, st.integers(1, 200), paces(), kinds)
def test_order_never_falls_and_no_picture_is_past_the_last(
    own: FrameRate, rate: FrameRate, frames: int, pace: Pace, kind: str
) -> None:
    shown = pictures_of(clip(own, frames), rate, Retime(kind, pace))  # type: ignore[arg-type]
    assert [one.first for one in shown] == sorted(one.first for one in shown)
    assert [one.second for one in shown] == sorted(one.second for one in shown)
    assert all(0 <= one.first <= one.second < frames for one in shown)
    assert all(0 < one.weight < 256 if one.second > one.first else one.weight == 0 for one in shown)


@given(rates, rates, st.integers(1, 200), speeds, kinds)
def test_the_map_covers_what_the_clip_lasts_at_its_speed(
    own: FrameRate, rate: FrameRate, frames: int, speed: Fraction, kind: str
) -> None:
    exact = own.seconds(frames) * rate.fraction / speed
    shown = pictures_of(clip(own, frames), rate, Retime(kind, steady(speed)))  # type: ignore[arg-type]
    assert max(1, floor(exact)) <= len(shown) <= max(1, floor(exact + Fraction(1, 10)))


@given(rates, rates, st.integers(2, 200))
def test_played_at_the_rates_ratio_every_picture_is_a_frame(own: FrameRate, rate: FrameRate, frames: int) -> None:
    shown = pictures_of(clip(own, frames), rate, Retime("speed", steady(rate.fraction / own.fraction)))
    assert [one.first for one in shown] == list(range(frames))


@given(rates, rates, st.integers(2, 200), speeds)
def test_no_picture_of_a_blend_stands_in_more_frames_than_its_neighbours_are_apart(
    own: FrameRate, rate: FrameRate, frames: int, speed: Fraction
) -> None:
    """From the picture before to the one after, neither included; but for the last, which holds to the end."""
    shown = pictures_of(clip(own, frames), rate, Retime("blend", steady(speed)))
    counts = Counter(number for one in shown for number in {one.first, one.second})
    most = ceil(2 * rate.fraction / (own.fraction * speed))
    assert all(count <= most for number, count in counts.items() if number != frames - 1)


@given(rates, rates, st.integers(2, 200), speeds)
def test_a_blend_weighs_by_exact_time(own: FrameRate, rate: FrameRate, frames: int, speed: Fraction) -> None:
    for number, one in enumerate(pictures_of(clip(own, frames), rate, Retime("blend", steady(speed)))):
        wanted = min(number * speed / rate.fraction * own.fraction, Fraction(frames - 1))
        assert abs(one.first + Fraction(one.weight, 256) * (one.second - one.first) - wanted) <= Fraction(1, 512)


@given(rates, rates, st.integers(2, 200))
def test_a_faster_film_leaves_no_picture_out_of_a_blend(own: FrameRate, rate: FrameRate, frames: int) -> None:
    shown = pictures_of(clip(own, frames), rate, Retime("blend"))
    if rate.fraction >= own.fraction:
        assert {number for one in shown for number in (one.first, one.second)} == set(range(shown[-1].second + 1))


@given(st.integers(1, 100), paces(), rates)
def test_a_pace_is_the_sum_of_its_speeds(frame: int, pace: Pace, rate: FrameRate) -> None:
    """Between two frames the clip moves by the mean of the speeds at both, which is exact for a linear ramp."""

    def speed(at: int) -> Fraction:
        into = min(max(at - pace.lead, 0), pace.ramp)
        return pace.begin + (pace.end - pace.begin) * into / pace.ramp if pace.ramp else pace.begin

    step = (pace.seconds(frame, rate) - pace.seconds(frame - 1, rate)) * rate.fraction
    assert step == (speed(frame) + speed(frame - 1)) / 2
    assert pace.seconds(0, rate) == pace.start


@given(paces(), rates, st.fractions(0, 20, max_denominator=60))
def test_a_take_ends_where_its_clip_ends(pace: Pace, rate: FrameRate, seconds: Fraction) -> None:
    frames = pace.frames(seconds, rate)
    ramp_end = pace.seconds(pace.lead + pace.ramp, rate)
    if seconds >= ramp_end:
        assert frames == 1 or pace.seconds(frames, rate) <= seconds
        assert pace.seconds(frames + 1, rate) > seconds


def test_a_cadence_is_not_doubled_again() -> None:
    """16 a second in a file of 24, in a film of 48: each picture three times, not two and four."""
    held = tuple(number for number in range(1, 48) if number * 16 // 24 == (number - 1) * 16 // 24)
    shown = pictures_of(clip(FrameRate(24), 48, held), FrameRate(48), Retime("nearest", leaves_repeats=True))
    counts = Counter(one.first for one in shown)
    assert set(list(counts.values())[1:-1]) == {3}


def test_pictures_that_were_doubled_to_fit_a_rate_come_back_alone() -> None:
    """24 a second in a file of 30, in a film of 24: every picture once."""
    held = tuple(number for number in range(1, 60) if number * 24 // 30 == (number - 1) * 24 // 30)
    facts = clip(FrameRate(30), 60, held)
    shown = pictures_of(facts, FrameRate(24), Retime("nearest", leaves_repeats=True))
    assert [one.first for one in shown] == list(distinct_pictures(facts).numbers)


def test_a_blend_from_thirty_to_twenty_four_by_hand() -> None:
    shown = pictures_of(clip(FrameRate(30), 10), FrameRate(24), Retime("blend"))
    assert [(one.first, one.weight) for one in shown] == [
        (0, 0), (1, 64), (2, 128), (3, 192), (5, 0), (6, 64), (7, 128), (8, 192),
    ]  # fmt: skip

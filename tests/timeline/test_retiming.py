"""Laws of retiming by the nearest picture."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import ColourTags, FrameRate, PictureFacts, Size, round_half_up
from longtake.timeline import nearest

FINE, MILLISECONDS = Fraction(1, 12288), Fraction(1, 1000)
rates = st.sampled_from(
    [FrameRate(rate) for rate in (8, 15, 16, 24, 25, 30, 60)] + [FrameRate(24000, 1001), FrameRate(30000, 1001)]
)


def picture(ticks: list[int], end: int, base: Fraction) -> PictureFacts:
    size = Size(1280, 720)
    shape = ("h264", size, size, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags())
    return PictureFacts(*shape, time_base=base, ticks=tuple(ticks), end_tick=end, keyframes=(0,))


def constant(rate: FrameRate, frames: int, base: Fraction | None = None) -> PictureFacts:
    """A clip of a constant rate, on a clock that says it exactly or rounds it."""
    base = base or 1 / rate.fraction / 512
    ticks = [round_half_up(rate.seconds(number) / base) for number in range(frames + 1)]
    return picture(ticks[:-1], ticks[-1], base)


@st.composite
def variable(draw: st.DrawFn) -> PictureFacts:
    steps = draw(st.lists(st.integers(1, 4000), min_size=1, max_size=60))
    ticks = [sum(steps[:number]) for number in range(len(steps))]
    return picture(ticks, sum(steps), FINE)


clips = st.builds(constant, rates, st.integers(1, 300)) | variable()


@given(clips, rates)
def test_numbers_begin_at_the_first_picture_and_never_fall(clip: PictureFacts, rate: FrameRate) -> None:
    numbers = nearest(clip, rate)
    assert numbers[0] == 0
    assert list(numbers) == sorted(numbers)


@given(clips, rates)
def test_no_number_is_past_the_last_picture(clip: PictureFacts, rate: FrameRate) -> None:
    assert max(nearest(clip, rate)) < clip.frames


@given(rates, st.integers(1, 300), st.sampled_from([None, FINE, MILLISECONDS]))
def test_at_its_own_rate_a_clip_is_shown_picture_by_picture(
    rate: FrameRate, frames: int, base: Fraction | None
) -> None:
    assert nearest(constant(rate, frames, base), rate) == tuple(range(frames))


@given(rates, rates, st.integers(1, 300))
def test_no_picture_stands_longer_than_the_rates_ask(clip_rate: FrameRate, rate: FrameRate, frames: int) -> None:
    """Only the last one may: it has no next that could be nearer, for the last half of its time."""
    numbers, times = nearest(constant(clip_rate, frames), rate), rate.fraction / clip_rate.fraction
    assert all(numbers.count(number) <= ceil(times) for number in numbers if number != frames - 1)
    assert numbers.count(frames - 1) <= max(1, ceil(times * Fraction(3, 2)))


@given(rates, rates, st.integers(1, 300))
def test_a_faster_film_leaves_no_picture_out(clip_rate: FrameRate, rate: FrameRate, frames: int) -> None:
    numbers = nearest(constant(clip_rate, frames), rate)
    if rate.fraction >= clip_rate.fraction:
        assert set(numbers) == set(range(numbers[-1] + 1))


@given(clips, rates)
def test_a_clip_fills_what_it_lasts_and_no_more(clip: PictureFacts, rate: FrameRate) -> None:
    """A tenth of a frame is made up, for what files round."""
    exact = clip.seconds * rate.fraction
    assert floor(exact) <= len(nearest(clip, rate)) <= max(1, floor(exact + Fraction(1, 10)))


@given(clips, rates)
def test_every_frame_shows_the_picture_nearest_to_its_time(clip: PictureFacts, rate: FrameRate) -> None:
    times = [tick * clip.time_base for tick in clip.ticks]
    for frame, number in enumerate(nearest(clip, rate)):
        wanted = rate.seconds(frame)
        assert number == min(range(clip.frames), key=lambda candidate: abs(times[candidate] - wanted))


def test_thirty_pictures_on_twenty_four_frames_by_hand() -> None:
    assert nearest(constant(FrameRate(30), 10), FrameRate(24)) == (0, 1, 2, 4, 5, 6, 7, 9)


def test_fifteen_pictures_on_twenty_four_frames_by_hand() -> None:
    assert nearest(constant(FrameRate(15), 5), FrameRate(24)) == (0, 1, 1, 2, 2, 3, 4, 4)

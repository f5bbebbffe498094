from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import PackagingError
from longtake.media import SAMPLE_RATE, FrameRate
from longtake.packaging.interleaving import turns_of
from longtake.packaging.segments import Ticks, packets_for, segments_of, sound_segments_of

RATES = [FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(60), FrameRate(25, 2), FrameRate(24000, 1001)]


@st.composite
def films(draw: st.DrawFn) -> tuple[list[int], FrameRate]:
    rate = draw(st.sampled_from(RATES))
    lengths = st.integers(min(12, rate.cell_frames), rate.cell_frames)
    return draw(st.lists(lengths, min_size=1, max_size=60)), rate


def test_whole_cells_at_24_make_segments_of_exactly_six_seconds() -> None:
    segments = segments_of([48] * 7, FrameRate(24))
    assert [segment.frames for segment in segments] == [144, 144, 48]


def test_a_short_rest_is_taken_into_the_segment_before_where_it_fits() -> None:
    assert [segment.frames for segment in segments_of([48, 48, 48, 11], FrameRate(24))] == [155]


def test_a_rest_under_half_a_second_that_does_not_fit_takes_a_span_with_it() -> None:
    assert [segment.frames for segment in segments_of([48, 40, 40, 20, 11], FrameRate(24))] == [128, 31]


@given(films())
def test_segments_hold_every_span_once_in_order(film: tuple[list[int], FrameRate]) -> None:
    spans, rate = film
    segments = segments_of(spans, rate)
    assert [segment.first_span for segment in segments] == [0, *(segment.end_span for segment in segments[:-1])]
    assert segments[-1].end_span == len(spans)
    assert [segment.start for segment in segments] == [sum(spans[: segment.first_span]) for segment in segments]
    assert segments[-1].end == sum(spans)


@given(films())
def test_segments_stay_under_six_and_a_half_seconds_and_within_one_gop_of_six(
    film: tuple[list[int], FrameRate],
) -> None:
    spans, rate = film
    *body, last = [rate.seconds(segment.frames) for segment in segments_of(spans, rate)]
    assert all(4 <= length < Fraction(13, 2) for length in body)
    assert last < Fraction(13, 2)


@given(films())
def test_the_last_segment_lasts_at_least_half_a_second_in_a_film_that_does(film: tuple[list[int], FrameRate]) -> None:
    spans, rate = film
    last = segments_of(spans, rate)[-1]
    assert rate.seconds(last.frames) >= min(Fraction(1, 2), rate.seconds(sum(spans)))


@given(films(), st.integers(1, 20))
def test_what_follows_later_leaves_earlier_segments_as_they_were(film: tuple[list[int], FrameRate], added: int) -> None:
    spans, rate = film
    before = segments_of(spans, rate)
    after = segments_of(spans + [rate.cell_frames] * added, rate)
    # What decides a segment lies within the 6.5 s after its start and the 0.5 s after that.
    settled = [segment for segment in before if rate.seconds(sum(spans) - segment.start) > 7]
    assert after[: len(settled)] == tuple(settled)


@given(films())
def test_sound_is_cut_within_an_aac_frame_of_the_picture_and_covers_all_of_it(
    film: tuple[list[int], FrameRate],
) -> None:
    spans, rate = film
    segments = segments_of(spans, rate)
    sounds = sound_segments_of(segments, rate)
    total = rate.samples(sum(spans))
    assert len(sounds) == len(segments)
    assert [sound.first for sound in sounds] == [0, *(sound.end for sound in sounds[:-1])]
    assert sounds[-1].end == packets_for(total)
    assert sum(sound.samples for sound in sounds) == total
    for segment, sound in zip(segments, sounds, strict=True):
        assert abs(sound.start - rate.seconds(segment.start) * SAMPLE_RATE) <= 1024


@given(films())
def test_turns_hold_every_picture_and_every_packet_of_sound_once_in_order(film: tuple[list[int], FrameRate]) -> None:
    spans, rate = film
    turns = list(turns_of(spans, rate))
    assert [(turn.span, at) for turn in turns for at in range(turn.first, turn.end)] == [
        (span, at) for span, frames in enumerate(spans) for at in range(frames)
    ]
    assert [packet for turn in turns for packet in range(turn.sound_first, turn.sound_end)] == list(
        range(packets_for(rate.samples(sum(spans))))
    )


@given(films())
def test_sound_and_picture_of_a_turn_are_never_far_apart(film: tuple[list[int], FrameRate]) -> None:
    spans, rate = film
    for turn in list(turns_of(spans, rate))[:-1]:
        shown = rate.seconds(sum(spans[: turn.span]) + turn.end)
        assert abs(Fraction(1024 * (turn.sound_end - 1), SAMPLE_RATE) - shown) <= Fraction(1024, SAMPLE_RATE)


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_frame_is_a_whole_number_of_ticks(rate: FrameRate) -> None:
    ticks = Ticks.of(rate)
    assert Fraction(ticks.frame, ticks.scale) == 1 / rate.fraction


def test_the_clock_is_24000_at_24_and_30000_at_30000_over_1001() -> None:
    assert Ticks.of(FrameRate(24)) == Ticks(24000, 1000)
    assert Ticks.of(FrameRate(30000, 1001)) == Ticks(30000, 1001)


def test_a_span_longer_than_two_seconds_is_refused_by_number() -> None:
    with pytest.raises(PackagingError, match="span 1 has 49 frames; at 24 frames a second a span has 1 to 48"):
        segments_of([48, 49], FrameRate(24))


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(PackagingError, match="span 0 has 0 frames"):
        segments_of([0], FrameRate(24))


def test_a_film_without_spans_is_refused() -> None:
    with pytest.raises(PackagingError, match="no spans"):
        segments_of([], FrameRate(24))

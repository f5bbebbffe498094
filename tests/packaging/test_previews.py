"""What is shown of a film before it is finished only ever grows, in film order, and names nothing that is not there."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRate, Size, SoundRung, ladder_for
from longtake.packaging.preview import (
    PREVIEW_TARGET_SECONDS,
    caps_of,
    event_playlist,
    micros_of,
    preview_segments,
    preview_sound,
)
from longtake.packaging.segments import packets_for

RATES = [FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(60), FrameRate(25, 2), FrameRate(24000, 1001)]


@st.composite
def films(draw: st.DrawFn) -> tuple[list[int], int, FrameRate]:
    """The spans of a film, how many of them are known, and its rate."""
    rate = draw(st.sampled_from(RATES))
    spans = draw(st.lists(st.integers(1, rate.cell_frames), min_size=1, max_size=40))
    return spans, draw(st.integers(0, len(spans))), rate


@given(films())
def test_what_comes_later_moves_no_segment(film: tuple[list[int], int, FrameRate]) -> None:
    spans, known, rate = film
    so_far, whole = (preview_segments(some, sum(spans), rate) for some in (spans[:known], spans))
    assert whole[: len(so_far)] == so_far
    sounds = preview_sound(so_far, sum(spans), rate), preview_sound(whole, sum(spans), rate)
    assert sounds[1][: len(so_far)] == sounds[0]


@given(films())
def test_all_segments_hold_every_span_and_every_packet_once_in_order(film: tuple[list[int], int, FrameRate]) -> None:
    spans, _, rate = film
    segments = preview_segments(spans, sum(spans), rate)
    sounds = preview_sound(segments, sum(spans), rate)
    assert [one.first_span for one in segments] == [0, *(one.end_span for one in segments[:-1])]
    assert (segments[-1].end_span, segments[-1].end) == (len(spans), sum(spans))
    assert [one.first for one in sounds] == [0, *(one.end for one in sounds[:-1])]
    assert sounds[-1].end == packets_for(rate.samples(sum(spans)))


@given(films())
def test_no_segment_is_longer_than_was_stated_before_it_was_known(film: tuple[list[int], int, FrameRate]) -> None:
    spans, _, rate = film
    segments = preview_segments(spans, sum(spans), rate)
    assert all(rate.seconds(one.frames) < PREVIEW_TARGET_SECONDS for one in segments)
    if rate.seconds(sum(spans)) >= Fraction(1, 2):
        assert all(rate.seconds(one.frames) >= Fraction(1, 2) for one in segments)


@given(films())
def test_a_run_of_segments_adds_up_to_its_time(film: tuple[list[int], int, FrameRate]) -> None:
    spans, _, rate = film
    segments = preview_segments(spans, sum(spans), rate)
    told = sum(micros_of(rate.seconds(one.start), rate.seconds(one.end)) for one in segments)
    assert abs(Fraction(told, 1_000_000) - rate.seconds(sum(spans))) <= Fraction(1, 1_000_000)


@given(st.lists(st.integers(500_000, 2_999_999), min_size=1, max_size=20), st.data())
def test_a_playlist_begins_as_it_was_before(lengths: list[int], data: st.DataObject) -> None:
    rows = [(f"{number}.m4s", micros) for number, micros in enumerate(lengths)]
    before = event_playlist("init.mp4", rows[: data.draw(st.integers(0, len(rows)))], is_over=False)
    after = event_playlist("init.mp4", rows, is_over=data.draw(st.booleans()))
    assert after.startswith(before)
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in before
    assert "#EXT-X-ENDLIST" not in before


def test_what_is_declared_covers_spans_that_each_fill_a_buffer() -> None:
    rate = FrameRate(24)
    rung, sound = ladder_for(Size(1280, 720), rate).rungs[-1], SoundRung()
    picture, spoken = caps_of(rung, sound, rate)
    assert picture.peak > rung.maxrate + 2 * rung.bufsize
    assert picture.average > rung.maxrate
    assert spoken.peak > spoken.average > sound.bitrate
    assert picture.peak < 4 * rung.maxrate  # or it would say nothing

"""Each span is decoded once before it is kept: what an encoder or a memory has spoiled is not taken for a film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import av
import pytest

from longtake.errors import RenderError
from longtake.libav.decoding import check_decodes
from longtake.libav.encoding import SpanEncoder
from longtake.libav.pattern import moving_pictures
from longtake.media import EncodedSpan, FrameRange, FrameRate, Size, VideoPacket, ladder_for
from longtake.render import spans
from longtake.render.spans import FilmFormat, SpanJob, render_spans
from longtake.timeline import Clip, Source, Timeline, spans_of

SIZE, RATE, FRAMES = Size(320, 180), FrameRate(24), 24
LADDER = ladder_for(SIZE, RATE, short_sides=[180])


class Pattern:
    """A moving pattern, read as a clip is."""

    def __init__(self, source: Source) -> None:
        self._pictures = list(moving_pictures(SIZE, source.frames))

    def frame(self, number: int) -> av.VideoFrame:
        return self._pictures[number]

    def layer(self, number: int) -> None:
        """Nothing lies over it."""

    def close(self) -> None:
        """Nothing is open."""


@cache
def span() -> EncodedSpan:
    encoder = SpanEncoder(LADDER.top, RATE)
    for picture in moving_pictures(SIZE, FRAMES):
        encoder.add(picture)
    return encoder.finish()


def with_packet(number: int, change: Callable[[bytes], bytes]) -> EncodedSpan:
    packets = list(span().packets)
    packets[number] = replace(packets[number], data=change(packets[number].data))
    return replace(span(), packets=tuple(packets))


def test_what_was_encoded_well_passes() -> None:
    check_decodes(span())


@pytest.mark.parametrize("number", range(FRAMES))
def test_no_packet_may_end_before_its_picture_does(number: int) -> None:
    with pytest.raises(RenderError, match=f"a span of {FRAMES} pictures that was just encoded.*it was not kept"):
        check_decodes(with_packet(number, lambda data: data[: len(data) // 2]))


def test_a_first_picture_with_zeros_in_its_midst_is_found() -> None:
    def spoiled(data: bytes) -> bytes:
        middle = len(data) // 2
        return data[:middle] + bytes(64) + data[middle + 64 :]

    with pytest.raises(RenderError, match=r"run again: what is done is kept"):
        check_decodes(with_packet(0, spoiled))


def test_a_span_whose_encoder_spoils_it_is_not_given_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Spoiling(SpanEncoder):
        def finish(self) -> EncodedSpan:
            whole = super().finish()
            first = whole.packets[0]
            damaged = VideoPacket(first.pts, first.is_keyframe, first.data[: len(first.data) // 2])
            return replace(whole, packets=(damaged, *whole.packets[1:]))

    monkeypatch.setattr(spans, "SpanEncoder", Spoiling)
    timeline = Timeline(RATE, SIZE, (Clip("a", Source("pattern", "", FRAMES, "a"), FrameRange(0, FRAMES)),), ())
    jobs = [SpanJob(one, (LADDER.top,)) for one in spans_of(timeline)]
    with pytest.raises(RenderError, match="just encoded"):
        list(render_spans(jobs, FilmFormat(SIZE, RATE), Pattern, Pattern))

"""The bound that caps on files rest on: what a span can take at most, however hard its pictures are."""

from __future__ import annotations

from collections.abc import Iterator

import av
import numpy as np
import pytest

from longtake.libav.encoding import SpanEncoder
from longtake.media import FrameRate, Size, capped_rung, ladder_for

SIZE, RATE = Size(320, 180), FrameRate(24)


def noise(frames: int, *, is_still: bool) -> Iterator[av.VideoFrame]:
    """The hardest there is: nothing of it can be foretold; or one such picture that stands."""
    random = np.random.default_rng(7)
    shape = (SIZE.height * 3 // 2, SIZE.width)
    picture = random.integers(16, 235, shape, np.uint8)
    for _ in range(frames):
        yield av.VideoFrame.from_ndarray(picture, format="yuv420p")
        picture = picture if is_still else random.integers(16, 235, shape, np.uint8)


@pytest.mark.parametrize("is_still", [False, True], ids=["moving", "still"])
@pytest.mark.parametrize("maxrate", [67_000, 300_000])
@pytest.mark.parametrize("frames", [12, 48])
def test_a_span_takes_at_most_its_rate_and_nine_tenths_of_its_buffer(frames: int, maxrate: int, is_still: bool) -> None:
    rung = capped_rung(ladder_for(SIZE, RATE).top, SIZE, RATE, 180, maxrate)
    encoder = SpanEncoder(rung, RATE)
    for frame in noise(frames, is_still=is_still):
        encoder.add(frame)
    bits = 8 * sum(len(packet.data) for packet in encoder.finish().packets)
    assert bits <= rung.maxrate * frames / 24 + 0.9 * rung.bufsize

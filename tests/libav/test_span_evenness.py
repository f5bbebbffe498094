"""Evenness: between one span and the next, no picture is coded so much better or worse that the film pulses."""

from __future__ import annotations

from statistics import median

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from longtake.libav.decoding import pictures_of
from longtake.libav.encoding import SpanEncoder
from longtake.libav.planes import Planes, frame_of, planes_of
from longtake.media import FrameRate, Size, ladder_for

SIZE, RATE = Size(320, 180), FrameRate(24)


def panned(frames: int) -> list[av.VideoFrame]:
    """A soft field that a camera pans over, two samples a picture, with the grain of a sensor."""
    chance = np.random.default_rng(1)
    rough = chance.normal(0, 1, (SIZE.height, SIZE.width + 2 * frames))
    field = 118 + 130 * (_softened(rough, 4) + _softened(rough, 12))
    grey = np.full((SIZE.height // 2, SIZE.width // 2), 128, np.uint8)
    pictures = []
    for number in range(frames):
        seen = field[:, 2 * number : 2 * number + SIZE.width] + chance.normal(0, 1.5, (SIZE.height, SIZE.width))
        pictures.append(frame_of(Planes(seen.clip(16, 235).astype(np.uint8), grey, grey)))
    return pictures


def _softened(field: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    for axis in (0, 1):
        field = np.mean([np.roll(field, step, axis) for step in range(-reach, reach + 1)], axis=0)
    return field


def qualities(pictures: list[av.VideoFrame], preset: str) -> list[float]:
    """Luma PSNR in dB of each picture, encoded as one span."""
    encoder = SpanEncoder(ladder_for(SIZE, RATE, short_sides=[180], preset=preset, crf=23).top, RATE)
    for picture in pictures:
        encoder.add(picture)
    made = [planes_of(picture).luma.astype(int) for picture in pictures_of(encoder.finish())]
    errors = [((got - planes_of(given).luma) ** 2).mean() for got, given in zip(made, pictures, strict=True)]
    return [float(10 * np.log10(255**2 / error)) for error in errors]


@pytest.mark.parametrize("preset", ["veryfast", "medium"])
@pytest.mark.parametrize("frames", [48, 14])
def test_the_first_picture_of_a_span_stands_out_of_its_neighbours_by_2_db_at_most(preset: str, frames: int) -> None:
    pictures = panned(48 + frames)
    before, after = qualities(pictures[:48], preset), qualities(pictures[48:], preset)
    neighbours = median([*before[-6:], *after[1:7]])
    assert neighbours - 0.5 < after[0] < neighbours + 2


@pytest.mark.parametrize("preset", ["veryfast", "medium"])
def test_the_last_pictures_of_a_span_are_as_good_as_those_in_its_middle(preset: str) -> None:
    span = qualities(panned(48), preset)
    assert min(span[-6:]) > median(span[12:36]) - 1

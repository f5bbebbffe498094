"""Clean footage to plant faults into: the bodies of real clips, small, without the ends that models spoil, and drawn
movement of known kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Interpolation
from material import clips_folder
from numpy.typing import NDArray

__all__ = ["CLEAN", "Footage", "Frames", "drawn", "real", "write"]

Frames = NDArray[np.uint8]
"""Pictures as I420: count x (height * 3 / 2) x width."""

WIDTH, HEIGHT = 640, 360
_ENDS = 26
_LEAST, _MOST = 60, 120

CLEAN = (
    "cogvideox-01", "fastvideo-01", "fastvideo-03", "fastvideo-04", "fastvideo-05", "fastvideo-06", "humo-01",
    "humo-02", "humo-03", "humo-04", "humo-05", "infinitetalk-01", "infinitetalk-02", "infinitetalk-05", "longcat-01",
    "longcat-02", "longcat-03", "longcat-06", "longlive-03", "turbot2av-01", "turbot2av-02", "turbot2av-03",
    "turbot2av-04", "turbot2av-09", "turbot2av-10", "turbot2av-11", "turbot2av-12", "turbot2av-17", "turbot2av-18",
    "turbot2av-19", "vace-01",
)  # fmt: skip
"""Clips whose bodies have no fault that anybody noted but lone repeats, which are judged apart."""


@dataclass(frozen=True, slots=True)
class Footage:
    """name: of the clip. frames: its body. rate: pictures a second. is_drawn: nobody filmed or generated it."""

    name: str
    frames: Frames
    rate: Fraction
    is_drawn: bool = False


def real(names: Sequence[str] = CLEAN) -> Iterator[Footage]:
    """The bodies of real clips that are long enough, at 640x360 whatever their shape."""
    for name in names:
        path = clips_folder() / f"{name}.mp4"
        frames, rate = _decoded(path)
        body = frames[_ENDS : len(frames) - _ENDS][:_MOST]
        if len(body) >= _LEAST:
            yield Footage(name, body, rate)


def drawn(count: int, seed: int) -> Iterator[Footage]:
    """Soft textures that a camera moves over, with something else that moves in front, each at a speed of its own."""
    for number in range(count):
        draw = np.random.default_rng(seed + number)
        speed, turn = draw.uniform(0.3, 4.0), draw.uniform(0, 2 * np.pi)
        ground, thing = _texture(draw, 12), _texture(draw, 5)[:120, :160]
        frames = [_composed(ground, thing, speed * at, turn, at) for at in range(90)]
        yield Footage(f"drawn-{number}", np.stack(frames), Fraction(24), is_drawn=True)


def write(frames: Frames, rate: Fraction, path: Path, crf: int = 18) -> None:
    """Encodes them, as models deliver clips: H.264, 4:2:0."""
    height, width = frames.shape[1] * 2 // 3, frames.shape[2]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": str(crf), "preset": "veryfast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.thread_count = 1
        for picture in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), "yuv420p")))
        container.mux(stream.encode())


def _decoded(path: Path) -> tuple[Frames, Fraction]:
    with av.open(str(path)) as container:
        rate = container.streams.video[0].average_rate
        assert rate is not None
        pictures = [
            frame.reformat(WIDTH, HEIGHT, "yuv420p", interpolation=Interpolation.AREA).to_ndarray()
            for _, frame in zip(range(_MOST + 2 * _ENDS), container.decode(video=0), strict=False)
        ]
    return np.stack(pictures), rate


def _texture(draw: np.random.Generator, grain: int) -> NDArray[np.float32]:
    """Blotches of `grain` pixels, with detail of a third of that in them, as surfaces have it."""
    image = np.full((2 * HEIGHT, 2 * WIDTH), 128, np.float32)
    for size, contrast in ((grain, 45), (max(2, grain // 3), 20)):
        coarse = draw.uniform(-contrast, contrast, (2 * HEIGHT // size, 2 * WIDTH // size)).astype(np.float32)
        rows, columns = np.linspace(0, len(coarse) - 2, 2 * HEIGHT), np.linspace(0, coarse.shape[1] - 2, 2 * WIDTH)
        image += _sampled(coarse, rows, columns)
    return image


def _sampled(
    image: NDArray[np.float32], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float32]:
    top, left = rows.astype(int), columns.astype(int)
    down, across = (rows - top)[:, None], (columns - left)[None, :]
    corners = image[np.ix_(top, left)], image[np.ix_(top, left + 1)]
    lower = image[np.ix_(top + 1, left)], image[np.ix_(top + 1, left + 1)]
    upper_row = corners[0] * (1 - across) + corners[1] * across
    lower_row = lower[0] * (1 - across) + lower[1] * across
    return (upper_row * (1 - down) + lower_row * down).astype(np.float32)


def _composed(ground: NDArray[np.float32], thing: NDArray[np.float32], way: float, turn: float, at: int) -> Frames:
    across, down = WIDTH / 2 + way * np.cos(turn) / 2, HEIGHT / 2 + way * np.sin(turn) / 2
    picture = _sampled(ground, down + np.arange(HEIGHT), across + np.arange(WIDTH))
    left, top = int(200 + 90 * np.sin(at / 11)), int(120 + 50 * np.cos(at / 17))
    picture[top : top + len(thing), left : left + thing.shape[1]] = thing
    tint = (picture.reshape(HEIGHT // 2, 2, WIDTH // 2, 2).mean((1, 3)) - 128) / 3
    chroma = np.concatenate([tint.reshape(HEIGHT // 4, WIDTH), -tint.reshape(HEIGHT // 4, WIDTH)]) + 128
    return np.concatenate([picture, chroma]).clip(16, 240).astype(np.uint8)

"""Continuations of known truth: a clip is split in two that overlap; the second is sent as another model would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import Interpolation
from seams.footage import HEIGHT, WIDTH, Footage, Frames

__all__ = ["Continuation", "continuations"]

_LEAST, _MOST = 3, 40
_REST = 14
"""Pictures that either clip has beside those that are repeated, at least."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """kind: what became of the second clip. frames: how many of its first pictures repeat the last of the first. rates:
    of both, pictures a second. crf: of the second's encode; the first has 18."""

    kind: str
    before: Frames
    after: Frames
    frames: int
    rates: tuple[Fraction, Fraction]
    crf: int

    @property
    def is_easy(self) -> bool:
        """At the same rate, three pictures or more."""
        return self.frames >= _LEAST and self.rates[0] == self.rates[1]


def continuations(footage: Footage, draw: np.random.Generator) -> Iterator[Continuation]:
    """One of every kind: at other sizes and crops, of one or two pictures, at other rates, and without an echo."""
    for kind, change in _CHANGES.items():
        yield _split(kind, footage, int(draw.integers(_LEAST, _MOST + 1)), change, draw)
    for kind, few in (("one or two", int(draw.integers(1, 3))), ("no echo", 0)):
        yield _split(kind, footage, few, _any(draw), draw)
    for kind, ratio in (("slower", Fraction(2, 3)), ("faster", Fraction(5, 4))):
        same = _split(kind, footage, int(draw.integers(6, _MOST + 1)), _any(draw), draw)
        yield _at_another_rate(same, ratio, draw)


def _split(kind: str, footage: Footage, count: int, change: _Change, draw: np.random.Generator) -> Continuation:
    frames = footage.frames
    cut = int(draw.integers(len(frames) // 2, len(frames) - _REST + 1))
    count = min(count, cut - _REST)
    after = change(frames[cut - count :], draw)
    return Continuation(kind, frames[:cut], after, count, (footage.rate, footage.rate), int(draw.integers(20, 31)))


def _at_another_rate(same: Continuation, ratio: Fraction, draw: np.random.Generator) -> Continuation:
    """The second clip holds what is to be seen at its own times, from anywhere in its first picture on."""
    phase = Fraction(int(draw.integers(0, 8)), 8)
    numbers = [int((number + phase) / ratio) for number in range(2 * len(same.after))]
    shown = [number for number in numbers if number < len(same.after)]
    repeated = sum(number < same.frames for number in shown)
    rates = same.rates[0], same.rates[0] * ratio
    return Continuation(same.kind, same.before, same.after[shown], repeated, rates, same.crf)


_Change = Callable[[Frames, np.random.Generator], Frames]


def _as_it_was(frames: Frames, draw: np.random.Generator) -> Frames:
    return frames


def _smaller(frames: Frames, draw: np.random.Generator) -> Frames:
    return _framed(frames, (0, 0, WIDTH, HEIGHT), (480, 270 // 2 * 2))


def _squeezed(frames: Frames, draw: np.random.Generator) -> Frames:
    return _framed(frames, (0, 0, WIDTH, HEIGHT), (384, 384))


def _cropped(frames: Frames, draw: np.random.Generator) -> Frames:
    """To a square or four by three, out of the middle."""
    width = int(draw.choice([HEIGHT, HEIGHT * 4 // 3]))
    return _framed(frames, ((WIDTH - width) // 4 * 2, 0, width, HEIGHT), (width, HEIGHT))


def _zoomed(frames: Frames, draw: np.random.Generator) -> Frames:
    """A part of 80 to 95 % of it, from anywhere, as large as the whole was."""
    share = draw.uniform(0.8, 0.95)
    width, height = int(WIDTH * share) // 2 * 2, int(HEIGHT * share) // 2 * 2
    left, top = (int(draw.integers(0, room // 2 + 1)) * 2 for room in (WIDTH - width, HEIGHT - height))
    return _framed(frames, (left, top, width, height), (WIDTH, HEIGHT))


def _lit_anew(frames: Frames, draw: np.random.Generator) -> Frames:
    """Contrast off by up to 5 % and light by up to four levels."""
    gain, light = draw.uniform(0.95, 1.05), draw.uniform(-4, 4)
    changed = frames.astype(np.float32)
    rows = frames.shape[1] * 2 // 3
    changed[:, :rows] = (changed[:, :rows] - 128) * gain + 128 + light
    return np.asarray(changed.round().clip(16, 235), np.uint8)


_CHANGES: dict[str, _Change] = {
    "recoded": _as_it_was, "smaller": _smaller, "squeezed": _squeezed, "cropped": _cropped, "zoomed": _zoomed,
    "lit anew": _lit_anew,
}  # fmt: skip


def _any(draw: np.random.Generator) -> _Change:
    return list(_CHANGES.values())[int(draw.integers(len(_CHANGES)))]


def _framed(frames: Frames, part: tuple[int, int, int, int], size: tuple[int, int]) -> Frames:
    """left, top, width and height of the part that is kept, in even pixels; it is scaled to size."""
    left, top, width, height = part
    luma, chroma = frames[:, :HEIGHT], frames[:, HEIGHT:].reshape(len(frames), 2, HEIGHT // 2, WIDTH // 2)
    cut = luma[:, top : top + height, left : left + width].reshape(len(frames), -1)
    half = chroma[:, :, top // 2 : (top + height) // 2, left // 2 : (left + width) // 2].reshape(len(frames), -1)
    pictures = np.concatenate([cut, half], axis=1).reshape(len(frames), height * 3 // 2, width)
    return np.stack([_scaled(picture, size) for picture in pictures])


def _scaled(picture: Frames, size: tuple[int, int]) -> Frames:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), "yuv420p")
    if (frame.width, frame.height) == size:
        return picture
    return frame.reformat(*size, interpolation=Interpolation.BICUBIC).to_ndarray()

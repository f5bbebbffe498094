"""Faults of known kind and size, planted into clean footage: what generated clips were measured to do at their ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from seams.footage import Footage, Frames

__all__ = ["CLEAN", "FAULTS", "Planted"]

_STILL_LEAST = 1.0
"""Bodies that move less have no still tails that anybody could tell from themselves; real ones moved by 1.5 to 4.5."""

_COPY_LEAST = 0.3
"""Where a body moves less, recoding makes as much of a difference as the clip does."""


@dataclass(frozen=True, slots=True)
class Planted:
    """frames: with the fault. head, tail: how many of them are to be left out."""

    kind: str
    frames: Frames
    head: int = 0
    tail: int = 0


Planter = Callable[[Footage, np.random.Generator], Planted | None]
"""None where the footage has no room for the fault."""


def _body_motion(frames: Frames) -> float:
    """Median difference of luma from picture to picture, at half the size, as clips are measured."""
    return float(np.median(_motion(frames)))


def _motion(frames: Frames) -> NDArray[np.float64]:
    luma = _luma(frames)[:, ::2, ::2].astype(np.int16)
    return np.asarray(np.abs(np.diff(luma, axis=0)).mean(axis=(1, 2)))


def still_tail(footage: Footage, draw: np.random.Generator) -> Planted | None:
    """The clip all but stops: 3 to 12 pictures, each 0.1 to 0.26 from the one before."""
    if _body_motion(footage.frames) < _STILL_LEAST:
        return None
    count, step = int(draw.integers(3, 13)), draw.uniform(0.1, 0.26)
    frames = footage.frames[:-1].astype(np.float32)
    last, goal = frames[-1], footage.frames[-1].astype(np.float32)
    whole = np.abs(goal - last)[: len(last) * 2 // 3].mean()
    tail = [last + (goal - last) * min(1.0, step * number / whole) for number in range(1, count + 1)]
    return Planted("still tail", _rounded([*frames, *tail], draw), tail=count)


def doubled_last(footage: Footage, draw: np.random.Generator) -> Planted | None:
    if _body_motion(footage.frames) < _COPY_LEAST:
        return None
    return Planted("last picture doubled", np.concatenate([footage.frames, footage.frames[-1:]]), tail=1)


def doubled_first(footage: Footage, draw: np.random.Generator) -> Planted | None:
    if _body_motion(footage.frames) < _COPY_LEAST:
        return None
    return Planted("first picture doubled", np.concatenate([footage.frames[:1], footage.frames]), head=1)


def colour_step(footage: Footage, draw: np.random.Generator) -> Planted:
    """Luma off by 0.6 to 2.6 and chroma by 1 to 2, gone in 1 to 5 pictures."""
    count = int(draw.integers(1, 6))
    luma = draw.uniform(0.6, 2.6) * draw.choice([-1, 1])
    chroma = draw.uniform(1, 2) * draw.choice([-1, 1])
    frames = footage.frames.astype(np.float32)
    rows = frames.shape[1] * 2 // 3
    for number in range(count):
        left = 1 - number / count
        frames[number, :rows] += luma * left
        frames[number, rows:] += chroma * left
    return Planted("first pictures off in colour", _rounded(frames, draw), head=count)


def soft_first(footage: Footage, draw: np.random.Generator) -> Planted | None:
    """6 to 15 % softer, as it is measured at half the size, gone in 1 to 5 pictures. Drawn pictures have little more
    detail than what the codec makes of it."""
    if footage.is_drawn:
        return None
    count, softer = int(draw.integers(1, 6)), draw.uniform(0.06, 0.15)
    frames = footage.frames.astype(np.float32)
    rows = frames.shape[1] * 2 // 3
    whole = frames[0, :rows]
    share = min(1.0, 0.3 * softer / max(1e-3, 1 - _detail(_softened(whole, 0.3)) / _detail(whole)))
    for number in range(count):
        frames[number, :rows] = _softened(frames[number, :rows], share * (1 - number / count))
    return Planted("first pictures soft", _rounded(frames, draw), head=count)


def collapse(footage: Footage, draw: np.random.Generator) -> Planted:
    """Exposure falls by a tenth and comes back in about 14 pictures."""
    count, depth = int(draw.integers(12, 17)), draw.uniform(0.08, 0.14)
    frames = footage.frames.astype(np.float32)
    rows = frames.shape[1] * 2 // 3
    for number in range(count):
        dip = depth * np.sin(np.pi * (number + 0.5) / count) - 0.03 * (number == 0)
        frames[number, :rows] = 16 + (frames[number, :rows] - 16) * (1 - dip)
    return Planted("exposure collapses", _rounded(frames, draw), head=count)


def fade_in(footage: Footage, draw: np.random.Generator) -> Planted:
    count = int(draw.integers(22, 36))
    return Planted("fade in", _faded(footage.frames, [n / count for n in range(count)], 0, draw), head=count)


def fade_out(footage: Footage, draw: np.random.Generator) -> Planted:
    count, least = int(draw.integers(16, 30)), draw.uniform(0, 0.4)
    shares = [1 - (1 - least) * n / count for n in range(1, count + 1)]
    frames = _faded(footage.frames, shares, len(footage.frames) - count, draw)
    return Planted("fade out", frames, tail=count)


def flash_first(footage: Footage, draw: np.random.Generator) -> Planted:
    count, frames = _flash(footage.frames, draw)
    return Planted("flash at the head", frames, head=count)


def flash_last(footage: Footage, draw: np.random.Generator) -> Planted:
    count, frames = _flash(footage.frames[::-1], draw)
    return Planted("flash at the tail", frames[::-1], tail=count)


def black_first(footage: Footage, draw: np.random.Generator) -> Planted:
    count = int(draw.integers(1, 25))
    frames = footage.frames.copy()
    frames[:count, : frames.shape[1] * 2 // 3], frames[:count, frames.shape[1] * 2 // 3 :] = 16, 128
    return Planted("black at the head", frames, head=count)


def stray_last(footage: Footage, draw: np.random.Generator) -> Planted:
    """Another scene begins 3 to 10 pictures before the end: the same upside down, in other colours."""
    count = int(draw.integers(3, 11))
    frames = footage.frames.copy()
    rows = frames.shape[1] * 2 // 3
    frames[-count:, :rows] = 251 - footage.frames[:count, rows - 1 :: -1]
    frames[-count:, rows:] = 255 - footage.frames[:count, rows:]
    return Planted("another scene at the tail", frames, tail=count)


def clean(footage: Footage, draw: np.random.Generator) -> Planted:
    return Planted("clean", footage.frames)


def slow_end(footage: Footage, draw: np.random.Generator) -> Planted | None:
    """The action eases out over the last 40 pictures, but never stops: nothing is to be left out. None where the clip
    is itself so calm there that it would."""
    frames = footage.frames.astype(np.float32)
    ways = np.cumsum(np.linspace(1, 0.3, 40))
    start = len(frames) - 1 - int(np.ceil(ways[-1])) - 1
    tail = [_between(frames, start + way) for way in ways]
    slowed = _rounded([*frames[: start + 1], *tail], draw)
    stops = _motion(slowed)[-10:].min() < 0.15 * _body_motion(footage.frames)
    return None if stops else Planted("slow end", slowed)


FAULTS: tuple[Planter, ...] = (
    still_tail, doubled_last, doubled_first, colour_step, soft_first, collapse, fade_in, fade_out, flash_first,
    flash_last, black_first, stray_last,
)  # fmt: skip
CLEAN: tuple[Planter, ...] = (clean, slow_end)


def _between(frames: NDArray[np.float32], at: float) -> NDArray[np.float32]:
    before = int(at)
    share = at - before
    return frames[before] * (1 - share) + frames[before + 1] * share


def _flash(frames: Frames, draw: np.random.Generator) -> tuple[int, Frames]:
    """1 to 4 pictures, brighter by 20 to 80 levels."""
    count, light = int(draw.integers(1, 5)), draw.uniform(20, 80)
    changed = frames.astype(np.float32)
    changed[:count, : frames.shape[1] * 2 // 3] += light
    return count, _rounded(changed.clip(16, 235), draw)


def _faded(frames: Frames, shares: list[float], start: int, draw: np.random.Generator) -> Frames:
    changed = frames.astype(np.float32)
    rows = changed.shape[1] * 2 // 3
    for number, share in enumerate(shares, start):
        changed[number, :rows] = 16 + (changed[number, :rows] - 16) * share
        changed[number, rows:] = 128 + (changed[number, rows:] - 128) * share
    return _rounded(changed, draw)


def _softened(luma: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """A share of detail taken off, of the size that is still there at 320 pixels: a mix with what lies two away."""
    around = sum(np.roll(luma, way, axis) for axis in (0, 1) for way in (-2, 2)) / 4
    return luma + (around - luma) * share


def _detail(luma: NDArray[np.float32]) -> float:
    """Mean absolute Laplacian at half the size."""
    rows, columns = luma.shape
    half = luma.reshape(rows // 2, 2, columns // 2, 2).mean((1, 3))
    around = sum(np.roll(half, way, axis) for axis in (0, 1) for way in (-1, 1))
    return float(np.abs(around - 4 * half)[1:-1, 1:-1].mean())


def _rounded(frames: list[NDArray[np.float32]] | NDArray[np.float32], draw: np.random.Generator) -> Frames:
    """To code values, with the half-step of noise that keeps small changes from vanishing."""
    values = np.asarray(frames, np.float32)
    return np.clip(np.floor(values + draw.uniform(0, 1, values.shape[1:]).astype(np.float32)), 0, 255).astype(np.uint8)


def _luma(frames: Frames) -> Frames:
    return frames[:, : frames.shape[1] * 2 // 3]

"""Registering by content: where thumbnails of one clip lie in those of another that shows the same at another crop,
zoom or squeeze. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from longtake.media import THUMB_SIZE, PictureMeasures, Thumbs

__all__ = ["WHOLE", "Laid", "Place", "Stack", "laid", "places", "refined", "stack_of"]

Stack = NDArray[np.float32]
"""Thumbnails: count x height x width, 8-bit luma."""

_LEAST = 0.5
"""The least share of the other's width and height that is looked for."""

_SCALE_STEP, _SPARSE, _SHAPES = 0.04, 4, 0.02
_SHARE_MOST, _SHARE_STEP, _WAY_STEP, _DONE = 1.15, 0.04, 1.5, 0.003
_SMALLEST = 8
"""Pixels of a side below which nothing is told from what is common to both."""

_SAMPLED, _ROUNDS = 10, 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where one picture lies in another. across, down: its width and height as shares of the other's. left, top: of its
    corner, in thumbnail pixels of the other."""

    across: float = 1.0
    down: float = 1.0
    left: float = 0.0
    top: float = 0.0


WHOLE = Place()
"""The same part of the scene, whatever became of its shape."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What both show, pixel on pixel, in the grid of the first. inner, outer: count x height x width of it; `left` and
    `top` say where it begins."""

    inner: Stack
    outer: Stack
    left: int
    top: int


def stack_of(thumbs: Thumbs) -> Stack:
    width, height = THUMB_SIZE
    return np.frombuffer(thumbs.luma, np.uint8).reshape(thumbs.count, height, width).astype(np.float32)


def laid(inner: Stack, outer: Stack, place: Place) -> Laid | None:
    """Both where they overlap, `inner` averaged over the area of each pixel of `outer`; None where that is next to
    nothing."""
    columns, left = _weights(THUMB_SIZE[0], place.across, place.left)
    rows, top = _weights(THUMB_SIZE[1], place.down, place.top)
    if min(len(columns), len(rows)) < _SMALLEST:
        return None
    seen = outer[:, top : top + len(rows), left : left + len(columns)]
    return Laid(np.asarray(rows @ inner @ columns.T, np.float32), seen, left, top)


def places(inner: PictureMeasures, outer: PictureMeasures, first: Stack, others: Stack, most: int) -> Iterator[Place]:
    """Where the picture `first` may lie in any of `others`: the whole, then up to `most` parts of it, the best first.
    Sizes tell what a crop would be like."""
    yield WHOLE
    ratio = inner.size[0] / inner.size[1] / (outer.size[0] / outer.size[1])
    sparse = others[::-_SPARSE]
    found = [_best_place(first, sparse, across, down) for across, down in _shares(ratio)]
    found.sort(key=lambda one: -one[0])
    yield from (place for _, place in found[:most])


def refined(inner: Stack, outer: Stack, place: Place) -> Place:
    """The place at which pictures that show the same, pair by pair, differ least: Gauss-Newton over both shares, both
    offsets, contrast and light."""
    pairs = np.linspace(0, len(inner) - 1, min(len(inner), _SAMPLED)).round().astype(int)
    for _ in range(_ROUNDS):
        both = laid(inner[pairs], outer[pairs], place)
        if both is None:
            return place
        step = _step(both, place)
        place = Place(
            float(np.clip(place.across + step[0], _LEAST / 2, _SHARE_MOST)),
            float(np.clip(place.down + step[1], _LEAST / 2, _SHARE_MOST)),
            place.left + float(step[2]),
            place.top + float(step[3]),
        )
        if np.abs(step).max() < _DONE:
            break
    return place


def _step(both: Laid, place: Place) -> NDArray[np.float64]:
    """How far to move: across, down, left, top."""
    along_x, along_y = np.gradient(both.inner, axis=2), np.gradient(both.inner, axis=1)
    rows, columns = np.indices(both.inner.shape[1:], np.float32) + 0.5
    x, y = (columns + both.left - place.left) / place.across, (rows + both.top - place.top) / place.down
    terms = (-along_x * x, -along_y * y, -along_x, -along_y, both.inner, np.ones_like(both.inner))
    matrix = np.stack([term.ravel() for term in terms], axis=1).astype(np.float64)
    found = np.linalg.solve(matrix.T @ matrix + 1e-3 * np.eye(6), matrix.T @ both.outer.ravel())
    most = np.array([_SHARE_STEP, _SHARE_STEP, _WAY_STEP, _WAY_STEP])
    return np.asarray(np.clip(found[:4] / max(0.3, found[4]), -most, most))


def _weights(length: int, share: float, start: float) -> tuple[NDArray[np.float32], int]:
    """For each pixel of the outer line that lies in the inner one, how much each inner pixel has of it; and the first
    such pixel."""
    first = max(0, int(np.ceil(start - 0.25)))
    end = min(length, int(np.floor(start + length * share + 0.25)))
    edges = (np.arange(first, max(first, end) + 1) - start) / share
    edges = edges.clip(0, length)
    inner = np.arange(length)
    cover = np.minimum(edges[1:, None], inner + 1) - np.maximum(edges[:-1, None], inner)
    weights = cover.clip(0)
    return (weights / weights.sum(axis=1, keepdims=True).clip(1e-6)).astype(np.float32), first


def _shares(ratio: float) -> Iterator[tuple[float, float]]:
    """Shares of width and height to look for: as it was squeezed, and as it was cropped to another shape."""
    for share in np.arange(1, _LEAST - 1e-9, -_SCALE_STEP):
        yield float(share), float(share)
        if abs(ratio - 1) > _SHAPES:
            across, down = share * min(1, ratio), share * min(1, 1 / ratio)
            if min(across, down) >= _LEAST / 2:
                yield float(across), float(down)


def _best_place(first: Stack, others: Stack, across: float, down: float) -> tuple[float, Place]:
    """Where the correlation with any of `others` is greatest, in whole pixels, and how great it is."""
    width, height = THUMB_SIZE
    columns, rows = max(_SMALLEST, round(width * across)), max(_SMALLEST, round(height * down))
    (small_x, _), (small_y, _) = _weights(width, columns / width, 0), _weights(height, rows / height, 0)
    template = small_y @ first @ small_x.T
    template = template - template.mean()
    # Correlation by Fourier transform: the windows' own means drop out, since the template has none.
    shape = height, width
    spectrum = np.fft.rfft2(others) * np.conj(np.fft.rfft2(template, shape))
    products = np.fft.irfft2(spectrum, shape)[:, : height - rows + 1, : width - columns + 1]
    rest = others - others.mean()
    spread = _sums(rest**2, rows, columns) - _sums(rest, rows, columns) ** 2 / (rows * columns)
    scores = products / np.sqrt(np.maximum(spread, 1.0) * max(1.0, float((template**2).sum())))
    _, top, left = np.unravel_index(int(scores.argmax()), scores.shape)
    return float(scores.max()), Place(columns / width, rows / height, float(left), float(top))


def _sums(values: Stack, rows: int, columns: int) -> NDArray[np.float64]:
    """Of every window of that many rows and columns."""
    total = np.pad(values.astype(np.float64).cumsum(1).cumsum(2), ((0, 0), (1, 0), (1, 0)))
    down = total[:, rows:] - total[:, :-rows]
    return np.asarray(down[:, :, columns:] - down[:, :, :-columns])

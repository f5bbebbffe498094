"""Pictures with known geometry, as libav frames, and what is measured in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from longtake.libav.planes import blank_frame, planes_of
from longtake.media import Size

__all__ = ["DiscSource", "disc", "middle_of", "roundness", "spots"]

BLACK, WHITE, MID = 16, 235, 128


def disc(size: Size, radius: float, middle: tuple[float, float] | None = None, aspect: float = 1.0):  # type: ignore[no-untyped-def]
    """A white disc with a soft edge on black. aspect: of a pixel (width / height), so that it is round when shown."""
    x, y = (at + 0.5 for at in np.meshgrid(np.arange(size.width), np.arange(size.height)))
    across, down = middle or (size.width / 2, size.height / 2)
    distance = np.hypot((x - across) * aspect, y - down)
    return _frame(size, lambda: (BLACK + (WHITE - BLACK) * np.clip(radius - distance + 0.5, 0, 1)).round())


def spots(size: Size, *, red: bool = False):  # type: ignore[no-untyped-def]
    """A soft spot in the middle; red: in chroma, at the same place as in luma."""
    frame = disc(size, size.height / 12)
    if red:
        _, _, cr = planes_of(frame)
        # A chroma sample stands on the left one of its two columns, half-way between its two lines.
        x, y = np.meshgrid(2 * np.arange(cr.shape[1]) + 0.5, 2 * np.arange(cr.shape[0]) + 1.0)
        distance = np.hypot(x - size.width / 2, y - size.height / 2)
        cr[:] = (MID + 80 * np.clip((size.height / 12 - distance) / 2 + 0.5, 0, 1)).round()
    return frame


def _frame(size: Size, luma: Callable[[], NDArray[np.float64]]):  # type: ignore[no-untyped-def]
    frame = blank_frame(size.width, size.height)
    planes = planes_of(frame)
    planes.luma[:] = luma()
    planes.cb[:] = planes.cr[:] = MID
    return frame


class DiscSource:
    """A source whose every frame is the same picture."""

    def __init__(self, frame) -> None:  # type: ignore[no-untyped-def]
        self._frame = frame

    def frame(self, _: int):  # type: ignore[no-untyped-def]
        return self._frame

    def close(self) -> None:
        pass


def roundness(luma: NDArray[np.uint8]) -> float:
    """How much wider than high the white disc is: 1 for a circle. By second moments, so to a fraction of a pixel."""
    weight = np.clip((luma.astype(float) - 190) / 40, 0, 1)
    y, x = np.mgrid[: luma.shape[0], : luma.shape[1]]
    total = weight.sum()
    spread = [
        np.sqrt((weight * (at - (weight * at).sum() / total) ** 2).sum() / total)
        for at in (x.astype(float), y.astype(float))
    ]
    return float(spread[0] / spread[1])


def middle_of(plane: NDArray[np.uint8], floor: int) -> tuple[float, float]:
    """Where the weight above `floor` lies, in samples from the left and upper edge."""
    weight = np.clip(plane.astype(float) - floor, 0, None)
    y, x = np.mgrid[: plane.shape[0], : plane.shape[1]]
    return float((weight * (x + 0.5)).sum() / weight.sum()), float((weight * (y + 0.5)).sum() / weight.sum())

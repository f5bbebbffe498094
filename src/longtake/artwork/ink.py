"""Ink: flat shapes and lettering laid over a picture, in 4:2:0, only where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from longtake.artwork.lettering import Lettered
from longtake.artwork.palette import RGB, code_values
from longtake.libav.layers import Layer
from longtake.libav.planes import Planes
from longtake.media import Size

__all__ = ["Decal", "Ink"]

_Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decal:
    """Ink that is dry: picture = (picture x keep + add) / 256, for each plane. left, top: in luma pixels, even."""

    left: int
    top: int
    keep: tuple[NDArray[np.uint16], NDArray[np.uint16]]
    add: tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]

    def lay(self, planes: Planes) -> None:
        """Lays the decal on a picture that it stands within."""
        left, top = self.left, self.top
        for plane, keep, add in zip(planes, (self.keep[0], self.keep[1], self.keep[1]), self.add, strict=True):
            height, width = keep.shape
            under = plane[top : top + height, left : left + width]
            over = np.multiply(under, keep, dtype=np.uint16)
            over += add
            over >>= 8
            under[:] = over
            left, top = self.left // 2, self.top // 2


class Ink:
    """A wet sheet across a film's frame, from row `top` for `height` rows, cut to the frame and to even rows.

    What is laid later covers what was laid before.
    """

    def __init__(self, film: Size, top: int, height: int) -> None:
        self._top = min(max(top, 0), film.height - 2) // 2 * 2
        height, width = min(max(height, 2), film.height - self._top) // 2 * 2, film.width
        self._cover: _Grey = np.zeros((height, width), np.float32)
        self._paint = [np.zeros((height, width), np.float32) for _ in range(3)]

    def mask(self, mask: _Grey, left: int, top: int, colour: RGB) -> None:
        """Lays `colour` where `mask` (0 to 1) says; left, top: in the picture. What stands outside is cut off."""
        height, width = self._cover.shape
        x, y = left, top - self._top
        mask = mask[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)]
        x, y = max(x, 0), max(y, 0)
        if not mask.size or x >= width or y >= height:
            return
        area = np.s_[y : y + mask.shape[0], x : x + mask.shape[1]]
        for paint, value in zip(self._paint, code_values(colour), strict=True):
            paint[area] += mask * (np.float32(value) - paint[area])
        self._cover[area] += mask * (1 - self._cover[area])

    def text(self, line: Lettered, left: int, top: int, colour: RGB, strength: float = 1.0) -> None:
        """Lays a line with its pen at (left, top) of the picture."""
        mask = line.mask.astype(np.float32) * np.float32(strength / 255)
        self.mask(mask, left + line.left, top + line.top, colour)

    def box(self, left: int, top: int, width: int, height: int, colour: RGB, strength: float = 1.0) -> None:
        """Lays a flat rectangle."""
        self.mask(np.full((max(height, 0), max(width, 0)), strength, np.float32), left, top, colour)

    def dry(self) -> Decal | None:
        """The decal, cut to what was laid; None if nothing was."""
        area = self._laid()
        if not area:
            return None
        top, left = area[0].start, area[1].start
        cover, (luma, cb, cr) = self._cover[area], (plane[area] for plane in self._paint)
        keep = _kept(cover), _kept(_halved(cover))
        return Decal(left, self._top + top, keep, (_added(luma), _added(_halved(cb)), _added(_halved(cr))))

    def layer(self) -> Layer | None:
        """The same as straight colour and alpha, to lie over pictures that are not drawn; None if nothing was laid."""
        area = self._laid()
        if not area:
            return None
        cover, (luma, cb, cr) = self._cover[area], (plane[area] for plane in self._paint)
        halved = _halved(cover)
        planes = Planes(_straight(luma, cover), _straight(_halved(cb), halved), _straight(_halved(cr), halved))
        return Layer(area[1].start, self._top + area[0].start, planes, np.rint(cover * 255).astype(np.uint8))

    def _laid(self) -> tuple[slice, slice] | None:
        """Rows and columns of what was laid, even at both ends."""
        rows, columns = np.flatnonzero(self._cover.any(1)), np.flatnonzero(self._cover.any(0))
        if not rows.size:
            return None
        return np.s_[
            int(rows[0]) // 2 * 2 : int(rows[-1]) // 2 * 2 + 2, int(columns[0]) // 2 * 2 : int(columns[-1]) // 2 * 2 + 2
        ]


def _halved(plane: _Grey) -> _Grey:
    """Means of two by two."""
    quarters: _Grey = plane[::2, ::2] + plane[1::2, ::2] + plane[::2, 1::2] + plane[1::2, 1::2]
    return quarters * np.float32(0.25)


def _straight(paint: _Grey, cover: _Grey) -> NDArray[np.uint8]:
    """Code values of premultiplied paint; those of no colour where nothing was laid."""
    values = np.divide(paint, cover, out=np.full_like(paint, 128), where=cover > 0)
    codes: NDArray[np.uint8] = np.rint(np.clip(values, 16, 240)).astype(np.uint8)
    return codes


def _kept(cover: _Grey) -> NDArray[np.uint16]:
    return np.rint(256 * (1 - cover)).astype(np.uint16)


def _added(paint: _Grey) -> NDArray[np.uint16]:
    """Premultiplied paint in 256ths, with the half that makes the later shift round."""
    return (np.rint(256 * paint) + 128).astype(np.uint16)

"""Overlay pictures: stills, animations and sequences with alpha, as layers over the film."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from longtake.artwork.palette import code_values
from longtake.artwork.placing import Area, placed, safe_area
from longtake.artwork.reels import Reel
from longtake.artwork.title_card import PictureCard
from longtake.errors import ArtworkError, Finding
from longtake.libav.layers import Layer
from longtake.libav.planes import Planes
from longtake.media import Size, round_half_up

__all__ = ["PictureLayerReader", "check_picture", "picture_box"]

_MARGIN = Fraction(1, 20)
_Grey = NDArray[np.float32]


class PictureLayerReader:
    """Layers of a reel of pictures over frames of the film's size. Every layer is a pure function of the arguments and
    the frame's number; while one picture is shown, it is one object.

    size: of the film; picture: of the reel's pictures, as shown. Raises ArtworkError with what `check_picture` finds.
    """

    def __init__(self, reel: Reel, card: PictureCard, size: Size, picture: Size, frames: int) -> None:
        findings = check_picture(card, size, picture)
        if findings:
            raise ArtworkError.of(findings)
        self._reel, self._frames, self._opacity = reel, frames, card.opacity
        self._area = picture_box(card, size, picture)
        self._shown: tuple[int, Layer] | None = None

    def layer(self, number: int) -> Layer | None:
        """What is laid over in frame `number` of the overlay. Raises IndexError outside it, MediaError for a file that
        is damaged or gone."""
        if not 0 <= number < self._frames:
            raise IndexError(f"frame {number} was asked of an overlay of {self._frames} frames")
        index = self._reel.index(number)
        if self._shown is None or self._shown[0] != index:
            self._shown = index, _layer(self._reel.picture(index), self._area, self._opacity)
        return self._shown[1]

    def close(self) -> None:
        self._reel.close()


def check_picture(card: PictureCard, size: Size, picture: Size) -> tuple[Finding, ...]:
    """Why a picture of that size cannot stand so over frames of `size`; empty if it can. The findings name no place."""
    if not size.is_even:
        return (Finding("", f"a picture over {size} was asked for: both sides must be even", ("set an even size",)),)
    if not 0 < card.width <= 1 or not 0 <= card.opacity <= 1:
        message = f"a width of {card.width} and an opacity of {card.opacity} were asked for"
        return (Finding("", message, ("write both in per cent: width: 20%, opacity: 80%",)),)
    height = card.width * size.width * picture.height / picture.width
    if height <= size.height:
        return ()
    most = int(100 * size.height * picture.width / (size.width * picture.height))
    message = f"a picture of {picture} that is {float(100 * card.width):.0f} % wide is higher than the film of {size}"
    return (Finding("", message, (f"make it narrower: width: {most}%",) if most else ("take a wider picture",)),)


def picture_box(card: PictureCard, film: Size, picture: Size) -> Area:
    """Where a picture of that size stands: inside the margins where it can be; one larger than they leave is centred,
    within the frame."""
    width = _even(card.width * film.width, film.width)
    height = _even(card.width * film.width * picture.height / picture.width, film.height)
    safe = safe_area(film, _MARGIN)
    left, top, across, down = safe.left, safe.top, safe.width, safe.height
    if width > across:
        left, across = 0, film.width
    if height > down:
        top, down = 0, film.height
    return placed(width, height, card.position, Area(left, top, across, down))


def _even(side: Fraction, most: int) -> int:
    return min(max(2, 2 * round_half_up(side / 2)), most)


def _layer(picture: Image.Image, area: Area, opacity: Fraction) -> Layer:
    """The picture at the area's size. Pillow multiplies by alpha around the scaling, so that what cannot be seen does
    not bleed into the edges."""
    scaled = np.asarray(picture.resize((area.width, area.height), Image.Resampling.LANCZOS), np.float32)
    red, green, blue = (scaled[..., band] / np.float32(255) for band in range(3))
    luma, cb, cr = code_values((red, green, blue))  # type: ignore[arg-type]
    alpha = np.rint(scaled[..., 3] * np.float32(opacity)).astype(np.uint8)
    planes = Planes(_code(luma, 235), _code(_mixed(cb, alpha), 240), _code(_mixed(cr, alpha), 240))
    return Layer(area.left, area.top, planes, alpha)


def _mixed(plane: object, alpha: NDArray[np.uint8]) -> _Grey:
    """Chroma at half the size: the mean of two by two, each as much as it is seen."""
    weight = alpha.astype(np.float32)
    seen = _sums(weight)
    return np.divide(_sums(np.asarray(plane, np.float32) * weight), seen, out=np.full_like(seen, 128), where=seen > 0)


def _sums(plane: _Grey) -> _Grey:
    """Sums of two by two."""
    total: _Grey = plane[::2, ::2] + plane[1::2, ::2] + plane[::2, 1::2] + plane[1::2, 1::2]
    return total


def _code(plane: object, highest: int) -> NDArray[np.uint8]:
    return np.rint(np.clip(np.asarray(plane, np.float32), 16, highest)).astype(np.uint8)

"""The process that finds faces: files on standard input, the faces of each on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from longtake.errors import MediaError
from longtake.inspection.faces import Face
from longtake.libav.files import open_regular_file
from longtake.libav.reading import PictureReader
from longtake.libav.small_pictures import SmallPictures
from longtake.libav.still_files import open_still
from longtake.media import ClipFacts

__all__ = ["faces_in", "main"]

_LOOKS = (1, 3, 5)  # sixths of a clip at which a picture is looked at
_LONGER_SIDE = 320
_SMALLEST = 24  # pixels, of 320: a smaller face is hardly covered by words
_AGREEING = 6  # windows that must see the same face


def main() -> None:
    """Answers one list of files."""
    orders = json.loads(sys.stdin.read())
    found = [_of(Path(order["path"]), ClipFacts.from_json(order["facts"])) for order in orders]
    sys.stdout.write(json.dumps(found))


def _of(path: Path, facts: ClipFacts) -> list[Face]:
    pictures = _still(path) if facts.kind == "still" else _moving(path, facts)
    try:
        return sorted({face for luma in pictures for face in faces_in(luma)})
    except MediaError:
        return []  # what cannot be read is told by whoever shows it


def faces_in(luma: NDArray[np.uint8]) -> list[Face]:
    """The faces in one grey picture."""
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    height, width = luma.shape
    largest = min(height, width)
    if largest < _SMALLEST:
        return []
    found = Cascade(lbp_frontal_face_cascade_filename()).detect_multi_scale(
        np.ascontiguousarray(luma),
        scale_factor=1.2,
        step_ratio=1,
        min_size=(_SMALLEST, _SMALLEST),
        max_size=(largest, largest),
        min_neighbor_number=_AGREEING,
    )
    boxes = [(one["c"], one["r"], one["c"] + one["width"], one["r"] + one["height"]) for one in found]
    return [
        (1000 * left // width, 1000 * top // height, 1000 * right // width, 1000 * bottom // height)
        for left, top, right, bottom in boxes
    ]


def _moving(path: Path, facts: ClipFacts) -> Iterator[NDArray[np.uint8]]:
    picture = facts.picture
    if picture is None:
        return
    reader, small = PictureReader(path, picture), SmallPictures()
    try:
        for number in sorted({picture.frames * look // 6 for look in _LOOKS}):
            yield np.rot90(small.of(reader.picture(number)).luma, -picture.rotation // 90)
    finally:
        reader.close()


def _still(path: Path) -> Iterator[NDArray[np.uint8]]:
    from PIL import ImageOps

    with open_regular_file(path) as file, open_still(file, path) as image:
        upright = ImageOps.exif_transpose(image).convert("L")
        upright.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
        yield np.asarray(upright)

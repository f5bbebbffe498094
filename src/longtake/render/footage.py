"""Footage: an admitted clip as a source of conformed pictures on the film's grid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.libav.conforming import Conform, ConformStage
from longtake.libav.reading import PictureReader
from longtake.media import PictureFacts, Size
from longtake.render.geometry import Fit, Window, placement

if TYPE_CHECKING:
    import av

__all__ = ["FootageReader", "conform_for"]


def conform_for(facts: PictureFacts, frame: Size, fit: Fit) -> Conform:
    """The conform that lays this clip's pictures into a film's frame."""
    coded = facts.coded if facts.rotation % 180 == 0 else Size(facts.coded.height, facts.coded.width)
    placed = placement(coded, facts.shown.ratio, frame, fit)
    return Conform(
        read_as=facts.read_as(),
        rotation=facts.rotation,
        is_interlaced=facts.is_interlaced,
        has_alpha=facts.has_alpha,
        crop=_edges(placed.crop) if placed.crop else None,
        onto=_edges(placed.onto),
        frame=frame,
    )


class FootageReader:
    """Frame k of the film's grid is picture `numbers[k]` of the clip, conformed. A doubled picture is conformed once.

    Raises MediaError when the file is not what it was when its facts were measured.
    """

    def __init__(self, path: Path, facts: PictureFacts, numbers: Sequence[int], conform: Conform) -> None:
        self._numbers = numbers
        self._pictures = PictureReader(path, facts)
        self._conform = ConformStage(conform)
        self._held: tuple[int, av.VideoFrame] | None = None

    def frame(self, number: int) -> av.VideoFrame:
        wanted = self._numbers[number]
        if self._held is None or self._held[0] != wanted:
            self._held = (wanted, self._conform(self._pictures.picture(wanted)))
        return self._held[1]

    def close(self) -> None:
        self._held = None
        self._pictures.close()


def _edges(window: Window) -> tuple[int, int, int, int]:
    return (window.left, window.top, window.width, window.height)

"""Footage: an admitted clip as a source of conformed pictures on the film's grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.libav.conforming import Conform, ConformStage
from longtake.libav.reading import PictureReader
from longtake.media import PictureFacts, Size, View
from longtake.render.geometry import Fit, Window, placement
from longtake.render.viewing import MovingView

if TYPE_CHECKING:
    import av

__all__ = ["FootageReader", "conform_for", "conform_to_look_at", "upright"]


def upright(facts: PictureFacts) -> Size:
    """The size of a clip's decoded pictures when they are turned upright."""
    return facts.coded if facts.rotation % 180 == 0 else Size(facts.coded.height, facts.coded.width)


def conform_for(facts: PictureFacts, frame: Size, fit: Fit, view: View | None = None) -> Conform:
    """The conform that lays this clip's pictures, or a view of them, into a film's frame."""
    placed = placement(upright(facts), facts.shown.ratio, frame, fit, view)
    conform = _conform(facts, placed.crop, placed.onto, frame)
    return replace(conform, behind="black") if fit == "letterbox" and placed.onto.size != frame else conform


def conform_to_look_at(facts: PictureFacts, view: MovingView) -> Conform:
    """The conform that makes the stage which a moving view looks at."""
    return _conform(facts, view.crop, Window(0, 0, view.stage.width, view.stage.height), view.stage)


def _conform(facts: PictureFacts, crop: Window | None, onto: Window, frame: Size) -> Conform:
    return Conform(
        read_as=facts.read_as(),
        rotation=facts.rotation,
        is_interlaced=facts.is_interlaced,
        has_alpha=facts.has_alpha,
        crop=_edges(crop) if crop else None,
        onto=_edges(onto),
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

"""Footage: an admitted clip as a source of conformed pictures on the film's grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.libav.colouring import Colouring
from longtake.libav.conforming import Conform, ConformStage
from longtake.libav.reading import PictureReader
from longtake.media import Correction, Match, PictureFacts, Size, View
from longtake.render.geometry import Fit, Window, placement
from longtake.render.mixing import blend
from longtake.render.viewing import MovingView
from longtake.timeline import Shown

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
    if placed.onto.size == frame:
        return conform
    if fit == "letterbox":
        return replace(conform, behind="black")
    return replace(conform, is_anamorphic=facts.pixel_aspect != 1)


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
    """Frame k of the film's grid is what `shown[k]` says of the clip's pictures, conformed; each is conformed once.

    between: mixes two conformed pictures, the second with a weight in 256ths. match: corrects the colours of frames
    near the ends. Raises MediaError when the file is not what it was when its facts were measured.
    """

    def __init__(
        self,
        path: Path,
        facts: PictureFacts,
        shown: Sequence[Shown],
        conform: Conform,
        colouring: Colouring | None = None,
        between: Callable[[av.VideoFrame, av.VideoFrame, int], av.VideoFrame] = blend,
        match: Match | None = None,
    ) -> None:
        self._shown, self._between, self._match = shown, between, match
        self._pictures = PictureReader(path, facts)
        self._conform = ConformStage(conform, colouring)
        self._held: dict[tuple[int, Correction | None], av.VideoFrame] = {}

    def frame(self, number: int) -> av.VideoFrame:
        shown, correction = self._shown[number], self._correction(number)
        # Two pictures at most: as numbers rise, the second of one frame is the first of another.
        wanted = {(shown.first, correction), (shown.second, correction)}
        self._held = {key: frame for key, frame in self._held.items() if key in wanted}
        first = self._conformed(shown.first, correction)
        return self._between(first, self._conformed(shown.second, correction), shown.weight) if shown.weight else first

    def _correction(self, number: int) -> Correction | None:
        found = self._match.at(number) if self._match else None
        return None if found is None or found.is_nothing else found

    def _conformed(self, number: int, correction: Correction | None) -> av.VideoFrame:
        key = number, correction
        if key not in self._held:
            self._held[key] = self._conform(self._pictures.picture(number), correction)
        return self._held[key]

    def close(self) -> None:
        self._held = {}
        self._pictures.close()


def _edges(window: Window) -> tuple[int, int, int, int]:
    return (window.left, window.top, window.width, window.height)

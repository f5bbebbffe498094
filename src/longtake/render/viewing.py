"""Views: the part of a source that a shot shows, standing or moving, and the reader that looks at it.

What stands still is cropped in the conform graph. What moves, and what is too small for whole pixels, is sampled for
every frame, since a crop by whole pixels would jitter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Protocol

import PIL

from longtake.libav.conforming import Conform, ConformStage
from longtake.media import BT709, Size, View, round_half_up
from longtake.media.camera import BREATH, Move, flat_move, pose_of, progress, stage_of
from longtake.render.geometry import Fit, Window, placement, window_around
from longtake.render.sampling import Box, sampled

if TYPE_CHECKING:
    import av

__all__ = ["VIEWING", "MovingView", "Sight", "ViewReader", "moving_view", "sampled_view"]

VIEWING = ("viewing 1", f"Pillow {PIL.__version__}")
"""What decides the bytes of a sampled view, besides the view itself."""

_WHOLE = View(Fraction(0), Fraction(0), Fraction(1), Fraction(1))
_FINE_ENOUGH = 200  # pixels of a standing crop, each way: whole pairs of them stretch it by at most half a per cent
_WORTH_SHRINKING = Fraction(4, 5)


class _Source(Protocol):
    def frame(self, number: int) -> av.VideoFrame: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a source shows.

    views: none for the whole picture, two for a move from one to the other. camera: words that move it. breathes:
    whether it moves a little where no words do, as stills do. lead, shown: how many frames the source has before it is
    seen and while it is, in joins or alone; the move is made between these ends.
    """

    views: tuple[View, ...]
    camera: str
    breathes: bool
    lead: int
    shown: int

    @property
    def move(self) -> Move:
        """The camera's own move; a view that is written stands still unless words say more."""
        return flat_move(self.camera, BREATH if self.breathes and not self.views else Move())

    @property
    def is_moving(self) -> bool:
        return len(set(self.views)) > 1 or not self.move.is_static

    @property
    def view(self) -> View | None:
        """The one part that shows all the time."""
        return self.views[0] if self.views else None

    def done(self, number: int) -> float:
        """How much of the move is made at a frame of the source, 0 to 1."""
        return progress(min(max(number - self.lead, 0), self.shown - 1), self.shown)


@dataclass(frozen=True, slots=True)
class MovingView:
    """A view that is sampled for every frame. stage: the size at which the part `crop` of the upright decoded picture
    (of size `decoded`) is looked at; start, end: what is seen at the two ends of a move between views; region: what a
    camera may move in; the view fills the window `onto` of the frame."""

    sight: Sight
    decoded: Size
    crop: Window
    stage: Size
    region: View
    start: View
    end: View
    onto: Window
    frame: Size
    behind: Literal["blur", "black"]

    def box(self, number: int) -> Box:
        """What is seen at a frame, in pixels of the stage."""
        left, top, width, height = self._seen(self.sight.done(number))
        across, down = self.stage.width / self.crop.width, self.stage.height / self.crop.height
        x, y = (left * self.decoded.width - self.crop.left) * across, (top * self.decoded.height - self.crop.top) * down
        return Box(x, y, x + width * self.decoded.width * across, y + height * self.decoded.height * down)

    def _seen(self, done: float) -> tuple[float, float, float, float]:
        """Left, top, width and height in parts of the picture."""
        if self.start != self.end:
            return _between(self.start, self.end, done)
        move, cover = self.sight.move, self.start
        pose = pose_of(move, done, 1.0)
        zoom = stage_of(float(self.region.ratio / cover.ratio), move).zoom * pose.zoom
        width, height = float(cover.width) / zoom, float(cover.height) / zoom
        x = float(cover.left + cover.width / 2) + pose.x * float(cover.width)
        y = float(cover.top + cover.height / 2) + pose.y * float(cover.height)
        return x - width / 2, y - height / 2, width, height


def moving_view(sight: Sight, decoded: Size, shape: Fraction, frame: Size, fit: Fit) -> MovingView | None:
    """The view of a picture, upright, of `decoded` pixels and display shape `shape`, that has to be sampled for every
    frame; None where the conform graph can crop it."""
    placed = placement(decoded, shape, frame, fit, sight.view)
    is_fine = not (sight.views and placed.crop) or min(placed.crop.width, placed.crop.height) >= _FINE_ENOUGH
    return None if is_fine and not sight.is_moving else sampled_view(sight, decoded, shape, frame, fit)


def sampled_view(sight: Sight, decoded: Size, shape: Fraction, frame: Size, fit: Fit) -> MovingView:
    """As `moving_view`, whether it has to be or not. What stands still does not depend on what of the take is visible,
    so that trimming it makes nothing anew."""
    sight = sight if sight.is_moving else replace(sight, lead=0, shown=1)
    views = sight.views or (_WHOLE,)
    onto = _window(views[0].ratio * shape, frame, fit)
    start, end = (view.of_shape(onto.size.ratio / shape) for view in (views[0], views[-1]))
    region = views[0] if len(views) == 1 else _hull(views)
    crop = window_around(region, decoded)
    stage = _stage(crop, onto, _nearest(start, end, sight.move, region, decoded))
    behind: Literal["blur", "black"] = "black" if fit == "letterbox" else "blur"
    return MovingView(sight, decoded, crop, stage, region, start, end, onto, frame, behind)


class ViewReader:
    """A source seen through a moving view: frames of the film's size, each a pure function of the source's frame."""

    def __init__(self, source: _Source, view: MovingView) -> None:
        self._source, self._view = source, view
        self._held: tuple[av.VideoFrame, Box, av.VideoFrame] | None = None
        onto, frame = view.onto, view.frame
        self._around = None
        if onto.size != frame:
            edges = (onto.left, onto.top, onto.width, onto.height)
            self._around = ConformStage(Conform(BT709, 0, False, False, None, edges, frame, view.behind))

    def frame(self, number: int) -> av.VideoFrame:
        picture, box = self._source.frame(number), self._view.box(number)
        if self._held is None or self._held[0] is not picture or self._held[1] != box:
            seen = sampled(picture, box, self._view.onto.size)
            self._held = picture, box, self._around(seen) if self._around else seen
        return self._held[2]

    def close(self) -> None:
        self._held = None
        self._source.close()


def _between(start: View, end: View, done: float) -> tuple[float, float, float, float]:
    """The view that is `done` of the way from one to the other.

    Its size changes by the same factor in equal parts of the way, which is what the eye takes for an even zoom; its
    edges stay between theirs, and so inside the picture.
    """
    share = done
    if start.width != end.width:
        factor = float(end.width / start.width)
        share = (factor**done - 1) / (factor - 1)
    pairs = ((start.left, end.left), (start.top, end.top), (start.width, end.width), (start.height, end.height))
    left, top, width, height = (float(a) + (float(b) - float(a)) * share for a, b in pairs)
    return left, top, width, height


def _window(shape: Fraction, frame: Size, fit: Fit) -> Window:
    """Where a view of this shape stands."""
    return placement(frame, shape, frame, fit).onto


def _hull(views: tuple[View, ...]) -> View:
    """The smallest view that holds all of them."""
    left, top = min(view.left for view in views), min(view.top for view in views)
    right, bottom = max(view.left + view.width for view in views), max(view.top + view.height for view in views)
    return View(left, top, right - left, bottom - top)


def _nearest(start: View, end: View, move: Move, region: View, decoded: Size) -> Fraction:
    """The fewest pixels of the picture, across, that the view ever shows."""
    zoom = stage_of(float(region.ratio / start.ratio), move).zoom * (1 + abs(move.push))
    return min(start.width, end.width) * decoded.width / Fraction(zoom).limit_denominator(1000)


def _stage(crop: Window, onto: Window, nearest: Fraction) -> Size:
    """The size to look at: the picture's own, or less of a picture that has far more pixels than the film shows."""
    share = onto.width / nearest
    share = share if share < _WORTH_SHRINKING else Fraction(1)
    return Size(*(max(2, 2 * round_half_up(side * share / 2)) for side in (crop.width, crop.height)))

"""The survey of a clip's pictures: every one is decoded and leaves its time, its kind and its faults."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median_low
from typing import cast

import av
from av.buffer import Buffer

from longtake.errors import MediaError
from longtake.libav.changes import ChangeMeter
from longtake.libav.colour_tags import colour_tags
from longtake.libav.limits import MediaLimits
from longtake.media import ColourTags, PictureFacts, Size, repeats_of, round_half_up

__all__ = ["PictureSurvey"]

_ADVICE = "export it again, with its pictures whole and in order"
# These decoders give one picture for each packet that is not to be thrown away; VP8 hides some.
_ONE_FOR_ONE = frozenset({"h264", "hevc", "prores", "gif", "libdav1d", "av1", "vp9"})
_NO_COLOUR = ColourTags()


class PictureSurvey:
    """Feed it every decoded picture of one stream, in the order of the decoder; then ask for the facts."""

    def __init__(self, path: Path, stream: av.VideoStream, limits: MediaLimits) -> None:
        if stream.time_base is None:
            raise MediaError("its pictures have no time base", place=str(path), advice=[_ADVICE])
        self._path, self._stream, self._limits = path, stream, limits
        self._time_base = stream.time_base
        self._pts: list[int] = []
        self._meter = ChangeMeter()
        self._keyframes: list[int] = []
        self._last_duration = 0
        self._shape: tuple[int, int, str] | None = None
        self._colour = _NO_COLOUR
        self._rotation = 0
        self._depth, self._has_alpha, self._is_interlaced = 8, False, False

    @property
    def start(self) -> Fraction | None:
        """The first picture's time in seconds, on the clock of the file."""
        return self._pts[0] * self._time_base if self._pts else None

    def add(self, frame: av.VideoFrame) -> None:
        """Raises MediaError for a picture that is damaged, out of order, beyond the limits or unlike the first."""
        number = len(self._pts)
        self._limits.check_pictures(self._path, number)
        if frame.is_corrupt:
            raise self._refused(f"picture {number} is damaged")
        self._pts.append(self._time_of(frame, number))
        self._check_shape(frame, number)
        if frame.key_frame:
            self._keyframes.append(number)
        self._meter.add(frame)
        self._last_duration = frame.duration or 0
        self._is_interlaced |= frame.interlaced_frame

    def _time_of(self, frame: av.VideoFrame, number: int) -> int:
        if frame.pts is None:
            raise self._refused(f"picture {number} has no time")
        if self._pts and frame.pts <= self._pts[-1]:
            raise self._refused(f"picture {number} is not later than the one before it")
        seconds = (frame.pts - (self._pts[0] if self._pts else frame.pts)) * self._time_base
        self._limits.check_seconds(self._path, seconds, has_pictures=True)
        return frame.pts

    def _check_shape(self, frame: av.VideoFrame, number: int) -> None:
        shape = (frame.width, frame.height, frame.format.name)
        if self._shape is None:
            self._shape = shape
            self._look_at_first(frame)
        elif shape != self._shape:
            before, after = ("{}x{} {}".format(*one) for one in (self._shape, shape))
            raise self._refused(f"its pictures change from {before} to {after} at picture {number}")

    def _look_at_first(self, frame: av.VideoFrame) -> None:
        self._limits.check_size(self._path, Size(frame.width, frame.height))
        self._depth = max(component.bits for component in frame.format.components)
        self._has_alpha = any(component.is_alpha for component in frame.format.components)
        # libav counts against the clock, and we with it.
        self._rotation = -frame.rotation % 360
        try:
            self._colour = colour_tags(frame)
        except ValueError as error:
            raise self._refused(str(error)) from error
        if _is_mirrored(frame):
            raise self._refused("it is to be shown mirrored, which is not done yet")

    def facts(self, promised: int) -> PictureFacts:
        """promised: how many pictures the file says it holds. Raises MediaError when there are none, fewer, or more
        than the limits allow."""
        if self._shape is None:
            raise self._refused("it holds no pictures")
        if self._stream.codec_context.name in _ONE_FOR_ONE and len(self._pts) < promised:
            raise self._refused(f"only {len(self._pts)} of its {promised} pictures can be decoded")
        ticks = tuple(pts - self._pts[0] for pts in self._pts)
        coded, aspect = Size(*self._shape[:2]), self._stream.sample_aspect_ratio or Fraction(1)
        facts = PictureFacts(
            codec=self._stream.codec_context.name,
            coded=coded,
            shown=_shown(coded, aspect, self._rotation),
            pixel_aspect=aspect,
            rotation=self._rotation if self._rotation % 90 == 0 else 0,
            pixel_format=self._shape[2],
            bit_depth=self._depth,
            has_alpha=self._has_alpha,
            is_interlaced=self._is_interlaced,
            colour=self._colour,
            time_base=self._time_base,
            ticks=ticks,
            end_tick=ticks[-1] + self._last_step(ticks),
            keyframes=tuple(self._keyframes),
        )
        self._check_whole(facts)
        return replace(facts, repeats=repeats_of(self._meter.changes, None if facts.is_variable else facts.rate))

    def oddities(self) -> Iterator[str]:
        """What the facts have no room for."""
        if self._rotation % 90:
            yield f"it is tagged as turned by {self._rotation}°, which is no quarter turn: it is taken as upright"
        if self._stream.metadata.get("alpha_mode") == "1":
            yield "its transparency lies beside the pictures (WebM alpha) and is not read: it is taken as opaque"

    def _last_step(self, ticks: tuple[int, ...]) -> int:
        if self._last_duration > 0:
            return self._last_duration
        steps = [after - before for before, after in pairwise(ticks)]
        if steps:
            return median_low(steps)
        rate = self._stream.average_rate
        if not rate:
            raise self._refused("it holds one picture that lasts no time: give it as a PNG or JPEG")
        return max(1, round_half_up(1 / (rate * self._time_base)))

    def _check_whole(self, facts: PictureFacts) -> None:
        self._limits.check_size(self._path, facts.shown)
        self._limits.check_seconds(self._path, facts.seconds, has_pictures=True)
        self._limits.check_rate(self._path, facts.rate)

    def _refused(self, problem: str) -> MediaError:
        return MediaError(problem, place=str(self._path), advice=[_ADVICE])


def _shown(coded: Size, aspect: Fraction, rotation: int) -> Size:
    """The size in square pixels, upright: the side that is too short grows, so that no line is lost."""
    width, height = coded.width, coded.height
    if aspect > 1:
        width = round_half_up(width * aspect)
    else:
        height = round_half_up(height / aspect)
    return Size(height, width) if rotation in (90, 270) else Size(width, height)


def _is_mirrored(frame: av.VideoFrame) -> bool:
    """Whether the display matrix turns the picture over: its determinant is negative then."""
    # The stubs know motion vectors only.
    data = cast("Mapping[str, Buffer]", frame.side_data).get("DISPLAYMATRIX")
    if data is None:
        return False
    matrix = struct.unpack("=9i", bytes(data)[:36])
    return bool(matrix[0] * matrix[4] < matrix[1] * matrix[3])

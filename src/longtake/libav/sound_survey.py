"""The survey of a clip's sound: every sample is decoded and counted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

from longtake.errors import MediaError
from longtake.media import SoundFacts, round_half_up

__all__ = ["SoundSurvey"]

_ADVICE = "export its sound again (AAC, WAV or FLAC)"
_HOLE_SECONDS = Fraction(1, 50)


class SoundSurvey:
    """Feed it every decoded frame of one stream; then ask for the facts."""

    def __init__(self, path: Path, stream: av.AudioStream) -> None:
        self._path, self._codec = path, stream.codec_context.name
        self._form: tuple[int, int] | None = None
        self._start: Fraction | None = None
        self._samples = 0
        self._worst_hole = Fraction(0)
        self._end = Fraction(0)

    @property
    def seconds(self) -> Fraction:
        return Fraction(self._samples, self._form[0]) if self._form else Fraction(0)

    def add(self, frame: av.AudioFrame) -> None:
        """Raises MediaError for a damaged frame, or one in another form than the first."""
        if frame.is_corrupt:
            raise self._refused(f"its sound is damaged at {float(self.seconds):.2f} s")
        form = (frame.sample_rate, frame.layout.nb_channels)
        if self._form is None:
            self._form = form
        elif form != self._form:
            raise self._refused(f"its sound changes form at {float(self.seconds):.2f} s")
        self._note_time(frame)
        self._samples += frame.samples

    def _note_time(self, frame: av.AudioFrame) -> None:
        if frame.pts is None or frame.time_base is None:
            return
        time = frame.pts * frame.time_base
        if self._start is None:
            self._start = time - self.seconds
        self._worst_hole = max(self._worst_hole, abs(time - self._start - self.seconds))
        self._end = time - self._start + Fraction(frame.samples, frame.sample_rate)

    def facts(self, picture_start: Fraction | None) -> SoundFacts | None:
        """None where the stream gave not one sample. picture_start: the first picture's time, on the file's clock."""
        if self._form is None or self._samples == 0:
            return None
        start = (self._start or Fraction(0)) - picture_start if picture_start is not None else Fraction(0)
        return SoundFacts(self._codec, *self._form, start=start, samples=self._placed)

    @property
    def _placed(self) -> int:
        """Samples on the sound's own clock: a reader fills holes with silence and trims overlaps, to stay in time."""
        assert self._form is not None
        return round_half_up(self._end * self._form[0]) if self._worst_hole > _HOLE_SECONDS else self._samples

    def oddities(self) -> Iterator[str]:
        """What the facts have no room for."""
        if self._form is None:
            yield "its sound track is empty: it is taken as silent"
        if self._worst_hole > _HOLE_SECONDS:
            yield f"its sound has holes or overlaps of up to {float(self._worst_hole):.2f} s: it stays on its clock"

    def _refused(self, problem: str) -> MediaError:
        return MediaError(problem, place=str(self._path), advice=[_ADVICE])

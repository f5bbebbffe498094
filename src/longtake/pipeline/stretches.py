"""The clips of a film as what measures know of them: which picture each frame shows, how loud it is there."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.media import AS_IT_IS, SLICES_A_SECOND, ClipFacts, FrameRange, FrameRate, Retime, SoundMeasures
from longtake.pipeline.fitting import retime_of_take
from longtake.pipeline.measured import measures_of, usable_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import PlannedShot
from longtake.store import Store
from longtake.timeline import pictures_of

if TYPE_CHECKING:
    from longtake.inspection.stretch import Stretch

__all__ = ["SeamClip", "clip_of", "stretch_of"]


@dataclass(frozen=True, slots=True)
class SeamClip:
    """The file that a shot shows, and how it comes onto the film's grid."""

    path: Path
    facts: ClipFacts
    retime: Retime

    @property
    def rate(self) -> Fraction:
        """Pictures a second; 1 of what has none."""
        return self.facts.picture.rate if self.facts.picture else Fraction(1)


def clip_of(shot: PlannedShot, planned: PlannedFilm) -> SeamClip | None:
    """None for what is drawn, and for a still."""
    take = planned.takes.of(shot.key)
    if take is not None and take.facts.picture is not None:
        return SeamClip(take.path, take.facts, retime_of_take(take.facts.picture, shot, planned.plan.rate))
    if shot.kind != "footage" or shot.asset is None:
        return None
    stamp = planned.files[shot.asset]
    return SeamClip(stamp.check(), planned.facts[shot.asset], shot.retime or AS_IT_IS)


def stretch_of(shot: PlannedShot, clip: SeamClip, rate: FrameRate, store: Store) -> Stretch | None:
    """What was measured of the shot's clip, frame by frame. Raises MediaError."""
    from longtake.inspection.stretch import Stretch  # here: NumPy

    picture, measures = clip.facts.picture, measures_of(clip.facts.digest, clip.path, store)
    if picture is None or measures.picture is None:
        return None
    pictures = tuple(shown.first for shown in pictures_of(picture, rate, clip.retime))
    usable = usable_of(picture, measures.picture).range
    fit = [frame for frame, number in enumerate(pictures) if usable.start <= number < usable.end]
    levels = _levels(clip, measures.sound, len(pictures), rate) if shot.sound is not None else ()
    shown = FrameRange(fit[0], fit[-1] + 1) if fit else FrameRange(0, len(pictures))
    return Stretch(measures.picture, pictures, levels, shot.visible, shown, shot.room)


def _levels(clip: SeamClip, sound: SoundMeasures | None, frames: int, rate: FrameRate) -> tuple[float, ...]:
    """The loudness of the clip's own sound at each frame, in dBFS; nothing is heard before it begins and after it
    ends."""
    from longtake.inspection.stretch import SILENT

    if sound is None or clip.facts.sound is None:
        return ()
    begins = clip.facts.sound.start
    slices = [int((clip.retime.pace.seconds(frame, rate) - begins) * SLICES_A_SECOND // 1) for frame in range(frames)]
    return tuple(sound.loudness[one] if 0 <= one < len(sound.loudness) else SILENT for one in slices)

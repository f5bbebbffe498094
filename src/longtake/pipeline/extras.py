"""What a make writes beside the film because it was asked to."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.pipeline.targets import TargetWish

__all__ = ["Extras"]


@dataclass(frozen=True, slots=True)
class Extras:
    """targets: where the film goes, too; scenes: whether each scene is written by itself; posters: whether a waveform
    and a contact sheet stand beside the film; stems: whether its sound is, by its kinds."""

    targets: tuple[TargetWish, ...] = ()
    scenes: bool = False
    posters: bool = False
    stems: bool = False

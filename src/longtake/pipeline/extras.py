"""What a make writes beside the film because it was asked to."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.pipeline.targets import TargetWish

__all__ = ["NO_EXTRAS", "Extras"]

_STEMS = 1  # raised whenever the same mix would come to other stems


@dataclass(frozen=True, slots=True)
class Extras:
    """targets: where the film goes, too; scenes: whether each scene is written by itself; posters: whether a waveform
    and a contact sheet stand beside the film; stems: whether its sound is, by its kinds; low_sound: whether the
    stream's lowest rungs are heard with one of a lower rate."""

    targets: tuple[TargetWish, ...] = ()
    scenes: bool = False
    posters: bool = False
    stems: bool = False
    low_sound: bool = False

    @property
    def recipe(self) -> list[object]:
        """What all but its targets comes to, which have recipes of their own; empty where nothing was asked for."""
        asked = {"scenes": self.scenes, "posters": self.posters, "stems": self.stems and _STEMS}
        return [[name, what] for name, what in asked.items() if what]


NO_EXTRAS = Extras()

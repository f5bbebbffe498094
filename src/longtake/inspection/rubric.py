"""The rubric: thresholds of judging, as data, one for each stage of a film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from longtake.inspection.asked import AskedFor
from longtake.inspection.verdict import Kind

__all__ = ["RUBRICS", "Rubric"]

_UNASKED: Mapping[AskedFor, Kind] = {
    "size": "accept", "shape": "accept", "rate": "accept", "length": "accept", "sound": "retry",
}  # fmt: skip
"""Whatever its size, rate and length, a clip is conformed; what it does not sound like nobody can add."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """Thresholds, by what 43 generated clips and drawn extremes measure; levels are 8-bit code values.

    black: share of dark pixels in a black picture, and of black pictures in a black clip. flat: contrast below
    which there is nothing to see. noise: above which it is nothing but noise. grey, grain: contrast below, and
    share of noise in it above, which it is grey grain. blur: sharpness below which nothing is sharp. edges: neither
    is said where the steepest edges of its thumbnails have more than this share of their contrast: flat drawings
    are not blurred. frozen: motion below which a picture is the one before; standing: share of such pictures.
    drift: levels from start to end, drifted: together with the share of sharpness lost. least: share of a clip that
    must be usable. silent: dBFS. clipped: samples at full scale that nobody hears. click: share of full scale at an
    end. unasked: what comes of being other than was asked, where length and shape differ by more than the share off.
    """

    black: float = 0.98
    flat: float = 1.5
    noise: float = 15.0
    grey: float = 15.0
    grain: float = 0.03
    blur: float = 2.0
    edges: float = 0.9
    frozen: float = 0.06
    standing: float = 0.9
    drift: float = 15.0
    drifted: float = 0.35
    least: float = 0.4
    silent: float = -90.0
    clipped: int = 8
    click: float = 0.1
    unasked: Mapping[AskedFor, Kind] = field(default_factory=lambda: _UNASKED)
    off: float = 0.1


RUBRICS: Mapping[Literal["draft", "final"], Rubric] = {
    "draft": Rubric(blur=1.0, drift=25.0, drifted=0.5, least=0.25),
    "final": Rubric(),
}
"""A draft shows what will happen, not how well it is done. What nobody should be shown is the same in both."""

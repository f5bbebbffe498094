"""Measuring a clip in the pass that decodes it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from longtake.inspection.picture_meter import PictureMeter
from longtake.inspection.sound_meter import SoundMeter
from longtake.libav.planes import Planes
from longtake.media import Measures

__all__ = ["ClipMeter"]


class ClipMeter:
    """See `libav.probing.Onlooker`."""

    def __init__(self) -> None:
        self._picture, self._sound = PictureMeter(), SoundMeter()

    def see(self, small: Planes) -> None:
        self._picture.add(small)

    def hear(self, samples: NDArray[np.float32], rate: int) -> None:
        self._sound.add(samples, rate)

    def measures(self) -> Measures:
        return Measures(self._picture.measures(), self._sound.measures())

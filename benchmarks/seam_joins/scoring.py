"""How near the pictures around a join are to the unbroken ones, by three measures that blends cannot please at once."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from seams.footage import HEIGHT, WIDTH, Frames

__all__ = ["Referee", "Score"]

Luma = NDArray[np.float32]
_FOLLOWED = 12  # code values by which a true picture and the next one, moved back onto it, may differ to be compared


@dataclass(frozen=True, slots=True)
class Score:
    """All the smaller the better. blur: 1 - SSIM of luma. edges: how much gradients differ, in parts of the true ones.
    warp: code values between each picture and the next one, moved back along the true motion: what flickers, jumps or
    stands double."""

    blur: float
    edges: float
    warp: float

    def beats(self, other: Score) -> bool:
        """Whether it is better in at least two of the three."""
        return sum(mine < theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)) >= 2


class Referee:
    """Knows the truth of one seam."""

    def __init__(self, truth: Frames) -> None:
        self._truth = _lumas(truth)
        self._edges = [_gradients(luma) for luma in self._truth]
        search = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        pictures = [picture[:HEIGHT] for picture in truth]
        self._ways = [search.calc(one, other, None) for one, other in pairwise(pictures)]
        self._known = [
            np.abs(one - _moved(other, way)) < _FOLLOWED
            for (one, other), way in zip(pairwise(self._truth), self._ways, strict=True)
        ]

    def score(self, pictures: Frames) -> Score:
        """Of as many pictures as the truth has."""
        seen = _lumas(pictures)
        blur = 1 - np.mean([_ssim(one, true) for one, true in zip(seen, self._truth, strict=True)])
        edges = [np.abs(_gradients(one) - true).sum() / true.sum() for one, true in zip(seen, self._edges, strict=True)]
        warps = [
            np.abs(one - _moved(other, way))[known].mean()
            for (one, other), way, known in zip(pairwise(seen), self._ways, self._known, strict=True)
        ]
        return Score(float(blur), float(np.mean(edges)), float(np.mean(warps)))


def _lumas(pictures: Frames) -> list[Luma]:
    return [picture[:HEIGHT].astype(np.float32) for picture in pictures]


def _gradients(luma: Luma) -> Luma:
    gradients: Luma = cv2.magnitude(cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1))
    return gradients


def _moved(luma: Luma, way: NDArray[np.float32]) -> Luma:
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    moved: Luma = cv2.remap(luma, x + way[..., 0], y + way[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return moved


def _ssim(one: Luma, other: Luma) -> float:
    """Wang et al., 2004: windows of 11 pixels, Gaussian with 1.5, the usual constants."""

    def local(values: Luma) -> Luma:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5))

    means = local(one), local(other)
    spreads = local(one * one) - means[0] ** 2, local(other * other) - means[1] ** 2
    both = local(one * other) - means[0] * means[1]
    near = (2 * means[0] * means[1] + 6.5025) * (2 * both + 58.5225)
    return float((near / ((means[0] ** 2 + means[1] ** 2 + 6.5025) * (spreads[0] + spreads[1] + 58.5225))).mean())

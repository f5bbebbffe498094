"""Fidelity: how much of the pictures that went into a rung comes out of its essence again, measured on a sample.

Which spans are measured is told by their recipes, so that a span that is reused is measured once and for all, and an
edited film is measured as a new one would be. Films with few spans get their lowest recipes on top.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.libav.decoding import some_pictures_of
from longtake.libav.planes import frame_of, planes_of
from longtake.libav.ssim import ssims_of
from longtake.media import Digest, EncodedSpan, digest_of, round_half_up

if TYPE_CHECKING:
    import av

__all__ = ["Fidelity", "Witness", "fidelity_key", "sampled"]

_VERSION = 1  # of what is measured
_SHARE = 12  # one span of so many
_LEAST = 3  # spans of a film, while it has them
_PICTURES = 3  # of a span
_MAGIC = "longtake span fidelity 1"


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Of one span in one rung. ssim: the mean of its measured pictures in ten-thousandths, 10000 where nothing is
    lost."""

    ssim: int

    def to_bytes(self) -> bytes:
        return json.dumps({"fidelity": _MAGIC, "ssim": self.ssim}).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Fidelity:
        """Raises ValueError if `stored` is not what `to_bytes` writes."""
        told = json.loads(stored)
        if not isinstance(told, dict) or told.get("fidelity") != _MAGIC or not isinstance(told.get("ssim"), int):
            raise ValueError(f"this is no {_MAGIC!r}")
        return cls(told["ssim"])


def fidelity_key(essence: Digest) -> Digest:
    """The name of the fidelity of the essence with this key."""
    return digest_of(["fidelity", _VERSION, essence])


def sampled(recipes: Sequence[Digest]) -> frozenset[int]:
    """The places of those of a film's span recipes that are measured: about one of twelve, three at least. Pure."""
    distinct = sorted(set(recipes))
    chosen = {recipe for recipe in distinct if int(recipe, 16) % _SHARE == 0}
    if len(chosen) < _LEAST:
        chosen.update([recipe for recipe in distinct if recipe not in chosen][: _LEAST - len(chosen)])
    return frozenset(place for place, recipe in enumerate(recipes) if recipe in chosen)


class Witness:
    """Keeps a few of a span's pictures as they went into the encoders, one for each rung, and compares."""

    def __init__(self, frames: int) -> None:
        parts = min(_PICTURES, frames)
        self._numbers = [frames * (2 * part + 1) // (2 * parts) for part in range(parts)]
        self._kept: list[list[av.VideoFrame]] = []

    def see(self, number: int, pictures: Sequence[av.VideoFrame]) -> None:
        """Picture `number` of the span, in the rungs' order. Copied, since whoever made it may draw over it."""
        if number in self._numbers:
            self._kept.append([frame_of(planes_of(picture)) for picture in pictures])

    def judge(self, essences: Sequence[EncodedSpan]) -> tuple[Fidelity, ...]:
        """The fidelity of the span in each rung. Raises MediaError if its essence does not decode."""
        return tuple(
            _fidelity(ssims_of(some_pictures_of(essence, self._numbers), given))
            for essence, given in zip(essences, zip(*self._kept, strict=True), strict=True)
        )


def _fidelity(ssims: Sequence[Fraction]) -> Fidelity:
    return Fidelity(round_half_up(10_000 * sum(ssims, Fraction(0)) / len(ssims)))

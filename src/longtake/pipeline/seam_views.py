"""The seams of a film: measured on its own pictures and sound as they are decoded from the store, and kept there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from longtake.media import Digest, EncodedSound, FrameRate, digest_of
from longtake.pipeline.photos import Picture
from longtake.store import Store

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

    from longtake.planning import PlannedShot
    from longtake.sound import SoundPiece

__all__ = ["Ear", "SeamView", "seam_view"]

_VERSION = 3  # of what is scored and how: raise it when the same pictures would get another score
_AROUND, _HEARD = 8, 6000  # those of the score, which needs NumPy; a test holds them against each other
_PACKET = 1024


@dataclass(frozen=True, slots=True)
class SeamView:
    """What is to be looked at and listened to around a seam. pictures: `before` of them before the join and `length` in
    it. sound: keys of pieces, one after another; at: the seam's sample, counted from where the first is heard."""

    pictures: tuple[Picture, ...]
    before: int
    length: int
    sound: tuple[Digest, ...]
    at: int
    key: Digest = field(init=False)

    def __post_init__(self) -> None:
        seen = [list(picture) for picture in self.pictures]
        key = digest_of(["seam", _VERSION, seen, self.before, self.length, self.sound, self.at])
        object.__setattr__(self, "key", key)

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """The seam's score, as it is kept."""
        from longtake.inspection.seam_score import Seam, score_of
        from longtake.libav.small_pictures import SmallPictures

        small = SmallPictures()
        pictures = [small.of(decoded[picture]) for picture in self.pictures]
        return score_of(Seam(pictures, self.before, self.length, self._heard(store))).to_json().encode()

    def _heard(self, store: Store) -> NDArray[np.float32] | None:
        """As much of both sides; None at the very ends of the sound."""
        from longtake.libav.decoding import sound_of

        reach = min(self.at - _PACKET, _HEARD)  # what a decoder gives first has nothing to overlap with
        if reach < _HEARD // 2:
            return None
        pcm = sound_of([EncodedSound.from_bytes(store.read(key)) for key in self.sound])
        heard = pcm[:, self.at - reach : self.at + reach]
        return heard if heard.shape[1] == 2 * reach else None


@dataclass(frozen=True, slots=True)
class Ear:
    """Knows in which piece of the mix each film sample is heard."""

    pieces: Sequence[SoundPiece]
    keys: Sequence[Digest]

    def around(self, sample: int) -> tuple[tuple[Digest, ...], int]:
        """The pieces that are heard around a film sample, and where in them it stands."""
        starts = [(piece.first - 1) * _PACKET for piece in self.pieces]
        first, last = (
            max(0, bisect_right(starts, moment) - 1) for moment in (sample - _HEARD - _PACKET, sample + _HEARD)
        )
        return tuple(self.keys[first : last + 1]), sample - starts[first]


Finder = Callable[[int], Picture]


def seam_view(find: Finder, ear: Ear, out: PlannedShot, into: PlannedShot, frames: int, rate: FrameRate) -> SeamView:
    """The seam of two shots in a film of so many frames. find: gives the essence that a film frame stands in, and its
    number there."""
    before, length = (out.join.before, out.join.frames) if out.join else (0, 0)
    begin = into.start - before
    first, last = max(out.start, begin - _AROUND), min(frames, into.start + into.frames, begin + length + _AROUND)
    sound, at = ear.around(rate.samples(into.start))
    return SeamView(tuple(find(frame) for frame in range(first, last)), begin - first, length, sound, at)

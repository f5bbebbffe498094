"""The seams of a film: measured on its own pictures and sound as they are decoded from the store, and kept there.

What is seen and what is heard are kept apart: a new level changes every sound of a film and none of its pictures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
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

__all__ = ["Ear", "SeamSight", "SeamSound", "SeamView", "seam_view"]

_SEEN, _LISTENED = 4, 1  # of what is measured and how: raise one when the same would come to other measures
_AROUND, _HEARD = 8, 6000  # those of the score, which needs NumPy; a test holds them against each other
_PACKET = 1024
_SETTLING = 2  # packets that are decoded before those that are listened to: the first has nothing to overlap with


@dataclass(frozen=True, slots=True)
class SeamSight:
    """What is to be looked at around a seam. pictures: `before` of them before the join and `length` in it."""

    pictures: tuple[Picture, ...]
    before: int
    length: int
    key: Digest = field(init=False)

    def __post_init__(self) -> None:
        seen = [list(picture) for picture in self.pictures]
        object.__setattr__(self, "key", digest_of(["seam", _SEEN, seen, self.before, self.length]))

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """What is measured of it, as it is kept."""
        from longtake.inspection.seam_score import Seam, seen_measures
        from longtake.libav.small_pictures import SmallPictures

        small = SmallPictures()
        pictures = [small.of(decoded[picture]) for picture in self.pictures]
        return seen_measures(Seam(pictures, self.before, self.length)).to_json().encode()


@dataclass(frozen=True, slots=True)
class SeamSound:
    """What is to be listened to around a seam. sound: keys of pieces, one after another; at: the seam's sample, counted
    from where the first is heard."""

    sound: tuple[Digest, ...]
    at: int
    key: Digest = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", digest_of(["seam sound", _LISTENED, self.sound, self.at]))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return ()

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """What is measured of it, as it is kept."""
        from longtake.inspection.seam_score import SeamMeasures, heard_measures

        heard = self._heard(store)
        return (SeamMeasures({}) if heard is None else heard_measures(heard)).to_json().encode()

    def _heard(self, store: Store) -> NDArray[np.float32] | None:
        """As much of both sides; None at the very ends of the sound."""
        from longtake.libav.decoding import sound_of

        reach = min(self.at - _PACKET, _HEARD)
        if reach < _HEARD // 2:
            return None
        first = max(0, (self.at - reach) // _PACKET - _SETTLING)
        last = -(-(self.at + reach) // _PACKET)
        pieces = [EncodedSound.from_bytes(store.read(key)) for key in self.sound]
        packets = list(chain.from_iterable(piece.packets for piece in pieces))[first:last]
        begin = self.at - reach - first * _PACKET
        heard = sound_of([EncodedSound(pieces[0].extradata, tuple(packets))])[:, begin : begin + 2 * reach]
        return heard if heard.shape[1] == 2 * reach else None


@dataclass(frozen=True, slots=True)
class SeamView:
    """A seam, as it is measured."""

    sight: SeamSight
    sound: SeamSound


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
    sight = SeamSight(tuple(find(frame) for frame in range(first, last)), begin - first, length)
    return SeamView(sight, SeamSound(*ear.around(rate.samples(into.start))))

"""A picture of a flow join: what both sides show is moved from its place in the one to its place in the other.

Flow is searched at half the size or less, both ways, between the two live pictures; every point is moved its share of
the way from either side, at full size, and the two are mixed. Where a point is not found again on the other side
(hidden, without texture, another thing), the pictures are dissolved instead; the less of them is found again, the less
flow there is at all, and two shots that have nothing in common are plainly dissolved. How much was dissolved is told.

No state goes from picture to picture, so that a join may be divided anywhere and gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from longtake.libav.opencv import opencv
from longtake.libav.planes import planes_of
from longtake.render.mixing import dissolve
from longtake.render.motion import LARGEST, LOST, Field, Motion, MotionSearch

if TYPE_CHECKING:
    import av

__all__ = ["Morph", "Morphed", "morph_toolchain"]

_STEP = "morph 1"  # raise it when the same pictures would give others
_ONE = 256
_SMALLER = 2  # times, at least, that pictures are smaller where flow is searched
_LITTLE = np.float32(1e-3)  # keeps the dissolve's share where neither picture is sure
_LEAST_LOST = 0.4  # pixels by which a point may miss its home in the smallest picture
_NEAR, _APART = 5, np.float32(12)  # pixels around a point in which it may look other than its home, and code values
_SOFT = 15  # pixels over which flow becomes dissolve
_NOTHING, _ENOUGH = 0.15, 0.3  # shares of the picture found again: unlike shots reach 0.17, continuations 0.32 and more


def morph_toolchain() -> str:
    """What decides the pictures. Raises MissingExtraError where OpenCV is not installed."""
    return f"{_STEP}, OpenCV {_opencv().__version__}"


def _opencv() -> Any:
    return opencv("join: flow", "or write join: dissolve")


class Morphed(NamedTuple):
    """dissolved: the share of the picture, 0 to 1, in which the two were dissolved since flow was unreliable."""

    frame: av.VideoFrame
    dissolved: float


class _View(NamedTuple):
    """At the size of the flow: the ways from a picture between to its two sides; in 256ths, the incoming side's share
    where they can be followed, and how surely they can."""

    to_outgoing: Field
    to_incoming: Field
    share: NDArray[np.float32]
    sure: NDArray[np.float32]


class Morph:
    """Makes pictures of flow joins, each from its two sides alone: conformed yuv420p pictures of one size."""

    def __init__(self) -> None:
        self._cv2 = _opencv()
        self._search = MotionSearch(self._cv2, is_quick=True)

    def __call__(self, outgoing: av.VideoFrame, incoming: av.VideoFrame, weight: int) -> Morphed:
        """The picture `weight` 256ths of the way from outgoing to incoming."""
        sides = planes_of(outgoing), planes_of(incoming)
        view = self._view(self._motion(sides[0].luma, sides[1].luma), np.float32(weight / _ONE))
        dissolved = 1 - float(view.sure.mean(dtype=np.float64)) / _ONE
        mixed = dissolve(outgoing, incoming, weight)
        if dissolved == 1:
            return Morphed(mixed, dissolved)
        for target, one, other in zip(planes_of(mixed), *sides, strict=True):
            self._lay_flow(target, one, other, view)
        return Morphed(mixed, dissolved)

    def _motion(self, outgoing: NDArray[np.uint8], incoming: NDArray[np.uint8]) -> Motion:
        """Between the two, made small. What is found again must look the same, too: smooth fields meet by chance."""
        one, other = self._search.small(outgoing, _SMALLER), self._search.small(incoming, _SMALLER)
        motion = self._search.motion(one, other, max(_LEAST_LOST, LOST * len(one) / LARGEST))
        sures = (
            motion.sure_there * self._alike(one, other, motion.there),
            motion.sure_back * self._alike(other, one, motion.back),
        )
        return replace(motion, sure_there=sures[0], sure_back=sures[1])

    def _alike(self, one: NDArray[np.uint8], other: NDArray[np.uint8], there: Field) -> NDArray[np.float32]:
        """How nearly, 0 to 1, each point looks as where it is found again; their means made equal, as for drift."""
        lumas = one.astype(np.float32), other.astype(np.float32)
        apart = np.abs(lumas[0] - self._search.moved(lumas[1], there) + (lumas[1].mean() - lumas[0].mean()))
        alike: NDArray[np.float32] = np.clip(2 - self._cv2.blur(apart, (_NEAR, _NEAR)) / _APART, 0, 1)
        return alike

    def _view(self, motion: Motion, at: np.float32) -> _View:
        """The two sides as they are seen `at`, 0 to 1, of the way between them; the flow there as in Jiang et al.,
        "Super SloMo", 2018."""
        to_outgoing = at * at * motion.back - (1 - at) * at * motion.there
        to_incoming = (1 - at) * (1 - at) * motion.there - (1 - at) * at * motion.back
        sures = self._search.moved(motion.sure_there, to_outgoing), self._search.moved(motion.sure_back, to_incoming)
        shares = (1 - at) * sures[0], at * sures[1]
        share = (shares[1] + _LITTLE * at) / (shares[0] + shares[1] + _LITTLE)
        trust = min(1.0, max(0.0, (motion.followed - _NOTHING) / (_ENOUGH - _NOTHING)))
        sure = self._cv2.blur(np.maximum(*sures), (_SOFT, _SOFT)) * np.float32(trust)
        return _View(to_outgoing, to_incoming, np.rint(share * _ONE), np.rint(sure * _ONE))

    def _lay_flow(
        self, target: NDArray[np.uint8], one: NDArray[np.uint8], other: NDArray[np.uint8], view: _View
    ) -> None:
        """Mixes the moved sides into one plane of the dissolve, as far as they are sure. In integers: 256ths of 8-bit
        code values fit in 16 bits, and nothing depends on how sums are ordered."""
        height, width = target.shape
        scale = np.array([width / view.share.shape[1], height / view.share.shape[0]], np.float32)
        seen = [
            self._search.moved(plane, self._search.resized(field, width, height) * scale, is_sharp=True)
            for plane, field in ((one, view.to_outgoing), (other, view.to_incoming))
        ]
        share, sure = (
            np.rint(self._search.resized(part, width, height)).astype(np.uint16) for part in (view.share, view.sure)
        )
        target[:] = _mixed(target, _mixed(seen[0], seen[1], share), sure)


def _mixed(one: NDArray[np.uint8], other: NDArray[np.uint8], share: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """`share` 256ths of the other in the one, rounded to nearest."""
    total = one.astype(np.uint16)
    total *= np.uint16(_ONE) - share
    more = other.astype(np.uint16)
    more *= share
    total += more
    total += np.uint16(_ONE // 2)
    total >>= np.uint16(8)
    return total.astype(np.uint8)

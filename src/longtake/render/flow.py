"""Pictures between two pictures by dense optical flow: what moved is moved on, what cannot be followed is dissolved.

Flow as in `motion`, both ways. Each picture is brought to the time between them (the flow there as in Jiang et al.,
"Super SloMo", 2018) and counts where its flow, followed there and back, comes home; where neither does, as behind
something that moves, the two are dissolved. Two pictures of which most cannot be followed are two shots: the nearer one
stands, so that a cut inside a clip stays one.

No state goes from picture to picture: the same two give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from longtake.libav.opencv import opencv
from longtake.libav.planes import blank_frame, planes_of
from longtake.render.mixing import dissolve
from longtake.render.motion import Field, Motion, MotionSearch

if TYPE_CHECKING:
    import av

__all__ = ["FlowMixer", "flow_toolchain"]

_STEP = "flow 1"  # raise it when the same pictures would give others
_ONE = 256
_LITTLE = np.float32(1e-3)  # keeps the time between them as the share where neither picture is sure
_MOST_LOST = 0.55  # the share of a picture above which it is another shot


def flow_toolchain() -> str:
    """What decides the pictures. Raises MissingExtraError where OpenCV is not installed."""
    return f"{_STEP}, OpenCV {_opencv().__version__}"


def _opencv() -> Any:
    return opencv("retime: flow", "or write retime: blend")


@dataclass(frozen=True, slots=True)
class _View:
    """The ways from a picture between to the two it is made of; the second one's share (0 to 1) where it can be
    followed, and how surely it can."""

    to_first: Field
    to_second: Field
    share: NDArray[np.float32]
    sure: NDArray[np.float32]


class FlowMixer:
    """Mixes two conformed pictures of one size by motion. The flow of the last two is kept, for more between them."""

    def __init__(self) -> None:
        self._cv2 = _opencv()
        self._search = MotionSearch(self._cv2)
        self._last: tuple[av.VideoFrame, av.VideoFrame, Motion] | None = None

    def __call__(self, first: av.VideoFrame, second: av.VideoFrame, weight: int) -> av.VideoFrame:
        """The picture `weight` 256ths of the way from first to second."""
        if self._last is None or self._last[0] is not first or self._last[1] is not second:
            self._last = first, second, self._search.motion(planes_of(first).luma, planes_of(second).luma)
        motion = self._last[2]
        if motion.followed < 1 - _MOST_LOST:
            return first if 2 * weight <= _ONE else second
        return self._between(first, second, motion, weight)

    def _between(self, first: av.VideoFrame, second: av.VideoFrame, motion: Motion, weight: int) -> av.VideoFrame:
        view = self._view(motion, np.float32(weight / _ONE))
        mixed = blank_frame(first.width, first.height)
        planes = (planes_of(frame) for frame in (mixed, first, second, dissolve(first, second, weight)))
        for target, one, other, dissolved in zip(*planes, strict=True):
            target[:] = self._mixed(one, other, dissolved, view)
        return mixed

    def _view(self, motion: Motion, at: np.float32) -> _View:
        """The two pictures as they are seen at time `at` between them, from 0 to 1."""
        to_first = at * at * motion.back - (1 - at) * at * motion.there
        to_second = (1 - at) * (1 - at) * motion.there - (1 - at) * at * motion.back
        sure_first, sure_second = (
            self._search.moved(motion.sure_there, to_first),
            self._search.moved(motion.sure_back, to_second),
        )
        shares = (1 - at) * sure_first, at * sure_second
        share = (shares[1] + _LITTLE * at) / (shares[0] + shares[1] + _LITTLE)
        return _View(to_first, to_second, share, self._cv2.blur(np.maximum(sure_first, sure_second), (5, 5)))

    def _mixed(
        self, one: NDArray[np.uint8], other: NDArray[np.uint8], dissolved: NDArray[np.uint8], view: _View
    ) -> NDArray[np.float32]:
        """One plane of the picture between, in code values; chroma is half the size, and so are its ways."""
        height, width = one.shape
        scale = np.array([width / view.share.shape[1], height / view.share.shape[0]], np.float32)
        fields = [self._search.resized(field, width, height) * scale for field in (view.to_first, view.to_second)]
        share, sure = (self._search.resized(part, width, height) for part in (view.share, view.sure))
        seen = self._search.moved(one, fields[0]).astype(np.float32)
        seen += share * (self._search.moved(other, fields[1]) - seen)
        flat = dissolved.astype(np.float32)
        between: NDArray[np.float32] = np.rint(flat + sure * (seen - flat))
        return between

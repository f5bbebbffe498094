"""Which open joins may be flows: where what one clip shows at its end is found again at the head of the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from longtake.inspection.following import Followed, Follower, flow_suits, is_one_view
from longtake.inspection.seams import Kind, Wish
from longtake.inspection.stretch import Stretch
from longtake.media import THUMB_SIZE

__all__ = ["or_flow"]


def or_flow(wish: Wish, out: Stretch, into: Stretch) -> Wish:
    """The wish, also for a flow of each length of a dissolve, where flow suits the clips. That is asked once, of where
    they stand unslipped: half a second beside it, what is found again is the same. What moved as a whole is one view,
    even where a fast camera has left nothing in its place. Raises MissingExtraError where OpenCV is not
    installed."""
    flows: tuple[tuple[Kind, int], ...] = tuple(("flow", frames) for kind, frames in wish.kinds if kind == "dissolve")
    seen = _followed(out, into) if flows else None
    if seen is None or not flow_suits(seen):
        return wish
    return replace(wish, kinds=(*wish.kinds, *flows), is_one_view=is_one_view(seen))


def _followed(out: Stretch, into: Stretch) -> Followed | None:
    """Between the two pictures that stand in the middle of a join; None where no thumbnails of them were kept."""
    lumas = [side.thumbs(np.array([at]))[0] for side, at in ((out, out.visible.end), (into, into.visible.start))]
    if any(np.isnan(luma).any() for luma in lumas):
        return None
    width, height = THUMB_SIZE
    one, other = (luma.reshape(height, width).astype(np.uint8) for luma in lumas)
    return Follower()(one, other)

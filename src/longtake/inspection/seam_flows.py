"""Which seams become flows: where two clips are of one view, a cut would be seen, and what moved can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from longtake.inspection.following import Followed, Follower, flow_suits
from longtake.inspection.seams import Kind, Seam
from longtake.inspection.stretch import Stretch
from longtake.media import THUMB_SIZE

__all__ = ["as_flow", "is_seen"]

_SEEN = 1.0
"""Levels by which a cut steps beyond what moves anyway, from which it is seen."""


def is_seen(seam: Seam) -> bool:
    """Whether a cut there would be seen as a jump within one view."""
    return bool(seam.parts and seam.parts.alike and seam.parts.step >= _SEEN)


def as_flow(seam: Seam, out: Stretch, into: Stretch, kinds: Sequence[tuple[Kind, int]]) -> Seam:
    """The seam as the longest flow for which both sides have handles that are fit to be shown; as it is where flow does
    not suit it. out, into: visible as they were chosen. kinds: what the join may be, for its lengths. Raises
    MissingExtraError where OpenCV is not installed."""
    frames = max((frames for _, frames in kinds if frames and _has_handles(out, into, frames)), default=0)
    seen = _followed(out, into) if frames and is_seen(seam) else None
    return replace(seam, kind="flow", frames=frames) if seen and flow_suits(seen) else seam


def _has_handles(out: Stretch, into: Stretch, frames: int) -> bool:
    tail, head = out.visible.end + frames - frames // 2, into.visible.start - frames // 2
    return tail <= out.fit.end and head >= into.fit.start


def _followed(out: Stretch, into: Stretch) -> Followed | None:
    """Between the two pictures that stand in the middle of a join; None where no thumbnails of them were kept."""
    lumas = [side.thumbs(np.array([at]))[0] for side, at in ((out, out.visible.end), (into, into.visible.start))]
    if any(np.isnan(luma).any() for luma in lumas):
        return None
    width, height = THUMB_SIZE
    one, other = (luma.reshape(height, width).astype(np.uint8) for luma in lumas)
    return Follower()(one, other)

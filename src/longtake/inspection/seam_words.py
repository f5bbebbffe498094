"""Why a clip shows other frames than planned, and why a join is what it is, in words."""

from __future__ import annotations

from longtake.inspection.joins import USUAL, Joining, Parts
from longtake.inspection.seams import Seam, Slip

__all__ = ["join_reason", "slip_reason"]

_HEARD = 3.0
"""Decibels that make the difference between two cut points."""


def slip_reason(slip: Slip, before: Seam | None, after: Seam | None, settings: Joining = USUAL) -> str:
    """Why a clip slips. before, after: the seams at its two ends. "" for one that stays."""
    if not slip.frames:
        return ""
    gains = [(settings.unfit * slip.spared, _unfit(slip.spared))]
    if before and before.parts and before.into_stays:
        gains.append((before.into_stays.cost - before.parts.cost, _better(before.parts, before.into_stays)))
    if after and after.parts and after.out_stays:
        gains.append((after.out_stays.cost - after.parts.cost, _better(after.parts, after.out_stays)))
    gain, why = max(gains, key=lambda one: one[0])
    frames, way = _count(abs(slip.frames), "frame"), "later" if slip.frames > 0 else "earlier"
    return f"shown from {frames} {way} in its take: {why if gain > 0 else 'as it was chosen before'}"


def join_reason(seam: Seam) -> str:
    """Why an open join became what it is."""
    parts = seam.parts
    if parts is None:
        return f"{seam.kind}: what is drawn or stands still is not measured"
    if seam.kind == "flow":
        return f"flow: what moved is found again, and a cut would jump by {parts.step:.1f} levels"
    if seam.kind == "dissolve":
        return f"dissolve: one view, and a cut would jump by {parts.step:.1f} levels"
    if not parts.alike:
        return f"cut: two views, {parts.difference:.0f} levels apart"
    if seam.repeats:
        return f"cut: it goes on where the shot before ends, after {_count(seam.repeats, 'repeated picture')}"
    if seam.has_choice:
        return f"cut: motion goes on across it ({parts.difference:.1f} levels, {parts.expected:.1f} of them expected)"
    return f"cut, though it jumps by {parts.step:.1f} levels: there are no handles for a dissolve"


def _unfit(frames: int) -> str:
    return f"{_count(frames, 'frame')} {'is' if frames == 1 else 'are'} not fit to be shown"


def _better(now: Parts, stays: Parts) -> str:
    """What of a join is better than where it was planned."""
    if now.repeated < stays.repeated:
        return f"{_count(stays.repeated - now.repeated, 'picture')} would be shown twice"
    is_step = now.alike and stays.step - now.step > 1
    if stays.loudness - now.loudness > _HEARD and not is_step:
        return f"the sound is low there ({now.loudness:.0f} against {stays.loudness:.0f} dB)"
    if now.alike and stays.turn - now.turn > stays.step - now.step:
        return f"it moves the same way ({now.turn:.1f} against {stays.turn:.1f} pixels apart)"
    if now.alike:
        return f"motion matches ({now.step:.1f} against {stays.step:.1f} levels)"
    return f"both sides move alike ({now.turn:.1f} against {stays.turn:.1f} pixels apart)"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

"""What measures say of a clip: take it, take it without its ends, make it again, or never show it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import get_args

import numpy as np

from longtake.inspection.asked import Asked, unasked
from longtake.inspection.flashes import MOST_FLASHES, most_flashes
from longtake.inspection.rubric import RUBRICS, Rubric
from longtake.inspection.trimming import usable
from longtake.inspection.verdict import Kind, Reason, Verdict
from longtake.media import (
    THUMB_SIZE,
    ClipFacts,
    Measures,
    PictureFacts,
    PictureMeasures,
    SoundMeasures,
    Thumbs,
    Usable,
    distinct_pictures,
)

__all__ = ["judge"]


def judge(
    facts: ClipFacts, measures: Measures, rubric: Rubric = RUBRICS["final"], asked: Asked | None = None
) -> Verdict:
    """The verdict on a clip or on sound. facts and measures: of the same bytes. asked: where somebody ordered it."""
    reasons: list[Reason] = []
    found: Usable | None = None
    if facts.picture and measures.picture:
        regular = distinct_pictures(facts.picture).is_regular
        found = usable(measures.picture, facts.picture.repeats if regular else ())
        reasons += list(_unfit(facts.picture, measures.picture, rubric)) or _worn(measures.picture, found, rubric)
        reasons += _ends(found, rubric)
    if measures.sound:
        reasons += _heard(measures.sound, rubric)
    if asked:
        reasons += unasked(facts, asked, rubric.unasked, rubric.off)
    grave = get_args(Kind)
    reasons.sort(key=lambda reason: -grave.index(reason.kind))
    return Verdict(reasons[0].kind if reasons else "accept", tuple(reasons), found)


def _unfit(facts: PictureFacts, picture: PictureMeasures, rubric: Rubric) -> Iterator[Reason]:
    """What nobody should be shown."""
    black = sum(dark >= rubric.black for dark in picture.dark)
    if black >= rubric.black * picture.frames:
        yield Reason("refuse", "all its pictures are black", "make it again")
        return
    if median(picture.contrast) < rubric.flat:
        yield Reason("refuse", "its pictures are one flat colour", "make it again")
        return
    if median(picture.noise) > rubric.noise:
        yield Reason("refuse", "its pictures are nothing but noise", "make it again")
    flashes = most_flashes(picture.luma, facts.rate)
    if flashes > MOST_FLASHES:
        yield Reason(
            "refuse",
            f"it flashes {flashes} times within a second; more than {MOST_FLASHES} may harm people (WCAG 2.3.1)",
            "make it again, and ask for steady light",
        )


def _worn(picture: PictureMeasures, found: Usable, rubric: Rubric) -> Iterator[Reason]:
    """What another attempt may do better, and what is worth knowing."""
    contrast, sharpness = median(picture.contrast), median(picture.sharpness)
    if _edges(picture.head) < rubric.edges:
        if contrast < rubric.grey and median(picture.noise) > rubric.grain * contrast:
            yield Reason("retry", "its pictures are grey grain without shapes", "make it again with another seed")
        if sharpness < rubric.blur:
            yield Reason("retry", "nothing in it is sharp", "make it again with another seed")
    if picture.frames == 1:
        yield Reason("accept", "it is one picture: nothing between pictures could be measured")
        return
    still = sum(motion < rubric.frozen for motion in picture.motion[1:])
    if still >= rubric.standing * (picture.frames - 1):
        what = f"it stands still: {still} of {picture.frames - 1} pictures are the one before"
        yield Reason("retry", what, "make it again and say what moves, or name one picture of it as an image")
    yield from _drifted(picture, found, rubric)


def _edges(thumbs: Thumbs) -> float:
    """The steepest hundredth of the steps between neighbours, as a share of the contrast."""
    width, height = THUMB_SIZE
    luma = np.frombuffer(thumbs.luma, np.uint8).reshape(thumbs.count, height, width).astype(np.int16)
    across, down = (np.abs(np.diff(luma, axis=axis)).reshape(thumbs.count, -1) for axis in (2, 1))
    steepest = np.quantile(np.concatenate([across, down], axis=1), 0.99, axis=1)
    return float(np.median(steepest) / max(1.0, float(np.median(luma.std(axis=(1, 2))))))


def _drifted(picture: PictureMeasures, found: Usable, rubric: Rubric) -> Iterator[Reason]:
    """Light and sharpness of the last tenth of what is usable against the first; over a cut they say nothing."""
    shown = slice(found.range.start, found.range.end)
    luma, sharpness = picture.luma[shown], picture.sharpness[shown]
    part = max(1, len(luma) // 10)
    light = median(luma[-part:]) - median(luma[:part])
    if picture.cuts or abs(light) < rubric.drift:
        return
    what = f"its light drifts by {light:+.0f} levels from start to end"
    lost = 1 - median(sharpness[-part:]) / max(0.1, median(sharpness[:part]))
    if lost > rubric.drifted:
        yield Reason("retry", f"{what}, and {lost:.0%} of its sharpness is lost", "make it again, shorter")
    else:
        yield Reason("accept", what)


def _ends(found: Usable, rubric: Rubric) -> Iterator[Reason]:
    if not found.trims:
        return
    fit = f"pictures {found.range.start} to {found.range.end - 1} of {found.frames} are fit to be shown"
    if found.range.end - found.range.start < rubric.least * found.frames:
        yield Reason("retry", f"only {fit}", "make it again")
    else:
        yield Reason("trim", fit)


def _heard(sound: SoundMeasures, rubric: Rubric) -> Iterator[Reason]:
    if max(sound.loudness) < rubric.silent:
        yield Reason("accept", "its sound is silence", "if it should be heard, make it again")
        return
    if sound.clipped > rubric.clipped:
        yield Reason("accept", f"its sound is clipped in {sound.clipped} samples", "listen to it")
    for name, level in (("begins", sound.first), ("ends", sound.last)):
        if level > rubric.click:
            yield Reason("accept", f"its sound {name} at {level:.0%} of full scale: cut there without a fade it clicks")

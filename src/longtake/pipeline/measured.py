"""Measures of the clips of a film, from the store or taken now; and what of own clips with `trim: auto` shows."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from longtake.inspection import Refused, admit, check_measurable
from longtake.media import (
    ClipFacts,
    Digest,
    FrameRange,
    Measures,
    PictureFacts,
    PictureMeasures,
    Usable,
    digest_bytes,
    digest_of,
    distinct_pictures,
)
from longtake.pipeline.facts import StoredEchoes, StoredFacts, StoredMeasures
from longtake.store import Store
from longtake.storyboard import KeyPath, Shot, Storyboard, each_shot

__all__ = ["Measured", "fit_of", "is_measured", "measures_of", "repeats_between", "usable_of"]

Measured = tuple[PictureMeasures, Fraction]
"""What was measured of a clip's pictures, and how many it has a second."""

_MARGIN = Fraction(1, 4)
"""Seconds that an own clip keeps back at a join that is chosen by measure: room for its cut, or for a dissolve."""

_LEAST = 8
"""Of a short clip at most one picture in so many is kept back at an end."""


def is_measured(storyboard: Storyboard) -> bool:
    """Whether its clips must be measured. Raises MissingExtraError where they must and cannot be."""
    wanted = any(
        shot.trim == "auto" or (shot.join is not None and shot.join.kind == "auto") for _, shot in each_shot(storyboard)
    )
    if wanted:
        check_measurable()
    return wanted


def measures_of(digest: Digest, path: Path, store: Store) -> Measures:
    """Of the file of that digest. Raises MediaError if it cannot be measured any more."""
    kept = StoredMeasures(store)
    try:
        if text := kept.get(digest):
            return Measures.from_json(text)
    except (KeyError, TypeError, ValueError, zlib.error):
        pass  # torn or foreign: the file is measured again
    check_measurable()
    (result,) = admit([path], StoredFacts(store), measures=kept)
    if isinstance(result, Refused):
        raise result.error
    return result.measures or Measures()


def usable_of(facts: PictureFacts, measured: PictureMeasures) -> Usable:
    """What of a clip is fit to be shown."""
    from longtake.inspection.trimming import usable  # here: NumPy

    return usable(measured, facts.repeats if distinct_pictures(facts).is_regular else ())


def repeats_between(out: Measured, into: Measured, store: Store) -> int:
    """How many of a clip's first pictures repeat the last ones of the one before it; looked for once for the two."""
    from longtake.inspection.echoes import echo  # here: NumPy

    (before, rate), (after, other) = out, into
    ends = digest_bytes(before.tail.luma), digest_bytes(after.head.luma)
    kept, key = StoredEchoes(store), digest_of([*ends, str(rate), str(other)])
    text = kept.get(key) or ""
    if not text.isdecimal():
        text = str(echo(before, after, (rate, other)).frames)
        kept.put(key, text)
    return int(text)


def fit_of(
    storyboard: Storyboard, facts: Mapping[str, ClipFacts], files: Mapping[str, Path], store: Store
) -> dict[KeyPath, FrameRange]:
    """The pictures that each clip with `trim: auto` shows: all that are fit, but for what the clip before it showed
    already, and for a margin at each join that is chosen by measure. facts, files: by the storyboard's path texts."""
    shots = [*each_shot(storyboard)]
    if not any(shot.trim == "auto" for _, shot in shots):
        return {}
    clips: list[_Clip | None] = []
    before: Measured | None = None
    for _, shot in shots:
        clip, before = _clip(shot, before, facts, files, store)
        clips.append(clip)
    around = zip([None, *clips], clips, [*clips[1:], None], shots, strict=False)
    return {
        path: _shown(last, clip, following)
        for last, clip, following, (path, shot) in around
        if clip and shot.trim == "auto"
    }


@dataclass(frozen=True, slots=True)
class _Clip:
    """A clip of the author's: what of it is fit; its pictures a second; how many of its first ones repeat the clip
    before; whether the join before it is chosen by measure."""

    usable: Usable
    rate: Fraction
    repeats: int
    is_open: bool

    @property
    def has_margin(self) -> bool:
        return self.is_open and not self.repeats

    @property
    def margin(self) -> int:
        return min(round(self.rate * _MARGIN), len(self.usable.range) // _LEAST)


def _clip(
    shot: Shot, before: Measured | None, facts: Mapping[str, ClipFacts], files: Mapping[str, Path], store: Store
) -> tuple[_Clip | None, Measured | None]:
    """The clip of a shot, and its measures for the one after it; None for a shot that has none."""
    known = facts.get(shot.clip or "")
    if shot.clip is None or known is None or known.picture is None:
        return None, None
    measured = measures_of(known.digest, files[shot.clip], store).picture
    if measured is None:
        return None, None
    is_open = bool(shot.join and shot.join.kind == "auto")
    own = measured, known.picture.rate
    repeats = repeats_between(before, own, store) if before and is_open else 0
    return _Clip(usable_of(known.picture, measured), known.picture.rate, repeats, is_open), own


def _shown(before: _Clip | None, clip: _Clip, after: _Clip | None) -> FrameRange:
    """What it shows. A clip that goes on from the one before begins where that one ends, and nothing is kept back."""
    fit = clip.usable.range
    start, end = fit.start, fit.end
    if clip.repeats:
        start = max(start, clip.repeats - (before.usable.frames - before.usable.range.end if before else 0))
    elif clip.is_open and before:
        start += clip.margin
    if after and after.has_margin:
        end -= clip.margin
    return FrameRange(start, end) if start < end else fit

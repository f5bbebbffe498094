"""Where captions stand: at the bottom, or at the top where something lies there that words should not cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from longtake.captions import Cue, columns
from longtake.pipeline.faces import faces_between
from longtake.pipeline.overlaying import Box, boxes_between
from longtake.planning import Plan

if TYPE_CHECKING:
    from longtake.artwork import Area
    from longtake.pipeline.captioning import FilmCaptions
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["best_place", "laid_between", "stood"]

Place = Literal["bottom", "top"]


def best_place(bottom: Area, top: Area, laid: Sequence[Box], faces: Sequence[Box]) -> Place:
    """Where words stand. bottom, top: where they would; laid: titles and pictures over the film, which they never cover
    if they can help it; faces: which they leave clear if that covers nothing laid."""
    if not _meets(bottom, [*laid, *faces]):
        return "bottom"
    if not _meets(top, [*laid, *faces]):
        return "top"
    return "top" if _meets(bottom, laid) and not _meets(top, laid) else "bottom"


def stood(captions: FilmCaptions, planned: PlannedFilm) -> FilmCaptions:
    """Captions that a player draws, each where it covers least. How a player sets them is its own; they are taken to
    stand as burned ones do."""
    if captions.as_written.are_burned or not (planned.faces or _has_laid(planned.plan)):
        return captions
    return replace(captions, cues=tuple(_stood(cue, captions, planned) for cue in captions.cues))


def laid_between(start: int, end: int, planned: PlannedFilm) -> tuple[Box, ...]:
    """Where titles and pictures lie over film frames [start, end)."""
    return boxes_between(start, end, planned.plan, planned.laid_facts, planned.laid_files)


def _stood(cue: Cue, captions: FilmCaptions, planned: PlannedFilm) -> Cue:
    from longtake.artwork import caption_zone

    laid, faces = laid_between(cue.start, cue.end, planned), faces_between(cue.start, cue.end, planned)
    if not laid and not faces:
        return cue
    widest = max(columns(line) for line in cue.lines)
    bottom, top = (
        _narrowed(caption_zone(captions.size, place, len(cue.rows)), widest, captions.norms.columns)
        for place in ("bottom", "top")
    )
    return replace(cue, place=best_place(bottom, top, laid, faces))


def _narrowed(zone: Area, columns: int, most: int) -> Area:
    """The middle of a zone, as wide as so many columns of the most that a line has."""
    width = zone.width * min(columns, most) // most
    return replace(zone, left=zone.left + (zone.width - width) // 2, width=width)


def _has_laid(plan: Plan) -> bool:
    return bool(plan.overlays) or any(shot.titles or shot.overlays for shot in plan.shots)


def _meets(area: Area, taken: Sequence[Box]) -> bool:
    return any(
        left < area.right and area.left < left + width and top < area.bottom and area.top < top + height
        for left, top, width, height in taken
    )

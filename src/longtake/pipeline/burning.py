"""Burned-in captions: each cue as a layer over its frames, where nothing else lies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.captions import Cue
from longtake.errors import Finding, PlanningError
from longtake.media import clock
from longtake.pipeline.captioning import FilmCaptions, captions_of
from longtake.pipeline.faces import faces_between
from longtake.pipeline.layer_materials import Caption
from longtake.pipeline.overlaying import Box, Over
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.standing import best_place, laid_between
from longtake.planning import PlannedShot
from longtake.render import FilmFormat
from longtake.timeline import Overlay

if TYPE_CHECKING:
    from longtake.artwork import CaptionCard

__all__ = ["burned_over", "check_burned", "zones_over"]


def burned_over(captions: FilmCaptions, planned: PlannedFilm) -> tuple[Over, ...]:
    """The captions in film order, above all else; none unless they are to be burned in."""
    return tuple(_over(cue, captions, planned) for cue in captions.cues) if captions.as_written.are_burned else ()


def zones_over(shot: PlannedShot, captions: Sequence[FilmCaptions], planned: PlannedFilm) -> tuple[Box, ...]:
    """Where burned captions stand over a shot's frames, whatever their words are: left, top, width and height in
    pixels, each place once."""
    from longtake.artwork import caption_zone

    zones = dict[Box, None]()
    for one in captions:
        over = [cue for cue in one.cues if cue.start < shot.start + shot.frames and shot.start < cue.end]
        for cue in over if one.as_written.are_burned else ():
            card = _aside(_material(cue, one, planned), cue, planned)
            area = caption_zone(planned.plan.size, card.place, one.norms.lines)
            zones[area.left, area.top, area.width, area.height] = None
    return tuple(zones)


def check_burned(planned: PlannedFilm) -> None:
    """Raises PlanningError with a finding for each script that no font here has letters for; does nothing where no
    caption is burned in."""
    told = dict[str, Finding]()
    for captions, cue in ((one, cue) for one in captions_of(planned) if one.as_written.are_burned for cue in one.cues):
        for found in _unfit(cue, captions, planned):
            told.setdefault(
                found.message, replace(found, place=f"captions at {clock(captions.rate.seconds(cue.start))}")
            )
    if told:
        raise PlanningError.of(told.values())


def _unfit(cue: Cue, captions: FilmCaptions, planned: PlannedFilm) -> Iterator[Finding]:
    from longtake.artwork import check_caption

    made = _material(cue, captions, planned)
    yield from check_caption(made.card, planned.plan.size, made.font.check() if made.font else None)


def _over(cue: Cue, captions: FilmCaptions, planned: PlannedFilm) -> Over:
    plan = planned.plan
    made = _material(cue, captions, planned)
    made = replace(made, card=_aside(made, cue, planned))
    clip = bisect_right([shot.start for shot in plan.shots], cue.start) - 1
    at = cue.start - plan.shots[clip].start
    return Over(made, Overlay(made.source(FilmFormat(plan.size, plan.rate)), clip, at, made.frames))


def _material(cue: Cue, captions: FilmCaptions, planned: PlannedFilm) -> Caption:
    from longtake.artwork import CaptionCard, CaptionWord

    written = captions.as_written
    style, font = written.style or "plain", written.font
    if style == "word by word" and not cue.is_said:
        style = "plain"
    is_lit = style == "word by word"
    rows = tuple(
        tuple(CaptionWord(word.text, max(0, word.start - cue.start) if is_lit else 0, word.is_spaced) for word in row)
        for row in cue.rows
    )
    digest = planned.laid_facts[font].digest if font else None
    card = CaptionCard(rows, style, "bottom", digest, captions.language)
    return Caption(card, planned.laid_files[font][0] if font else None, cue.end - cue.start)


def _aside(made: Caption, cue: Cue, planned: PlannedFilm) -> CaptionCard:
    """The card at the top where a title, a picture or a face is at the bottom meanwhile, unless one is there too."""
    from longtake.artwork import caption_box

    plan, font = planned.plan, made.font.check() if made.font else None
    above = replace(made.card, place="top")
    laid, faces = laid_between(cue.start, cue.end, planned), faces_between(cue.start, cue.end, planned)
    if not laid and not faces:
        return made.card
    bottom, top = caption_box(made.card, plan.size, font), caption_box(above, plan.size, font)
    return above if best_place(bottom, top, laid, faces) == "top" else made.card

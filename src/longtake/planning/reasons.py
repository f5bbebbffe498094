"""Why a shot is as long as it is, moves as it moves and fills the frame as it does, in the words of the quote."""

from __future__ import annotations

from fractions import Fraction

from longtake.media import FrameRate
from longtake.media.camera import names_a_move
from longtake.planning.framing import Framing
from longtake.planning.handles import Edges, brief
from longtake.planning.lengths import DEFAULT_SECONDS, SHORTEST_SECONDS, covering_frames
from longtake.planning.material import Material
from longtake.planning.narration import Speech
from longtake.planning.purchases import Purchase
from longtake.planning.retiming import retiming_reason
from longtake.planning.slots import with_words
from longtake.planning.timing import Timing

__all__ = ["bought_reasons", "reasons_of"]


def reasons_of(material: Material, timing: Timing, number: int, framing: Framing, rate: FrameRate) -> tuple[str, ...]:
    """The decisions about shot `number` that were not plainly written, each with its cause."""
    edges = timing.edges[number]
    if material.is_drawn:
        frames = len(timing.ranges[number][1])
        length = _drawn_length(material, timing.speeches[material.scene], timing.lines[number], frames, edges, rate)
    else:
        length = _clip_length(material, edges, rate)
    reasons = [
        length,
        _part(material),
        _retiming(material, timing, number, rate),
        *framing.reasons,
        _move(material),
        *_colours(material),
    ]
    return tuple(reason for reason in reasons if reason)


def _part(material: Material) -> str:
    part, parts = material.part
    return f"part {part} of {parts}, for no model on its route makes the whole in one take" if parts > 1 else ""


def bought_reasons(bought: Purchase) -> tuple[str, ...]:
    """Why the take that is bought is as it is: how it begins, what goes along, which lengths the model offers."""
    mode = bought.routed.slot.mode
    needed = with_words(mode).strip()
    only = len(mode.lengths.these) == 1 and needed
    offer = f"{needed} this model makes {brief(bought.routed.slot.seconds)} only" if only else ""
    return tuple(reason for reason in (bought.why, *bought.ask.reasons, offer, *bought.notes) if reason)


def _drawn_length(
    material: Material, speech: Speech | None, lines: Speech | None, frames: int, edges: Edges, rate: FrameRate
) -> str:
    if material.shot.length != "auto":
        return "as long as written"
    if lines:
        least = f"{brief(DEFAULT_SECONDS)}, the least: " if lines.seconds < DEFAULT_SECONDS else ""
        return f"{least}its lines take {brief(lines.seconds)} ({lines.how})"
    if material.shot.driven_by not in (None, "narration", "music"):
        return "as long as the sound that drives it"
    if speech is None:
        return f"{brief(DEFAULT_SECONDS)}, the default where neither narration nor for: sets it"
    if frames <= rate.frames(SHORTEST_SECONDS):
        return f"{brief(SHORTEST_SECONDS)}, the least, for the narration leaves it no more"
    if frames <= edges.lead + edges.trail:
        return f"{brief(rate.seconds(frames))}, the least, for the joins at its ends stand on that much"
    is_alone = frames == covering_frames(speech.seconds, rate)
    whole = "as long as its narration," if is_alone else "its share of the narration's"
    return f"{whole} {brief(speech.seconds)} ({speech.how})"


def _clip_length(material: Material, edges: Edges, rate: FrameRate) -> str:
    shot = material.shot
    if shot.trim == "auto":
        return "all of the clip that is fit to be shown, but for its joins"
    if shot.trim:
        return f"trimmed to {shot.trim}"
    handles = rate.seconds(edges.head + edges.tail)
    if isinstance(shot.length, Fraction):
        return (
            f"as long as written, after {brief(rate.seconds(edges.head))} of handle"
            if edges.head
            else "as long as written"
        )
    return f"the whole clip but {brief(handles)} of handles for its joins" if handles else "the whole clip"


def _retiming(material: Material, timing: Timing, number: int, rate: FrameRate) -> str:
    picture, retime = material.facts.picture if material.facts else None, timing.retimes[number]
    return retiming_reason(picture, rate, retime, material.shot.speed) if picture and retime else ""


def _move(material: Material) -> str:
    """What moves over a clip; over a still it is plain, for a still cannot move otherwise."""
    is_moved = material.kind == "footage" and names_a_move(material.shot.camera)
    return f"a crop of it moves: {material.shot.camera}" if is_moved else ""


def _colours(material: Material) -> tuple[str, str]:
    picture = material.facts.picture if material.facts else None
    grading = picture.grading() if picture else None
    return str(grading) if grading else "", f"its colours go through {material.lut.asset}" if material.lut else ""

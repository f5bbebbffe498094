"""Which take is bought for each generated shot: from which model, how long, and which frames of it the film shows.

Shots are decided in film order, since how one begins depends on the take before it. A take has a handle for its joins
and a margin at both ends, for the first and last pictures that models make are often bad.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from longtake.catalogue import Model
from longtake.media import ClipFacts, FrameRange, FrameRate, Size
from longtake.planning.asks import Ask, asks_of, is_divisible
from longtake.planning.boundaries import Before, is_chained, ways_of, wish_of
from longtake.planning.handles import Edges, brief
from longtake.planning.material import Material
from longtake.planning.narration import is_voiced
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.routing import NOT_LEFT_OUT, Limits, Routed, route_of
from longtake.planning.segment import Choice
from longtake.planning.slots import Wanted
from longtake.planning.timing import Timing
from longtake.storyboard import ANIMATIC, ContinuingWay, Remark, Storyboard
from longtake.storyboard.dubs import avatars_in_language

__all__ = ["Market", "Purchase", "handles_of", "hosted", "purchased"]

MARGIN_SECONDS = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Market:
    """All that decides what can be bought: the film, the facts of its files, the models that are known, and what the
    author and the day allow. takes: which take of a shot, by its key, where it is not the first. leave_out: models that
    a shot, by its key, is not bought from any more, each with what it did. kept: keys of the author's shots whose takes
    are here or on their way, from models that may be switched off since. lips: the language that they move to, where
    that is another than the film's own."""

    storyboard: Storyboard
    facts: Mapping[str, ClipFacts]
    models: Mapping[str, Model]
    limits: Limits
    size: Size
    rate: FrameRate
    takes: Mapping[str, int] = field(default_factory=dict)
    leave_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    lips: str = ""

    def told(self, material: Material) -> Storyboard:
        """The storyboard as a shot's model is told of it."""
        is_other = self.lips and material.shot.follows_speech
        return avatars_in_language(self.storyboard, self.lips) if is_other else self.storyboard

    def limits_for(self, material: Material) -> Limits:
        """What is allowed for a shot. For one whose take is paid for, no model is switched off."""
        is_kept = material.key.partition("/")[0] in self.kept
        return replace(self.limits, on=date.min) if is_kept else self.limits

    @property
    def margin(self) -> int:
        return ceil(MARGIN_SECONDS * self.rate.fraction)

    def wanted(self, material: Material, ask: Ask, seconds: Fraction) -> Wanted:
        """What a model must offer for this request."""
        enhance = material.shot.enhance
        size = (enhance.to if enhance else None) or self.size
        return Wanted(ask.kind, seconds, size, self.rate, ask.counts, ask.speaks or None, ask.own)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is bought for a shot. take_frames: of the take on the film's grid; visible: what of it the film shows;
    chain: how many takes in a row it is the last of; why: the cause of how it begins; notes: what a person should know
    of what is shown."""

    ask: Ask
    routed: Routed
    take_frames: int
    visible: FrameRange
    chain: int = 1
    why: str = ""
    notes: tuple[str, ...] = ()

    @property
    def has_free_head(self) -> bool:
        """Whether it may be shown from anywhere in it: not where it must begin with a given picture or sound."""
        roles = {one.role for one in self.ask.inputs}
        return not roles & {"first frame", "video", "audio"}

    def shown_to_its_end(self) -> Purchase:
        """The same take, with all that is not shown at its head."""
        shift = self.take_frames - self.visible.end
        return replace(self, visible=FrameRange(self.visible.start + shift, self.take_frames))


def hosted(material: Material) -> tuple[str, ...]:
    """The models on a shot's route that somebody is paid for."""
    return tuple(name for name in material.models if name != ANIMATIC)


def purchased(
    market: Market, materials: Sequence[Material], timing: Timing
) -> tuple[dict[int, Purchase], tuple[PlannedJoin, ...], list[Remark]]:
    """What is bought for each generated shot, by its number; the joins, with how takes continue each other; and a
    remark for each shot that no model on its route can make."""
    found: dict[int, Purchase] = {}
    joins, remarks = list(timing.joins), list[Remark]()
    for number, material in enumerate(materials):
        before = _before(materials, found, number)
        if material.kind != "generated" or (material.part[0] > 1 and number - 1 not in found):
            continue  # nothing is bought for it, or its first part is what is wrong
        bought = _bought(market, material, timing, number, before)
        if market.leave_out.get(material.key) and not isinstance(bought, Purchase):  # nothing else can make it
            bought = _bought(replace(market, leave_out={}), material, timing, number, before)
        if isinstance(bought, Remark):
            remarks.append(bought)
        elif bought:
            found[number] = bought
            if bought.ask.way == "extension" and number - 1 in found:
                found[number - 1] = found[number - 1].shown_to_its_end()
            if number and wish_of(material):
                joins[number - 1] = replace(joins[number - 1], continues=bought.ask.way or None, why=bought.why)
    return found, tuple(joins), remarks


def _before(materials: Sequence[Material], found: Mapping[int, Purchase], number: int) -> Before | None:
    if not number:
        return None
    material, bought = materials[number - 1], found.get(number - 1)
    if bought:
        is_open = bought.has_free_head or bought.visible.end == bought.take_frames
        return Before(material.name, material.key, bought.chain, True, is_open)
    is_faulty = material.kind == "generated" and ANIMATIC not in material.models  # told where it stands, and only there
    has_last = is_faulty or material.kind in ("footage", "still")
    return Before(material.name, material.key, int(is_faulty), has_last, is_faulty)


def _bought(
    market: Market, material: Material, timing: Timing, number: int, before: Before | None
) -> Purchase | Remark | None:
    """The first way that some model on the route takes; None where it is to be drawn if none does."""
    wish = wish_of(material)
    if wish and not is_divisible(material.shot):
        message = f"shot {material.called} is made from a file of its own, so it cannot start where another take ends"
        return Remark((*material.path, "join"), message, ("write join: cut", "or join: dissolve 0.5s"))
    ways, obstacle = ways_of(wish, before) if wish and before else (("",), "")
    refused: list[Choice] = []
    for way in ways:
        for ask in asks_of(market.told(material), material, market.facts, way, before.key if before else None):
            bought = _tried(market, material, timing, number, ask)
            if isinstance(bought, Purchase):
                chain = 1 + (before.chain if before and is_chained(way) else 0)
                return replace(bought, chain=chain, why=_why(way, material, before, obstacle) if wish else "")
            refused = list(bought) if way == ways[0] else refused  # of the least request, the first way's
    if ANIMATIC in material.models and not wish:
        return None
    return _unmade(material, before if wish else None, obstacle, refused)


def _tried(market: Market, material: Material, timing: Timing, number: int, ask: Ask) -> Purchase | tuple[Choice, ...]:
    """The purchase, if a model on the route takes the request in that length; else why none does."""
    take, visible = timing.ranges[number]
    if material.is_drawn:
        head, tail = handles_of(market, material, timing.edges[number], ask)
        take, visible = head + len(visible) + tail, FrameRange(head, head + len(visible))
    seconds = market.rate.seconds(take)
    wanted, left_out = market.wanted(material, ask, seconds), market.leave_out.get(material.key, NOT_LEFT_OUT)
    routed = route_of(wanted, market.models, hosted(material), market.limits_for(material), left_out)
    if not isinstance(routed, Routed):
        return routed
    ask = ask.of_own(routed.model.provider, routed.slot.mode)
    if not material.is_drawn:
        return Purchase(ask, routed, take, visible)
    take = floor(routed.slot.seconds * market.rate.fraction)
    bought = Purchase(ask, routed, take, visible)
    return _ending(bought, timing.edges[number].tail, market.rate) if material.shot.last_frame else bought


def _ending(bought: Purchase, tail: int, rate: FrameRate) -> Purchase:
    """A take that ends on a given picture, shown up to that; unless its beginning is fixed as well, when the author is
    told how long the shot would have to be."""
    end, visible = bought.take_frames - tail, bought.visible
    if bought.has_free_head:
        return replace(bought, visible=FrameRange(end - len(visible), end))
    if visible.end == end:
        return bought
    whole = brief(rate.seconds(end - visible.start))
    note = f"its take goes on after it, so its last frame is not shown: it would be with {whole}"
    return replace(bought, notes=(note,))


def handles_of(market: Market, material: Material, edges: Edges, ask: Ask) -> tuple[int, int]:
    """Frames before and after what shows: for its joins, and the margins where an end is not fixed.

    A take that goes on from a last frame repeats that picture, which is passed over. One that is made from a sound has
    no margins; but what voices say is given with all that is heard around it.
    """
    if ask.way in ("last frame", "extension"):
        return (1 if ask.way == "last frame" else 0), edges.tail + market.margin
    scene = market.storyboard.scenes[material.scene]
    is_timed = ask.kind in ("avatar", "audio") and not is_voiced(market.storyboard, scene, material.shot)
    head = edges.head + (0 if is_timed or material.shot.first_frame else market.margin)
    return head, edges.tail + (0 if is_timed or material.shot.last_frame else market.margin)


def _why(way: ContinuingWay, material: Material, before: Before | None, obstacle: str) -> str:
    name = before.name if before else "the shot before"
    cause = "one action, made in parts" if material.part[0] > 1 else "asked to continue"
    if way == "last frame":
        waits = ", so it waits" if before and before.chain else ""
        return f"{cause}: starts from {name}'s last frame{waits}"
    if way == "extension":
        return f"{cause}: goes on from the take of {name}, so it waits"
    if way == "references":
        return f"{cause}: goes by the same references as {name}" + (f", for {obstacle}" if obstacle else "")
    return f"{cause}, but cut: {obstacle or 'no model on its route can go on from a take'}"


def _unmade(material: Material, before: Before | None, obstacle: str, refused: Sequence[Choice]) -> Remark:
    """What is wrong with a shot that no model on its route makes, with each model's reason and the ways out."""
    reasons = "; ".join([*([obstacle] if obstacle else []), *(f"{one.model} {one.why}" for one in refused)])
    if before:
        message = f"shot {material.name} is to continue {before.name}, and that cannot be made: {reasons}"
        return Remark((*material.path, "join"), message, ("write join: cut", "or name another model: model: …"))
    message = f"no model on the route of shot {material.name} can make it: {reasons}"
    advice = ("name another model: model: …", "make the shot shorter", f"or sketch it: model: {ANIMATIC}")
    return Remark(material.path, message, advice)

"""The takes of a film: where its pictures come from, when everything is, and what is bought."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from longtake.catalogue import Catalogue
from longtake.planning.capacity import capacities_of
from longtake.planning.dividing import divided
from longtake.planning.hearing import Spoken, heard
from longtake.planning.material import Material
from longtake.planning.purchases import Market, Purchase, purchased
from longtake.planning.routing import Limits
from longtake.planning.segment import Segment
from longtake.planning.segments import segments_of
from longtake.planning.timing import Timing
from longtake.storyboard import ANIMATIC, KeyPath, Remark, Storyboard
from longtake.storyboard.stages import Stage

__all__ = ["Placing", "Takes", "limits_of", "takes_of", "wrong_routes"]

Placing = Callable[[Sequence[Material], Sequence[int], Collection[str]], Spoken]
"""What is said in a film, in its place, by its shots, the visible frames of each, and which of their takes sound."""


@dataclass(frozen=True, slots=True)
class Takes:
    """The shots, those in parts that had to be; when everything is; what is bought, by the number of its shot."""

    materials: tuple[Material, ...]
    timing: Timing
    bought: Mapping[int, Purchase] = field(default_factory=dict)
    segments: Mapping[int, Segment] = field(default_factory=dict)

    @property
    def latencies(self) -> dict[str, tuple[Fraction, Fraction]]:
        """The seconds within which half, and 19 of 20, of a model's takes are made, by its name."""
        models = [one.routed.model for one in self.bought.values()]
        return {model.name: (model.latency.p50, model.latency.p95) for model in models}


def takes_of(
    market: Market, materials: tuple[Material, ...], timing: Timing, placed: Placing
) -> tuple[Takes, list[Remark]]:
    """What is bought, and a remark for each shot that nothing on its route makes (there are no segments then). placed:
    gives the speech of the film in its place, once it is known when everything is."""
    capacities = capacities_of(market, materials, timing)
    materials, timing = divided(materials, timing, capacities, market.rate, market.storyboard.language)
    bought, joins, remarks = purchased(market, materials, timing)
    sounding = {materials[number].name for number, one in bought.items() if one.routed.slot.has_sound}
    lengths = [
        len(bought[number].visible if number in bought else visible)
        for number, (_, visible) in enumerate(timing.ranges)
    ]
    follows = any(materials[number].shot.follows_speech for number in bought)
    said = placed(materials, lengths, sounding) if follows else Spoken()
    bought, unheard = heard(market, materials, timing, bought, said)
    remarks += unheard
    ranges = tuple(
        (bought[number].take_frames, bought[number].visible) if number in bought else whole
        for number, whole in enumerate(timing.ranges)
    )
    timing = replace(timing, ranges=ranges, joins=joins)
    if remarks:
        return Takes(materials, timing), remarks
    materials = tuple(
        replace(material, kind="animatic") if material.kind == "generated" and number not in bought else material
        for number, material in enumerate(materials)
    )
    return Takes(materials, timing, bought, segments_of(market, materials, timing, bought)), []


def limits_of(storyboard: Storyboard, on: date | None) -> Limits:
    """What the author allows. on: the day of the plan; None for one on which no model is switched off yet."""
    route, currency = storyboard.route, storyboard.budget.currency if storyboard.budget else "USD"
    return Limits(on or date.min, route.tier, route.region, route.wait, route.most, currency)


def wrong_routes(materials: Sequence[Material], catalogue: Catalogue, stage: Stage) -> Iterator[Remark]:
    """Models that nobody knows, each told once where it is first named."""
    told: set[str] = {ANIMATIC}
    for material in materials:
        for name in material.models:
            if name not in told and name not in catalogue:
                near = catalogue.nearest(name)
                advice = (f"did you mean {' or '.join(near)}?",) if near else ()
                is_own = stage == "final" and material.shot.model
                path: KeyPath = (*material.path, "model") if is_own else ("route", stage)
                yield Remark(path, f"{name!r} is no model that is known", (*advice, "longtake models lists them all"))
            told.add(name)

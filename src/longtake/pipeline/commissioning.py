"""From a plan to commissions: each purchase of the plan as the scheduler sees to it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import floor

from longtake.catalogue import Model, Slot
from longtake.generation.commission import Commission, CommissionInput, PassedOver
from longtake.generation.provider import Order
from longtake.media import SAMPLE_RATE, Money
from longtake.pipeline.fitting import shown_frames
from longtake.planning import Plan, PlannedShot
from longtake.planning.segment import Segment, SegmentInput

__all__ = ["commissions_of"]

_NONE: Mapping[str, Sequence[PassedOver]] = {}


def commissions_of(
    plan: Plan,
    models: Mapping[str, Model],
    wanted: Collection[str],
    tag: str = "",
    passed: Mapping[str, Sequence[PassedOver]] = _NONE,
) -> tuple[Commission, ...]:
    """One for each shot that is bought, in film order. models: of the catalogue, by the names that the plan uses;
    wanted: keys of the shots that may be bought now; tag: the user's own mark; passed: models that were asked for a
    shot before, by its key."""
    ahead = _ahead(plan, models)
    made: list[Commission] = []
    before: PlannedShot | None = None
    for shot in plan.shots:
        if shot.segment is not None and shot.key in wanted:
            is_bought_before = before is not None and before.segment is not None and before.key in wanted
            made.append(_commission(plan, shot, before if is_bought_before else None, before, models, ahead, tag))
        before = shot
    return tuple(replace(one, instead_of=_passed(one, passed)) if one.shot in passed else one for one in made)


def _passed(one: Commission, passed: Mapping[str, Sequence[PassedOver]]) -> tuple[PassedOver, ...]:
    """Not the model itself, which is asked again where nothing else on the route makes the shot."""
    return tuple(before for before in passed[one.shot] if before.model != one.model.name)


def _commission(
    plan: Plan,
    shot: PlannedShot,
    bought: PlannedShot | None,
    before: PlannedShot | None,
    models: Mapping[str, Model],
    ahead: Mapping[str, Fraction],
    tag: str,
) -> Commission:
    """bought: the shot before, where that is bought, too."""
    segment = shot.segment
    assert segment is not None
    model = models[segment.model]
    slot = _slot(segment, model)
    waits = bought is not None and segment.waits_for == bought.name
    return Commission(
        shot=shot.key,
        name=shot.name,
        film=plan.title,
        tag=tag,
        model=model,
        slot=slot,
        tier=segment.tier,
        order=segment.order,
        take=segment.take or 1,
        asked=_asked(segment, model, slot),
        inputs=tuple(_input(one, before, slot) for one in segment.inputs),
        needs=plan.rate.seconds(shown_frames(shot)),
        price=segment.price,
        reserved=_to_the_cent(segment.ceiling),
        waits_for=bought.key if bought is not None and waits else "",
        ahead=ahead[shot.key],
        waits_take=(bought.segment.take or 1) if bought is not None and bought.segment and waits else 1,
    )


def _slot(segment: Segment, model: Model) -> Slot:
    mode = next(mode for mode in model.modes if mode.name == segment.mode)
    return Slot(mode, segment.seconds, segment.size, segment.rate if mode.rates else None, segment.audio)


def _asked(segment: Segment, model: Model, slot: Slot) -> Order:
    prompt = segment.prompt
    return Order(
        model=model.wire_name,
        kind=slot.mode.kind,
        seconds=slot.seconds,
        size=slot.size,
        audio=slot.has_sound,
        prompt=prompt.text,
        token="",
        negative=prompt.negative,
        seed=segment.seed,
        rate=slot.rate,
        tier=segment.tier,
        shots=tuple((one.text, one.seconds) for one in prompt.shots),
        settings=dict(prompt.settings),
        form=model.form,
        workflow=model.workflow,
    )


def _to_the_cent(most: Money) -> Money:
    """Rounded up, for a price by the second may have parts of a cent, and bills have none."""
    return Money(most.amount.quantize(Decimal("0.01"), ROUND_CEILING), most.currency)


def _input(one: SegmentInput, before: PlannedShot | None, slot: Slot) -> CommissionInput:
    if one.take is None:
        if one.role == "audio":
            return _sound(one, slot)
        return CommissionInput(one.role, one.tag, one.asset or "")
    assert before is not None
    whole = one.role == "video"
    return CommissionInput(one.role, one.tag, take=one.take, frame=None if whole else before.visible.end - 1)


def _sound(one: SegmentInput, slot: Slot) -> CommissionInput:
    """A sound, as long as the take that is bought: one that is shorter would give a take without handles."""
    return CommissionInput(
        one.role,
        one.tag,
        one.asset or "",
        start=one.start,
        samples=one.samples,
        forms=slot.mode.forms,
        lines=one.lines,
        lasts=floor(slot.seconds * SAMPLE_RATE) if slot.mode.kind in ("avatar", "audio") else None,
        tempo=one.tempo,
    )


def _ahead(plan: Plan, models: Mapping[str, Model]) -> dict[str, Fraction]:
    """For each bought shot the seconds within which 19 of 20 takes of its model are made, and of all that wait for it,
    one after the other."""
    ahead: dict[str, Fraction] = {}
    later: PlannedShot | None = None
    for shot in _bought_backwards(plan.shots):
        assert shot.segment is not None
        after = ahead[later.key] if later and later.segment and later.segment.waits_for == shot.name else Fraction(0)
        ahead[shot.key] = models[shot.segment.model].latency.p95 + after
        later = shot
    return ahead


def _bought_backwards(shots: Sequence[PlannedShot]) -> list[PlannedShot]:
    return [shot for shot in reversed(shots) if shot.segment is not None]

"""Each purchase as the one request that is sent: its prompt, its seed, its inputs, its order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from longtake.catalogue.dialects import dialects
from longtake.media import Digest
from longtake.planning.asks import Ask
from longtake.planning.material import Material
from longtake.planning.ordering import order_of
from longtake.planning.prompt import Prompt
from longtake.planning.prompts import Beat, Moment, clauses_of, compiled, tagged
from longtake.planning.purchases import Market, Purchase
from longtake.planning.seeds import seed_of
from longtake.planning.segment import Segment
from longtake.planning.timing import Timing
from longtake.storyboard import Storyboard, own_words

__all__ = ["segments_of"]


def segments_of(
    market: Market, materials: Sequence[Material], timing: Timing, found: Mapping[int, Purchase]
) -> dict[int, Segment]:
    """The segment of each purchase, by the number of its shot. timing: with what each take shows."""
    made: dict[int, Segment] = {}
    twins = Counter[Digest]()
    for number, bought in found.items():
        waits = any(one.take for one in bought.ask.inputs) and number - 1 in found
        made[number] = _segment(
            market,
            materials[number],
            bought,
            _sent_from(materials, timing, made, number, bought),
            materials[number - 1].name if waits else None,
            twins,
        )
    return made


def _sent_from(
    materials: Sequence[Material], timing: Timing, made: Mapping[int, Segment], number: int, bought: Purchase
) -> dict[str, str]:
    """What names for good the input that comes from the shot before: where that is from, and its frame that is sent."""
    if not any(one.take for one in bought.ask.inputs):
        return {}
    before = materials[number - 1]
    if number - 1 in made:
        earlier = made[number - 1]
        source = f"{earlier.order}@{earlier.take}" if earlier.take else earlier.order
    else:
        source = before.facts.digest if before.facts else ""
    part = "all" if bought.ask.way == "extension" else str(timing.ranges[number - 1][1].end - 1)
    return {before.key: f"{source}#{part}"}


def _segment(
    market: Market,
    material: Material,
    bought: Purchase,
    sent: Mapping[str, str],
    waits_for: str | None,
    twins: Counter[Digest],
) -> Segment:
    """twins: how many shots before this one asked for the very same, by their order without a derived seed."""
    routed, slot = bought.routed, bought.routed.slot
    inputs = tagged(bought.ask.inputs, dialects()[routed.model.dialect])
    prompt = _with_settings(_prompt(market, material, bought), bought.ask)
    take = market.takes.get(material.key, 1)
    seed = None
    if routed.model.takes_seed:
        asked = order_of(routed, prompt, material.shot.seed, inputs, sent)
        twins[asked] += 1
        seed = _seed(market, material, twins[asked], take)
    return Segment(
        model=routed.model.name,
        mode=slot.mode.name,
        tier=routed.tier,
        seconds=slot.seconds,
        size=slot.size,
        rate=slot.rate or market.rate,
        audio=slot.has_sound,
        seed=seed,
        prompt=prompt,
        inputs=inputs,
        price=routed.price,
        ceiling=routed.ceiling,
        is_price_sure=routed.is_price_sure,
        order=order_of(routed, prompt, seed, inputs, sent),
        reconcile=routed.model.reconcile,
        choices=routed.choices,
        waits_for=waits_for,
        take=take if take > 1 else None,
    )


def _with_settings(prompt: Prompt, ask: Ask) -> Prompt:
    return replace(prompt, settings=tuple(sorted([*prompt.settings, *ask.settings]))) if ask.settings else prompt


def _seed(market: Market, material: Material, nth: int, take: int) -> int:
    """nth: of the shots that ask for the very same. Were it counted among all of the same words, two that only stand in
    different rooms would swap their seeds with their places, and both be bought again."""
    own = material.shot.seed
    if own is not None and take == 1:  # another take of the author's own seed would be the same one
        return own
    film = market.storyboard.seed if own is None else own
    return seed_of(film, own_words(material.shot), material.part[0], nth, take)


def _prompt(market: Market, material: Material, bought: Purchase) -> Prompt:
    model = bought.routed.model
    moment = Moment(
        seconds=market.rate.seconds(len(bought.visible)),
        head=market.rate.seconds(bought.visible.start),
        beats=tuple(
            Beat(beat.text, market.rate.seconds(beat.start), market.rate.seconds(beat.end)) for beat in material.beats
        ),
        continues=bought.ask.way or None,
        part=material.part,
        kind=bought.ask.kind,
        has_sound=bought.routed.slot.has_sound,
    )
    return compiled(
        clauses_of(_as_divided(market.storyboard, material), material.scene, material.shot, moment),
        dialects()[model.dialect].speaking(market.storyboard.language),
        limit=model.prompt_limit,
        inputs=bought.ask.inputs,
        takes_negative=model.negative,
        energy=model.energy,
        strength=model.strength,
        seconds=bought.routed.slot.seconds,
    )


def _as_divided(storyboard: Storyboard, material: Material) -> Storyboard:
    """The storyboard with a part in the place of its shot."""
    if material.part == (1, 1):
        return storyboard
    place = int(material.path[3])
    scene = storyboard.scenes[material.scene]
    shots = (*scene.shots[:place], material.shot, *scene.shots[place + 1 :])
    scenes = list(storyboard.scenes)
    scenes[material.scene] = scene.model_copy(update={"shots": shots})
    return storyboard.model_copy(update={"scenes": tuple(scenes)})

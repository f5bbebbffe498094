"""A model's file becomes a model: every figure checked, every group with its source, nothing unknown passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import product
from typing import get_args

from longtake.catalogue.group import Group
from longtake.catalogue.model import Latency, LimitUnit, Model, Negative, PromptLimit, Reconcile
from longtake.catalogue.modes import InputRange, Kind, Lengths, Mode, Role, Source, Sure, longest_slots
from longtake.catalogue.prices import (
    PerMinute,
    PerSecond,
    PerTake,
    PerTokens,
    PlanMinutes,
    PriceRow,
    PriceRule,
    Unpriced,
    times,
)
from longtake.catalogue.written import Written, shared_sources
from longtake.media import Money, Size

__all__ = ["DIALECTS", "model_of"]

DIALECTS = (
    "avatar",
    "gemini-omni",
    "generic",
    "hailuo",
    "kling",
    "luma",
    "pika",
    "runway",
    "seedance",
    "veo",
    "wan",
)
"""In whose manner prompts can be written."""

_TOP = (
    "model",
    "words",
    "provider",
    "dialect",
    "aliases",
    "sources",
    "service",
    "prompt",
    "latency",
    "terms",
    "sizes",
    "modes",
    "prices",
    "retirement",
)
_SERVICE = ("source", "wire_name", "reconcile", "tiers", "concurrency", "expires_hours")
_PROMPT = ("source", "limit", "unit", "seed", "negative", "energy")
_MODE = ("source", "kind", "inputs", "seconds", "sizes", "upscaled", "rates", "sound", "price")
_PRICE = ("source", "per", "rows", "credit", "step_seconds", "input_seconds")
_ROW = ("source", "amount", "credits", "up_to", "to_seconds", "sound", "tier")

_Sources = Mapping[str, Source]
_RULES: dict[str, type[PriceRule]] = {
    rule.per: rule for rule in (PerSecond, PerMinute, PerTake, PerTokens, PlanMinutes, Unpriced)
}
_ROLES: dict[str, Role] = {role.replace(" ", "_"): role for role in get_args(Role)}
_NEEDED: dict[Kind, str] = {
    "image": "first_frame",
    "references": "reference",
    "extension": "video",
    "video": "video",
    "enhance": "video",
    "audio": "audio",
    "avatar": "audio",
}
_LONGEST_S = 36_000


def model_of(written: Written) -> Model:
    """Raises CatalogueError at the first figure that is missing, unknown, of another kind, or at odds with another."""
    top = Group(written, (), written.data, _TOP)
    sources = _sources(top)
    service, prompt = top.group("service", _SERVICE), top.group("prompt", _PROMPT)
    terms = top.group("terms", ("source", "watermark", "commercial", "regions"))
    retires, replacement = _retirement(top)
    model = Model(
        name=written.model,
        words=top.text("words"),
        provider=top.text("provider"),
        wire_name=service.text("wire_name"),
        modes=tuple(_mode(name, one, top, sources) for name, one in top.groups("modes", _MODE)),
        prices=tuple(_rule(one, sources) for _, one in top.groups("prices", _PRICE)),
        tiers=service.texts("tiers"),
        takes_seed=prompt.flag("seed"),
        negative=prompt.choice("negative", get_args(Negative)),
        energy=prompt.text("energy", ""),
        prompt_limit=PromptLimit(prompt.whole("limit"), prompt.choice("unit", get_args(LimitUnit))),
        latency=_latency(top.group("latency", ("source", "p50_seconds", "p95_seconds"))),
        concurrency=service.whole("concurrency") if service.has("concurrency") else None,
        expires_after=service.number("expires_hours") * 3600 if service.has("expires_hours") else None,
        watermark=terms.flag("watermark"),
        terms=terms.text("commercial"),
        regions=terms.texts("regions"),
        retires=retires,
        replacement=replacement,
        dialect=top.choice("dialect", DIALECTS),
        reconcile=service.choice("reconcile", get_args(Reconcile)),
        sources=tuple(_group_sources(top, sources)),
        aliases=top.texts("aliases"),
    )
    _check_prices(model, top)
    return model


@cache
def _shared() -> _Sources:
    shared = Written("sources", {"sources": shared_sources()}, ())
    return _own_sources(Group(shared, (), shared.data, None))


def _sources(top: Group) -> _Sources:
    """Those that every file may name, and the file's own."""
    return {**_shared(), **_own_sources(top)} if top.has("sources") else _shared()


def _own_sources(top: Group) -> _Sources:
    return {name: _source(one) for name, one in top.groups("sources", ("said_by", "read_on", "sure"))}


def _source(group: Group) -> Source:
    return Source(group.text("said_by"), group.day("read_on"), group.choice("sure", get_args(Sure)))


def _source_of(group: Group, sources: _Sources) -> Source:
    if not group.has("source"):
        advice = "name one of [sources], here or once for the whole file above all tables"
        raise group.refused("", "names no source for its figures", advice)
    return sources[group.choice("source", tuple(sources))]


def _group_sources(top: Group, sources: _Sources) -> Iterator[tuple[str, Source]]:
    """Each group that stands by itself, with its source; modes and prices carry theirs."""
    for name in ("latency", "prompt", "retirement", "service", "sizes", "terms"):
        if top.has(name):
            yield name, _source_of(top.group(name, None), sources)


def _latency(group: Group) -> Latency:
    latency = Latency(group.number("p50_seconds"), group.number("p95_seconds"))
    if latency.p95 < latency.p50:
        raise group.refused("p95_seconds", "is less than p50_seconds", "19 of 20 takes come after half of them")
    return latency


def _retirement(top: Group) -> tuple[date | None, str]:
    if not top.has("retirement"):
        return None, ""
    group = top.group("retirement", ("source", "on", "replacement"))
    if not group.has("replacement"):
        raise group.refused("", "names no replacement", 'say what to take instead: replacement = "veo-3.1"')
    return group.day("on"), group.text("replacement")


def _mode(name: str, group: Group, top: Group, sources: _Sources) -> Mode:
    kind: Kind = group.choice("kind", get_args(Kind))
    sizes = _sizes(group, "sizes", top)
    upscaled = _sizes(group, "upscaled", top) if group.has("upscaled") else ()
    if not set(upscaled) <= set(sizes):
        raise group.refused("upscaled", "names sizes that are not among the mode's", "add them to sizes")
    return Mode(
        name=name,
        kind=kind,
        inputs=_inputs(group, kind),
        lengths=_lengths(group),
        sizes=sizes,
        rates=group.rates("rates"),
        sound=group.choice("sound", ("never", "always", "asked")),
        price=group.choice("price", top.names("prices")),
        source=_source_of(group, sources),
        upscaled=upscaled,
    )


def _inputs(group: Group, kind: Kind) -> tuple[InputRange, ...]:
    """`{first_frame = 1, reference = [1, 3]}`: exactly so many, or from and to."""
    table = group.group("inputs", tuple(_ROLES)) if group.has("inputs") else None
    ranges = tuple(InputRange(role, *table.span(key)) for key, role in _ROLES.items() if table and table.has(key))
    needed = _NEEDED.get(kind)
    if needed and not any(one.role == _ROLES[needed] and one.least for one in ranges):
        raise group.refused("", f"is of kind {kind} and takes no {needed}", f"write inputs = {{{needed} = 1}}")
    return ranges


def _lengths(group: Group) -> Lengths:
    """`[4, 6, 8]`, or `{from = 2, to = 10, step = 1}`."""
    if not group.is_table("seconds"):
        lengths = Lengths(these=tuple(sorted(group.numbers("seconds"))))
    else:
        table = group.group("seconds", ("from", "to", "step"))
        lengths = Lengths((), table.number("from"), table.number("to"), table.number("step", Fraction(1)))
        if lengths.least > lengths.most:
            raise table.refused("from", "is more than to")
    if lengths.longest > _LONGEST_S:
        raise group.refused("seconds", f"reaches {lengths.longest} s", "lengths are in seconds, ten hours at most")
    return lengths


def _sizes(group: Group, key: str, top: Group) -> tuple[Size, ...]:
    """Sizes as `1280x720`, and names of lists in the file's own table of sizes."""
    lists = top.group("sizes", None) if top.has("sizes") else None
    sizes: list[Size] = []
    for word in group.texts(key, is_needed=True):
        if lists and lists.has(word):
            sizes += (lists.size(word, one) for one in lists.texts(word, is_needed=True))
        else:
            sizes.append(group.size(key, word))
    return tuple(dict.fromkeys(sizes))


def _rule(group: Group, sources: _Sources) -> PriceRule:
    rule, source = _RULES[group.choice("per", tuple(_RULES))], _source_of(group, sources)
    if rule is Unpriced:
        return Unpriced(group.name, (), source)
    credit = group.money("credit") if group.has("credit") else None
    rows = tuple(_row(row, credit, source, sources) for row in group.rows("rows", _ROW))
    nothing = Fraction(0)
    step, more = group.number("step_seconds", nothing), group.number("input_seconds", nothing)
    return rule(group.name, rows, source, step, more)


def _row(group: Group, credit: Money | None, source: Source, sources: _Sources) -> PriceRow:
    credits = group.number("credits") if group.has("credits") else None
    if credits and not credit:
        raise group.refused("credits", "has no price", 'say above the rows what one costs: credit = "0.01 USD"')
    amount = times(credit, credits) if credit and credits else group.money("amount")
    return PriceRow(
        amount,
        _source_of(group, sources) if group.has("source") else source,
        up_to=group.size("up_to", group.text("up_to")) if group.has("up_to") else None,
        sound=group.flag("sound") if group.has("sound") else None,
        tier=group.text("tier") if group.has("tier") else None,
        longest=group.number("to_seconds") if group.has("to_seconds") else None,
        credits=credits,
    )


def _check_prices(model: Model, top: Group) -> None:
    """Each mode has a price at each size, with each sound and tier that it offers; each price is some mode's."""
    rules = top.group("prices", None)
    for rule in model.prices:
        modes = [mode for mode in model.modes if mode.price == rule.name]
        one = rules.group(rule.name, None)
        if not modes:
            raise one.refused("", "is the price of no mode", f'write price = "{rule.name}" in a mode, or take it out')
        if isinstance(rule, PerTokens) and not all(mode.rates for mode in modes):
            raise one.refused("per", "counts frames, and a mode names no rate", "write rates = [24] in the mode")
        if len({row.amount.currency for row in rule.rows}) > 1:
            raise one.refused("rows", "have several currencies", "write one currency")
        if strange := {row.tier for row in rule.rows} - {None, *model.tiers}:
            raise one.refused("rows", f"name the tier {min(map(str, strange))!r}", "add it to tiers of [service]")
        missing = next(_unpriced(rule, modes, model.tiers or ("",)), None)
        if missing:
            raise one.refused("rows", f"have no price for {missing}", "add a row, or widen up_to of the last one")


def _unpriced(rule: PriceRule, modes: list[Mode], tiers: tuple[str, ...]) -> Iterator[str]:
    if isinstance(rule, Unpriced):
        return
    for slot, tier in product((slot for mode in modes for slot in longest_slots(mode)), tiers):
        if rule.row(slot, tier) is None:
            sound = "with" if slot.has_sound else "without"
            words = f"{slot.mode.name}: {slot.size}, {float(slot.seconds):g} s, {sound} sound"
            yield f"{words}, tier {tier}" if tier else words

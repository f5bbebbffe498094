"""Price rules as they are written in a model's file, and whether each slot that can be bought has its price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from longtake.catalogue.group import Group
from longtake.catalogue.modes import Mode, longest_slots
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
from longtake.catalogue.source_reading import Sources, source_of
from longtake.media import Money

__all__ = ["PRICE_KEYS", "check_prices", "rule_of"]

PRICE_KEYS = ("source", "per", "rows", "credit", "step_seconds", "input_seconds")
_ROW_KEYS = ("source", "amount", "credits", "up_to", "to_seconds", "sound", "tier")
_RULES: dict[str, type[PriceRule]] = {
    rule.per: rule for rule in (PerSecond, PerMinute, PerTake, PerTokens, PlanMinutes, Unpriced)
}


def rule_of(group: Group, sources: Sources) -> PriceRule:
    """The rule in `[prices.NAME]`."""
    rule, source = _RULES[group.choice("per", tuple(_RULES))], source_of(group, sources)
    if rule is Unpriced:
        if group.has("rows"):
            raise group.refused("rows", "stand beside a price that is unknown", "take them out, or say per = what")
        return Unpriced(group.name, (), source)
    credit = group.money("credit") if group.has("credit") else None
    rows = tuple(_row(row, credit, sources) for row in group.rows("rows", _ROW_KEYS))
    nothing = Fraction(0)
    step, more = group.number("step_seconds", nothing), group.number("input_seconds", nothing)
    return rule(group.name, rows, source, step, more)


def _row(group: Group, credit: Money | None, sources: Sources) -> PriceRow:
    credits = group.number("credits") if group.has("credits") else None
    return PriceRow(
        _amount(group, credits, credit),
        up_to=group.size("up_to", group.text("up_to")) if group.has("up_to") else None,
        sound=group.flag("sound") if group.has("sound") else None,
        tier=group.text("tier") if group.has("tier") else None,
        longest=group.number("to_seconds") if group.has("to_seconds") else None,
        credits=credits,
        source=source_of(group, sources) if group.has("source") else None,
    )


def _amount(group: Group, credits: Fraction | None, credit: Money | None) -> Money:
    if credits is None:
        return group.money("amount")
    if group.has("amount"):
        raise group.refused("amount", "stands beside credits", "write one of the two")
    if credit is None:
        raise group.refused("credits", "has no price", 'say above the rows what one costs: credit = "0.01 USD"')
    return times(credit, credits)


def check_prices(prices: Group, rules: Sequence[PriceRule], modes: Sequence[Mode], tiers: Sequence[str]) -> None:
    """Each mode has a price at each size, with each sound and tier that it offers; each price is some mode's."""
    for rule in rules:
        paid = [mode for mode in modes if mode.price == rule.name]
        one = prices.group(rule.name, None)
        if not paid:
            raise one.refused("", "is the price of no mode", f'write price = "{rule.name}" in a mode, or take it out')
        if isinstance(rule, PerTokens) and not all(mode.rates for mode in paid):
            raise one.refused("per", "counts frames, and a mode names no rate", "write rates = [24] in the mode")
        if len({row.amount.currency for row in rule.rows}) > 1:
            raise one.refused("rows", "have several currencies", "write one currency")
        if strange := {row.tier for row in rule.rows} - {None, *tiers}:
            raise one.refused("rows", f"name the tier {min(map(str, strange))!r}", "add it to tiers of [service]")
        missing = next(_unpriced(rule, paid, tiers or ("",)), None)
        if missing:
            raise one.refused("rows", f"have no price for {missing}", "add a row, or widen up_to of the last one")


def _unpriced(rule: PriceRule, modes: Sequence[Mode], tiers: Sequence[str]) -> Iterator[str]:
    """What can be bought and has no row, in words."""
    if isinstance(rule, Unpriced):
        return
    for slot, tier in product((slot for mode in modes for slot in longest_slots(mode)), tiers):
        if rule.row(slot, tier) is None:
            sound = "with" if slot.has_sound else "without"
            words = f"{slot.mode.name}: {slot.size}, {float(slot.seconds):g} s, {sound} sound"
            yield f"{words}, tier {tier}" if tier else words

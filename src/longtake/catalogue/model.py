"""A model: what can be asked of it, what that costs, and how it behaves. All of it comes from a file (`reading`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from math import floor
from typing import Literal

from longtake.catalogue.modes import Mode, Slot, Source
from longtake.catalogue.order_form import OrderForm
from longtake.catalogue.prices import Price, PriceRule
from longtake.catalogue.workflow import Workflow
from longtake.errors import CatalogueError

__all__ = ["Knob", "Latency", "LimitUnit", "Model", "Negative", "PromptLimit", "Reconcile"]

LimitUnit = Literal["characters", "utf16", "bytes", "tokens", "words"]
"""What a prompt's length is counted in; `utf16` is 16-bit units, of which an emoji has two."""

Negative = Literal["apart", "in prompt", "none"]
"""Where words for what must not be seen go: a field of their own, the prompt, or nowhere."""

Reconcile = Literal["key", "lookup", "blind"]
"""How an order whose answer was lost is found again: by a key of ours that the provider keeps, by looking through its
list of tasks, or not at all."""


@dataclass(frozen=True, slots=True)
class PromptLimit:
    """The longest prompt that is taken; a count of 0 where none is."""

    count: int
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from the order to the take: half of all takes are there by `p50`, 19 of 20 by `p95`."""

    p50: Fraction
    p95: Fraction


@dataclass(frozen=True, slots=True)
class Knob:
    """What a provider calls a setting. steps: the words that it takes, from the least to the most; () for a number from
    0 to 1."""

    name: str
    steps: tuple[str, ...] = ()

    def turned(self, share: Fraction) -> str:
        """The value that stands for a share from 0 to 1: `0.3`, or the word of the step that it falls in."""
        last = len(self.steps) - 1
        return self.steps[min(last, floor(share * len(self.steps)))] if self.steps else f"{float(share):g}"


@dataclass(frozen=True, slots=True)
class Model:
    """One model at one provider.

    name: what a storyboard's route calls it; wire_name: what the provider does. words: for people. tiers: of service,
    the first is taken unless another is asked for; () where there is one. energy: the provider's knob for how much
    moves, "" for none. concurrency: takes at a time on a new account; None where nobody says. expires_after: seconds
    until a finished take is gone from the provider; None where it stays or nobody says. watermark: whether takes carry
    one that cannot be switched off. terms: of commercial use. regions: where takes are made, () where nobody says.
    retires: the day from which nothing can be bought any more; replacement: the model to take then. sources: of each
    group of figures, by the group's name, sorted. strength: the knob for how far an edit may go from its source clip;
    None where there is none. form: how orders for it are written, where its provider has a form for each model.
    workflow: what makes its takes, for a server of the user's own.
    """

    name: str
    words: str
    provider: str
    wire_name: str
    modes: tuple[Mode, ...]
    prices: tuple[PriceRule, ...]
    tiers: tuple[str, ...]
    takes_seed: bool
    negative: Negative
    energy: str
    prompt_limit: PromptLimit
    latency: Latency
    concurrency: int | None
    expires_after: Fraction | None
    watermark: bool
    terms: str
    regions: tuple[str, ...]
    retires: date | None
    replacement: str
    dialect: str
    reconcile: Reconcile
    sources: tuple[tuple[str, Source], ...]
    aliases: tuple[str, ...] = ()
    strength: Knob | None = None
    form: OrderForm | None = None
    workflow: Workflow | None = None

    def price(self, slot: Slot, tier: str = "") -> Price:
        """The price of one take. tier: "" for the usual one. Raises CatalogueError for a tier that it does not have."""
        rule = next(rule for rule in self.prices if rule.name == slot.mode.price)
        return rule.of(slot, self.tier(tier))

    def tier(self, wanted: str = "") -> str:
        """The tier by its name, or the usual one for "". Raises CatalogueError, with those there are."""
        if not wanted or wanted in self.tiers:
            return wanted or next(iter(self.tiers), "")
        near = get_close_matches(wanted, self.tiers, n=1)
        known = f"it has {', '.join(self.tiers)}" if self.tiers else "it has one tier: leave it out"
        advice = (f"did you mean {near[0]}?",) if near else (known,)
        raise CatalogueError(f"{self.name} has no tier {wanted!r}", advice=advice)

    def is_retired(self, on: date) -> bool:
        """Whether nothing can be bought of it any more on that day."""
        return self.retires is not None and on >= self.retires

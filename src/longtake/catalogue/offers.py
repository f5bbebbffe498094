"""What the catalogue offers for a wish: of each model that can, the cheapest slot, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from longtake.catalogue.model import Model
from longtake.catalogue.modes import Kind, Mode, Slot
from longtake.catalogue.prices import Price, times
from longtake.media import Money, Size

__all__ = ["Offer", "Wish", "offers"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for; None for whatever there is. size: at least this large. most: for a second of the take."""

    kind: Kind | None = None
    has_sound: bool = False
    seconds: Fraction | None = None
    size: Size | None = None
    most: Money | None = None
    provider: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A model with those of its modes that fit, and the slot that costs least a second."""

    model: Model
    modes: tuple[Mode, ...]
    slot: Slot
    price: Price

    @property
    def a_second(self) -> Money | None:
        """What a second of the take costs; None where nobody states it."""
        return times(self.price.amount, 1 / self.slot.seconds) if self.price.amount else None


def offers(models: Iterable[Model], wish: Wish) -> Iterator[Offer]:
    """An offer of each model that can, in the order given. A price that nobody states is beyond any maximum."""
    for model in models:
        if wish.provider not in (None, model.provider) or not _is_made_in(model, wish.region):
            continue
        fitting = [offer for mode in model.modes for slot in _slots(mode, wish) if (offer := _offer(model, slot, wish))]
        if fitting:
            best = min(
                fitting, key=lambda offer: (offer.a_second is None, _figure(offer.a_second), offer.slot.size.pixels)
            )
            modes = tuple(mode for mode in model.modes if any(offer.slot.mode == mode for offer in fitting))
            yield Offer(model, modes, best.slot, best.price)


def _is_made_in(model: Model, region: str | None) -> bool:
    return region is None or region in model.regions


def _slots(mode: Mode, wish: Wish) -> Iterator[Slot]:
    """The slots of a mode that fulfil the wish: of its sizes each that is large enough, at the shortest length."""
    if wish.kind not in (None, mode.kind) or (wish.has_sound and mode.sound == "never"):
        return
    seconds = mode.lengths.reaching(wish.seconds or Fraction(0))
    if seconds is None:
        return
    has_sound = wish.has_sound or mode.sound == "always"
    for size in mode.sizes:
        if wish.size is None or (size.width >= wish.size.width and size.height >= wish.size.height):
            yield Slot(mode, seconds, size, mode.rates[0] if mode.rates else None, has_sound)


def _offer(model: Model, slot: Slot, wish: Wish) -> Offer | None:
    offer = Offer(model, (slot.mode,), slot, model.price(slot))
    if wish.most is None:
        return offer
    found = offer.a_second
    is_within = found is not None and found.currency == wish.most.currency and found.amount <= wish.most.amount
    return offer if is_within else None


def _figure(money: Money | None) -> Fraction:
    return Fraction(money.amount) if money else Fraction(0)

"""What an order gets: size, rate, price and how long it takes, by the catalogue's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from longtake.catalogue import Catalogue, Latency, Mode, Model, Slot
from longtake.catalogue.prices import PerTokens, times
from longtake.emulator.asked import Asked, Shape
from longtake.media import FrameRate, Money, Size

__all__ = ["Offer", "model_named", "model_of", "offer_of"]

_HOUSE_LATENCY = Latency(Fraction(60), Fraction(240))
_HOUSE_PRICE = Money("0.10", "USD")
_HOUSE_RATE = FrameRate(24)
_HOUSE_LINES = 720
_HOUSE_LIFE = Fraction(24 * 3600)


@dataclass(frozen=True, slots=True)
class Offer:
    """One order's terms. life: seconds until the finished take is gone. model: the catalogue's name, "" where the
    catalogue does not know the model; the figures are then the emulator's own, 0.10 USD a second among them. tokens:
    what the price is counted in, None where it is not in tokens."""

    size: Size
    rate: FrameRate
    has_sound: bool
    latency: Latency
    price: Money
    life: Fraction
    model: str = ""
    tokens: int | None = None


def offer_of(catalogue: Catalogue, asked: Asked) -> Offer:
    """The terms for an order; models are told by their provider and the name on the wire."""
    model = model_of(catalogue, asked)
    if model is None:
        size = _size(asked.size, ())
        price = times(_HOUSE_PRICE, asked.seconds)
        return Offer(size, _HOUSE_RATE, asked.sound is not False, _HOUSE_LATENCY, price, _HOUSE_LIFE)
    mode = _mode(model, asked)
    size = _size(asked.size, mode.sizes)
    rate = mode.rates[0] if mode.rates else _HOUSE_RATE
    has_sound = {"never": False, "always": True, "asked": asked.sound is True}[mode.sound]
    slot = Slot(mode, asked.seconds, size, rate, has_sound)
    price, life = _price(model, slot, asked.tier), model.expires_after or _HOUSE_LIFE
    return Offer(size, rate, has_sound, model.latency, price, life, model.name, _tokens(model, slot))


def model_of(catalogue: Catalogue, asked: Asked) -> Model | None:
    """The model that was asked for, None where the catalogue does not have it."""
    return model_named(catalogue, asked.provider, asked.model)


def model_named(catalogue: Catalogue, provider: str, name: str) -> Model | None:
    """The model with that name on the wire, or whose name the asked one goes on from: fal's apps have paths."""
    models = [model for model in catalogue.values() if model.provider == provider]
    fitting = [model for model in models if f"{name}/".startswith(f"{model.wire_name}/")]
    return max(fitting, key=lambda model: len(model.wire_name), default=None)


def _mode(model: Model, asked: Asked) -> Mode:
    """The mode of that kind which makes that size and length, as far as there is one."""

    def nearness(mode: Mode) -> tuple[bool, bool, bool]:
        makes = isinstance(asked.size, Shape) or asked.size in mode.sizes
        if isinstance(asked.size, Shape):
            makes = not asked.size.lines or any(size.short_side == asked.size.lines for size in mode.sizes)
        return mode.kind == asked.kind, makes, mode.lengths.reaching(asked.seconds) == asked.seconds

    return max(model.modes, key=nearness)


def _size(wanted: Size | Shape, offered: Sequence[Size]) -> Size:
    """The pixels of a shape: the nearest size on offer, or the shape's own with even sides."""
    if isinstance(wanted, Size):
        return wanted
    if offered:
        return min(offered, key=lambda size: _apart(size, wanted))
    long, short = max(wanted.ratio, 1 / wanted.ratio), (wanted.lines or _HOUSE_LINES) // 2 * 2
    other = round(long * short / 2) * 2
    return Size(other, short) if wanted.ratio >= 1 else Size(short, other)


def _apart(size: Size, wanted: Shape) -> Fraction:
    """How far a size is from a shape, in its ratio and in its number of pixels together: `1080p` is as many pixels in a
    square as in 16:9."""
    pairs = [(size.ratio, wanted.ratio)]
    if wanted.lines:
        pairs.append((Fraction(size.pixels), wanted.lines**2 * Fraction(16, 9)))
    return sum((max(pair) / min(pair) - 1 for pair in pairs), Fraction(0))


def _tokens(model: Model, slot: Slot) -> int | None:
    rule = next(rule for rule in model.prices if rule.name == slot.mode.price)
    return rule.tokens(slot) if isinstance(rule, PerTokens) else None


def _price(model: Model, slot: Slot, tier: str) -> Money:
    """The catalogue's price, of the usual tier where the model has no other; where there is none, the house's."""
    try:
        amount = model.price(slot, tier if tier in model.tiers else "").amount
    except LookupError:
        amount = None
    return amount or times(_HOUSE_PRICE, slot.seconds)

"""The prices of OpenRouter's list of models as a price of the catalogue. Pure.

The list names its prices without saying what the names mean. Those that other clients read alike are read here, with
that certainty; a model with any other name has no known price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from longtake.generation.providers.openrouter import GRADES
from longtake.generation.shaping import grade_of
from longtake.media import Size

__all__ = ["SkuPrice", "price_of"]

_SKU = re.compile(
    r"(duration_seconds|cents_per_second_output)(_with_audio|_without_audio)?(?:_(\d+p|\dk))?", re.IGNORECASE
)
_TOKENS = re.compile(r"video_tokens(_with_audio|_without_audio)?")


@dataclass(frozen=True, slots=True)
class SkuPrice:
    """A price as it stands in a model's file. name: of its table; text: the table; note: why it is not known;
    has_rates: whether it counts frames, so that a mode must name a rate."""

    name: str
    text: str
    note: str = ""
    has_rates: bool = False


def price_of(skus: Mapping[str, str], sizes: Sequence[Size]) -> SkuPrice:
    """skus: the list's prices by name; sizes: that the model makes, the smallest first."""
    unknown = '[prices.unknown]\nsource = "unstated"\nper = "unknown"\n'
    try:
        by_second, by_token = dict(_by_second(skus)), dict(_by_token(skus))
    except InvalidOperation:
        return SkuPrice("unknown", unknown, "its price is no figure")
    strange = sorted(skus.keys() - by_second.keys() - by_token.keys())
    if strange or not skus or (by_second and by_token):
        told = f"its price is told as {', '.join(strange or sorted(skus))}" if skus else "it states no price"
        return SkuPrice("unknown", unknown, f"{told}, so it is not known")
    rows = _rows(list((by_second or by_token).values()), sizes)
    if not rows:
        return SkuPrice("unknown", unknown, "its price is not stated for all its sizes, so it is not known")
    per = "second" if by_second else "1000 tokens"
    return SkuPrice(
        "paid", f'[prices.paid]\nsource = "openrouter-prices"\nper = "{per}"\nrows = [\n{rows}]\n', "", bool(by_token)
    )


@dataclass(frozen=True, slots=True)
class _Sku:
    """amount: US dollars for a second or for a thousand tokens; grade: "" for all."""

    amount: Decimal
    sound: bool | None
    grade: str = ""


def _by_second(skus: Mapping[str, str]) -> Iterator[tuple[str, _Sku]]:
    for name, figure in skus.items():
        if found := _SKU.fullmatch(name):
            share = Decimal("0.01") if found[1].startswith("cents") else Decimal(1)
            yield name, _Sku(_figure(figure) * share, _sound(found[2]), (found[3] or "").lower())


def _by_token(skus: Mapping[str, str]) -> Iterator[tuple[str, _Sku]]:
    for name, figure in skus.items():
        if found := _TOKENS.fullmatch(name):
            yield name, _Sku(_figure(figure) * 1000, _sound(found[1]))


def _figure(text: str) -> Decimal:
    """Raises InvalidOperation for what is no price."""
    figure = Decimal(text)
    if not figure.is_finite() or figure <= 0:
        raise InvalidOperation(text)
    return figure


def _sound(word: str | None) -> bool | None:
    return None if not word else word == "_with_audio"


def _rows(skus: Sequence[_Sku], sizes: Sequence[Size]) -> str:
    """The rows of a price, the smallest size first; "" where a size would have none."""
    largest = {grade_of(size, tuple(GRADES)): size for size in sizes}
    known = [(largest[sku.grade] if sku.grade else None, sku) for sku in skus if not sku.grade or sku.grade in largest]
    if not {None, sizes[-1]} & {size for size, _ in known}:
        return ""
    known.sort(key=lambda one: (one[0] is None, one[0].pixels if one[0] else 0, one[1].sound is None))
    return "".join(f"  {{{', '.join(_row(*one))}}},\n" for one in known)


def _row(up_to: Size | None, sku: _Sku) -> Iterator[str]:
    if sku.sound is not None:
        yield f"sound = {str(sku.sound).lower()}"
    if up_to:
        yield f'up_to = "{up_to}"'
    yield f'amount = "{sku.amount.normalize():f} USD"'

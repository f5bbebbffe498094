"""What somebody wishes of a model, in words, and what the catalogue offers for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from fractions import Fraction
from typing import TypedDict, TypeVar, cast, get_args

from longtake.catalogue import Catalogue, Kind, Offer, Wish, offers
from longtake.errors import InputError
from longtake.media import Money, Size, parse_seconds

__all__ = ["ModelWish", "offered"]

_T = TypeVar("_T")


class ModelWish(TypedDict, total=False):
    """name: of one model, or an alias of it. kind: text, image, references, extension, video, enhance, avatar or
    audio. audio: only what makes sound. duration: seconds of one take, `8` or `8s`. size: at least `1280x720`.
    max_price: the most for a second, `0.10` (US dollars) or `0.10 EUR`. provider, region: as the catalogue has them.
    """

    name: str | None
    kind: str | None
    audio: bool
    duration: str | int | Fraction | None
    size: str | Size | None
    max_price: str | Money | None
    provider: str | None
    region: str | None


def offered(catalogue: Catalogue, wish: ModelWish) -> tuple[Offer, ...]:
    """The offers, by name. Raises InputError for a wish that cannot be read, with the nearest that can."""
    name = wish.get("name")
    models = catalogue.values()
    if name is not None and name not in catalogue:
        near = catalogue.nearest(name)
        advice = f"did you mean {' or '.join(near)}?" if near else "longtake models lists them all"
        raise InputError(f"{name!r} is no model of the catalogue", place="name", advice=(advice,))
    asked = Wish(
        kind=cast(Kind | None, _known("kind", wish.get("kind"), get_args(Kind))),
        has_sound=wish.get("audio", False),
        seconds=_read("duration", wish.get("duration"), Fraction, _seconds),
        size=_read("size", wish.get("size"), Size, Size.parse),
        most=_read("max_price", wish.get("max_price"), Money, _money),
        provider=_known("provider", wish.get("provider"), (model.provider for model in models)),
        region=_known("region", wish.get("region"), (region for model in models for region in model.regions)),
    )
    return tuple(offers([catalogue[name]] if name is not None else models, asked))


def _known(what: str, word: str | None, known: Iterable[str]) -> str | None:
    """The word, if it is known. Raises InputError."""
    if word is None:
        return None
    words = sorted(set(known))
    if word in words:
        return word
    near = get_close_matches(word, words, n=1)
    advice = f"did you mean {near[0]}?" if near else f"there are: {', '.join(words)}"
    raise InputError(f"{word!r} is no {what} of the catalogue", place=what, advice=(advice,))


def _read(what: str, value: object, kind: type[_T], parse: Callable[[str], _T]) -> _T | None:
    """The value itself, or read from words. Raises InputError."""
    if value is None or isinstance(value, kind):
        return value
    try:
        return parse(str(value))
    except ValueError as error:
        raise InputError(str(error), place=what) from None


def _seconds(text: str) -> Fraction:
    """`8` is seconds, as `8s` is."""
    seconds = parse_seconds(text if re.search(r"[a-z]", text) else f"{text}s")
    if not seconds:
        raise ValueError(f"{text!r} is no length of a take: write more than 0 s")
    return seconds


def _money(text: str) -> Money:
    """`0.10` is US dollars, which nearly all models are paid in."""
    return Money.parse(text if re.search(r"[A-Za-z]", text) else f"{text} USD")

"""Filling in order forms: an order in the names and words of one of an aggregator's models. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from longtake.catalogue import Choice, OrderForm, Way
from longtake.generation.provider import Order
from longtake.generation.shaping import CannotAskError, grade_of, knobs, only, ratio_of, shown_as, whole_seconds

__all__ = ["Filled", "filled"]


@dataclass(frozen=True, slots=True)
class Filled:
    """model: the name with what follows it for takes of this kind; fields: what is said."""

    model: str
    fields: dict[str, Any]


def filled(order: Order) -> Filled:
    """Raises CannotAskError for what the form has no field or no word for."""
    form = order.form
    way = form.way(order.kind, has_last_frame=bool(order.inputs_of("last frame"))) if form else None
    if form is None or way is None:
        raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
    _check(order, form)
    fields = {**dict(form.always), **_said(order, form), **knobs(order)}
    for one in way.without:
        field = getattr(form, one)
        fields.pop(field if isinstance(field, str) else field.name, None)
    return Filled(order.model + way.path, fields | _shown(order, way))


def _check(order: Order, form: OrderForm) -> None:
    takes = {"seed": form.seed, "negative": form.negative, "shots": form.shots, "settings": form.settings}
    only(order, *(name for name, has in takes.items() if has))
    if strange := sorted(set(order.settings) - set(form.settings)):
        raise CannotAskError(f"{order.model} takes no {strange[0]}, and the order has one")


def _said(order: Order, form: OrderForm) -> dict[str, Any]:
    """What is said in words and numbers."""
    said: dict[str, Any] = {"prompt": order.prompt} | dict(_shape(order, form))
    if form.seconds:
        said[form.seconds.name] = form.seconds.of(whole_seconds(order.seconds))
    if form.sound:
        said[form.sound] = order.audio
    if order.negative:
        said[form.negative] = order.negative
    if order.seed is not None:
        said[form.seed] = order.seed
    if order.shots and form.shots:
        by = form.shots
        said[by.name] = [{"prompt": text, "duration": by.of(whole_seconds(long))} for text, long in order.shots]
        del said["prompt"]
    return said


def _shape(order: Order, form: OrderForm) -> Iterator[tuple[str, str]]:
    readings: tuple[tuple[Choice | None, Callable[[Order, Sequence[str]], str]], ...] = (
        (form.ratio, lambda order, ours: ratio_of(order.size, ours)),
        (form.grade, lambda order, ours: grade_of(order.size, ours)),
        (form.size, _size),
    )
    yield from ((choice.name, choice.theirs(read(order, choice.ours))) for choice, read in readings if choice)


def _size(order: Order, ours: Sequence[str]) -> str:
    if str(order.size) not in ours:
        raise CannotAskError(f"{order.model} has none of the sizes that can be asked for: {', '.join(ours)}")
    return str(order.size)


def _shown(order: Order, way: Way) -> dict[str, Any]:
    """Files by the fields of their roles; in a field that is a list they stand in the order of their roles."""
    fields: dict[str, list[str]] = {}
    given = shown_as(order, dict(way.inputs))
    for role, name in way.inputs:
        fields.setdefault(name, []).extend(one.address for _, one in given if one.role == role)
    for name, addresses in fields.items():
        if len(addresses) > 1 and not name.endswith("[]"):
            raise CannotAskError(f"{order.model} is shown one {name}, and the order has {len(addresses)}")
    return {
        name.removesuffix("[]"): addresses if name.endswith("[]") else addresses[0]
        for name, addresses in fields.items()
        if addresses
    }

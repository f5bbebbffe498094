"""`longtake models`: what can make a shot, what that costs, and how sure it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table

if TYPE_CHECKING:
    from longtake.catalogue import Lengths, Mode, Model, Offer, PriceRow, PriceRule

__all__ = ["models", "models_text"]


@click.command()
@click.argument("name", required=False)
@click.option("--kind", metavar="KIND", help="text, image, references, extension, video, enhance, avatar or audio.")
@click.option("--audio", is_flag=True, help="Only models that make sound.")
@click.option("--duration", metavar="SECONDS", help="The length of one take.")
@click.option("--size", metavar="WxH", help="At least this large: 1280x720.")
@click.option("--max-price", metavar="AMOUNT", help="The most for a second: 0.10, in US dollars.")
@click.option("--provider", metavar="NAME", help="Only models of this provider.")
@click.option("--region", metavar="NAME", help="Only models that are known to make their takes there.")
@click.option(
    "--catalogue",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of your own that adds a model or overrides figures; may be given again.",
)
@shared_options
@click.pass_context
def models(context: click.Context, /, name: str | None, **wish: Any) -> None:
    """Show which models can make a shot and what a second costs; one by its NAME, with all that is known of it."""
    import longtake

    found = longtake.models(name=name, **wish)
    if settings_of(context).json:
        for offer in found:
            emit(_offer_json(offer))
    elif name is not None and found:
        say(_model_text(found[0].model))
    else:
        say(models_text(found, get_terminal_size().columns if sys.stdout.isatty() else None))


def models_text(found: Sequence[Offer], width: int | None = None) -> str:
    """A row a model, with the lengths and sizes of the modes that fit. width: of the terminal; None for any."""
    if not found:
        return "No model of the catalogue can do that.\n  leave out a wish · longtake models lists them all"
    head = ("model", "a second", "price is", "seconds", "sizes", "sound", "found again", "makes takes from")
    rows = [head, *map(_row, found)]
    unsure = sum(not offer.price.is_sure for offer in found)
    notes = [f"{count(len(found), 'model')}. Prices in full: longtake models NAME."]
    if unsure:
        notes.append(f"{unsure} with a price that is only recalled or not known: a route needs max_price for these.")
    return "\n".join([table(rows, right=(1,), width=width), "", *notes])


def _row(offer: Offer) -> tuple[str, ...]:
    model, modes = offer.model, offer.modes
    price = offer.a_second
    kinds = " ".join(dict.fromkeys(mode.kind for mode in modes))
    until = f" (until {model.retires}, then {model.replacement})" if model.retires else ""
    sounds = {mode.sound for mode in modes}
    return (
        model.name,
        str(price) if price else "not known",
        offer.price.source.sure if price else "–",
        _lengths_text([mode.lengths for mode in modes]),
        _sizes_text(modes),
        sounds.pop() if len(sounds) == 1 else "by mode",
        model.reconcile,
        kinds + until,
    )


def _lengths_text(lengths: Sequence[Lengths]) -> str:
    """`4 6 8`, `2–10`: of all modes together."""
    if any(not one.these for one in lengths):
        least = min(min(one.these, default=one.least) for one in lengths)
        return f"{_number(least)}–{_number(max(one.longest for one in lengths))}"
    return " ".join(_number(one) for one in sorted({length for one in lengths for length in one.these}))


def _sizes_text(modes: Sequence[Mode]) -> str:
    """`720p–2160p`, by the shorter sides."""
    sides = [size.short_side for mode in modes for size in mode.sizes]
    return f"{min(sides)}p" if min(sides) == max(sides) else f"{min(sides)}p–{max(sides)}p"


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def _model_text(model: Model) -> str:
    """All that is known of a model, each group of figures with the number of its source below."""
    told = dict(model.sources) | {f"mode {mode.name}": mode.source for mode in model.modes}
    rows = [(rule, row) for rule in model.prices for row in rule.rows or (None,)]
    paid = [row.source if row else rule.source for rule, row in rows]
    numbers = {source: number for number, source in enumerate(dict.fromkeys([*told.values(), *paid]), 1)}
    marks = {group: f"[{numbers[source]}]" for group, source in told.items()}
    facts = [(name, words, marks[group]) for name, words, group in _facts(model)]
    modes = [(*_mode_row(mode), marks[f"mode {mode.name}"]) for mode in model.modes]
    prices = [(*_price_row(rule, row), f"[{numbers[source]}]") for (rule, row), source in zip(rows, paid, strict=True)]
    sources = [f" [{number}] {source.sure}, {source.read_on}: {source.said_by}" for source, number in numbers.items()]
    parts = [f"{model.words} ({model.name})", table(facts), table([_MODES_HEAD, *modes])]
    return "\n\n".join([*parts, table([_PRICES_HEAD, *prices]), "\n".join(sources)])


def _facts(model: Model) -> Iterator[tuple[str, str, str]]:
    """What is known, in words, and the group of figures that it stands in."""
    limit, latency = model.prompt_limit, model.latency
    yield "provider", model.provider, "service"
    yield "called there", model.wire_name, "service"
    yield "found again", _RECONCILE[model.reconcile], "service"
    yield "tiers", ", ".join(model.tiers) or "one", "service"
    yield "at a time", str(model.concurrency or "not known"), "service"
    yield (
        "takes are kept",
        f"{_number(model.expires_after / 3600)} h" if model.expires_after else "not known",
        "service",
    )
    yield "prompt", f"up to {limit.count} {_UNITS.get(limit.unit, limit.unit)}", "prompt"
    yield "what to avoid", _NEGATIVE[model.negative], "prompt"
    yield "seed", "taken" if model.takes_seed else "not taken", "prompt"
    yield "a take comes after", f"{_number(latency.p50)} s; 19 of 20 by {_number(latency.p95)} s", "latency"
    yield "watermark", "on every take" if model.watermark else "none that is seen", "terms"
    yield "commercial use", model.terms, "terms"
    yield "made in", ", ".join(model.regions) or "not known", "terms"
    if model.retires:
        yield "until", f"{model.retires}, then {model.replacement}", "retirement"


_RECONCILE = {
    "key": "by a key of ours that the provider keeps",
    "lookup": "in the provider's list of tasks",
    "blind": "not at all: an order without an answer may have been paid",
}
_NEGATIVE = {"apart": "in a field of its own", "in prompt": "in the prompt", "none": "cannot be said"}
_UNITS = {"utf16": "UTF-16 units"}
_MODES_HEAD = ("mode", "kind", "takes in", "seconds", "sizes", "sound", "price", "")
_PRICES_HEAD = ("price", "for", "amount", "")


def _mode_row(mode: Mode) -> tuple[str, ...]:
    inputs = ", ".join(f"{_span(one.least, one.most)} {one.role}" for one in mode.inputs)
    sizes = " ".join(map(str, mode.sizes))
    return mode.name, mode.kind, inputs or "words", _lengths_text([mode.lengths]), sizes, mode.sound, mode.price


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def _price_row(rule: PriceRule, row: PriceRow | None) -> tuple[str, ...]:
    if row is None:
        return rule.name, "", "not known"
    credits = f" ({_number(row.credits)} credits)" if row.credits else ""
    return rule.name, _holds_for(row), f"{row.amount} a {rule.per}{credits}"


def _holds_for(row: PriceRow) -> str:
    sound = {True: "with sound", False: "without sound", None: ""}[row.sound]
    parts = (
        f"up to {row.up_to}" if row.up_to else "",
        f"up to {_number(row.longest)} s" if row.longest else "",
        sound,
        row.tier or "",
    )
    return ", ".join(part for part in parts if part) or "all"


def _offer_json(offer: Offer) -> dict[str, object]:
    """Seconds as exact fractions and money with its currency, both as text."""
    model, slot = offer.model, offer.slot
    return {
        "event": "model",
        "name": model.name,
        "words": model.words,
        "provider": model.provider,
        "kinds": sorted({mode.kind for mode in offer.modes}),
        "modes": [mode.name for mode in offer.modes],
        "slot": {"mode": slot.mode.name, "seconds": str(slot.seconds), "size": str(slot.size), "audio": slot.has_sound},
        "price": str(offer.price.amount) if offer.price.amount else None,
        "price_a_second": str(offer.a_second) if offer.a_second else None,
        "price_is": offer.price.source.sure,
        "is_price_sure": offer.price.is_sure,
        "reconcile": model.reconcile,
        "regions": list(model.regions),
        "retires": str(model.retires) if model.retires else None,
        "replacement": model.replacement or None,
    }

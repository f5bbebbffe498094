"""One model in full: what it takes, makes and costs, and who said so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.cli.text import table

if TYPE_CHECKING:
    from longtake.catalogue import Knob, Lengths, Mode, Model, PriceRow, PriceRule

__all__ = ["card_text", "lengths_text", "sizes_text"]


def card_text(model: Model, width: int | None = None) -> str:
    """All that is known of a model, each group of figures with the number of its source below. width: of the terminal;
    None for any."""
    told = dict(model.sources) | {f"mode {mode.name}": mode.source for mode in model.modes}
    paid = [(rule, row, (row and row.source) or rule.source) for rule in model.prices for row in rule.rows or (None,)]
    numbers = {
        source: number for number, source in enumerate(dict.fromkeys([*told.values(), *(s for *_, s in paid)]), 1)
    }
    marks = {group: f"[{numbers[source]}]" for group, source in told.items()}
    facts = [(name, words, marks[group]) for name, words, group in _facts(model)]
    modes = [(*_mode_row(mode), marks[f"mode {mode.name}"]) for mode in model.modes]
    sizes = [(names, marks.get("sizes", mark), words) for names, mark, words in _sizes_rows(model, marks)]
    prices = [(*_price_row(rule, row), f"[{numbers[source]}]") for rule, row, source in paid]
    sources = [f" [{number}] {source.sure}, {source.read_on}: {source.said_by}" for source, number in numbers.items()]
    tables = [table(facts), table([_MODES_HEAD, *modes]), table([_SIZES_HEAD, *sizes], width=width)]
    return "\n\n".join([f"{model.words} ({model.name})", *tables, table([_PRICES_HEAD, *prices]), "\n".join(sources)])


_RECONCILE = {
    "key": "by a key of ours that the provider keeps",
    "lookup": "in the provider's list of tasks",
    "blind": "not at all: an order without an answer may have been paid",
}
_NEGATIVE = {"apart": "in a field of its own", "in prompt": "in the prompt", "none": "cannot be said"}
_MODES_HEAD = ("mode", "kind", "takes in", "seconds", "sizes", "sound", "price", "")
_SIZES_HEAD = ("sizes of", "", "")
_PRICES_HEAD = ("price", "for", "amount", "")


def _facts(model: Model) -> Iterator[tuple[str, str, str]]:
    """What is known, in words, and the group of figures that it stands in."""
    kept, latency = model.expires_after, model.latency
    yield "provider", model.provider, "service"
    yield "called there", model.wire_name, "service"
    yield "found again", _RECONCILE[model.reconcile], "service"
    yield "tiers", ", ".join(model.tiers) or "one", "service"
    yield "at a time", str(model.concurrency or "not known"), "service"
    yield "takes are kept", f"{_number(kept / 3600)} h" if kept else "not known", "service"
    yield "prompt", _prompt_text(model), "prompt"
    yield "what to avoid", _NEGATIVE[model.negative], "prompt"
    yield "seed", "taken" if model.takes_seed else "not taken", "prompt"
    if model.strength:
        yield "edit strength", _knob_text(model.strength), "strength"
    yield "a take comes after", f"{_number(latency.p50)} s; 19 of 20 by {_number(latency.p95)} s", "latency"
    yield "watermark", "on every take" if model.watermark else "none that is seen", "terms"
    yield "commercial use", model.terms, "terms"
    yield "made in", ", ".join(model.regions) or "not known", "terms"
    if model.retires:
        yield "until", f"{model.retires}, then {model.replacement}", "retirement"


def _prompt_text(model: Model) -> str:
    limit = model.prompt_limit
    unit = "UTF-16 units" if limit.unit == "utf16" else limit.unit
    return f"up to {limit.count} {unit}" if limit.count else "none is taken"


def _knob_text(knob: Knob) -> str:
    values = f"{len(knob.steps)} steps, {knob.steps[0]} to {knob.steps[-1]}" if knob.steps else "a number from 0 to 1"
    return f"{knob.name}: {values}"


def _mode_row(mode: Mode) -> tuple[str, ...]:
    forms = f" ({' or '.join(mode.forms).upper()})" if mode.forms else ""
    taken = [f"{_span(one.least, one.most)} {one.role}{forms if one.role == 'audio' else ''}" for one in mode.inputs]
    inputs = ", ".join([*taken, *(["its own avatar"] if mode.own else [])]) or "words"
    return mode.name, mode.kind, inputs, lengths_text([mode.lengths]), sizes_text([mode]), mode.sound, mode.price


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def _sizes_rows(model: Model, marks: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The modes that have the same sizes, the mark of the first one, and the sizes, enlarged ones with a star."""
    named: dict[str, list[str]] = {}
    for mode in model.modes:
        words = " ".join(f"{size}*" if size in mode.upscaled else str(size) for size in mode.sizes)
        named.setdefault(words, []).append(mode.name)
    for words, modes in named.items():
        star = " (* enlarged from a smaller picture)" if "*" in words else ""
        yield ", ".join(modes), marks[f"mode {modes[0]}"], words + star


def lengths_text(lengths: Sequence[Lengths]) -> str:
    """`4 6 8`, `2–10`: of all modes together."""
    if any(not one.these for one in lengths):
        least = min(min(one.these, default=one.least) for one in lengths)
        return f"{_number(least)}–{_number(max(one.longest for one in lengths))}"
    return " ".join(_number(one) for one in sorted({length for one in lengths for length in one.these}))


def sizes_text(modes: Sequence[Mode]) -> str:
    """`720p–2160p`, by the shorter sides."""
    sides = [size.short_side for mode in modes for size in mode.sizes]
    return f"{min(sides)}p" if min(sides) == max(sides) else f"{min(sides)}p–{max(sides)}p"


def _price_row(rule: PriceRule, row: PriceRow | None) -> tuple[str, ...]:
    if row is None:
        return rule.name, "", "not known"
    credits = f" ({_number(row.credits)} credits)" if row.credits else ""
    return rule.name, _holds_for(row), f"{row.amount} a {rule.per}{credits}"


def _holds_for(row: PriceRow) -> str:
    parts = (
        f"up to {row.up_to}" if row.up_to else "",
        f"up to {_number(row.longest)} s" if row.longest else "",
        {True: "with sound", False: "without sound", None: ""}[row.sound],
        row.tier or "",
    )
    return ", ".join(part for part in parts if part) or "all"


def _number(value: Fraction) -> str:
    return f"{float(value):g}"

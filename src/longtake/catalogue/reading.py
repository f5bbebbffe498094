"""A model's file becomes a model: every figure checked, every group with its source, nothing unknown passed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from longtake.catalogue.dialects import dialect_names
from longtake.catalogue.form_reading import form_of
from longtake.catalogue.group import Group
from longtake.catalogue.mode_reading import MODE_KEYS, mode_of
from longtake.catalogue.model import Knob, Latency, LimitUnit, Model, Negative, PromptLimit, Reconcile
from longtake.catalogue.modes import Source
from longtake.catalogue.price_reading import PRICE_KEYS, check_prices, rule_of
from longtake.catalogue.source_reading import Sources, source_of, sources_of
from longtake.catalogue.workflow_reading import workflow_of
from longtake.catalogue.written import GROUPS, Written

__all__ = ["model_of"]

_TOP_KEYS = (
    "model",
    "words",
    "provider",
    "dialect",
    "aliases",
    "sources",
    "service",
    "prompt",
    "strength",
    "form",
    "workflow",
    "latency",
    "terms",
    "sizes",
    "modes",
    "prices",
    "retirement",
)
_SERVICE_KEYS = ("source", "wire_name", "reconcile", "tiers", "concurrency", "expires_hours")
_PROMPT_KEYS = ("source", "limit", "unit", "seed", "negative", "energy")


def model_of(written: Written) -> Model:
    """Raises CatalogueError at the first figure that is missing, unknown, of another kind, or at odds with another."""
    top = Group(written, (), written.data, _TOP_KEYS)
    sources = sources_of(top)
    service, prompt = top.group("service", _SERVICE_KEYS), top.group("prompt", _PROMPT_KEYS)
    modes = tuple(mode_of(one, top, sources) for one in top.groups("modes", MODE_KEYS))
    terms = top.group("terms", ("source", "watermark", "commercial", "regions"))
    retires, replacement = _retirement(top)
    model = Model(
        name=written.model,
        words=top.text("words"),
        provider=top.text("provider"),
        wire_name=service.text("wire_name"),
        modes=modes,
        prices=tuple(rule_of(one, sources) for one in top.groups("prices", PRICE_KEYS)),
        tiers=service.texts("tiers"),
        takes_seed=prompt.flag("seed"),
        negative=prompt.choice("negative", get_args(Negative)),
        energy=prompt.text("energy", ""),
        prompt_limit=PromptLimit(prompt.whole("limit", 0), prompt.choice("unit", get_args(LimitUnit))),
        latency=_latency(top.group("latency", ("source", "p50_seconds", "p95_seconds"))),
        concurrency=service.whole("concurrency") if service.has("concurrency") else None,
        expires_after=service.number("expires_hours") * 3600 if service.has("expires_hours") else None,
        watermark=terms.flag("watermark"),
        terms=terms.text("commercial"),
        regions=terms.texts("regions"),
        retires=retires,
        replacement=replacement,
        dialect=top.choice("dialect", dialect_names()),
        reconcile=service.choice("reconcile", get_args(Reconcile)),
        sources=tuple(_group_sources(top, sources)),
        aliases=top.texts("aliases"),
        strength=_strength(top) if top.has("strength") else None,
        form=form_of(top),
        workflow=workflow_of(top, modes),
    )
    check_prices(top.group("prices", None), model.prices, model.modes, model.tiers)
    return model


def _group_sources(top: Group, sources: Sources) -> Iterator[tuple[str, Source]]:
    """Each group that stands by itself, with its source; modes and prices carry theirs."""
    for name in GROUPS:
        if top.has(name):
            yield name, source_of(top.group(name, None), sources)


def _latency(group: Group) -> Latency:
    latency = Latency(group.number("p50_seconds"), group.number("p95_seconds"))
    if latency.p95 < latency.p50:
        raise group.refused("p95_seconds", "is less than p50_seconds", "19 of 20 takes come after half of them")
    return latency


def _strength(top: Group) -> Knob:
    group = top.group("strength", ("source", "knob", "steps"))
    return Knob(group.text("knob"), group.texts("steps", is_needed=group.has("steps")))


def _retirement(top: Group) -> tuple[date | None, str]:
    if not top.has("retirement"):
        return None, ""
    group = top.group("retirement", ("source", "on", "replacement"))
    if not group.has("replacement"):
        raise group.refused("", "names no replacement", 'say what to take instead: replacement = "veo-3.1"')
    return group.day("on"), group.text("replacement")

"""Provenance: where a take comes from, told in the manifest and the report. No keys and no addresses. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from longtake.pipeline.appraisals import verdict_json
from longtake.pipeline.passed import did
from longtake.pipeline.taken import MissingTake, Takes
from longtake.planning import PlannedShot

if TYPE_CHECKING:
    from longtake.generation.landing import Landed

__all__ = ["made_instead", "made_rows", "missing_json", "take_json"]


def take_json(landed: Landed, shot: PlannedShot, takes: Takes) -> dict[str, Any]:
    """All about a take, for the manifest. takes: of the film."""
    segment, purchase, its = shot.segment, landed.purchase, landed.purchase.intent
    assert segment is not None
    return {
        "realm": its.realm,
        "provider": its.provider,
        "model": its.model,
        "model_name_there": landed.commission.asked.model,
        "version": purchase.model_version or None,
        "account": its.account,
        "kind": landed.commission.asked.kind,
        "seconds": str(segment.seconds),
        "size": str(segment.size),
        "rate": str(segment.rate),
        "sound": segment.audio,
        "tier": segment.tier or None,
        "prompt": segment.prompt.text,
        "negative": segment.prompt.negative or None,
        "settings": dict(segment.prompt.settings),
        "written_by": {"compiler": segment.prompt.compiler, "dialect": segment.prompt.dialect},
        "seed": segment.seed if purchase.seed is None else purchase.seed,
        "inputs": _inputs(its.request),
        "order": its.order,
        "take": its.take,
        **({"chosen_among": rivals} if (rivals := list(_rivals(takes, shot))) else {}),
        "purchase": purchase.id,
        "attempt": purchase.attempt,
        "job": _job(purchase.provider_job),
        "times": dict(takes.times.get(shot.key, {})),
        "quoted": str(segment.price),
        "cost": str(purchase.cost.amount) if purchase.cost else None,
        "cost_is": purchase.cost.source if purchase.cost else None,
        "watermark": landed.commission.model.watermark,
        "terms": landed.commission.model.terms or None,
        **({"instead_of": passed} if (passed := _instead_of(landed)) else {}),
        **({"verdict": verdict_json(verdict)} if (verdict := takes.verdicts.get(shot.key)) else {}),
        "sha256": landed.arrival.digest,
        "bytes": landed.arrival.size,
    }


def missing_json(missing: MissingTake, shot: PlannedShot) -> dict[str, Any]:
    """What a drawing stands in for."""
    model = shot.segment.model if shot.segment else None
    return {"model": model, "by": missing.by, "why": missing.why, "advice": list(missing.advice)}


def made_rows(landed: Landed, shot: PlannedShot, takes: Takes) -> Iterator[tuple[str, str]]:
    """The same for people: a name and a value."""
    told = take_json(landed, shot, takes)
    yield "model", f"{told['model']} of {told['provider']}" + (f", {told['version']}" if told["version"] else "")
    if told["realm"] == "emulated":
        yield "realm", "emulated: no model made this"
    if landed.commission.instead_of:
        yield "made by", made_instead(landed)
    yield "asked", f"{told['seconds']} s, {told['size']} at {told['rate']}, {'with' if told['sound'] else 'no'} sound"
    yield "prompt", told["prompt"]
    if told["negative"]:
        yield "not to be seen", told["negative"]
    for one in told["inputs"]:
        yield one["role"], f"SHA-256 {one['sha256']}"
    if told["seed"] is not None:
        yield "seed", str(told["seed"])
    among = f", chosen among {1 + len(told['chosen_among'])}" if "chosen_among" in told else ""
    yield "take", f"{told['take']}{among}, purchase {told['purchase']}, job {told['job']}"
    yield from told["times"].items()
    yield "cost", f"{told['cost'] or 'not known'} ({told['cost_is'] or 'nobody says'}); quoted {told['quoted']}"


def made_instead(landed: Landed) -> str:
    """`kling-3.0, since veo-3.1 refused it: the prompt names a brand`"""
    passed = landed.commission.instead_of
    return f"{landed.commission.model.name}, since {'; '.join(did(one) for one in passed)}"


def _instead_of(landed: Landed) -> list[dict[str, str]]:
    return [{"model": one.model, "by": one.by, "why": one.why} for one in landed.commission.instead_of]


def _rivals(takes: Takes, shot: PlannedShot) -> Iterator[dict[str, object]]:
    """The candidates that are not shown."""
    for one in takes.rivals.get(shot.key, ()):
        cost = str(one.cost.amount) if one.cost else None
        yield {"take": one.intent.take, "purchase": one.id, "cost": cost, "sha256": one.digest}


def _inputs(request: Mapping[str, object]) -> list[dict[str, object]]:
    rows = request.get("inputs")
    assert isinstance(rows, list | tuple)
    return [{"role": role, "tag": tag or None, "sha256": digest} for role, tag, digest in rows]


def _job(text: str | None) -> str | None:
    """The provider's id alone: what else is kept of a job is addresses."""
    if text and text.startswith("{"):
        return str(json.loads(text)["id"])
    return text

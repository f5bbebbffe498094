"""`longtake check PROVIDER`: whether a provider takes the key and answers as Longtake expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit, say, table

if TYPE_CHECKING:
    from longtake.generation.checking import Checked, CheckResult
    from longtake.generation.sample import Sample

__all__ = ["check", "check_text"]

_OPERATOR = 4


@click.command()
@click.argument("provider")
@click.option("--live", is_flag=True, help="The provider itself, though LONGTAKE_…_URL points at an emulator.")
@click.option("--emulate", is_flag=True, help="An emulator on this machine, without a key.")
@click.option("--buy", metavar="PRICE", help="Buy its cheapest take too, for at most so much: '0.50 USD'.")
@shared_options
@click.pass_context
def check(context: click.Context, provider: str, live: bool, emulate: bool, buy: str | None) -> None:
    """Ask a provider what costs nothing, with your key, and tell what is not as expected."""
    import longtake

    if live and emulate:
        raise click.UsageError("--live and --emulate contradict each other")
    settings = settings_of(context)
    found = longtake.check(provider, live=live, emulate=emulate, buy=buy, workspace=settings.workspace)
    if settings.json:
        for one in found.answers:
            emit(_json(found, one))
        if found.sample is not None:
            emit(_sample_json(found.sample))
    else:
        say(check_text(found))
    if not found.is_as_expected:
        context.exit(_OPERATOR if found.needs_operator else 1)


def check_text(found: CheckResult) -> str:
    """A row a question, what differs below it, and what to do next."""
    account = found.account
    kind = " · emulated" if account.is_emulated else ""
    lines = [f"{account.provider} · account {account.name} · {account.base}{kind}", ""]
    rows = [(one.question.what, one.endpoint, str(one.status or "–"), _verdict(one)) for one in found.answers]
    for row, one in zip(table(rows).split("\n"), found.answers, strict=True):
        lines += [row, *(f"     {told}" for told in _told(one))]
    if found.sample is not None:
        lines += ["", *_sample(found.sample)]
    return "\n".join([*lines, "", *_ending(found)])


def _sample(one: Sample) -> list[str]:
    if one.path is None:
        return [f" no take by {one.model}: {one.why}", *(f"     {each}" for each in one.advice)]
    cost = f"{one.cost} ({one.source})" if one.cost else "no cost told"
    return [f" a take by {one.model}: {cost}, {one.path}", *(f"     {each}" for each in one.differs)]


def _verdict(one: Checked) -> str:
    sure, note = f"({one.question.sure})", f" · {one.note}" if one.note else ""
    if one.status is None and one.failure is None:
        return one.note
    if one.is_as_expected:
        return f"as expected {sure}{note}"
    is_another = one.status != one.question.status
    return f"{one.question.status} was expected {sure}" if is_another else f"differs from what was expected {sure}"


def _told(one: Checked) -> list[str]:
    told = [str(difference) for difference in one.differences]
    if one.failure is not None:
        told += [str(one.failure), one.failure.next_step]
    return told


def _ending(found: CheckResult) -> list[str]:
    if found.sample is not None and found.sample.path is None:
        return [f"{found.account.provider} brought no take."]
    name, bought = found.account.provider, "One take was bought." if found.sample else "Nothing was bought."
    if found.is_as_expected:
        return [f"{name} answers as Longtake expects. {bought}"]
    if found.sample is not None:
        return [f"{name} answers as Longtake expects, and the take is not as it should be."]
    if found.needs_operator:
        return [f"{name} needs you before anything is bought there. Nothing was bought."]
    if any(one.differences for one in found.answers if not one.is_as_expected):
        advice = f"a newer Longtake may know of it; else report it, with: longtake check {name} --json"
        return [f"{name} does not answer as Longtake expects; {advice}", "Nothing was bought."]
    return [f"{name} could not be checked to the end. Nothing was bought."]


def _sample_json(one: Sample) -> dict[str, object]:
    return {
        "event": "sample",
        "model": one.model,
        "price": str(one.price),
        "cost": str(one.cost) if one.cost else None,
        "cost_is": one.source or None,
        "path": str(one.path) if one.path else None,
        "as_expected": one.is_as_expected,
        "differences": list(one.differs),
        "why": one.why or None,
        "advice": list(one.advice),
    }


def _json(found: CheckResult, one: Checked) -> dict[str, object]:
    return {
        "event": "answer",
        "provider": found.account.provider,
        "account": found.account.name,
        "emulated": found.account.is_emulated,
        "question": one.question.what,
        "endpoint": one.endpoint,
        "status": one.status,
        "expected_status": one.question.status,
        "sure": one.question.sure,
        "as_expected": one.is_as_expected,
        "differences": [
            {"place": each.place, "how": each.how, "expected": each.expected, "found": each.found}
            for each in one.differences
        ],
        "failure": str(one.failure) if one.failure else None,
        "class": one.failure.cls if one.failure else None,
        "advice": one.failure.next_step if one.failure else None,
        "note": one.note,
    }

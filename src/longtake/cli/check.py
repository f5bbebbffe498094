"""`longtake check PROVIDER`: whether a provider takes the key and answers as Longtake expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit, say, table

if TYPE_CHECKING:
    from longtake.generation.checking import Checked, CheckResult

__all__ = ["check", "check_text"]

_OPERATOR = 4


@click.command()
@click.argument("provider")
@click.option("--live", is_flag=True, help="The provider itself, though LONGTAKE_…_URL points at an emulator.")
@click.option("--emulate", is_flag=True, help="An emulator on this machine, without a key.")
@shared_options
@click.pass_context
def check(context: click.Context, provider: str, live: bool, emulate: bool) -> None:
    """Ask a provider what costs nothing, with your key, and tell what is not as expected."""
    import longtake

    if live and emulate:
        raise click.UsageError("--live and --emulate contradict each other")
    found = longtake.check(provider, live=live, emulate=emulate)
    if settings_of(context).json:
        for one in found.answers:
            emit(_json(found, one))
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
    return "\n".join([*lines, "", *_ending(found)])


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
    name = found.account.provider
    if found.is_as_expected:
        return [f"{name} answers as Longtake expects. Nothing was bought."]
    if found.needs_operator:
        return [f"{name} needs you before anything is bought there. Nothing was bought."]
    if any(one.differences for one in found.answers if not one.is_as_expected):
        advice = f"a newer Longtake may know of it; else report it, with: longtake check {name} --json"
        return [f"{name} does not answer as Longtake expects; {advice}", "Nothing was bought."]
    return [f"{name} could not be checked to the end. Nothing was bought."]


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

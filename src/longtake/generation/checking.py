"""Whether a provider still answers as Longtake was written for: asked what costs nothing, answers held against
examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from longtake.errors import OperatorError
from longtake.generation.adapter import Adapter
from longtake.generation.clock import Clock
from longtake.generation.failures import CallFailedError, Failure, failed
from longtake.generation.http import Answer, Door
from longtake.generation.provider import Account
from longtake.generation.providers import wire_of
from longtake.generation.question import Question
from longtake.generation.sample import Sample
from longtake.generation.shape import Difference, differences

__all__ = ["CheckResult", "Checked", "checked"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One question and its answer. endpoint: `GET /v1/tasks/…`. status: None where nothing was asked or answered.
    failure: where the answer is not the one that was expected; differences: where it is, in its shape. note: what it
    tells a person, "" for nothing."""

    question: Question
    endpoint: str
    status: int | None
    failure: Failure | None = None
    differences: tuple[Difference, ...] = ()
    note: str = ""

    @property
    def is_as_expected(self) -> bool:
        return self.failure is None and not any(one.matters for one in self.differences)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a provider was asked, in that order, and what came back. sample: the take that was bought beside, None where
    nothing was."""

    account: Account
    answers: tuple[Checked, ...]
    sample: Sample | None = None

    @property
    def is_as_expected(self) -> bool:
        """Whether every answer is; new fields do no harm."""
        is_good = self.sample is None or self.sample.is_as_expected
        return is_good and all(one.is_as_expected for one in self.answers)

    @property
    def needs_operator(self) -> bool:
        """Whether a key, the balance or terms stop this account."""
        is_sold = self.sample is None or self.sample.by != "operator"
        return not is_sold or any(one.failure is not None and one.failure.cls == "operator" for one in self.answers)


async def checked(account: Account, asked: Iterable[Question], door: Door, clock: Clock) -> CheckResult:
    """Asks one question after another. Raises OperatorError where the account lacks a key or a setting; whatever is
    answered, or not, is in the result."""
    answers = []
    for question in asked:
        adapter = Adapter(wire_of(account.provider, question.model), account, door, clock)
        answers.append(await _answered(question, adapter))
    return CheckResult(account, tuple(answers))


async def _answered(question: Question, adapter: Adapter) -> Checked:
    call = question.on(adapter.account)
    endpoint = f"{call.method} {call.path}"
    try:
        answer = await adapter.asked(call)
    except CallFailedError as error:
        return Checked(question, endpoint, None, _advised(error.failure))
    except OperatorError as error:  # Kling's older keys do not open its newer generation
        return Checked(question, endpoint, None, note=f"not asked: {error.findings[0].message}")
    if answer.status != question.status:
        return Checked(question, endpoint, answer.status, _surprise(question, answer, adapter))
    return _read(question, endpoint, answer, adapter)


def _surprise(question: Question, answer: Answer, adapter: Adapter) -> Failure:
    """An answer of another status than the one that is expected."""
    if answer.status >= 400:
        return _advised(adapter.failure(answer))
    what = f"it answers with status {answer.status}, where {question.status} was expected"
    return failed(adapter.account.provider, "unknown", what, "see whether a newer Longtake knows of it")


def _advised(failure: Failure) -> Failure:
    """The failure with what to do after a check, which asks once and has ordered nothing."""
    step = {
        "transient": "run this again in a while, and see whether its address is right",
        "capacity": "run this again in a while",
        "unknown": "see its console, and whether a newer Longtake knows of it; route no shot to a model that is gone",
        "invalid": "see whether a newer Longtake knows of it",
    }.get(failure.cls)
    return replace(failure, next_step=step) if step else failure


def _read(question: Question, endpoint: str, answer: Answer, adapter: Adapter) -> Checked:
    provider = adapter.account.provider
    try:
        body = answer.json()
    except ValueError:
        what = "its answer is no JSON"
        failure = failed(provider, "unknown", what, "see whether its address is right, and its status page")
        return Checked(question, endpoint, answer.status, failure)
    found = differences(question.body, body)
    if answer.status >= 400:
        return Checked(question, endpoint, answer.status, None, found, f"says {adapter.failure(answer).what!r}")
    left = body.get(question.balance) if question.balance and isinstance(body, dict) else None
    if left == 0:
        what = f"no {question.unit} are left"
        failure = failed(provider, "operator", what, "buy some in its console, then run this again")
        return Checked(question, endpoint, answer.status, failure, found)
    return Checked(question, endpoint, answer.status, None, found, f"{left} {question.unit} left" if left else "")

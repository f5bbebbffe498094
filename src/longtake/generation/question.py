"""One thing that a provider can be asked without buying anything, and the answer that is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from longtake.catalogue import Sure
from longtake.generation.provider import Account
from longtake.generation.wire import Call

__all__ = ["NOBODYS", "PLACEHOLDER", "Question", "gone"]

PLACEHOLDER = "00000000-0000-4000-8000-000000000000"
"""A job that nobody has."""

NOBODYS = "a job that nobody has"


@dataclass(frozen=True, slots=True)
class Question:
    """what: for people. model: by the provider's name, whose wire format is asked. call: with `{project}` and
    `{location}` of the account in its path and texts. status, body: the answer that is expected; sure: how sure that
    is. balance: the field of the answer that says how much money is left, in `unit`."""

    what: str
    model: str
    call: Call
    status: int
    body: Any
    sure: Sure
    written: str
    balance: str = ""
    unit: str = ""

    def on(self, account: Account) -> Call:
        """The call with the account's own settings in it."""
        put = account.settings
        body = self.call.body
        if isinstance(body, Mapping):
            body = {name: text.format_map(put) for name, text in body.items()}
        return Call(self.call.method, self.call.path.format_map(put), body, self.call.query)


def gone(model: str, path: str, body: Any, sure: Sure, written: str, status: int = 404) -> Question:
    """After a job that nobody has."""
    return Question(NOBODYS, model, Call("GET", path), status, body, sure, written)

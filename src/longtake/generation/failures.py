"""What went wrong at a provider, as one of six classes, each with its own answer. Pure: tables, no calls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from longtake.errors import GenerationError, OperatorError

__all__ = [
    "CallFailedError",
    "Failure",
    "FailureClass",
    "KeyRefusedError",
    "Rule",
    "classified",
    "failed",
    "plain",
    "raised",
]

FailureClass = Literal["transient", "capacity", "invalid", "refusal", "operator", "unknown"]
"""transient: tried again, later. capacity: no failure; the order waits for a place. invalid: what was asked is wrong
and is never sent again as it is. refusal: the provider will not make this; only what the author wrote instead is
tried. operator: nothing more is sent to that provider until its user has acted. unknown: it may have been done or not;
it is looked for, never simply sent again."""

_NEXT: dict[FailureClass, str] = {
    "transient": "it is tried again by itself",
    "capacity": "it waits for a free place",
    "invalid": "change what the message names, or route the shot to another model",
    "refusal": "write the shot in other words, or give it an alternative",
    "operator": "see to the key, the balance or the terms in the provider's console, then run the same command again",
    "unknown": "see in the provider's console whether the job is there, then settle it",
}
_MOST_TOLD = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure. what: the provider's words, made plain, or ours; next_step: for a person; code: the provider's own,
    "" for none; retry_after: seconds that the provider asks for, None where it says nothing."""

    cls: FailureClass
    provider: str
    what: str
    next_step: str
    code: str = ""
    retry_after: float | None = None

    def __str__(self) -> str:
        code = f" ({self.code})" if self.code and self.code not in self.what else ""
        return f"{self.provider}: {self.what}{code}"


class CallFailedError(GenerationError):
    """A call to a provider that ended in a failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure), advice=(failure.next_step,))
        self.failure = failure


class KeyRefusedError(CallFailedError, OperatorError):
    """The failure is one that only the user can end: a key, a balance, terms to agree to."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a provider's table of errors. code: a pattern for the provider's code (`SAFETY.*`), or for the status
    of HTTP (`429`); says: a pattern that its words must have, "" for any. The first row that fits is taken."""

    code: str
    cls: FailureClass
    next_step: str = ""
    says: str = ""

    def fits(self, codes: Sequence[str], what: str) -> bool:
        is_said = not self.says or re.search(self.says, what, re.IGNORECASE) is not None
        return is_said and any(fnmatchcase(code, self.code) for code in codes)


_BY_STATUS = (
    *(Rule(status, "transient") for status in ("408", "425", "429", "5??")),
    *(Rule(status, "operator") for status in ("401", "402", "403", "407")),
    *(Rule(status, "unknown") for status in ("404", "410", "2??", "3??")),
    Rule("4??", "invalid"),
)


def classified(
    provider: str,
    rules: Sequence[Rule],
    *,
    what: str,
    codes: Sequence[str] = (),
    status: int | None = None,
    retry_after: float | None = None,
) -> Failure:
    """The failure, in words as long as they came, that the provider's rules, and after them those for the status of
    HTTP, make of what it said. codes: the provider's own, the most telling first. Without a rule that fits it is
    unknown."""
    asked = (*codes, *([str(status)] if status is not None else ()))
    rule = next((rule for rule in (*rules, *_BY_STATUS) if rule.fits(asked, what)), Rule("*", "unknown"))
    told = plain(what) or (f"HTTP {status}" if status is not None else "no reason given")
    code = plain(next(iter(asked), ""))
    return Failure(rule.cls, provider, told, rule.next_step or _NEXT[rule.cls], code, retry_after)


def failed(provider: str, cls: FailureClass, what: str, next_step: str = "") -> Failure:
    """A failure in our own words."""
    return Failure(cls, provider, short(plain(what)), next_step or _NEXT[cls])


def raised(failure: Failure) -> CallFailedError:
    """The error for a failure, with the exit code that belongs to its class."""
    return (KeyRefusedError if failure.cls == "operator" else CallFailedError)(failure)


def plain(text: str) -> str:
    """A provider's words on one line, without control and bidirectional signs, tags and what is signed in addresses."""
    text = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", text)
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^<>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"(https?://[^\s?#]+)[?#][^\s\"']*", r"\1?…", text)
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(text.split())


def short(text: str) -> str:
    """The text, cut at 300 characters. Keys are taken out before, since half a key would not be found."""
    return text if len(text) <= _MOST_TOLD else text[: _MOST_TOLD - 1] + "…"

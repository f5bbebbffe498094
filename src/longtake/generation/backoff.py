"""When something is tried again: full jitter, what the provider asks for, and a budget of retries. Decisions alone; the
caller waits. There is one layer of it: nothing below retries by itself."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

__all__ = ["Backoff", "RetryBudget", "date_of", "retry_after"]

Draw = Callable[[float, float], float]
"""A number drawn evenly from between two: `random.uniform`, or one that tests decide."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """How often and how long. base, most: seconds; a wait is drawn evenly from 0 to `base` doubled with each try, never
    above `most`. tries: in all, the first included. within: seconds from the first try to the last. most_told: seconds
    that a provider may ask for; what it asks above that is not waited for."""

    base: float = 1.0
    most: float = 60.0
    tries: int = 6
    within: float = 600.0
    most_told: float = 300.0

    def wait(self, tried: int, spent: float, told: float | None, draw: Draw) -> float | None:
        """Seconds to wait before the next try, or None to give up. tried: tries so far, at least one; spent: seconds
        since the first; told: what the provider asked for. What is told is kept, and spread over `base` seconds more,
        so that all who were told alike do not come back at once."""
        if tried >= self.tries or (told is not None and told > self.most_told):
            return None
        jitter = draw(0.0, min(self.most, self.base * 2.0 ** min(tried - 1, 60)))
        seconds = jitter if told is None else told + min(jitter, self.base)
        return seconds if spent + seconds <= self.within else None


class RetryBudget:
    """What keeps a provider in trouble from being asked ever more: each first try earns a share of a retry, and a retry
    spends a whole one. One for each provider; not for threads."""

    def __init__(self, share: float = 0.2, most: float = 20.0) -> None:
        self._share, self._most, self._left = share, most, most

    def earn(self) -> None:
        """A call that was made for the first time."""
        self._left = min(self._most, self._left + self._share)

    def spend(self) -> bool:
        """Whether one may be tried again; if so, it is counted."""
        if self._left < 1:
            return False
        self._left -= 1
        return True


def retry_after(headers: Mapping[str, str], body: bytes, today: datetime) -> float | None:
    """Seconds that an answer asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date, or Google's
    RetryInfo in the body. None where it says nothing that can be read. headers: names in small letters; today: the
    time of day, used where the answer has no date of its own."""
    for found in (_milliseconds(headers), _after(headers, today), _retry_info(body)):
        if found is not None and math.isfinite(found):
            return max(0.0, found)
    return None


def _milliseconds(headers: Mapping[str, str]) -> float | None:
    seconds = _number(headers.get("retry-after-ms", ""))
    return None if seconds is None else seconds / 1000


def _after(headers: Mapping[str, str], today: datetime) -> float | None:
    told = headers.get("retry-after", "")
    seconds = _number(told)
    if seconds is not None or not told:
        return seconds
    until, since = date_of(told), date_of(headers.get("date", "")) or today
    return None if until is None else (until - since).total_seconds()


def _retry_info(body: bytes) -> float | None:
    if b"RetryInfo" not in body:
        return None
    try:
        details: Any = json.loads(body)["error"]["details"]
        delays = [one["retryDelay"] for one in details if str(one.get("@type", "")).endswith("google.rpc.RetryInfo")]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return next((_number(str(delay).removesuffix("s")) for delay in delays), None)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*\d{1,12}(\.\d{1,12})?\s*", text, re.ASCII) else None


def date_of(text: str) -> datetime | None:
    """The moment that a header tells; None where it tells none."""
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)

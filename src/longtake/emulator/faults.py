"""Faults: what goes wrong, at which call, how often; on request or by a seeded plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Literal

from longtake.emulator.draws import draw, drawn_from
from longtake.emulator.job import Fate
from longtake.errors import InputError

__all__ = ["FAULTS", "USUAL", "CallKind", "Fault", "Faults", "fate_of", "fault_from"]

CallKind = Literal["create", "poll", "list", "cancel", "download", "upload", "account"]

_ANSWERS = (
    "throttled",
    "capacity",
    "invalid",
    "refused",
    "precondition",
    "key",
    "permission",
    "balance",
    "model",
    "internal",
    "unavailable",
    "bad-gateway",
    "gateway-timeout",
)
_CONNECTIONS = ("reset", "lost", "hang", "slow", "garbage")
_FATES: Mapping[str, Fate] = {
    "job-failed": Fate("failed"),
    "job-failed-billed": Fate("failed", is_billed=True),
    "job-failed-asset": Fate("failed", detail="asset"),
    "job-refused": Fate("refused"),
    "job-refused-output": Fate("refused", detail="output"),
    "job-expired": Fate("expired"),
    "job-incomplete": Fate("incomplete"),
    "job-empty": Fate("empty"),
    "job-stuck": Fate("stuck"),
    "job-throttled": Fate(waits=300_000),
    "job-vanishes": Fate(vanishes=True),
    "job-regresses": Fate(regresses=True),
    "job-overbilled": Fate(times_billed=2),
}
_TAKES = (
    "take-no-pictures",
    "take-wrong-size",
    "take-wrong-rate",
    "take-short",
    "take-no-sound",
    "take-damaged",
    "take-cut-off",
    "take-html",
    "take-json",
    "take-nothing",
    "take-endless",
    "take-changes",
)
_CALLBACKS = ("callback-lost", "callback-late", "callback-doubled", "callback-early", "callback-forged")
_DOWNLOADS = ("truncated", "wrong-length", "dead-link", "redirect-private")

FAULTS: Mapping[str, CallKind | Literal[""]] = {
    **dict.fromkeys(_ANSWERS, ""),
    **dict.fromkeys(_CONNECTIONS, ""),
    **dict.fromkeys(_FATES, "create"),
    **dict.fromkeys(_TAKES, "create"),
    **dict.fromkeys(_CALLBACKS, "create"),
    **dict.fromkeys(_DOWNLOADS, "download"),
}
"""Every fault by name, with the one kind of call that it strikes; "" for any. Those that begin with `job`, `take` or
`callback` are asked for where the job is made and seen later."""

USUAL: Mapping[CallKind, tuple[str, ...]] = {
    "create": ("throttled", "unavailable", "internal", "reset", "lost", "job-failed", "job-throttled", "job-regresses"),
    "poll": ("throttled", "unavailable", "internal", "bad-gateway", "reset"),
    "list": ("throttled", "unavailable", "reset"),
    "cancel": ("unavailable", "reset"),
    "download": ("unavailable", "truncated", "dead-link", "reset"),
}
"""What a seeded plan draws from: faults that work which is done right gets over."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. kind: of `FAULTS`. provider: as its prefix, "" for any. on: the kind of call, "" for any that it can
    strike. job: an id, "" for any. skip: calls that pass first; times: calls it then strikes. after: the call is
    carried out, and only its answer is the fault. retry_after: for `throttled`, in one of `12`, `date:12`, `ms:12000`;
    "" for none. milliseconds: how long `slow` drips, in real time."""

    kind: str
    provider: str = ""
    on: str = ""
    job: str = ""
    skip: int = 0
    times: int = 1
    after: bool = False
    retry_after: str = ""
    milliseconds: int = 2000

    def strikes(self, provider: str, on: str, job: str) -> bool:
        wanted = self.on or FAULTS[self.kind]
        return self.provider in ("", provider) and wanted in ("", on) and self.job in ("", job)


def fault_from(data: Mapping[str, Any]) -> Fault:
    """A fault as JSON says it. Raises InputError with the nearest known name."""
    known = {field.name: field.default for field in fields(Fault)}
    for name, value in data.items():
        _known(name, list(known), "field of a fault")
        if type(value) is not type("" if name == "kind" else known[name]):
            raise InputError(f"a fault's {name} is {value!r}, which is of the wrong kind")
    fault = Fault(**{"kind": "", **data})
    _known(fault.kind, list(FAULTS), "fault")
    _known(fault.on, ["", *USUAL, "upload", "account"], "kind of call")
    if min(fault.times - 1, fault.skip, fault.milliseconds) < 0:
        raise InputError("a fault strikes at least once, and neither skips nor lasts less than nothing")
    if not re.fullmatch(r"((date:|ms:)?\d{1,9})?", fault.retry_after):
        raise InputError(f"retry_after is {fault.retry_after!r}", advice=("write 12, date:12 or ms:12000",))
    return fault


def fate_of(fault: Fault | None) -> Fate:
    """What becomes of a job that is made under this fault."""
    if fault is None:
        return Fate()
    if fault.kind in _TAKES:
        return Fate(media=fault.kind)
    if fault.kind in _CALLBACKS:
        return Fate(callback=fault.kind)
    return _FATES.get(fault.kind, Fate())


def _known(word: str, words: list[str], what: str) -> None:
    if word not in words:
        near = get_close_matches(word, words, n=1)
        advice = f"did you mean {near[0]}?" if near else f"known: {', '.join(filter(None, words))}"
        raise InputError(f"{word!r} is no {what}", advice=(advice,))


class Faults:
    """The faults that are still to come. share, seed: of a plan in which that share of all calls goes wrong; a call is
    known by what it asks and how often it was asked, so that the plan does not depend on the order of calls."""

    def __init__(self, share: Fraction = Fraction(0), seed: int = 0) -> None:
        self.share, self.seed = share, seed
        self._asked: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._asked.append(fault)

    def clear(self) -> None:
        self._asked.clear()

    def waiting(self) -> tuple[Fault, ...]:
        return tuple(self._asked)

    def next(self, provider: str, on: CallKind, job: str, call: str, nth: int) -> Fault | None:
        """The fault of one call, which is then used up."""
        for place, fault in enumerate(self._asked):
            if fault.strikes(provider, on, job):
                return self._used(place, fault)
        if on not in USUAL or draw("fault", self.seed, call, nth) >= self.share:
            return None
        kind = drawn_from(USUAL[on], "kind", self.seed, call, nth)
        after = kind in ("internal", "unavailable") and draw("after", self.seed, call, nth) < Fraction(1, 2)
        return Fault(kind, after=after and on == "create", retry_after="2" if kind == "throttled" else "")

    def _used(self, place: int, fault: Fault) -> Fault | None:
        if fault.skip:
            self._asked[place] = replace(fault, skip=fault.skip - 1)
            return None
        if fault.times > 1:
            self._asked[place] = replace(fault, times=fault.times - 1)
        else:
            del self._asked[place]
        return fault

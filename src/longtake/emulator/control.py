"""The emulator's own door, `/_emulator/`: the bill, calls, jobs, faults, the clock; all as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from longtake.emulator.faults import FAULTS, fault_from
from longtake.emulator.job import Charge, Job
from longtake.emulator.reply import Reply, of_json
from longtake.emulator.studio import Studio
from longtake.errors import InputError
from longtake.media import Money

__all__ = ["bill_json", "control"]

Query = Mapping[str, tuple[str, ...]]


def control(studio: Studio, method: str, path: str, query: Query, body: bytes) -> Reply:
    """The answer to a call of this door; what is not understood is told with status 400 or 404."""
    handle = _DOORS.get((method, path.removeprefix("/_emulator").strip("/")))
    if handle is None:
        doors = [f"{method} /_emulator/{name}" for method, name in _DOORS]
        return of_json(404, {"error": f"there is no {method} {path}", "doors": doors})
    try:
        data = json.loads(body) if body else {}
        return of_json(200, handle(studio, query, data if isinstance(data, dict) else {}))
    except (InputError, ValueError) as error:
        return of_json(400, {"error": str(error)})


def bill_json(studio: Studio) -> Mapping[str, Any]:
    """What is owed: each charge, and the sum in each currency. Amounts are exact, as text."""
    charges = studio.bill()
    totals: dict[str, Money] = {}
    for charge in charges:
        currency = charge.amount.currency
        totals[currency] = totals.get(currency, Money(0, currency)) + charge.amount
    return {
        "charges": [_charge(charge) for charge in charges],
        "totals": {currency: str(total) for currency, total in sorted(totals.items())},
        "jobs": len(studio.jobs()),
    }


def _charge(charge: Charge) -> Mapping[str, Any]:
    return {**asdict(charge), "amount": str(charge.amount)}


def _job(job: Job, now: int) -> Mapping[str, Any]:
    """A job as its state and its times say it; nothing of its words."""
    return {
        "id": job.id,
        "provider": job.provider,
        "account": job.account,
        "model": job.asked.model,
        "external": job.asked.external,
        "request": job.asked.request,
        "state": job.state(now),
        "ordered": job.ordered,
        "starts": job.starts,
        "ends": job.ends,
        "price": str(job.price),
        "size": str(job.offer.size),
        "seconds": str(job.asked.seconds),
    }


def _bill(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    return bill_json(studio)


def _jobs(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    now = studio.clock.now()
    return {"jobs": [_job(job, now) for job in studio.jobs()]}


def _calls(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    """Calls, the oldest first; `?kind=create&provider=runway` narrows them."""
    calls = [asdict(call) for call in list(studio.calls)]
    wanted = {key: values[-1] for key, values in query.items()}
    return {"calls": [call for call in calls if all(str(call.get(key)) == value for key, value in wanted.items())]}


def _faults(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    waiting = [asdict(fault) for fault in studio.faults.waiting()]
    return {"waiting": waiting, "known": list(FAULTS), "share": str(studio.faults.share)}


def _add_faults(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    """One fault, or several under `faults`."""
    for fault in [fault_from(one) for one in data.get("faults", [data])]:
        studio.faults.add(fault)
    return _faults(studio, query, data)


def _clear_faults(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    studio.faults.clear()
    return _faults(studio, query, data)


def _clock(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    return {"now": studio.clock.now()}


def _advance(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    """`{"advance": milliseconds}`."""
    milliseconds = data.get("advance")
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int) or milliseconds < 0:
        raise InputError(f"advance is {milliseconds!r}; a whole number of milliseconds is meant")
    studio.clock.advance(milliseconds)
    return {"now": studio.clock.now()}


def _expire(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    """Ends the life of every link that was given out."""
    studio.expire_links()
    return {}


def _reset(studio: Studio, query: Query, data: Mapping[str, Any]) -> Any:
    studio.reset()
    return {}


_DOORS: Mapping[tuple[str, str], Callable[[Studio, Query, Mapping[str, Any]], Any]] = {
    ("GET", "bill"): _bill,
    ("GET", "jobs"): _jobs,
    ("GET", "calls"): _calls,
    ("GET", "faults"): _faults,
    ("POST", "faults"): _add_faults,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "clock"): _clock,
    ("POST", "clock"): _advance,
    ("POST", "expire"): _expire,
    ("POST", "reset"): _reset,
}

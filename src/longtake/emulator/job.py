"""A job at an emulated provider: when it begins and ends, and what becomes of it. Its state follows from the time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.emulator.asked import Asked
from longtake.emulator.offers import Offer
from longtake.media import Money

__all__ = ["Charge", "End", "Fate", "Job", "State"]

End = Literal["finished", "failed", "refused", "expired", "incomplete", "empty", "stuck"]
State = Literal[
    "queued",
    "throttled",
    "running",
    "finished",
    "failed",
    "refused",
    "expired",
    "incomplete",
    "empty",
    "cancelled",
    "vanished",
]


@dataclass(frozen=True, slots=True)
class Fate:
    """What will become of a job. detail: of its end (`output`, `asset`), for providers that tell these apart.
    is_billed: paid although it failed. waits: milliseconds more in the queue, told as throttled. vanishes: not known
    any more once it runs. regresses: its state goes back once. times_billed: how many times its price is charged.
    media: the fault of what is served for it, callback: of the call when it is over; "" for none."""

    end: End = "finished"
    detail: str = ""
    is_billed: bool = False
    waits: int = 0
    vanishes: bool = False
    regresses: bool = False
    times_billed: int = 1
    media: str = ""
    callback: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """What the provider wants for a job. amount: exact."""

    job: str
    provider: str
    account: str
    model: str
    amount: Money
    at: int


@dataclass(frozen=True, slots=True)
class Job:
    """One accepted order. Times are the emulator's milliseconds. account: a digest of the key that was used."""

    id: str
    provider: str
    account: str
    asked: Asked
    offer: Offer
    seed: int
    ordered: int
    starts: int
    ends: int
    fate: Fate = Fate()
    cancelled: int | None = None
    is_deleted: bool = False

    @property
    def expires(self) -> int:
        return self.ends + round(self.offer.life * 1000)

    @property
    def price(self) -> Money:
        return Money(self.offer.price.amount * self.fate.times_billed, self.offer.price.currency)

    def state(self, now: int) -> State:
        if self.is_deleted:
            return "vanished"
        if self.cancelled is not None:
            return "cancelled"
        if now < self.starts:
            return "throttled" if self.fate.waits else "queued"
        if self.fate.vanishes:
            return "vanished"
        if now < self.ends or self.fate.end == "stuck":
            return "queued" if self.fate.regresses and self.progress(now) >= Fraction(1, 2) else "running"
        return self.fate.end

    def progress(self, now: int) -> Fraction:
        """From 0 to 1 between its start and its end."""
        if now <= self.starts:
            return Fraction(0)
        return min(Fraction(now - self.starts, max(self.ends - self.starts, 1)), Fraction(1))

    def changed_at(self, now: int) -> int:
        """When it last changed its state. Not before it was ordered, which may be after the time of the call that looks
        at it: that call may have made it."""
        if self.cancelled is not None:
            return self.cancelled
        return max((time for time in (self.starts, self.ends) if time <= now), default=self.ordered)

    def charge(self, now: int) -> Charge | None:
        """What it costs by now: finished takes cost their price, whether anybody fetched them or not."""
        is_made = self.fate.end in ("finished", "empty") or self.fate.is_billed
        if self.cancelled is not None or now < self.ends or not is_made or self.fate.end == "stuck":
            return None
        return Charge(self.id, self.provider, self.account, self.asked.model, self.price, self.ends)

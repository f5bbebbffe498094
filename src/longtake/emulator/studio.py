"""What all emulated providers share: their jobs, their links, their calls, and the bill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from threading import RLock

from longtake.catalogue import Catalogue, load_catalogue
from longtake.emulator.asked import Asked
from longtake.emulator.clock import Clock, ScaledClock
from longtake.emulator.draws import draw, drawn_latency
from longtake.emulator.faults import Faults
from longtake.emulator.job import Charge, Fate, Job
from longtake.emulator.offers import offer_of
from longtake.media import Digest, digest_of

__all__ = ["CallRecord", "Link", "Studio"]

_QUEUE_SHARE = 20
"""A job spends one in so many milliseconds of its time in the queue."""
_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Link:
    """Where a finished take lies, until when (the emulator's milliseconds). file: `video` or `frame`."""

    job: str
    expires: int
    file: str = "video"


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call that arrived. status: of the answer, 0 for none given. fault: what was done to it, "" for nothing."""

    at: int
    provider: str
    kind: str
    method: str
    path: str
    account: str
    job: str
    status: int
    fault: str


class Studio:
    """Everything that is known at the emulated providers. Safe for threads.

    slots: takes that an account's model makes at a time; further ones wait. None for as many as are asked for.
    seed: of everything that is drawn.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        clock: Clock | None = None,
        *,
        seed: int = 0,
        slots: int | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.catalogue, self.clock = catalogue or load_catalogue(), clock or ScaledClock()
        self.seed, self.slots = seed, slots
        self.faults = faults or Faults(seed=seed)
        self.lock = RLock()
        self.reset()

    def reset(self) -> None:
        """Forgets jobs, links, calls and faults; the clock goes on."""
        with self.lock:
            self._jobs: dict[str, Job] = {}
            self._externals: dict[tuple[str, str, str], str] = {}
            self._links: dict[str, Link] = {}
            self.sounds: dict[str, Fraction] = {}  # seconds of uploads, by what orders name them
            self._asked: Counter[str] = Counter()
            self.to_call: list[tuple[str, str, str]] = []  # job, provider, where the order came in
            self.calls: list[CallRecord] = []
            self.faults.clear()

    def order(self, asked: Asked, account: str, fate: Fate, name: Callable[[Digest, int], str]) -> Job:
        """Takes an order. name: makes the job's id from a digest of its own and the time."""
        with self.lock:
            now = self.clock.now()
            mine = digest_of([self.seed, account, asked.request, self.times_asked(f"{account} {asked.request}")])
            offer = offer_of(self.catalogue, asked)
            length = drawn_latency(offer.latency, "latency", self.seed, mine)
            free = self._free_from(asked, account, now)
            fate = replace(fate, waits=free - now) if free > now and not fate.waits else fate
            starts = max(free, now + fate.waits) + length // _QUEUE_SHARE
            seed = int(draw("seed", mine) * _SEEDS) if asked.seed is None else asked.seed
            ends = starts + length - length // _QUEUE_SHARE
            job = Job(name(mine, now), asked.provider, account, asked, offer, seed, now, starts, ends, fate)
            self._jobs[job.id] = job
            if asked.external:
                self._externals[asked.provider, account, asked.external] = job.id
            return job

    def times_asked(self, what: str) -> int:
        """How many times that was asked for before; counts this one."""
        with self.lock:
            self._asked[what] += 1
            return self._asked[what] - 1

    def job(self, id: str, provider: str) -> Job | None:
        """The job as it was accepted; its state says whether the provider still knows it."""
        job = self._jobs.get(id)
        return job if job is not None and job.provider == provider else None

    def jobs(self, provider: str = "", account: str = "") -> tuple[Job, ...]:
        """Jobs in the order in which they came; of one provider and account, or of any for ""."""
        with self.lock:
            jobs = tuple(self._jobs.values())
        return tuple(job for job in jobs if provider in ("", job.provider) and account in ("", job.account))

    def external(self, external: str, provider: str, account: str) -> Job | None:
        """The job that has the caller's own id."""
        return self._jobs.get(self._externals.get((provider, account, external), ""))

    def cancel(self, job: Job) -> Job:
        return self._changed(replace(job, cancelled=self.clock.now()))

    def delete(self, job: Job) -> Job:
        """Forgets a job towards its caller; the bill keeps it."""
        return self._changed(replace(job, is_deleted=True))

    def expire_links(self) -> None:
        """Every link's life is over from now on."""
        with self.lock:
            now = self.clock.now()
            self._links = {token: replace(link, expires=min(link.expires, now)) for token, link in self._links.items()}

    def link(self, job: Job, file: str = "video", *, is_fresh: bool = False) -> str:
        """A token for a take's link. is_fresh: a new one each time, with a life of its own; else the job's one."""
        with self.lock:
            nth = self.times_asked(f"link {job.id} {file}") if is_fresh else 0
            token = digest_of(["link", self.seed, job.id, file, nth])[:32]
            life = round(job.offer.life * 1000)
            expires = self.clock.now() + life if is_fresh else job.expires
            self._links.setdefault(token, Link(job.id, expires, file))
            return token

    def linked(self, token: str) -> Link | None:
        return self._links.get(token)

    def linked_job(self, token: str) -> Job | None:
        link = self._links.get(token)
        return self._jobs.get(link.job) if link else None

    def bill(self) -> tuple[Charge, ...]:
        """What is owed by now, in the order in which the jobs came."""
        now = self.clock.now()
        return tuple(charge for job in self.jobs() if (charge := job.charge(now)))

    def record(self, call: CallRecord) -> None:
        with self.lock:
            self.calls.append(call)

    def _changed(self, job: Job) -> Job:
        with self.lock:
            self._jobs[job.id] = job
        return job

    def _free_from(self, asked: Asked, account: str, now: int) -> int:
        """When a slot is free for this model."""
        if self.slots is None:
            return now
        mine = [job for job in self.jobs(asked.provider, account) if job.asked.model == asked.model]
        ends = sorted(job.ends for job in mine if job.ends > now and job.cancelled is None)
        return ends[-self.slots] if len(ends) >= self.slots else now

"""How long a film's buying waits, and how often it tries. Figures; the waiting is done elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from longtake.catalogue import Model
from longtake.generation.backoff import Backoff
from longtake.planning.pricing import TRIES

__all__ = ["Patience"]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, unless said otherwise.

    sending: of an order that was not taken; searching: of one whose answer was lost, looked for and sent again.
    attempts: orders for one take, where the provider declares a job failed and free. concurrency: takes at a time of a
    model whose catalogue entry names no number; places: instead of the catalogue's, by the model's name. capacity: to
    the next try where a provider has no place free. outage: after which a provider that takes nothing is given up for
    this run. job: from an order to the end of looking for its take, at least; p95s: and at least so many times what 19
    of 20 takes need. strange: polls in a row that tell nothing of the job before it counts as unknown. settling: to the
    look for an order whose answer was lost, one after the other. fetches: rounds of fetching one take; downloads: at a
    time. hold: for which the ledger holds what is ours without hearing from us. watch: between two looks at what
    another maker does.
    """

    sending: Backoff = field(default_factory=Backoff)
    searching: Backoff = field(default_factory=lambda: Backoff(base=2.0, tries=12, within=900.0))
    attempts: int = TRIES
    concurrency: int = 20
    places: Mapping[str, int] = field(default_factory=dict)
    capacity: float = 15.0
    outage: float = 900.0
    job: float = 3600.0
    p95s: int = 6
    strange: int = 5
    settling: tuple[float, ...] = (5.0, 30.0)
    fetches: int = 4
    downloads: int = 16
    hold: float = 120.0
    watch: float = 3.0

    def job_seconds(self, model: Model) -> float:
        return max(self.job, self.p95s * float(model.latency.p95))

    def places_of(self, model: Model) -> int:
        """Takes of a model that are made at a time on one account."""
        return self.places.get(model.name) or model.concurrency or self.concurrency

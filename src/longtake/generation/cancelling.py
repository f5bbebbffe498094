"""Calling a job back at its provider, by a person's word."""

from __future__ import annotations

from longtake.errors import GenerationError
from longtake.generation.provider import Cancelled, Job, Provider
from longtake.ledger import Cost, Ledger, Purchase
from longtake.media import Money

__all__ = ["cancel"]


async def cancel(ledger: Ledger, provider: Provider, purchase: Purchase) -> tuple[Cancelled, Purchase]:
    """What the provider makes of it, and the purchase as it stands then. A provider that was told and does not say yet
    that the job is cancelled is polled by the next run. What it bills for a cancelled job stays reserved, since only a
    finished one's bill can be told in money. Raises CallFailedError, and GenerationError for a purchase without a job
    that goes on."""
    if purchase.state != "submitted" or purchase.provider_job is None:
        raise GenerationError(
            f"purchase {purchase.id} is {purchase.state}: no job of it goes on that could be called back",
            place=f"shot {purchase.intent.shot}",
            advice=("longtake jobs shows what can be done",),
        )
    job = Job.parse(purchase.provider_job)
    said = await provider.cancel(job)
    state = await provider.poll(job)
    if state.status != "cancelled":
        return said, purchase
    cost = Cost(Money(0, purchase.intent.reserved.currency), "computed") if state.bill is None else None
    return said, ledger.cancelled(purchase.id, "called back by a person", cost)

"""Files that are put into a provider's storage: at an address that it gave, without the key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from longtake.generation.failures import CallFailedError, failed, raised
from longtake.generation.http import Answer, Ask, Form, Limits
from longtake.generation.provider import Asset, Job
from longtake.generation.wire import Deposit, Ticket

__all__ = ["Send", "deposited", "stored"]

Send = Callable[[Ask], Awaitable[Answer]]
"""Whatever is answered. Raises CallFailedError where nothing is."""

_LONG = Limits(total=900.0)


async def stored(send: Send, provider: str, ticket: Ticket, name: str, asset: Asset) -> None:
    """The file lies where the ticket says. name: of the file. Raises CallFailedError."""
    if ticket.headers:
        answer = await send(Ask("PUT", ticket.url, ticket.headers, asset.content, _LONG))
    else:
        answer = await send(Ask("POST", ticket.url, {}, Form(ticket.fields, name, asset.media_type, asset.content)))
    _check(answer, provider)


async def deposited(send: Send, provider: str, deposit: Deposit) -> Job:
    """The job. Where nobody knows whether the file arrived, polls tell; where it did not, nothing was bought. send:
    for an order. Raises CallFailedError."""
    ask = Ask("PUT", deposit.url, {"content-type": deposit.media_type}, deposit.content, _LONG, is_fresh=True)
    try:
        answer = await send(ask)
    except CallFailedError as error:
        if error.failure.cls == "unknown":
            return deposit.job
        raise
    _check(answer, provider)
    return deposit.job


def _check(answer: Answer, provider: str) -> None:
    if not 200 <= answer.status < 300:
        raise raised(failed(provider, "transient", f"its storage answers the file with HTTP {answer.status}"))

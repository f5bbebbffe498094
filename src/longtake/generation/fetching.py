"""Fetching: from a job that is done to a take that is here, whole, and written down so. What goes wrong here is never a
failure of the take, which is paid for: it stays at the provider until it expires."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from longtake.errors import LedgerError, LongtakeError
from longtake.generation.download import DownloadFailedError, Link
from longtake.generation.ending import missed_of
from longtake.generation.errand import Errand
from longtake.generation.failures import CallFailedError
from longtake.generation.following import outputs_of
from longtake.generation.landing import Arrival, Landed
from longtake.generation.missing import MissError, missed_with
from longtake.generation.ports import SpoiltTakeError, UnfitTakeError
from longtake.generation.provider import Job, Output, Result
from longtake.ledger import Purchase
from longtake.media import ClipFacts

__all__ = ["fetch", "recall"]

_ROUND = 20.0
"""Seconds between two rounds of fetching, at most; drawn, and doubled each time."""


async def fetch(errand: Errand, purchase: Purchase) -> Landed:
    """Brings the take of a purchase whose result is known. Raises MissError; the purchase then stays as it is, unless
    its bytes can never be had any more."""
    try:
        arrival = await _fetched(errand, purchase)
    except UnfitTakeError as error:
        purchase = await _verified(errand, purchase, error.arrival)
        raise missed_with("unfit", error, purchase) from error
    except LedgerError:
        raise
    except LongtakeError as error:
        raise await _not_here(errand, purchase, error) from error
    return Landed(errand.commission, await _verified(errand, purchase, arrival), arrival)


async def recall(errand: Errand, purchase: Purchase) -> Landed:
    """The take of a purchase that was verified before: it is here, or is fetched once more. Raises MissError."""
    assert purchase.digest is not None
    try:
        arrival = await errand.office.gallery.held(purchase.digest, errand.commission)
        if arrival is not None:
            return Landed(errand.commission, purchase, arrival, is_reused=True)
        arrival = await _fetched(errand, purchase)
    except UnfitTakeError as error:
        raise missed_with("unfit", error, purchase) from error
    except LedgerError:
        raise
    except LongtakeError as error:
        why = f"its bytes are gone from here, and can't be had again: {error.findings[0].message}"
        raise _gone(purchase, why) from error
    if arrival.digest != purchase.digest:
        raise _gone(purchase, "its bytes are gone from here, and the provider sends others in their place")
    return Landed(errand.commission, purchase, arrival)


async def _fetched(errand: Errand, purchase: Purchase) -> Arrival:
    """The take, fetched when its turn comes."""
    turn = errand.office.fetching
    await errand.office.waits.until(turn.acquire)
    try:
        return await _Rounds(errand, purchase).arrival()
    finally:
        turn.release()


class _Rounds:
    """The rounds of fetching one take: by the address that is known, then by one that the provider is asked for."""

    def __init__(self, errand: Errand, purchase: Purchase) -> None:
        self._errand, self._purchase, self._office = errand, purchase, errand.office

    async def arrival(self) -> Arrival:
        """Raises LongtakeError for the last round's failure, and UnfitTakeError."""
        result = self._errand.result
        for nth in range(self._office.patience.fetches):
            if nth:
                await self._office.waits.sleep(self._office.draw(0.0, _ROUND * 2.0**nth))
            try:
                return await self._once(await self._link(result if not nth else None, is_known=not nth))
            except (DownloadFailedError, SpoiltTakeError, CallFailedError) as error:
                failure = error
                self._errand.retried(error.findings[0].message)
                if isinstance(error, DownloadFailedError) and error.why in _NEVER:
                    break
                if nth and await _is_gone(self._errand, self._purchase, error):
                    break
        raise failure

    async def _once(self, link: Link) -> Arrival:
        self._errand.tell("fetching")
        part = self._office.gallery.part(self._purchase.token)
        remint = self._minted if self._errand.provider.remints else None
        await self._office.downloads.fetch(link, part, remint)
        return await self._office.gallery.admit(part, self._errand.commission)

    async def _link(self, result: Result | None, *, is_known: bool) -> Link:
        """Where the take lies: as the job's end told, as the ledger knows, or as the provider says now."""
        if result is not None and result.outputs:
            return self._errand.provider.link(result.outputs[0])
        told = next((one for one in self._purchase.outputs if one.kind == "video"), None)
        if is_known and told is not None and told.url and self._purchase.state == "known":
            return self._errand.provider.link(Output(told.url))
        return await self._minted()

    async def _minted(self) -> Link:
        """Asks the provider, and writes down what it says."""
        errand, told = self._errand, self._purchase.provider_job
        if told is None:
            raise DownloadFailedError("expired", "nobody knows the job that made it", _EMPTY)
        job = Job.parse(told)
        result = await errand.line.ask(lambda: errand.provider.fetch(job), errand.retried)
        if not result.outputs:
            raise DownloadFailedError("expired", "the provider calls the job done and gives no file", _EMPTY)
        if self._purchase.state == "known":
            await self._office.books.tell(self._office.ledger.renewed, self._purchase.id, outputs_of(result))
        return errand.provider.link(result.outputs[0])


async def _verified(errand: Errand, purchase: Purchase, arrival: Arrival) -> Purchase:
    books, ledger = errand.office.books, errand.office.ledger
    return await books.tell(ledger.verified, purchase.id, arrival.digest, arrival.size, _probed(arrival.facts))


def _probed(facts: ClipFacts) -> Mapping[str, object]:
    """In the short form in which facts are kept, without the names of our classes."""
    told: Mapping[str, object] = _unnamed(json.loads(facts.to_json()))
    return told


def _unnamed(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _unnamed(value) for name, value in told.items() if name}
    return [_unnamed(value) for value in told] if isinstance(told, list) else told


async def _not_here(errand: Errand, purchase: Purchase, error: LongtakeError) -> MissError:
    """A take that could not be fetched in this run: lost if it is gone from the provider, else still to be fetched."""
    if await _is_gone(errand, purchase, error):
        books, ledger = errand.office.books, errand.office.ledger
        return missed_of(await books.tell(ledger.lost, purchase.id, error.findings[0].message))
    return missed_with("transient", error, purchase)


async def _is_gone(errand: Errand, purchase: Purchase, error: LongtakeError) -> bool:
    """Whether the take can never be had: its address is dead, or its job forgotten, and its time is over."""
    if isinstance(error, CallFailedError):
        is_there = error.failure.cls != "unknown"
    else:
        is_there = not isinstance(error, DownloadFailedError) or error.why != "expired"
    return not is_there and await _is_expired(errand, purchase)


async def _is_expired(errand: Errand, purchase: Purchase) -> bool:
    """Whether the provider has deleted the take, by what it said, or by what the catalogue says of it."""
    books, ledger = errand.office.books, errand.office.ledger
    purchase = await books.tell(ledger.purchase, purchase.id)
    if not purchase.outputs:
        return True
    told = [one.expires_at for one in purchase.outputs if one.expires_at is not None]
    ends = min(told) if told else await _usual_end(errand, purchase)
    return ends <= errand.office.clock.today()


async def _usual_end(errand: Errand, purchase: Purchase) -> datetime:
    """When a take is deleted, as the catalogue has it; where nobody says, a day after it was ordered."""
    books, ledger, life = errand.office.books, errand.office.ledger, errand.commission.model.expires_after
    if life is None:
        return purchase.intended_at + _DAY
    history = await books.tell(ledger.history, purchase.id)
    known = next(fact.at for fact in history if fact.name == "known")
    return known + timedelta(seconds=float(life))


def _gone(purchase: Purchase, why: str) -> MissError:
    cost = f"; it cost {purchase.cost.amount}" if purchase.cost else ""
    return MissError("lost", why + cost, "buy it anew with --again SHOT", purchase=purchase)


_DAY = timedelta(days=1)
_NEVER = ("too large", "forbidden", "refused", "disk")
_EMPTY = "ask the provider for the money back"

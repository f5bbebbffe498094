"""A hosted voice whose every utterance stands in the ledger before it is asked for, and is kept: what was paid for is
said once."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.errors import LedgerError, SpeechError
from longtake.ledger import OPEN, Cost, Existing, Hold, Intent, Ledger, Owner, Purchase, Realm
from longtake.media import Digest, Money, Sample, SpokenWord, digest_bytes, digest_of
from longtake.pipeline.found_words import found_words
from longtake.speech import Spoken, Utterance
from longtake.speech.hosted.samples import wav_of
from longtake.speech.hosted.voice import HostedVoice, Sound
from longtake.speech.hosted.wire import SpeechOrder
from longtake.store import DamagedObjectError, Store

if TYPE_CHECKING:
    from longtake.generation.backoff import Backoff, Draw
    from longtake.generation.clock import Clock
    from longtake.generation.failures import Failure

__all__ = ["BookedVoice", "Patience", "SpeechCase"]

_LONGEST_CALL = 10 * 60
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class SpeechCase:
    """What speech is bought for. film: its name; budget: of the ledger. repeat_below: up to which price a lost answer
    may be bought again, once. most: for a piece whose price nobody states; None where nobody allowed one."""

    film: str
    budget: str
    realm: Realm
    repeat_below: Money
    most: Money | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """How it is waited for a service that is busy. draw: as of `Backoff.wait`."""

    clock: Clock
    backoff: Backoff
    draw: Draw = random.uniform


class BookedVoice:
    """See `speech.Voice`. The same utterance is bought once; the text around it changes nothing of that. owner: who
    holds what is under way, to be released by the caller."""

    def __init__(
        self, voice: HostedVoice, case: SpeechCase, ledger: Ledger, store: Store, owner: Owner, patience: Patience
    ) -> None:
        self._voice, self._case, self._ledger, self._store = voice, case, ledger, store
        self._owner, self._patience = owner, patience

    async def say(self, utterance: Utterance) -> Spoken:
        """Raises SpeechError, CallFailedError, BudgetError, UnsettledError."""
        order = self._voice.order(utterance)
        purchase, sound = self._purchase(order, 1)
        if sound is None:
            sound = await self._bought(purchase, order)
        return await asyncio.to_thread(self._spoken, sound, utterance)

    def most(self, utterance: Utterance) -> Money:
        """What it may cost. Raises SpeechError where nobody says, and for what cannot be said."""
        return self._reserved(self._voice.order(utterance))

    def _spoken(self, sound: Sound, utterance: Utterance) -> Spoken:
        words = sound.words
        if words is None:
            found = found_words(self._store, sound, utterance.text, utterance.language)
            words = None if found.is_estimated else found.words
        return Spoken(wav_of(sound.pcm, sound.rate), words)

    async def _bought(self, purchase: Purchase, order: SpeechOrder) -> Sound:
        """Asks until the service has answered or it is no use. Raises as `say`."""
        from longtake.generation.failures import CallFailedError

        started, tried = self._patience.clock.now(), 0
        while True:
            try:
                answer = await self._voice.asked(order)
                break
            except CallFailedError as error:
                tried += 1
                spent = self._patience.clock.now() - started
                wait = self._wait(error.failure, tried, spent)
                if wait is not None:
                    await self._patience.clock.sleep(wait)
                elif (again := self._ended(purchase, error)) is not None:
                    purchase = again
                else:
                    raise
        try:
            sound = self._voice.heard(order, answer)
        except SpeechError as error:
            self._known(purchase, order, None)
            self._ledger.lost(purchase.id, str(error))
            raise
        self._store.write(_key(purchase), _written(sound))
        return self._booked(purchase, order, sound)

    def _wait(self, failure: Failure, tried: int, spent: float) -> float | None:
        """Seconds until it is asked again; None where it is not: only what was surely not taken is."""
        if failure.cls not in ("transient", "capacity"):
            return None
        return self._patience.backoff.wait(tried, spent, failure.retry_after, self._patience.draw)

    def _ended(self, purchase: Purchase, error: Exception) -> Purchase | None:
        """Tells the ledger how it ended; another attempt beside one whose answer was lost, where that is allowed."""
        failure: Failure = error.failure  # type: ignore[attr-defined]
        if failure.cls != "unknown":
            self._ledger.failed(purchase.id, failure.cls, str(failure), self._free)
            return None
        self._ledger.unknown(purchase.id, str(failure))
        try:
            again = self._ledger.repeat(purchase.id, purchase.intent.reserved, self._hold(), self._case.repeat_below)
        except LedgerError:
            return None
        return None if isinstance(again, Existing) else again

    def _booked(self, purchase: Purchase, order: SpeechOrder, sound: Sound) -> Sound:
        self._known(purchase, order, sound)
        data = _written(sound)
        told = {"milliseconds": int(sound.seconds * 1000), "characters": sound.bill or 0}
        self._ledger.verified(purchase.id, digest_bytes(data), len(data), told)
        return sound

    def _known(self, purchase: Purchase, order: SpeechOrder, sound: Sound | None) -> None:
        """What it cost, by the catalogue; where that has no price, the most that was allowed."""
        price = self._voice.price(order, sound)
        cost = Cost(price.amount, "computed") if price.amount else Cost(purchase.intent.reserved, "at most")
        self._ledger.submitted(purchase.id, f"answer {purchase.token}")  # who answers at once names no job
        self._ledger.known(purchase.id, (), cost)

    def _purchase(self, order: SpeechOrder, take: int) -> tuple[Purchase, Sound | None]:
        """What is to be asked for, or what was, with its sound. Raises SpeechError, LedgerError."""
        found = self._ledger.intend(self._intent(order, take), self._case.budget, self._hold())
        if not isinstance(found, Existing):
            return found, None
        if found.holder is not None:
            raise self._taken()
        was, sound = found.purchase, self._stored(found.purchase)
        if was.state == "verified":
            return (was, sound) if sound else self._purchase(order, take + 1)
        if was.state in OPEN and sound:  # its process ended between two facts
            return was, self._booked(was, order, sound)
        return self._next(was, order), None

    def _next(self, was: Purchase, order: SpeechOrder) -> Purchase:
        """Another attempt after one that brought no sound. Raises LedgerError where a person has to say so first."""
        ledger, price = self._ledger, self._reserved(order)
        if was.state == "known":
            was = ledger.lost(was.id, "its sound is gone from the workspace")
        elif was.state in OPEN - {"unknown"}:
            was = ledger.unknown(was.id, "its process ended before an answer came")
        if was.state == "unknown":
            again = ledger.repeat(was.id, price, self._hold(), self._case.repeat_below)
        else:
            again = ledger.again(was.id, price, self._hold())
        if isinstance(again, Existing):
            raise self._taken()
        return again

    def _taken(self) -> SpeechError:
        name = self._voice.voice.model.name
        return SpeechError("another process is buying the same line", place=name, advice=("wait for its end",))

    def _stored(self, purchase: Purchase) -> Sound | None:
        try:
            return _read(self._store.read(_key(purchase)))
        except (KeyError, DamagedObjectError):
            return None

    def _intent(self, order: SpeechOrder, take: int) -> Intent:
        case, account, model = self._case, self._voice.account, self._voice.voice.model
        text = " ".join(order.utterance.text.split())
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        return Intent(
            order=self._voice.digest(order),
            take=take,
            realm=case.realm,
            host=model.provider if account.is_emulated else _host(account.base),
            account=account.name,
            provider=model.provider,
            model=model.name,
            shot=f"“{shown}”",
            film=case.film,
            kind="speech",
            request={"voice": order.voice, "text": digest_of(text), "characters": len(text)},
            reserved=self._reserved(order),
            reconcile="blind",
            tag=case.tag,
        )

    def _reserved(self, order: SpeechOrder) -> Money:
        """The most that it may cost. Raises SpeechError where nobody says."""
        price, most = self._voice.price(order), self._case.most
        if price.amount is not None and (price.is_sure or most is None):
            return price.amount
        if most is None:
            advice = ("allow a most for a piece: narrator: {max_price: …}", "or name a voice with a price")
            raise SpeechError(f"nobody states what {self._voice.voice.model.name} costs", advice=advice)
        return most

    def _hold(self) -> Hold:
        return self._ledger.hold_for(self._owner, _LONGEST_CALL)

    @property
    def _free(self) -> Cost:
        return Cost(Money(0, self._case.repeat_below.currency), "computed")


def _host(base: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(base).hostname or base


def _key(purchase: Purchase) -> Digest:
    """Where a sound is kept."""
    return digest_of(["speech sound", purchase.token])


def _written(sound: Sound) -> bytes:
    """One line of JSON, then the samples."""
    words = None if sound.words is None else [[word.text, word.start, word.end] for word in sound.words]
    told = {"rate": sound.rate, "words": words, "bill": sound.bill}
    return json.dumps(told, ensure_ascii=False).encode() + b"\n" + sound.pcm


def _read(data: bytes) -> Sound:
    head, _, pcm = data.partition(b"\n")
    told = json.loads(head)
    words = told["words"]
    found = None if words is None else tuple(SpokenWord(text, Sample(a), Sample(b)) for text, a, b in words)
    return Sound(pcm, told["rate"], found, told["bill"])

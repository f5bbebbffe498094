"""A hosted voice whose every utterance stands in the ledger before it is asked for, and is kept: what was paid for is
said once."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from longtake.errors import SpeechError
from longtake.ledger import Cost, Intent, Purchase, Realm
from longtake.media import Money, Sample, SpokenWord, digest_of
from longtake.pipeline.answer_book import AnswerBook
from longtake.pipeline.found_words import found_words
from longtake.speech import Spoken, Utterance
from longtake.speech.hosted.samples import wav_of
from longtake.speech.hosted.voice import HostedVoice, Sound
from longtake.speech.hosted.wire import SpeechOrder

__all__ = ["BookedVoice", "SpeechCase"]

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class SpeechCase:
    """What speech is bought for. film: its name. most: for a piece whose price nobody confirms; None where nobody
    allowed one."""

    film: str
    realm: Realm
    most: Money | None = None
    tag: str = ""


class BookedVoice:
    """See `speech.Voice`. The same utterance is bought once; the text around it changes nothing of that."""

    def __init__(self, voice: HostedVoice, case: SpeechCase, book: AnswerBook) -> None:
        self._voice, self._case, self._book = voice, case, book

    async def say(self, utterance: Utterance) -> Spoken:
        """Raises SpeechError, CallFailedError, BudgetError, UnsettledError."""
        order = self._voice.order(utterance)
        purchase, kept = self._book.begun(self._intent(order))
        sound = _read(kept) if kept else None
        if sound is None:
            purchase, answer = await self._book.asked(purchase, lambda: self._voice.asked(order))
            try:
                sound = self._voice.heard(order, answer)
            except SpeechError as error:
                self._book.lose(purchase, self._cost(purchase, order, None), str(error))
                raise
        told = {"milliseconds": int(sound.seconds * 1000), "characters": sound.bill or 0}
        self._book.keep(purchase, _written(sound), self._cost(purchase, order, sound), told)
        return await asyncio.to_thread(self._spoken, sound, utterance)

    def most(self, utterance: Utterance) -> Money:
        """What it may cost. Raises SpeechError where nobody says, and for what cannot be said."""
        return self._reserved(self._voice.order(utterance))

    def _spoken(self, sound: Sound, utterance: Utterance) -> Spoken:
        words = sound.words
        if words is None:
            found = found_words(self._book.store, sound, utterance.text, utterance.language)
            words = None if found.is_estimated else found.words
        return Spoken(wav_of(sound.pcm, sound.rate), words)

    def _cost(self, purchase: Purchase, order: SpeechOrder, sound: Sound | None) -> Cost:
        """By the catalogue; where that has no price, the most that was allowed."""
        price = self._voice.price(order, sound)
        return Cost(price.amount, "computed") if price.amount else Cost(purchase.intent.reserved, "at most")

    def _intent(self, order: SpeechOrder) -> Intent:
        case, account, model = self._case, self._voice.account, self._voice.voice.model
        text = " ".join(order.utterance.text.split())
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        return Intent(
            order=self._voice.digest(order),
            take=1,
            realm=case.realm,
            host=model.provider if account.is_emulated else urlsplit(account.base).hostname or account.base,
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

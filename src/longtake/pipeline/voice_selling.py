"""Who speaks for money: the real services, or an emulator of them in this process; each utterance by the ledger."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from longtake.catalogue import Voice, load_voices
from longtake.errors import OperatorError, SpeechError
from longtake.generation.accounts import account_of, accounts, address_variable
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.clock import Clock, HurriedClock, SystemClock
from longtake.generation.http import Door
from longtake.generation.provider import Account
from longtake.ledger import Realm
from longtake.pipeline.answer_book import AnswerBook, Patience
from longtake.pipeline.booked_voice import BookedVoice, SpeechCase
from longtake.pipeline.leftovers import EMULATOR
from longtake.speech.hosted import SERVICES, HostedVoice, SpeechWire

__all__ = ["VoiceSellers", "is_hosted", "voice_realm", "voice_sellers"]

_BACKOFF = Backoff(tries=6, within=120.0, most_told=60.0)


def is_hosted(name: str) -> bool:
    """Whether a storyboard's voice is a service's: `elevenlabs/rachel`."""
    return "/" in name


@dataclass(frozen=True, slots=True)
class VoiceSellers:
    """realm: of all of them. account: whom the user is at a provider; raises OperatorError."""

    realm: Realm
    door: Door
    clock: Clock
    account: Callable[[str], Account]

    def hosted(self, name: str) -> HostedVoice:
        """The voice of `elevenlabs/rachel`. Raises CatalogueError, SpeechError, OperatorError."""
        voice = load_voices().hosted(name)
        wire, account = _wire(voice), self.account(voice.model.provider)
        if account.is_emulated != (self.realm == "emulated"):
            what = f"{account.provider} at {account.base} is {'an' if account.is_emulated else 'no'} emulator"
            advice = (f"see to {address_variable(account.provider)}", "the film's other voices are of another kind")
            raise OperatorError(what, advice=advice)
        return HostedVoice(voice, wire, Adapter(wire, account, self.door, self.clock))

    def booked(self, name: str, case: SpeechCase, book: AnswerBook) -> BookedVoice:
        """As `hosted`, bought through the ledger."""
        return BookedVoice(self.hosted(name), case, book)

    @property
    def patience(self) -> Patience:
        return Patience(self.clock, _BACKOFF, random.uniform)


def voice_realm(speed: int | None, names: Collection[str]) -> Realm:
    """Of whom the voices of these names are bought. Raises as `voice_sellers`."""
    return "emulated" if speed is not None else _realm(accounts(os.environ), names)


@asynccontextmanager
async def voice_sellers(speed: int | None, names: Collection[str]) -> AsyncIterator[VoiceSellers]:
    """speed: of an emulator of ours, None for the services, or for the emulator that the user's addresses lead to.
    names: of the voices that will be asked. Raises CatalogueError, and OperatorError where some of them stand at an
    emulator and others do not."""
    if speed is None:
        account = accounts(os.environ)
        realm = _realm(account, names)
        async with Door(allow_loopback=realm == "emulated") as door:
            yield VoiceSellers(realm, door, SystemClock(), account)
        return
    from longtake.emulator import Emulator, environment

    with Emulator(speed=speed).running() as address:
        places = environment(address)

        def played(provider: str) -> Account:
            return account_of(provider, {}, name=EMULATOR, emulator=_place(places, provider))

        async with Door(allow_loopback=True) as door:
            yield VoiceSellers("emulated", door, HurriedClock(speed), played)


def _place(places: Mapping[str, str], provider: str) -> str:
    return places[address_variable(provider)]


def _realm(account: Callable[[str], Account], names: Collection[str]) -> Realm:
    providers = sorted({load_voices().hosted(name).model.provider for name in names})
    found = {provider: account(provider).is_emulated for provider in providers}
    if len(set(found.values())) > 1:
        stands = next(name for name, is_here in found.items() if is_here)
        other = next(name for name, is_here in found.items() if not is_here)
        what = f"{stands} stands at an emulator on this machine, and {other} does not"
        raise OperatorError(what, advice=(f"unset {address_variable(stands)}", "or say --emulate for all of them"))
    return "emulated" if any(found.values()) else "live"


def _wire(voice: Voice) -> SpeechWire:
    provider = voice.model.provider
    if provider not in SERVICES:
        what = f"{voice.model.name} of {provider} cannot be asked yet"
        raise SpeechError(what, advice=(f"name a voice of one of these: {', '.join(SERVICES)}",))
    return SERVICES[provider]()

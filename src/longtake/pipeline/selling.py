"""Who sells takes: the real providers, or an emulator of them in this process."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from longtake.catalogue import Catalogue, Model
from longtake.errors import Finding, GenerationError, InputError, NotYetError, OperatorError
from longtake.generation.accounts import account_of, accounts, address_variable, own_server
from longtake.generation.adapter import Adapter, Bucket
from longtake.generation.clock import Clock, HurriedClock, SystemClock
from longtake.generation.commission import Commission
from longtake.generation.guard import Target
from longtake.generation.http import Door
from longtake.generation.own import FILE, OwnProvider, own_provider
from longtake.generation.provider import Account, Asset, Provider, Uploaded
from longtake.generation.providers import PROVIDERS, wire_of
from longtake.ledger import Realm
from longtake.pipeline.leftovers import EMULATOR

__all__ = ["Sellers", "realm_of", "sellers"]

_NO_OTHERS: Mapping[str, Model] = {}

SPEED_VARIABLE = "LONGTAKE_EMULATOR_SPEED"
"""Says how many times as fast as real an emulator is that runs elsewhere."""


@dataclass(frozen=True, slots=True)
class Sellers:
    """provider_of: whom a commission is bought from; raises OperatorError, GenerationError."""

    realm: Realm
    clock: Clock
    door: Door
    provider_of: Callable[[Commission], Provider]

    def check(self, commissions: Iterable[Commission]) -> None:
        """Raises one OperatorError for all accounts that are missing, one NotYetError for all models that nobody
        here can ask, before anything is sent."""
        unknown, missing = dict[str, Finding](), dict[str, Finding]()
        for one in commissions:
            try:
                self.provider_of(one)
            except OperatorError as error:
                missing.setdefault(one.provider, _named(error, one))
            except GenerationError as error:
                unknown.setdefault(one.model.name, _named(error, one))
        if unknown:
            raise NotYetError.of(unknown.values())
        if missing:
            raise OperatorError.of(missing.values())


@asynccontextmanager
async def sellers(
    speed: int | None, models: Mapping[str, Model], others: Mapping[str, Model] = _NO_OTHERS
) -> AsyncIterator[Sellers]:
    """speed: of an emulator, None for the real ones; models: that are bought from; others: that may be, too."""
    if speed is None:
        account, realm = accounts(os.environ), realm_of(speed, models)
        clock = _clock_of_emulator() if realm == "emulated" else SystemClock()
        servers = [] if realm == "emulated" else _own_servers(account, {**models, **others})
        async with Door(allow_loopback=realm == "emulated", own=servers) as door:
            yield _sellers(realm, clock, door, account, _bucket(realm, clock))
        return
    from longtake.emulator import Emulator, environment

    hurried, own = HurriedClock(speed), _own_of({**models, **others})
    wires = [one.played() for one in own.values() if one.played]
    known = Catalogue.of({**models, **others}.values())
    with Emulator(speed=speed, catalogue=known, wires=wires).running() as address:
        places, named = environment(address), {FILE: os.environ[FILE]} if FILE in os.environ else {}

        def played(provider: str) -> Account:
            spoken = own[provider].speaks if provider in own else ""
            place = places.get(address_variable(spoken or provider), f"{address}/{provider}")
            return account_of(provider, named, name=EMULATOR, emulator=place)

        async with Door(allow_loopback=True) as door:
            yield _sellers("emulated", hurried, door, played, _EmulatedBucket())


def _own_of(models: Mapping[str, Model]) -> Mapping[str, OwnProvider]:
    """The providers among these models' that are the user's own. Raises OperatorError for one that can't be loaded."""
    names = sorted({one.provider for one in models.values()} - set(PROVIDERS))
    found = {name: own_provider(name) for name in names}
    return {name: own for name, own in found.items() if own is not None}


def realm_of(speed: int | None, models: Mapping[str, Model]) -> Realm:
    """Who sells takes of these models. speed: of our own emulator; None for none, when the user's addresses may lead to
    another one. Raises OperatorError where some do and others don't: a film is of takes that models made, or of none.
    """
    if speed is not None:
        return "emulated"
    account = accounts(os.environ)
    here = {provider: _is_emulated(account, provider) for provider in sorted({one.provider for one in models.values()})}
    if not any(here.values()):
        return "live"
    if all(here.values()):
        return "emulated"
    (stands, *_), (other, *_) = (
        [name for name, is_here in here.items() if is_here == wanted] for wanted in (True, False)
    )
    what = f"{stands} stands at an emulator on this machine, and {other} does not"
    raise OperatorError(what, advice=(f"unset {address_variable(stands)}", "or say --emulate for all of them"))


def _own_servers(account: Callable[[str], Account], models: Mapping[str, Model]) -> list[Target]:
    """Servers of the user's own on this machine, which may be asked besides what is on the internet."""
    found = []
    for provider in {one.provider for one in models.values()}:
        with suppress(OperatorError):  # told where something is to be bought there
            found.append(own_server(account(provider)))
    return [one for one in found if one is not None]


def _is_emulated(account: Callable[[str], Account], provider: str) -> bool:
    try:
        return account(provider).is_emulated
    except OperatorError:  # told where something is to be bought there
        return False


def _bucket(realm: Realm, clock: Clock) -> Bucket | None:
    """For files that a provider takes by their address only: the user's bucket, where one is named. Raises InputError,
    MissingExtraError."""
    if realm == "emulated":
        return _EmulatedBucket()
    if not os.environ.get("LONGTAKE_BUCKET"):
        return None
    from longtake.generation.buckets import bucket_of

    return bucket_of(os.environ, clock)


def _sellers(
    realm: Realm, clock: Clock, door: Door, account: Callable[[str], Account], bucket: Bucket | None
) -> Sellers:
    known: dict[tuple[str, str], Provider] = {}

    def provider_of(one: Commission) -> Provider:
        key = one.provider, one.model.wire_name
        if key not in known:
            known[key] = Adapter(wire_of(*key), _of_realm(account(one.provider), realm), door, clock, bucket)
        return known[key]

    return Sellers(realm, clock, door, provider_of)


def _of_realm(account: Account, realm: Realm) -> Account:
    """Raises OperatorError for another realm's, which a fall-back may come to: a film is of takes that models made, or
    of none."""
    if account.is_emulated == (realm == "emulated"):
        return account
    is_not, other = ("is no", "are") if realm == "emulated" else ("is an", "are not")
    what = f"{account.provider} at {account.base} {is_not} emulator, and the film's other takes {other} an emulator's"
    raise OperatorError(what, advice=(f"see to {address_variable(account.provider)}",))


def _named(error: GenerationError, one: Commission) -> Finding:
    (finding, *_) = error.findings
    return Finding(f"shot {one.name}", f"{one.model.name}: {finding.message}", finding.advice)


class _EmulatedBucket:
    """Addresses for an emulator, which fetches nothing: that of a sound tells how long it is."""

    async def put(self, asset: Asset) -> Uploaded:
        from longtake.libav.emulated import sound_seconds  # here: only emulated makes need it

        seconds = sound_seconds(asset.content) if asset.media_type.startswith("audio/") else None
        told = f"?seconds={seconds}" if seconds else ""
        return Uploaded(f"https://bucket.example/{asset.digest}{told}")


def _clock_of_emulator() -> Clock:
    """The time of an emulator that runs elsewhere, as the environment tells its speed."""
    told = os.environ.get(SPEED_VARIABLE, "1")
    if not told.isdecimal() or not int(told):
        what = f"an emulator is so many times as fast as real, and not {told!r}"
        raise InputError(what, place=SPEED_VARIABLE, advice=("take it from longtake emulate --print-env",))
    return HurriedClock(int(told))

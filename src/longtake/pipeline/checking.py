"""Checking a provider: the user's account, or an emulator of our own, asked what costs nothing."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import InputError
from longtake.media import Money
from longtake.pipeline.books import written
from longtake.pipeline.loops import run
from longtake.store import Workspace, open_workspace

if TYPE_CHECKING:
    from longtake.generation.checking import CheckResult
    from longtake.generation.clock import Clock
    from longtake.generation.http import Door
    from longtake.generation.provider import Account
    from longtake.generation.sample import Sample

__all__ = ["check", "check_async"]

_SPEED = 1000
"""Of the emulator that a check starts, and of the waits for it."""


def check(
    provider: str,
    *,
    live: bool = False,
    emulate: bool = False,
    buy: Money | str | None = None,
    workspace: str | Path | None = None,
) -> CheckResult:
    """Whether a provider takes the user's key and answers as Longtake expects. Nothing is bought unless `buy` says so.

    live: the provider itself, also where the environment points at an emulator. emulate: an emulator that is started
    for it, which needs no key. buy: the most (`0.50 USD`) for the cheapest take that the provider makes, bought through
    the workspace's ledger if all else is as expected. Raises OperatorError where the key is missing, BudgetError where
    the take costs more, MissingExtraError.
    """
    return run(check_async(provider, live=live, emulate=emulate, buy=buy, workspace=workspace))


async def check_async(
    provider: str,
    *,
    live: bool = False,
    emulate: bool = False,
    buy: Money | str | None = None,
    workspace: str | Path | None = None,
) -> CheckResult:
    """As `check`, inside a running loop."""
    from longtake.catalogue import load_catalogue
    from longtake.generation.accounts import accounts, own_server
    from longtake.generation.checking import checked
    from longtake.generation.clock import HurriedClock, SystemClock
    from longtake.generation.http import Door
    from longtake.generation.questions import questions

    most, catalogue = _allowed(buy), load_catalogue()
    async with _surroundings(emulate, provider) as environ:
        account = accounts(environ, is_live=live)(provider)
        own = own_server(account)
        async with Door(allow_loopback=account.is_emulated, own=[own] if own else []) as door:
            asked = questions(provider, catalogue) or questions(_spoken(provider, environ), catalogue)
            if not asked:
                raise InputError(
                    f"nothing can be asked of {provider} that costs nothing",
                    advice=(f"buy {_cheapest_word(provider)} with longtake make",),
                )
            found = await checked(account, asked, door, SystemClock())
            if most is None or not found.is_as_expected:
                return found
            clock = HurriedClock(_SPEED) if emulate else SystemClock()
            return replace(found, sample=await _bought(account, door, clock, most, open_workspace(workspace)))


def _cheapest_word(provider: str) -> str:
    from longtake.speech.hosted import SERVICES

    return "a short line of narration from it" if provider in SERVICES else "a take of it, by a route to its model,"


def _spoken(provider: str, environ: Mapping[str, str]) -> str:
    """Whose interface a provider of the user's own speaks; "" for one of its own, and for Longtake's."""
    from longtake.generation.own import own_provider
    from longtake.generation.providers import PROVIDERS

    own = None if provider in PROVIDERS else own_provider(provider, environ)
    return own.speaks if own is not None else ""


async def _bought(account: Account, door: Door, clock: Clock, most: Money, workspace: Workspace) -> Sample:
    from longtake.catalogue import load_catalogue
    from longtake.pipeline.sampling import Sampler, cheapest

    with written(workspace) as ledger:
        sampler = Sampler(account, door, clock, ledger, workspace)
        return await sampler.buy(cheapest(account, load_catalogue(), clock.today().date()), most)


def _allowed(buy: Money | str | None) -> Money | None:
    try:
        return Money.parse(buy) if isinstance(buy, str) else buy
    except ValueError as error:
        raise InputError(str(error), place="buy") from None


@asynccontextmanager
async def _surroundings(emulate: bool, provider: str) -> AsyncIterator[Mapping[str, str]]:
    """The environment, as it is or with all providers emulated."""
    if not emulate:
        yield os.environ
        return
    from longtake.emulator import Emulator, environment
    from longtake.generation.accounts import address_variable

    async with Emulator(speed=_SPEED).serving() as address:
        places = environment(address)
        if spoken := _spoken(provider, os.environ):
            places = {**places, address_variable(provider): places[address_variable(spoken)]}
        yield {**os.environ, **places}

"""Checking a provider: the user's account, or an emulator of our own, asked what costs nothing."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from longtake.pipeline.loops import run

if TYPE_CHECKING:
    from longtake.generation.checking import CheckResult

__all__ = ["check", "check_async"]


def check(provider: str, *, live: bool = False, emulate: bool = False) -> CheckResult:
    """Whether a provider takes the user's key and answers as Longtake expects. Nothing is bought.

    live: the provider itself, also where the environment points at an emulator. emulate: an emulator that is started
    for it, which needs no key. Raises OperatorError where the key is missing, MissingExtraError.
    """
    return run(check_async(provider, live=live, emulate=emulate))


async def check_async(provider: str, *, live: bool = False, emulate: bool = False) -> CheckResult:
    """As `check`, inside a running loop."""
    from longtake.catalogue import load_catalogue
    from longtake.generation.accounts import accounts
    from longtake.generation.checking import checked
    from longtake.generation.clock import SystemClock
    from longtake.generation.http import Door
    from longtake.generation.questions import questions

    async with _surroundings(emulate) as environ:
        account = accounts(environ, is_live=live)(provider)
        async with Door(allow_loopback=account.is_emulated) as door:
            return await checked(account, questions(provider, load_catalogue()), door, SystemClock())


@asynccontextmanager
async def _surroundings(emulate: bool) -> AsyncIterator[Mapping[str, str]]:
    """The environment, as it is or with all providers emulated."""
    if not emulate:
        yield os.environ
        return
    from longtake.emulator import Emulator, environment

    async with Emulator().serving() as address:
        yield {**os.environ, **environment(address)}

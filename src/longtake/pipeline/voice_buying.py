"""Buying what a film's hosted voices have to say: line by line, within its budget, each kept as soon as it is here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from longtake.catalogue import load_voices
from longtake.errors import BudgetError, Finding, LongtakeError, SpeechError
from longtake.generation.failures import CallFailedError, KeyRefusedError
from longtake.ledger import Ledger, Realm, UnsettledError, this_owner
from longtake.media import Money
from longtake.pipeline.answer_book import AnswerBook
from longtake.pipeline.booked_voice import BookedVoice, SpeechCase
from longtake.pipeline.books import written
from longtake.pipeline.leftovers import settle_leftovers
from longtake.pipeline.voice_selling import voice_sellers
from longtake.speech import Spoken, Utterance
from longtake.store import Workspace

__all__ = ["Allowance", "Line", "buy_lines"]

REPEAT_BELOW = Money("0.10", "USD")
"""Up to which price a lost answer is bought again by itself, once."""

_AT_ONCE = 2
"""Calls to one service at a time: what its smallest plan allows."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a voice says once. about: the scene or shot, for people; voice: as a storyboard names it."""

    about: str
    voice: str
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Allowance:
    """film: its title, which is its budget's name, too; cap: of that budget, None for what the lines may cost. most:
    for a line whose price nobody confirms. speed: of an emulator, None for the services. tag: the user's own mark."""

    film: str
    cap: Money | None = None
    most: Money | None = None
    speed: int | None = None
    tag: str = ""


async def buy_lines(
    lines: Sequence[Line],
    allowance: Allowance,
    workspace: Workspace,
    keep: Callable[[Line, Spoken], None],
    tell: Callable[[int, Line], None],
) -> None:
    """Buys every line that was not bought before. keep: gets each line with its sound; tell: how many are done, and the
    last one. Raises one SpeechError with a finding for each line that cannot be said, before anything is sent, and for
    each that was not given, once the others are here; CatalogueError, OperatorError, BudgetError. Cancelled once, it
    ends when what is under way has come: that is paid for."""
    names = list(dict.fromkeys(line.voice for line in lines))
    async with voice_sellers(allowance.speed, names) as sellers:
        with written(workspace) as ledger:
            if allowance.speed is not None:
                settle_leftovers(ledger)
            book = AnswerBook(ledger, workspace.store, this_owner(), allowance.film, REPEAT_BELOW, sellers.patience)
            case = SpeechCase(allowance.film, sellers.realm, allowance.most, allowance.tag)
            voices = {name: sellers.booked(name, case, book) for name in names}
            _set_budget(_prices(lines, voices), allowance, sellers.realm, ledger)
            try:
                await _Desk(voices, keep, tell).buy(lines)
            finally:
                ledger.release_all(book.owner)


def _prices(lines: Sequence[Line], voices: dict[str, BookedVoice]) -> list[Money]:
    """The most that each line may cost. Raises SpeechError for all that cannot be said."""
    prices, wrong = list[Money](), list[Finding]()
    for line in lines:
        try:
            prices.append(voices[line.voice].most(line.utterance))
        except SpeechError as error:
            wrong += _findings(line, error)
    if wrong:
        raise SpeechError.of(dict.fromkeys(wrong))
    return prices


def _set_budget(prices: Sequence[Money], allowance: Allowance, realm: Realm, ledger: Ledger) -> None:
    """The budget that somebody wrote; else what the lines may cost, each twice, beside what was committed before."""
    name, cap = allowance.film, allowance.cap
    if cap is None:
        cap = sum((price + price for price in prices), Money("0.00", REPEAT_BELOW.currency))
        if any((one.name, one.realm) == (name, realm) for one in ledger.budgets()):
            before = ledger.budget(name, realm)
            cap += before.spent + before.reserved
    ledger.set_budget(name, cap, realm)


def _findings(line: Line, error: LongtakeError) -> list[Finding]:
    return [Finding(line.about, one.message, one.advice) for one in error.findings]


class _Desk:
    """Asks for lines side by side, few of each service at a time."""

    def __init__(
        self, voices: dict[str, BookedVoice], keep: Callable[[Line, Spoken], None], tell: Callable[[int, Line], None]
    ) -> None:
        self._voices, self._keep, self._tell = voices, keep, tell
        self._rooms = {_service(name): asyncio.Semaphore(_AT_ONCE) for name in voices}
        self._done, self._is_stopped, self._wrong = 0, False, list[Finding]()

    async def buy(self, lines: Sequence[Line]) -> None:
        tasks = [asyncio.create_task(self._one(line)) for line in lines]
        if not tasks:
            return
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            self._is_stopped = True
            await asyncio.wait(tasks)
            raise
        for task in tasks:
            task.result()
        if self._wrong:
            raise SpeechError.of(dict.fromkeys(self._wrong))

    async def _one(self, line: Line) -> None:
        async with self._rooms[_service(line.voice)]:
            if self._is_stopped:
                return
            try:
                spoken = await self._voices[line.voice].say(line.utterance)
            except (KeyRefusedError, BudgetError):
                self._is_stopped = True
                raise
            except (SpeechError, CallFailedError, UnsettledError) as error:
                self._wrong += _findings(line, error)
            else:
                self._keep(line, spoken)
        self._done += 1
        self._tell(self._done, line)


def _service(name: str) -> str:
    return load_voices().hosted(name).model.provider

"""Music that a service composes: bought once, through the ledger, and put into a file that a storyboard can name."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

from longtake.catalogue import MusicModel, load_music
from longtake.errors import CatalogueError, InputError, MediaError
from longtake.generation.accounts import account_of, accounts, address_variable
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.clock import SystemClock
from longtake.generation.composers import COMPOSERS, MusicOrder, MusicWire
from longtake.generation.http import Door
from longtake.generation.provider import Account
from longtake.inspection import Refused, admit
from longtake.ledger import Cost, Intent, Realm, this_owner
from longtake.media import ClipFacts, Money, digest_of
from longtake.pipeline.answer_book import AnswerBook, Patience
from longtake.pipeline.books import written
from longtake.pipeline.facts import StoredFacts
from longtake.pipeline.leftovers import EMULATOR, settle_leftovers
from longtake.pipeline.loops import run
from longtake.pipeline.terms import APPROVE_ABOVE, checked_money
from longtake.store import Workspace, open_workspace

__all__ = ["ComposeOptions", "Composed", "compose"]

_NAME = "music"
"""Of the budget, and what stands for the film."""
_USUAL = "stable-audio-2.5"
_REPEAT_BELOW = Money("0.10", "USD")
_SHOWN = 40
_LEAST_SHARE = Fraction(9, 10)
"""Of the length that was asked for: a piece that is shorter is not all of it."""


class ComposeOptions(TypedDict, total=False):
    """How music is bought. model: of the catalogue, by default stable-audio-2.5. seed: of a piece among many; the same
    words, length and seed are one piece, bought once. max_price: of the piece, needed where nobody confirms its price
    and above 1 USD. emulate: of an emulator, for nothing. workspace: where ledger and pieces are."""

    model: str
    seed: int | None
    max_price: str | Money | None
    emulate: bool
    workspace: str | Path | None


@dataclass(frozen=True, slots=True)
class Composed:
    """A piece of music in a file. price: what it cost, now or when it was bought; is_paid_before: whether that was
    before."""

    path: Path
    seconds: Fraction
    price: Money
    is_emulated: bool
    is_paid_before: bool


def compose(prompt: str, seconds: Fraction | int, out: str | Path, **options: Unpack[ComposeOptions]) -> Composed:
    """Music from words alone, without voices, in a new file; a storyboard names it (`music: {file: …}`).

    Raises InputError and CatalogueError before anything is sent: for a model that is not known or not asked, a length
    that it does not make, a file that is there already, a price that nobody allowed. Raises CallFailedError where the
    service gives none, MediaError where what it sent is no sound.
    """
    path, length = Path(out), Fraction(seconds)
    made, data = run(_composed(prompt, length, path, options))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return made


async def _composed(prompt: str, seconds: Fraction, out: Path, options: ComposeOptions) -> tuple[Composed, bytes]:
    model = _model(options.get("model", _USUAL))
    wire = COMPOSERS[model.provider]()
    _check(model, wire, prompt, seconds, out)
    reserved = _reserved(model, seconds, checked_money(options.get("max_price"), "max_price"))
    order = MusicOrder(model.wire_name, " ".join(prompt.split()), seconds, options.get("seed"))
    workspace = open_workspace(options.get("workspace"))
    async with _seller(wire, options.get("emulate", False)) as adapter:
        with written(workspace) as ledger:
            settle_leftovers(ledger)
            patience = Patience(SystemClock(), Backoff(tries=6, within=120.0), random.uniform)
            book = AnswerBook(ledger, workspace.store, this_owner(), _NAME, _REPEAT_BELOW, patience)
            _set_budget(book, reserved, adapter.account)
            try:
                return await _bought(model, wire, order, adapter, book, reserved, workspace, out)
            finally:
                ledger.release_all(book.owner)


async def _bought(
    model: MusicModel,
    wire: MusicWire,
    order: MusicOrder,
    adapter: Adapter,
    book: AnswerBook,
    reserved: Money,
    workspace: Workspace,
    out: Path,
) -> tuple[Composed, bytes]:
    price = model.price(order.seconds)
    cost = Cost(price.amount, "computed") if price.amount else Cost(reserved, "at most")
    purchase, kept = book.begun(_intent(model, order, adapter.account, reserved))
    if kept is None:
        purchase, answer = await book.asked(purchase, lambda: adapter.bought(wire.composing(order)))
        try:
            kept = wire.composed(answer)
            facts = _admitted(kept, wire.suffix, order, workspace)
        except (ValueError, MediaError) as error:
            book.lose(purchase, cost, str(error))
            raise _spoilt(model, str(error)) from error
    else:
        facts = _admitted(kept, wire.suffix, order, workspace)
    was_here = purchase.state == "verified"
    book.keep(purchase, kept, cost, {"bytes": len(kept)})
    assert facts.sound
    paid = purchase.cost.amount if purchase.cost else cost.amount
    return Composed(out, facts.sound.seconds, paid, adapter.account.is_emulated, was_here), kept


def _model(name: str) -> MusicModel:
    known = {model.name: model for model in load_music()}
    asked = sorted(one for one, model in known.items() if model.provider in COMPOSERS)
    if name not in asked:
        what = f"{name} cannot be asked yet" if name in known else f"{name!r} is no music model that is known"
        raise CatalogueError(what, place="model", advice=(f"these can be asked: {', '.join(asked)}",))
    return known[name]


def _check(model: MusicModel, wire: MusicWire, prompt: str, seconds: Fraction, out: Path) -> None:
    """Raises InputError, CatalogueError."""
    if not prompt.strip():
        raise InputError("no music is described", place="prompt", advice=("write it in words: calm piano, 70 bpm",))
    if (model.least and seconds < model.least) or (model.most and seconds > model.most):
        what = f"{model.name} makes {float(model.least or 0):g} to {float(model.most or 0):g} s, not {float(seconds):g}"
        raise CatalogueError(what, place="for", advice=("ask for less, and loop it: music: {loop: on}",))
    if out.suffix.lower() != wire.suffix:
        what = f"{model.name} gives {wire.suffix} files"
        raise InputError(what, place=str(out), advice=(f"name it {out.with_suffix(wire.suffix).name}",))
    if out.exists():
        raise InputError("it is there already, and is not overwritten", place=str(out), advice=("name another file",))


def _reserved(model: MusicModel, seconds: Fraction, most: Money | None) -> Money:
    """The most that it may cost. Raises InputError where nobody has said yes to that."""
    price = model.price(seconds)
    if price.amount is None or not price.is_sure:
        about = f"about {price.amount}, which nobody confirms" if price.amount else "what nobody states"
        if most is None:
            advice = ("write the most that it may cost: --max-price 0.50",)
            raise InputError(f"{model.name} costs {about}", place="max_price", advice=advice)
        return most
    allowed = most or APPROVE_ABOVE
    if price.amount.currency != allowed.currency or price.amount.amount > allowed.amount:
        raise InputError(f"it costs {price.amount}, and {allowed} is allowed", place="max_price")
    return price.amount


def _intent(model: MusicModel, order: MusicOrder, account: Account, reserved: Money) -> Intent:
    shown = order.prompt if len(order.prompt) <= _SHOWN else f"{order.prompt[: _SHOWN - 1]}…"
    asked = {"prompt": order.prompt, "seconds": order.seconds, "seed": order.seed}
    return Intent(
        order=digest_of({"music": asked, "provider": model.provider, "model": order.model}),
        take=1,
        realm="emulated" if account.is_emulated else "live",
        host=model.provider if account.is_emulated else urlsplit(account.base).hostname or account.base,
        account=account.name,
        provider=model.provider,
        model=model.name,
        shot=f"“{shown}”",
        film=_NAME,
        kind="music",
        request=asked,
        reserved=reserved,
        reconcile="blind",
    )


def _set_budget(book: AnswerBook, reserved: Money, account: Account) -> None:
    """Room for this piece, twice, beside what was committed before."""
    realm: Realm = "emulated" if account.is_emulated else "live"
    cap = reserved + reserved
    if any((one.name, one.realm) == (_NAME, realm) for one in book.ledger.budgets()):
        before = book.ledger.budget(_NAME, realm)
        cap += before.spent + before.reserved
    book.ledger.set_budget(_NAME, cap, realm)


def _admitted(data: bytes, suffix: str, order: MusicOrder, workspace: Workspace) -> ClipFacts:
    """What the sound is, which a stranger sent: decoded whole in a limited child. Raises MediaError."""
    with TemporaryDirectory(prefix="longtake-music-") as folder:
        path = Path(folder) / f"music{suffix}"
        path.write_bytes(data)
        (result,) = admit([path], StoredFacts(workspace.store))
    if isinstance(result, Refused):
        raise result.error
    sound = result.facts.sound
    if result.facts.kind != "sound" or sound is None:
        raise MediaError(f"it is a {result.facts.kind}, and sound was asked for")
    if sound.seconds < order.seconds * _LEAST_SHARE:
        raise MediaError(f"{float(sound.seconds):.1f} of {float(order.seconds):g} s came: it is cut off")
    return result.facts


def _spoilt(model: MusicModel, why: str) -> MediaError:
    what = f"{model.provider} was paid, and what it sent cannot be used: {why}"
    return MediaError(what, place=model.name, advice=("run it again to buy another", "or see longtake jobs --all"))


@asynccontextmanager
async def _seller(wire: MusicWire, emulate: bool) -> AsyncIterator[Adapter]:
    """Raises OperatorError where a key is missing."""
    if not emulate:
        account = accounts(os.environ)(wire.provider)
        async with Door(allow_loopback=account.is_emulated) as door:
            yield Adapter(wire, account, door, SystemClock())
        return
    from longtake.emulator import Emulator, environment

    async with Emulator().serving() as address, Door(allow_loopback=True) as door:
        place = environment(address)[address_variable(wire.provider)]
        yield Adapter(wire, account_of(wire.provider, {}, name=EMULATOR, emulator=place), door, SystemClock())

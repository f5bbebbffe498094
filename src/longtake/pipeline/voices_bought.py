"""What hosted voices say is bought before a film's final plan, which is then as long as the words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

from longtake.ledger import Realm
from longtake.media import Digest, Money
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.paying import HERE, PAID, paid_in
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.spoken import SpeechShelf
from longtake.pipeline.terms import Terms
from longtake.pipeline.voice_bill import VoiceBill
from longtake.pipeline.voice_buying import Allowance, Line, buy_lines
from longtake.pipeline.voice_selling import is_hosted, voice_realm
from longtake.pipeline.voicing import check_rise, facts_of, revoiced, unspoken, utterance_of
from longtake.planning import PlannedSpeech
from longtake.planning.pricing import quote_of
from longtake.speech import Spoken, Utterance
from longtake.store import Workspace

__all__ = ["in_place", "with_bought_voices"]


async def with_bought_voices(planned: PlannedFilm, terms: Terms, workspace: Workspace, say: Listener) -> PlannedFilm:
    """The film planned with its hosted voices as long as they speak; what they have to say is bought now, unless it was
    before. Raises ApprovalMissingError and BudgetError before anything is sent, SpeechError with a finding for each
    piece that was not given, PlanningError where the film cannot be as long as its words."""
    hosted = {piece.order: piece for piece in planned.plan.all_speech if is_hosted(piece.voice)}
    realm = voice_realm(terms.speed, {piece.voice for piece in hosted.values()})
    shelf = SpeechShelf(workspace, realm)
    missing = {piece.order: piece for piece in unspoken(planned, shelf) if piece.order in hosted}
    if missing:
        _check(planned, missing, terms, workspace, realm)
        await _buy(planned, list(missing.values()), terms, workspace, shelf, say)
    bill = VoiceBill(_cost(planned, hosted.values()), realm == "emulated", bool(missing))
    if not missing and all(piece.asset in planned.files for piece in hosted.values()):
        return replace(planned, voices=bill)
    found = await asyncio.to_thread(revoiced, planned, shelf)
    check_rise(replace(planned, spoken={}), replace(found, spoken={}), terms, realm)  # all of it, paid or not
    measured = {piece.order: piece for piece in found.plan.all_speech if piece.order in hosted}
    return replace(found, voices=replace(bill, cost=_cost(found, measured.values())))


def _cost(planned: PlannedFilm, pieces: Iterable[PlannedSpeech]) -> Money:
    """By the catalogue, as the ledger has it."""
    return sum((piece.price for piece in pieces), Money("0.00", planned.plan.quote.total.currency))


def _check(
    planned: PlannedFilm, missing: Mapping[Digest, PlannedSpeech], terms: Terms, workspace: Workspace, realm: Realm
) -> None:
    """Raises ApprovalMissingError, BudgetError where the film may not be paid for: it is not begun."""
    plan, paid = planned.plan, paid_in(workspace, realm, PAID if terms.buys else HERE)
    speech = tuple(piece for piece in plan.all_speech if piece.order in missing)
    terms.check(quote_of(plan.shots, plan.rate, plan.quote.cap, paid, speech), realm)


async def _buy(
    planned: PlannedFilm,
    pieces: list[PlannedSpeech],
    terms: Terms,
    workspace: Workspace,
    shelf: SpeechShelf,
    say: Listener,
) -> None:
    lines = {Line(piece.about, piece.voice, in_place(planned, piece)): piece for piece in pieces}
    unsure = [piece.ceiling for piece in pieces if not piece.is_price_sure]
    most = max(unsure, key=lambda price: price.amount) if unsure else None
    allowance = Allowance(planned.plan.title, terms.budget or planned.plan.quote.cap, most, terms.speed, terms.tag)

    def keep(line: Line, spoken: Spoken) -> None:
        piece = lines[line]
        shelf.keep(piece.order, piece.voice, spoken.sound, facts_of(spoken.sound), spoken.words)

    def tell(done: int, line: Line) -> None:
        say(Progress("speech", done, len(lines), note=line.about))

    say(Progress("speech", 0, len(lines)))
    await buy_lines(list(lines), allowance, workspace, keep, tell)


def in_place(planned: PlannedFilm, piece: PlannedSpeech) -> Utterance:
    """The piece as its voice takes it, with what that voice says right before and after."""
    said = planned.plan.all_speech
    at = next(nth for nth, one in enumerate(said) if one.order == piece.order)
    before, after = (_text(said[nth], piece) if 0 <= nth < len(said) else "" for nth in (at - 1, at + 1))
    return replace(utterance_of(piece), before=before, after=after)


def _text(one: PlannedSpeech, piece: PlannedSpeech) -> str:
    return utterance_of(one).text if one.voice == piece.voice else ""

"""The quote: what each shot needs, what is bought for it, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction

from longtake.catalogue import keyless
from longtake.media import Digest, FrameRate, Money
from longtake.planning.handles import brief
from longtake.planning.plan import PlannedShot
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.planned_sound import PlannedSpeech
from longtake.planning.quote import Quote, QuoteRow, SpeechRow

__all__ = ["TRIES", "quote_of"]

_NO_MORE: Mapping[str, int] = {}

TRIES = 2
"""How often a take or a piece of speech may be bought before it is given up: once, and once more when it is refused by
inspection or its answer is lost."""


def quote_of(
    shots: tuple[PlannedShot, ...],
    rate: FrameRate,
    cap: Money | None,
    bought: Set[Digest] = frozenset(),
    speech: Sequence[PlannedSpeech] = (),
    more: Mapping[str, int] = _NO_MORE,
) -> Quote:
    """The rows in film order. bought: what is paid for already, by `known_as`, and costs nothing again; an order that
    comes twice in a film is bought once. speech: what voices say. more: takes of a shot, by its key, that are bought
    besides its own, to choose among. Own files and animatics cost nothing."""
    into: list[PlannedJoin | None] = [None, *(shot.join for shot in shots[:-1])]
    currency = _currency(shots, cap, speech)
    rows, most, known = [], Money("0.00", currency), set(bought)
    for shot, join in zip(shots, into, strict=True):
        rows.append(_row(shot, join, rate, currency, known, more.get(shot.key, 0)))
        if shot.segment:
            takes = more.get(shot.key, 0) + (shot.segment.known_as not in known)
            most = _sum([most, *([shot.segment.ceiling] * TRIES * takes)], currency)
            known.add(shot.segment.known_as)
    voices, said_most = _voices(speech, currency, bought)
    total = _sum([*(row.price for row in rows), *(voice.price for voice in voices)], currency)
    is_bought = any(one.ceiling.amount for one in speech) or any(shot.segment for shot in shots)
    return Quote(tuple(rows), total, cap, most + said_most if is_bought else None, voices)


def _voices(speech: Sequence[PlannedSpeech], currency: str, bought: Set[Digest]) -> tuple[tuple[SpeechRow, ...], Money]:
    """A row for each voice in the order they are first heard; and the most that all may cost, with retries."""
    known, new = set(bought), list[PlannedSpeech]()
    for one in speech:
        if one.order not in known:
            known.add(one.order)
            new.append(one)
    pieces: dict[tuple[str, str], list[PlannedSpeech]] = {}
    for one in speech:
        pieces.setdefault((one.voice, one.model), []).append(one)
    rows = tuple(
        _voice(said, [one for one in new if (one.voice, one.model) == name], currency) for name, said in pieces.items()
    )
    return rows, _sum((one.ceiling for one in new for _ in range(TRIES)), currency)


def _voice(said: Sequence[PlannedSpeech], new: Sequence[PlannedSpeech], currency: str) -> SpeechRow:
    """The row of one voice. new: those of its pieces that are to be bought."""
    reused, estimated = len(said) - len(new), any(one.is_estimated for one in said)
    reasons = [
        f"{reused} of {len(said)} bought already or said twice" if reused else "",
        "its length is estimated" if estimated else "",
        ""
        if all(one.is_price_sure for one in said)
        else "nobody confirms its price, so it counts as max_price at most",
    ]
    return SpeechRow(
        voice=said[0].voice,
        model=said[0].model,
        pieces=len(said),
        characters=sum(one.characters for one in said),
        seconds=sum((one.seconds for one in said), Fraction(0)),
        price=_sum((one.price for one in new), currency),
        least=_sum((one.least for one in new), currency),
        greatest=_sum((one.greatest for one in new), currency),
        why="; ".join(reason for reason in reasons if reason),
    )


def _row(
    shot: PlannedShot, into: PlannedJoin | None, rate: FrameRate, currency: str, known: Set[Digest], more: int
) -> QuoteRow:
    needs, join, free = rate.seconds(shot.frames), _join_words(into, rate), Money("0.00", currency)
    if shot.segment is None:
        words = (
            "your still"
            if shot.kind == "still"
            else keyless()["animatic" if shot.kind == "animatic" else "footage"].words
        )
        return QuoteRow(shot.name, needs, None, join, words, free, "; ".join(shot.reasons))
    is_bought = shot.segment.known_as in known
    why = "; ".join((*shot.reasons, *(["bought already"] if is_bought else [])))
    takes = more + (not is_bought)
    if takes > 1:
        why = "; ".join(filter(None, (why, f"{takes} takes, of which the best is shown")))
    buys = shot.segment.seconds * takes if takes else None
    price = _sum([shot.segment.price] * takes, currency) if takes > 1 else shot.segment.price if takes else free
    is_most = takes and not shot.segment.is_price_sure and shot.segment.price == shot.segment.ceiling
    return QuoteRow(shot.name, needs, buys, join, shot.segment.model, price, why, "at most" if is_most else "")


def _currency(shots: Iterable[PlannedShot], cap: Money | None, speech: Sequence[PlannedSpeech]) -> str:
    """That of the budget, else that of the prices, which a route keeps to one."""
    prices = (*(shot.segment.price.currency for shot in shots if shot.segment), *(one.price.currency for one in speech))
    return cap.currency if cap else next(iter(prices), "USD")


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    total = Money("0.00", currency)
    for amount in amounts:
        total += amount
    return total


def _join_words(into: PlannedJoin | None, rate: FrameRate) -> str:
    if into is None:
        return "–"
    if into.continues:
        return "continue"
    if into.by and not into.why:
        return "auto"
    return f"{into.kind} {brief(rate.seconds(into.frames))}" if into.frames else into.kind

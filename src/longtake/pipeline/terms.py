"""What a user allows a make to buy, and where it is bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.errors import BudgetError, InputError
from longtake.media import Money
from longtake.pipeline.taken import ApprovalMissingError
from longtake.planning import Quote

if TYPE_CHECKING:
    from longtake.ledger import Realm

__all__ = [
    "APPROVE_ABOVE",
    "EMULATED_SPEED",
    "MOST_CANDIDATES",
    "Terms",
    "checked_candidates",
    "checked_money",
    "checked_speed",
]

APPROVE_ABOVE = Money("1.00", "USD")
"""What may be bought without a person's yes, where no budget is written."""

EMULATED_SPEED = 100
"""Times as fast as real that an emulator makes takes where nobody says."""

MOST_CANDIDATES = 10
"""Takes of one shot that are bought to choose among."""

_FASTEST = 100_000


@dataclass(frozen=True, slots=True)
class Terms:
    """speed: of the emulator that takes are asked from; None for the real providers. budget: instead of the
    storyboard's. is_approved: whether a person said yes to the price. approve_above: from which price on one must.
    again: shots, by name, of which another take is bought. tag: the user's own mark. falls_back: whether a shot of
    which a model gives no take is bought from the next one on its route. candidates: how many takes of each shot are
    bought, of which the best is shown."""

    speed: int | None = None
    budget: Money | None = None
    is_approved: bool = False
    approve_above: Money = APPROVE_ABOVE
    again: tuple[str, ...] = ()
    tag: str = ""
    falls_back: bool = True
    candidates: int = 1
    buys: bool = True

    def check(self, to_pay: Quote, realm: Realm) -> None:
        """Raises ApprovalMissingError where a person has to say yes first: to what costs real money, more than
        `approve_above`, and is not covered by a budget that somebody wrote; BudgetError where that is too small."""
        total, cap = to_pay.total, self.budget or to_pay.cap
        if realm == "emulated" or not total.amount:
            return
        if not self.buys:
            raise ApprovalMissingError(
                f"it costs {total.to_the_cent(up=True)}, and nothing is bought here",
                place="budget",
                advice=("buy it: longtake make", "or see the draft: --draft", "or let an emulator play: --emulate"),
            )
        if self.is_approved:
            return
        if cap is None:
            if not self.allows(total, cap, realm):
                most = f"with retries at most {to_pay.most.to_the_cent(up=True)}, " if to_pay.most else ""
                raise ApprovalMissingError(
                    f"it costs {total.to_the_cent()}, {most}and nobody has said yes to that",
                    place="budget",
                    advice=("say yes: --yes", "or write a budget: --budget AMOUNT", "see it first: longtake quote"),
                )
        elif cap.currency != total.currency or total.amount > cap.amount:
            raise BudgetError(
                f"it costs {total.to_the_cent(up=True)}, and the budget is {cap}",
                place="budget",
                advice=("raise it: --budget AMOUNT", "or buy as much as it allows: --yes", "or choose cheaper models"),
            )

    def allows(self, total: Money, cap: Money | None, realm: Realm) -> bool:
        """Whether a person has said yes to that price, or need not. cap: the storyboard's; no budget is crossed."""
        if realm == "emulated":
            return True
        if not self.buys:
            return not total.amount
        if self.is_approved or (self.budget or cap) is not None:
            return True
        return total.currency == self.approve_above.currency and total.amount <= self.approve_above.amount


def checked_money(value: Money | str | None, place: str) -> Money | None:
    """Raises InputError for what is no amount of money."""
    if value is None or isinstance(value, Money):
        return value
    try:
        return Money.parse(value)
    except ValueError as error:
        raise InputError(str(error), place=place) from None


def checked_candidates(count: int) -> int:
    """Raises InputError for none, and for more than anybody looks at."""
    if 1 <= count <= MOST_CANDIDATES:
        return count
    raise InputError(f"of a shot 1 to {MOST_CANDIDATES} takes are bought, not {count}", place="candidates")


def checked_speed(emulate: bool | int) -> int | None:
    """The speed of an emulator: as given, the usual one for True, None for False. Raises InputError."""
    if emulate is False:
        return None
    if emulate is True:
        return EMULATED_SPEED
    if 1 <= emulate <= _FASTEST:
        return emulate
    raise InputError(f"an emulator is 1 to {_FASTEST:,} times as fast as real, not {emulate}", place="emulate")

"""A commission: one take that a film needs, as it is bought. A value; `scheduling` sees to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.catalogue import Model, Role, Slot, SoundForm
from longtake.media import Digest, Money
from longtake.planning.segment import HeardLine

if TYPE_CHECKING:  # a plan that falls back needs what is here, and not what speaks to providers
    from longtake.generation.provider import Order

__all__ = ["Candidacy", "Commission", "CommissionInput", "PassedOver", "candidacy_in", "passed_over_in"]


@dataclass(frozen=True, slots=True)
class CommissionInput:
    """A file that goes along. One of: `asset`, the plan's text for a file of the author's; or `take`, the key of the
    shot before, and `frame`, which picture of it on the film's grid, None for all of it. tag: what the prompt calls
    it. start, samples: of a sound the part that is sent, in samples at 48 kHz, as of the plan's input; None for its
    beginning and up to its end. forms: those that a sound may be sent in, () for any. lines: of a sound that is put
    together, as the plan's input has them; tempo: times its own speed at which it is heard. lasts: samples of a sound
    that a take is as long as: it is made so long; None for one that is sent as it is."""

    role: Role
    tag: str = ""
    asset: str = ""
    take: str = ""
    frame: int | None = None
    start: int | None = None
    samples: int | None = None
    forms: tuple[SoundForm, ...] = ()
    lines: tuple[HeardLine, ...] = ()
    lasts: int | None = None
    tempo: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A model that came before on a shot's route and gave no take. known_as: what its take would be known as; by: why,
    in a word (`landing.MissedBy`); why: for people."""

    model: str
    known_as: Digest
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One of several takes of a shot, of which the best is shown. first: what the first of them is known as; of: how
    many they are."""

    first: Digest
    of: int


@dataclass(frozen=True, slots=True)
class Commission:
    """One take of a shot.

    shot, name: the shot's key, and its name for people. film: the film's name; tag: the user's own mark. model, slot,
    tier: what is bought of the catalogue. order: the digest of all that goes over the wire; take: which one of that
    order, from 1. asked: the request, still without token and addresses of inputs, which are put in when it is sent.
    needs: seconds of the take that the film shows, handles included: a shorter take is of no use. price: by the
    catalogue; reserved: the most that one attempt may cost. waits_for, waits_take: the key of the shot, and which take
    of it, that must have landed first, "" for none. ahead: the seconds that the film still waits after this take has
    been ordered, itself and what waits for it: the longest first. instead_of: models that were asked before. candidacy:
    where several takes of the shot are bought.
    """

    shot: str
    name: str
    film: str
    tag: str
    model: Model
    slot: Slot
    tier: str
    order: Digest
    take: int
    asked: Order
    inputs: tuple[CommissionInput, ...]
    needs: Fraction
    price: Money
    reserved: Money
    waits_for: str = ""
    ahead: Fraction = Fraction(0)
    instead_of: tuple[PassedOver, ...] = ()
    candidacy: Candidacy | None = None
    waits_take: int = 1

    @property
    def provider(self) -> str:
        """Whose account it is bought on."""
        return self.model.provider


def candidacy_in(request: Mapping[str, object]) -> Candidacy | None:
    """As which of several takes an order was placed, by its request in the ledger; None where it is the only one."""
    row = request.get("candidate_of")
    return Candidacy(*row) if isinstance(row, list | tuple) else None


def passed_over_in(request: Mapping[str, object]) -> tuple[PassedOver, ...]:
    """The models that were asked before an order was placed, by its request in the ledger."""
    rows = request.get("instead_of", ())
    assert isinstance(rows, list | tuple)
    return tuple(PassedOver(*row) for row in rows)

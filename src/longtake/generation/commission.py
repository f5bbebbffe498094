"""A commission: one take that a film needs, as it is bought. A value; `scheduling` sees to it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.catalogue import Model, Role, Slot
from longtake.media import Digest, Money

if TYPE_CHECKING:  # a plan that falls back needs what is here, and not what speaks to providers
    from longtake.generation.provider import Order

__all__ = ["Commission", "CommissionInput", "PassedOver"]


@dataclass(frozen=True, slots=True)
class CommissionInput:
    """A file that goes along. One of: `asset`, the plan's text for a file of the author's; or `take`, the key of the
    shot before, and `frame`, which picture of it on the film's grid, None for all of it. tag: what the prompt calls
    it. start, samples: of a sound the part that is sent, in samples at 48 kHz, as of the plan's input; None for its
    beginning and up to its end."""

    role: Role
    tag: str = ""
    asset: str = ""
    take: str = ""
    frame: int | None = None
    start: int | None = None
    samples: int | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A model that came before on a shot's route and gave no take. known_as: what its take would be known as; by: why,
    in a word (`landing.MissedBy`); why: for people."""

    model: str
    known_as: Digest
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Commission:
    """One take of a shot.

    shot, name: the shot's key, and its name for people. film: the film's name; tag: the user's own mark. model, slot,
    tier: what is bought of the catalogue. order: the digest of all that goes over the wire; take: which one of that
    order, from 1. asked: the request, still without token and addresses of inputs, which are put in when it is sent.
    needs: seconds of the take that the film shows, handles included: a shorter take is of no use. price: by the
    catalogue; reserved: the most that one attempt may cost. waits_for: the key of the shot whose take must have landed
    first, "" for none. ahead: the seconds that the film still waits after this take has been ordered, itself and what
    waits for it: the longest first. instead_of: models that were asked before.
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

    @property
    def provider(self) -> str:
        """Whose account it is bought on."""
        return self.model.provider

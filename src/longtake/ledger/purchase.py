"""A purchase: one request to somebody who is paid for the answer, from intent to bytes; and its key. Values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from longtake.ledger.owner import Owner
from longtake.ledger.states import State
from longtake.media import Digest, Money, digest_of

__all__ = ["Cost", "Existing", "Fact", "Intent", "Kind", "Output", "Purchase", "Realm", "Reconcile", "purchase_key"]

Realm = Literal["live", "emulated"]
"""Who is asked: a service that takes money, or an emulator of it. Nothing of one realm ever stands for the other."""

Kind = Literal["clip", "speech", "music", "text"]

Reconcile = Literal["key", "lookup", "blind"]
"""How a lost answer to a submit is settled: the same key is sent again, the job is looked up, or a person says."""


def purchase_key(realm: Realm, host: str, account: str, order: Digest, take: int) -> Digest:
    """What a purchase is known by: who is asked, on whose account, for what, and which take of it. Nothing else, so
    that an upgrade, another price, or a renamed or moved shot finds what was bought before."""
    return digest_of({"realm": realm, "host": host, "account": account, "order": order, "take": take})


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be bought.

    order: the digest of all that goes over the wire; take: which one of the same order, from 1. host: who is asked,
    such as `api.example.com`; account: a name of the account, never its key. shot: the shot's key; film: the film's
    name; tag: the user's own mark for `usage`. request: what is sent, as a recipe (text, integers, fractions, lists,
    mappings), without credentials. reserved: the most that it may cost.
    """

    order: Digest
    take: int
    realm: Realm
    host: str
    account: str
    provider: str
    model: str
    shot: str
    film: str
    kind: Kind
    request: Mapping[str, object]
    reserved: Money
    reconcile: Reconcile
    tag: str = ""

    @property
    def key(self) -> Digest:
        return purchase_key(self.realm, self.host, self.account, self.order, self.take)


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a result. url: whole until the bytes are verified, afterwards without whatever opened it. expires_at:
    when the provider deletes it, None if it does not say."""

    url: str
    kind: str = "video"
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a purchase cost, as the provider billed it or as the catalogue computes it; where neither says, the most
    that the author allowed."""

    amount: Money
    source: Literal["billed", "computed", "at most"]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase as it stands.

    attempt: from 1; more only after an attempt that ended without a result, or that may stand beside a lost one. token:
    128 unguessable bits in hexadecimal, to be carried wherever the provider lets us. reserved: what still counts
    against the budget. cost: None until it is told. seed, model_version: as the provider reports them. failure: the
    class of a failure; why: what was said about the last step. digest, size, probed: of the verified bytes.
    """

    id: int
    intent: Intent
    attempt: int
    token: str
    state: State
    budget: str
    reserved: Money
    intended_at: datetime
    provider_job: str | None = None
    outputs: tuple[Output, ...] = ()
    seed: int | None = None
    model_version: str = ""
    cost: Cost | None = None
    failure: str = ""
    why: str = ""
    digest: Digest | None = None
    size: int | None = None
    probed: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Existing:
    """A purchase that was intended before: nothing was reserved now. holder: the living maker that sees to it; None if
    it is finished, or if it is now the asker's to go on with."""

    purchase: Purchase
    holder: Owner | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the history. data: as canonical JSON; at: by the wall clock, for people; lines stand in the order
    in which they were committed."""

    purchase: int | None
    name: str
    data: str
    at: datetime

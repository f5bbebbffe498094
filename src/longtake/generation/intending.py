"""A commission as the ledger writes it down before it is sent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from longtake.generation.commission import Commission
from longtake.generation.provider import Account, Reconcile
from longtake.generation.uploading import Enclosed
from longtake.ledger import Intent, Realm, purchase_key
from longtake.media import Digest

__all__ = ["host_of", "intent_of", "key_of", "realm_of"]


def realm_of(account: Account) -> Realm:
    return "emulated" if account.is_emulated else "live"


def host_of(account: Account) -> str:
    """Who is asked, as purchases are known by it: an emulator is the same one wherever it listens."""
    return "emulator" if account.is_emulated else urlsplit(account.base).hostname or account.base


def key_of(commission: Commission, account: Account) -> Digest:
    """The purchase key of a commission."""
    return purchase_key(realm_of(account), host_of(account), account.name, commission.order, commission.take)


def intent_of(commission: Commission, account: Account, reconcile: Reconcile, enclosed: Sequence[Enclosed]) -> Intent:
    """reconcile: how this provider's lost answers are settled; enclosed: what goes along."""
    return Intent(
        order=commission.order,
        take=commission.take,
        realm=realm_of(account),
        host=host_of(account),
        account=account.name,
        provider=account.provider,
        model=commission.model.name,
        shot=commission.shot,
        film=commission.film,
        kind="clip",
        request=_request(commission, enclosed),
        reserved=commission.reserved,
        reconcile=reconcile,
        tag=commission.tag,
    )


def _request(commission: Commission, enclosed: Sequence[Enclosed]) -> dict[str, object]:
    """What is asked, for people and for provenance; files by their digests."""
    asked = commission.asked
    return {
        "model": asked.model,
        "kind": asked.kind,
        "seconds": asked.seconds,
        "size": str(asked.size),
        "rate": str(asked.rate) if asked.rate else None,
        "audio": asked.audio,
        "prompt": asked.prompt,
        "negative": asked.negative,
        "seed": asked.seed,
        "tier": asked.tier,
        "settings": dict(asked.settings),
        "shots": [[text, seconds] for text, seconds in asked.shots],
        "inputs": [[one.sent.role, one.sent.tag, one.digest] for one in enclosed],
        **({"workflow": asked.workflow.digest} if asked.workflow else {}),
        **({"instead_of": passed} if (passed := _instead_of(commission)) else {}),
        **({"candidate_of": [one.first, one.of]} if (one := commission.candidacy) else {}),
    }


def _instead_of(commission: Commission) -> list[list[object]]:
    """What the next make leaves out again: `commission.passed_over_in` reads it."""
    return [[one.model, one.known_as, one.by, one.why] for one in commission.instead_of]

"""Callers: how each provider calls back, and where the secret is found by which its calls are told from forged ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from longtake.errors import OperatorError
from longtake.generation.clock import Clock
from longtake.generation.secrets import Secret
from longtake.generation.signing import (
    ElevenLabsSignatures,
    KieSignatures,
    Signatures,
    StandardSignatures,
    Unsigned,
)

__all__ = ["CALLERS", "Caller", "called_for", "callers_of", "signatures_of"]

Scheme = Literal["none", "standard", "elevenlabs", "kie", "fal"]


@dataclass(frozen=True, slots=True)
class Caller:
    """One provider's way of calling. scheme: how it signs; secret: the variable that holds what it signs with; "" for
    none. is_always_signed: without the secret its calls are not listened to; others then only have to know the address.
    is_account_wide: its calls go to one address for the whole account, which the user registers there, and `job` is the
    path to the job in the body."""

    scheme: Scheme
    secret: str = ""
    is_always_signed: bool = False
    is_account_wide: bool = False
    job: tuple[str, ...] = ()


CALLERS: Mapping[str, Caller] = {
    "ark": Caller("none"),
    "atlas": Caller("none"),
    "elevenlabs": Caller("elevenlabs", "ELEVENLABS_WEBHOOK_SECRET", True, True, ("data", "request_id")),
    "fal": Caller("fal", is_always_signed=True),
    "kie": Caller("kie", "KIE_WEBHOOK_HMAC_KEY"),
    "kling": Caller("standard", "KLING_WEBHOOK_SECRET"),
    "luma-dream-machine": Caller("none"),
    "minimax": Caller("none"),
    "openai-gateway": Caller("standard", "OPENAI_WEBHOOK_SECRET", True, True, ("data", "id")),
    "openrouter": Caller("none"),
    "replicate": Caller("standard", "REPLICATE_WEBHOOK_SECRET", True),
}
"""Those whose way is known. Not here, and so never given an address: Google and Synthesia, whose signatures nobody
could confirm, and whoever does not call."""


def callers_of(environ: Mapping[str, str], kept: Mapping[str, Mapping[str, str]]) -> Mapping[str, Secret | None]:
    """Who is listened to, each with its secret, None for a caller that needs none. kept: the tables of the file of
    keys, where a secret is `callback`; it is asked first. Raises OperatorError for a secret that no header may carry.
    """
    found = {name: _secret(name, one, environ, kept.get(name, {})) for name, one in CALLERS.items()}
    return {name: found[name] for name, one in CALLERS.items() if not one.secret or found[name] or _may_be_bare(one)}


def called_for(provider: str, listened: Mapping[str, Secret | None]) -> bool:
    """Whether an order at this provider may name an address of its own purchase's."""
    return provider in listened and not CALLERS[provider].is_account_wide


def signatures_of(provider: str, secret: Secret | None, clock: Clock) -> Signatures:
    """How a provider's calls are checked; fal's are not made here, since its keys are fetched."""
    caller = CALLERS[provider]
    if secret is None:
        return Unsigned()
    match caller.scheme:
        case "elevenlabs":
            return ElevenLabsSignatures(secret, clock, caller.job)
        case "kie":
            return KieSignatures(secret, clock)
        case _:
            return StandardSignatures(secret, clock, caller.job)


def _may_be_bare(caller: Caller) -> bool:
    return not caller.is_always_signed


def _secret(name: str, caller: Caller, environ: Mapping[str, str], table: Mapping[str, str]) -> Secret | None:
    text = table.get("callback") or (environ.get(caller.secret, "") if caller.secret else "")
    if not text or not caller.secret:
        return None
    try:
        return Secret(text)
    except ValueError as error:
        raise OperatorError(f"the callback secret of {name} is no secret: {error}") from None

"""Acme Video as a provider of Longtake. Imported only when a model names `acme`."""

from __future__ import annotations

from typing import Any

from acme_video.wire import AcmeWire
from longtake.generation.authoring import OwnProvider

__all__ = ["ACME"]


def _played() -> Any:
    from acme_video.played import ACME_PLAYED  # here: the emulator is an extra, and buying does not need it

    return ACME_PLAYED


ACME = OwnProvider(
    base="https://api.acme.example",
    wire=lambda model: AcmeWire(),
    keys={"key": ("ACME_API_KEY",)},
    played=_played,
)

"""Approvals: what a person said of a take, bound to the take and to the shot's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from longtake.media import Digest

__all__ = ["Approval", "Verdict"]

Verdict = Literal["approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Approval:
    """take: what names the take for good (a purchase key, or the digest of an animatic). words: the digest of the
    shot's own words, so that an edited shot is judged anew. note: what the person wrote."""

    take: Digest
    words: Digest
    film: str
    shot: str
    verdict: Verdict
    note: str
    at: datetime

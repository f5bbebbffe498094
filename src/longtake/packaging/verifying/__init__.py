"""Verifying a film: an independent reading of its boxes and playlists against the rules of delivery."""

from __future__ import annotations

from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.fault import Fault
from longtake.packaging.verifying.readings import Readings
from longtake.packaging.verifying.verify import (
    ADVISORY,
    OTHER_RULES,
    RULES,
    Verification,
    verify_folder,
    verify_package,
)

__all__ = [
    "ADVISORY",
    "OTHER_RULES",
    "RULES",
    "Bundle",
    "Fault",
    "Readings",
    "Verification",
    "verify_folder",
    "verify_package",
]

"""Verifying a film: an independent reading of its boxes and playlists against the rules of delivery."""

from __future__ import annotations

from longtake.packaging.verifying.fault import Fault
from longtake.packaging.verifying.verify import RULES, Verification, verify_folder

__all__ = ["RULES", "Fault", "Verification", "verify_folder"]

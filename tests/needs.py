"""What a test needs from the machine: skipped with a clear message on a user's machine, a failure in CI."""

from __future__ import annotations

import os

import pytest

__all__ = ["in_ci", "need"]


def in_ci() -> bool:
    """True where CI is set to anything but "", "0" or "false"."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def need(present: object, missing: str) -> None:
    """Skips the test if `present` is false, saying what is `missing` and how to get it; in CI, fails it instead."""
    if present:
        return
    if in_ci():
        pytest.fail(f"{missing} In CI this must not be skipped.", pytrace=False)
    pytest.skip(missing)

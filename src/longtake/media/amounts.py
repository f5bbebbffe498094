"""Amounts of data as people read them, in powers of ten; and of time, where about will do."""

from __future__ import annotations

__all__ = ["bit_rate_text", "bytes_text", "work_text"]


def bytes_text(size: int) -> str:
    """`12.3 MB`."""
    for unit, one in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{size} bytes"


def bit_rate_text(rate: int) -> str:
    """Bits a second: `4.52 Mbit/s`, `128 kbit/s`."""
    return f"{rate / 1_000_000:.2f} Mbit/s" if rate >= 1_000_000 else f"{rate / 1000:.0f} kbit/s"


def work_text(seconds: int) -> str:
    """A wait, roughly: `40 s`, `25 minutes`, `9 hours`, `3 days`."""
    for unit, one in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * one:
            return f"{(2 * seconds + one) // (2 * one)} {unit}"
    return f"{seconds} s"

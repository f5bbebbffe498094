"""What our own verifying finds in three packages of the same encodes: ours, FFmpeg's and Shaka Packager's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from longtake.packaging.verifying import RULES, Bundle, Readings
from longtake.packaging.verifying.rendition import Role
from longtake.packaging.verifying.stream import Stream

__all__ = ["ROLES", "breaches", "drawn", "offered"]

ROLES: tuple[Role, ...] = ("picture", "sound", "subtitles", "key pictures", "images")
_PACKAGES = ("ours", "ffmpeg", "shaka")
_ABOUT: dict[str, Role] = {
    **dict.fromkeys(("H70", "H71", "H73", "C06"), "subtitles"),
    **dict.fromkeys(("H80", "H81"), "key pictures"),
    "H83": "images",
}
"""Rules that have nothing to judge where a stream has no such renditions."""


def breaches(folder: Path, main: str) -> dict[str, str]:
    """The first breach of each rule of the stream that is not kept, by the rule's number."""
    stream = Stream.read(Bundle(folder), main, Readings())
    faults = [*stream.faults, *(fault for rule in RULES for fault in rule.check(stream))]
    return {fault.rule: fault.what for fault in reversed(faults)}


def offered(folder: Path, main: str) -> list[str]:
    """The kinds of renditions that the stream has; rules of the others have nothing to find."""
    stream = Stream.read(Bundle(folder), main, Readings())
    return [role for role in ROLES if stream.of(role)]


def drawn(figures: Mapping[str, Any]) -> Iterable[str]:
    """The table of the rules that somebody misses, as Markdown. figures: as `measure` keeps them."""
    rules, kinds, versions = figures["breaches"], figures["offered"], figures["versions"]
    asked = {rule.number: rule.asks for rule in RULES}
    missed = sorted({number for found in rules.values() for number in found})
    yield f"| rule | ours | FFmpeg {versions['ffmpeg']} | Shaka Packager {versions['shaka']} |"
    yield "|---|---|---|---|"
    for number in missed:
        cells = (_cell(rules[name], kinds[name], number) for name in _PACKAGES)
        yield f"| {number}: {asked.get(number, 'it can be read')} | " + " | ".join(cells) + " |"
    counts = (f"{len(rules[name])} of {len(asked)}" for name in _PACKAGES)
    yield "| rules of the stream missed | " + " | ".join(counts) + " |"
    yield "| offered | " + " | ".join(", ".join(kinds[name]) for name in _PACKAGES) + " |"


def _cell(found: Mapping[str, str], offered: Sequence[str], number: str) -> str:
    if number in _ABOUT and _ABOUT[number] not in offered:
        return f"no {_ABOUT[number]}"
    return f"missed: {found[number]}" if number in found else "kept"

"""Sequences: the numbered picture files of one overlay, found by a folder or a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from longtake.errors import MediaError
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.media import Size

__all__ = ["sequence_files"]


def sequence_files(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> tuple[Path, ...]:
    """The files of a sequence by rising number. path: a folder of pictures whose names end in a number, or a file name
    with `%04d` in the number's place.

    Raises MediaError if there are none or too many, if a number is missing between the first and the last, or if two
    files bear the same one.
    """
    numbered = sorted(_numbered(path))
    if not numbered:
        advice = "name a folder of numbered pictures, or a pattern such as frames/f_%04d.png"
        raise MediaError("there are no numbered pictures", place=str(path), advice=[advice])
    limits.check_animation(path, Size(1, 1), len(numbered))
    for (before, file), (number, other) in pairwise(numbered):
        if number == before:
            twice = f"{file.name} and {other.name} are both picture {number}"
            raise MediaError(twice, place=str(path), advice=["take one of them out"])
        if number > before + 1:
            gap = f"picture {before + 1} of {numbered[0][0]} to {numbered[-1][0]} is missing"
            raise MediaError(gap, place=str(path), advice=["export the sequence whole"])
    return tuple(file for _, file in numbered)


def _numbered(path: Path) -> Iterator[tuple[int, Path]]:
    """The files of a folder or a pattern, each with its number."""
    if path.is_dir():
        folder, pattern = path, re.compile(r"(?:.*?\D)?(\d{1,9})\.(?:png|webp|jpe?g)", re.IGNORECASE)
    else:
        folder, pattern = path.parent, _name_pattern(path.name)
    for file in folder.iterdir() if folder.is_dir() else ():
        match = pattern.fullmatch(file.name)
        if match:
            yield int(match[1]), file


def _name_pattern(name: str) -> re.Pattern[str]:
    """What a pattern such as `f_%04d.png` stands for; a name without a place for the number stands for nothing."""
    parts = re.split(r"(%0?\d?d)", name, maxsplit=1)
    if len(parts) == 1:
        return re.compile(r"(?!)")
    before, place, after = parts
    digits = place.strip("%d") or "1"
    return re.compile(re.escape(before) + rf"(\d{{{int(digits)},9}})" + re.escape(after))

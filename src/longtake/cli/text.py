"""Text for a terminal: cleaned of what could move the cursor or lie, in columns, in units people read."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from textwrap import wrap
from typing import Any
from unicodedata import combining, east_asian_width

import click

__all__ = ["ReaderGone", "clean", "complain", "count", "emit", "say", "table"]

# CSI and OSC sequences (in their 7-bit and 8-bit spellings), then any other escape with the letter after it.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b.?")
# What is left of C0 and C1, line separators, what turns the direction of writing, and halves of surrogate pairs.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


class ReaderGone(Exception):
    """Whoever read our output has closed it (`longtake quote … | head -1`)."""


def clean(text: str) -> str:
    """`text` as one line without escape sequences and control characters; each run of controls becomes a space."""
    return _CONTROLS.sub(" ", _ESCAPES.sub("", text)).strip()


def say(text: str = "") -> None:
    """Writes lines to standard output. Raises ReaderGone."""
    try:
        click.echo(_cleaned_lines(text))
    except BrokenPipeError:
        raise ReaderGone from None


def emit(value: Mapping[str, Any]) -> None:
    """Writes one JSON object as one line of ASCII. Raises ReaderGone."""
    say(json.dumps(value, allow_nan=False))


def complain(text: str) -> None:
    """Writes lines to standard error, if anybody still listens there."""
    with suppress(BrokenPipeError):
        click.echo(_cleaned_lines(text), err=True)


def _cleaned_lines(text: str) -> str:
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + clean(line) for line in text.split("\n"))


def table(
    rows: Sequence[Sequence[str]], *, right: Collection[int] = (), width: int | None = None, indent: str = " "
) -> str:
    """Rows in columns as wide as their widest cell. right: numbers of the columns set to the right.
    width: where the last column wraps; None for never."""
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip_longest(*cells, fillvalue="")]
    before = len(indent) + sum(widths[:-1]) + 3 * (len(widths) - 1)
    room = max(24, width - before) if width else None
    lines: list[str] = []
    for row in cells:
        fixed = [_padded(cell, widths[at], at in right) for at, cell in enumerate(row[:-1])]
        last = wrap(row[-1], room) if room and row[-1] and len(widths) - 1 not in right else [row[-1]]
        if len(widths) - 1 in right:
            last = [_padded(last[0], widths[-1], True)]
        lines.append((indent + "   ".join([*fixed, last[0]])).rstrip())
        lines += [" " * before + more for more in last[1:]]
    return "\n".join(lines)


def _padded(cell: str, width: int, to_right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if to_right else cell + space


def _width(text: str) -> int:
    """Columns of a terminal that `text` takes: none for a combining mark, two for a wide character."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def count(number: int, noun: str) -> str:
    """`1 shot`, `3 shots`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

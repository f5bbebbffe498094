"""The seams of a finished film on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from longtake.cli.failure import tell
from longtake.cli.settings import Settings
from longtake.cli.text import count, emit, say, table

if TYPE_CHECKING:
    from longtake import SeamRow

__all__ = ["tell_seams"]

_MOST = 10
"""Seams in the table; `--json` has all."""


def tell_seams(film: Path, settings: Settings) -> int:
    """The worst seams of the film in a folder, or every seam as an object of its own; the exit code."""
    import longtake
    from longtake.errors import LongtakeError

    try:
        rows = longtake.seams(film)
    except LongtakeError as error:
        return tell(error, settings)
    if settings.json:
        from longtake.pipeline.seam_rows import seams_json

        for row in seams_json(rows):
            emit({"event": "seam", "film": str(film), **row})
    else:
        say(_text(film, rows))
    return 0


def _text(film: Path, rows: tuple[SeamRow, ...]) -> str:
    if not rows:
        return f"{film}\n  one shot, and no seams\n"
    head = ("score", "at", "seam", "join", "why", "try")
    shown = table([head, *(_cells(row) for row in rows[:_MOST])], right=(0, 1))
    more = f"\n  and {count(len(rows) - _MOST, 'more seam')}, none of them worse" if len(rows) > _MOST else ""
    known = f"{film} · {count(len(rows), 'seam')}, the worst first; 1 is a seam that nobody notices"
    return f"{known}\n\n{shown}{more}\n"


def _cells(row: SeamRow) -> tuple[str, ...]:
    seam = f"{row.outgoing} → {row.incoming}"
    return f"{row.score.value:.2f}", row.time, seam, _join(row), row.why, row.advice


def _join(row: SeamRow) -> str:
    return f"{row.kind}, {count(row.frames, 'frame')}" if row.frames else row.kind

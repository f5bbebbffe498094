"""`longtake status`: what is done in an output folder and what is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table

if TYPE_CHECKING:
    from longtake import Status

__all__ = ["status"]


@click.command()
@click.argument("out", metavar="FOLDER", type=click.Path(path_type=Path))
@shared_options
@click.pass_context
def status(context: click.Context, out: Path) -> None:
    """Show what of a film is done and what is left."""
    import longtake

    settings = settings_of(context)
    found = longtake.status(out)
    if settings.json:
        emit(_status_json(found))
    else:
        say(_status_text(found))


def _status_text(found: Status) -> str:
    done = [
        ("pictures", f"{found.spans_done} of {found.spans_total} spans"),
        ("sound", f"{found.sound_done} of {found.sound_total} pieces"),
    ]
    head = f"{found.title} · {count(found.shots, 'shot')} · {found.folder}"
    return f"{head}\n\n{table(done)}\n\n{_state(found)}"


def _state(found: Status) -> str:
    if found.held_by is not None:
        return f"Process {found.held_by} is making it."
    if found.finished:
        return "Finished: every file is as it was written."
    return "Not finished. Run the same command to go on; what is done is kept."


def _status_json(found: Status) -> dict[str, object]:
    names = ("title", "shots", "spans_done", "spans_total", "sound_done", "sound_total", "finished", "held_by")
    return {"event": "status", "folder": str(found.folder), **{name: getattr(found, name) for name in names}}

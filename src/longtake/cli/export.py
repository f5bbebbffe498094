"""`longtake export`: the edit of a film that was made, for another program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say

if TYPE_CHECKING:
    from longtake.pipeline.shotstack import Edit

__all__ = ["export"]


@click.command()
@click.argument("out", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--shotstack",
    "file",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Its JSON is written here.",
)
@click.option(
    "--clips", metavar="URL", required=True, help="The https address below which the film's files can be read."
)
@shared_options
@click.pass_context
def export(context: click.Context, out: Path, file: Path, clips: str) -> None:
    """Write the edit of a film as Shotstack's JSON, and tell what that cannot hold."""
    import longtake
    from longtake.errors import InputError

    edit = longtake.export_shotstack(out, clips)
    try:
        file.write_text(json.dumps(edit.body, indent=2, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror}", place=str(file)) from None
    if settings_of(context).json:
        emit(_export_json(file, edit))
    else:
        say(_export_text(file, edit))


def _export_text(file: Path, edit: Edit) -> str:
    lines = [f"{file}, of {count(len(edit.files), 'file')} to be put at the address:", ""]
    lines += [f" {name}" for name in edit.files]
    if edit.left_out:
        lines += ["", "Left out, since Shotstack has no place for it:", ""]
        lines += [f" {one.about}: {one.what}" for one in edit.left_out]
    return "\n".join(lines)


def _export_json(file: Path, edit: Edit) -> dict[str, object]:
    left = [{"about": one.about, "what": one.what} for one in edit.left_out]
    return {"event": "exported", "file": str(file), "files": list(edit.files), "left_out": left}

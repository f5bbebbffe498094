"""`longtake verify`: whether a finished film keeps every rule of delivery."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit, say, table

if TYPE_CHECKING:
    from longtake.packaging.verifying import Verification

__all__ = ["verify", "verify_text"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--deep", is_flag=True, help="Decode every segment of the stream alone, too: minutes for a long film.")
@click.option(
    "--key",
    metavar="KEYFILE",
    type=click.Path(path_type=Path),
    show_default="keys/film.key, in the film's folder",
    help="The key of an encrypted film.",
)
@shared_options
@click.pass_context
def verify(context: click.Context, folder: Path, deep: bool, key: Path | None) -> None:
    """Check a finished film: that every player can play it from its first frame to its last.

    Reads the files anew: boxes, playlists, times, sizes, rates, captions, and that nothing was changed since it was
    written. Ends with 1 if a rule is broken.
    """
    import longtake

    settings = settings_of(context)
    found = longtake.verify(folder, deep=deep, key=key)
    if settings.json:
        for fault in found.faults:
            emit({"event": "fault", "rule": fault.rule, "place": fault.place, "what": fault.what})
        emit({"event": "verified", "rules": found.rules, "segments": found.segments, "faults": len(found.faults)})
    else:
        say(verify_text(found))
    if not found.is_good:
        context.exit(1)


def verify_text(found: Verification) -> str:
    """A row a fault, and what was looked at."""
    read = f"{found.segments} segments of {found.renditions} renditions, {found.rules} rules"
    how = f"{read}, each segment of picture decoded alone" if found.is_deep else read
    if not found.faults:
        return f"{found.folder} keeps every rule: {how}."
    rows = [(fault.rule, fault.place, fault.what) for fault in found.faults]
    if found.is_good:
        return "\n".join([table(rows), "", f"{found.folder} keeps every rule but what is a rule of thumb: {how}."])
    count = f"{len(rows)} fault" + "s" * (len(rows) > 1)
    return "\n".join(
        [table(rows), "", f"{count}: {how}.", "Make it again with the same command: what is there is kept."]
    )

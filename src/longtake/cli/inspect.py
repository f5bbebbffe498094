"""`longtake inspect`: what each file is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.failure import tell
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit, say

if TYPE_CHECKING:
    from longtake.media import ClipFacts

__all__ = ["inspect"]


@click.command()
@click.argument("clips", nargs=-1, required=True, metavar="CLIP...", type=click.Path(path_type=Path))
@shared_options
@click.pass_context
def inspect(context: click.Context, clips: tuple[Path, ...]) -> None:
    """Show what each file is.

    Size, rate, length, colour and sound, and what will be conformed when it becomes part of a film.
    """
    import longtake
    from longtake.errors import LongtakeError

    settings = settings_of(context)
    exit_code = 0
    for path, found in zip(clips, longtake.inspect(clips, workspace=settings.workspace), strict=True):
        if isinstance(found, LongtakeError):
            exit_code = max(exit_code, tell(found, settings))
        elif settings.json:
            emit(_clip_json(path, found))
        else:
            say(longtake.describe(found, str(path)) + "\n")
    context.exit(exit_code)


def _clip_json(path: Path, facts: ClipFacts) -> dict[str, object]:
    """The stored facts without their type names, and what follows from them."""
    stored = json.loads(facts.to_json(), object_hook=lambda found: {name: found[name] for name in found if name})
    if facts.picture:
        picture = facts.picture
        stored["picture"] |= {"frames": picture.frames, "seconds": str(picture.seconds), "rate": str(picture.rate)}
    return {"event": "clip", "path": str(path), **stored}

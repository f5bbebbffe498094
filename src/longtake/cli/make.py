"""`longtake make`: a storyboard becomes a film."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from longtake.cli.encoding import encoding_options
from longtake.cli.settings import settings_of, shared_options

__all__ = ["make"]


@click.command()
@click.argument("storyboard", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="Output folder.")
@encoding_options
@shared_options
@click.pass_context
def make(
    context: click.Context,
    storyboard: Path,
    out: Path,
    rungs: tuple[int, ...] | None,
    preset: str,
    crf: int,
    encoder: str,
    workers: int | Literal["auto"],
) -> None:
    """Make the film of a storyboard.

    Run it again to go on where it stopped, or after a change: only what the change touches is made anew.
    """
    import longtake
    from longtake.cli.story import story_of
    from longtake.cli.summary import tell_package

    settings = settings_of(context)
    with story_of(settings) as listener:
        package = longtake.make(
            storyboard,
            out,
            workspace=settings.workspace,
            workers=workers,
            rungs=rungs,
            preset=preset,
            crf=crf,
            encoder=encoder,
            on_event=listener,
        )
    tell_package(package, settings)

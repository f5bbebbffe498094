"""`longtake status`: what is done in an output folder and what is left."""

from __future__ import annotations

from pathlib import Path

import click

from longtake.cli.settings import settings_of, shared_options

__all__ = ["status"]


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@shared_options()
@click.pass_context
def status(context: click.Context, out: Path) -> None:
    """Show what of a film is done and what is left."""
    import longtake
    from longtake.cli.summary import tell_status

    settings = settings_of(context)
    tell_status(longtake.status(out), settings)

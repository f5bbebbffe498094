"""`longtake quote`: the plan and what it will cost, before anything is bought."""

from __future__ import annotations

from pathlib import Path

import click

from longtake.cli.settings import settings_of, shared_options

__all__ = ["quote"]


@click.command()
@click.argument("storyboard", type=click.Path(path_type=Path))
@shared_options()
@click.pass_context
def quote(context: click.Context, storyboard: Path) -> None:
    """Show the plan of a storyboard and what it will cost. Nothing is bought."""
    import longtake
    from longtake.cli.summary import tell_quote

    settings = settings_of(context)
    tell_quote(longtake.plan(storyboard, workspace=settings.workspace), settings)

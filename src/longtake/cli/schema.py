"""`longtake schema`: the storyboard's JSON Schema, for editors."""

from __future__ import annotations

import json

import click

from longtake.cli.settings import shared_options
from longtake.cli.text import say

__all__ = ["schema"]


@click.command()
@shared_options
def schema() -> None:
    """Print the storyboard's JSON Schema, for editors."""
    import longtake

    say(json.dumps(longtake.schema(), indent=2))

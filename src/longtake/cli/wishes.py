"""The options that say what is planned, and from which models: shared by `plan`, `quote` and `models`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["catalogue_option", "draft_option"]

draft_option = click.option("--draft", is_flag=True, help="The draft instead of the final film.")
catalogue_option = click.option(
    "--catalogue",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of your own that adds a model or overrides figures, or a folder of such; may be given again.",
)

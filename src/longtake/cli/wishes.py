"""The options that say what is planned, and from which models: shared by `plan`, `quote`, `models` and `make`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["candidates_option", "catalogue_option", "draft_option", "language_option"]

_MOST_CANDIDATES = 10

draft_option = click.option("--draft", is_flag=True, help="The draft instead of the final film.")
candidates_option = click.option(
    "--candidates",
    type=click.IntRange(1, _MOST_CANDIDATES),
    metavar="N",
    help="So many takes of each shot that is bought; the best is shown.  [1]",
)
catalogue_option = click.option(
    "--catalogue",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of your own that adds a model or overrides figures, or a folder of such; may be given again.",
)
language_option = click.option(
    "--language",
    metavar="LANGUAGE",
    help="The one of its languages that the film is shown in: titles, burned captions, lips, and the sound that plays "
    "first. By default its own.",
)

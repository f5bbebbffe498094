"""The options that `make` and `assemble` share: what is encoded, how, and by how many workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

__all__ = ["encoding_options"]


class _Rungs(click.ParamType):
    """`1080,720,540` as a tuple of whole numbers."""

    name = "rungs"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, ...] | None:
        if not isinstance(value, str):
            return value
        try:
            return tuple(int(word) for word in value.split(","))
        except ValueError:
            self.fail(f"{value!r} is no list of rungs: write short sides with commas, such as 1080,720", parameter)


def encoding_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--rungs`, `--preset`, `--crf` and `--workers`."""
    for option in (
        click.option("--workers", type=int, metavar="N", help="Processes that encode [one a core]."),
        click.option("--crf", type=int, default=21, show_default=True, help="x264's rate factor: lower is better."),
        click.option("--preset", default="veryfast", show_default=True, help="x264's preset: speed against size."),
        click.option("--rungs", type=_Rungs(), help="Renditions by short side, such as 1080,720 [from the size]."),
    ):
        command = option(command)
    return command

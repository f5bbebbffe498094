"""The options that `make` and `assemble` share: what is encoded, how, and by how many workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

__all__ = ["encoding_options"]


def _rungs(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, ...] | None:
    """`1080,720,540` as whole numbers."""
    if value is None:
        return None
    try:
        return tuple(int(word) for word in value.split(","))
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no list of rungs: write short sides with commas, such as 1080,720", context, parameter
        ) from None


def encoding_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--rungs`, `--preset`, `--crf` and `--workers`."""
    for option in (
        click.option("--workers", type=int, metavar="N", show_default="one a core", help="Processes that encode."),
        click.option(
            "--crf", type=int, metavar="N", default=21, show_default=True, help="x264's rate factor: lower is better."
        ),
        click.option(
            "--preset", metavar="NAME", default="veryfast", show_default=True, help="x264's preset: speed against size."
        ),
        click.option(
            "--rungs",
            callback=_rungs,
            metavar="LIST",
            show_default="from the size",
            help="Renditions by shorter side: 1080,720 of a portrait film are 1080x1920 and 720x1280.",
        ),
    ):
        command = option(command)
    return command

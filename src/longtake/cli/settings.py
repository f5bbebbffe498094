"""The options that every command shares, given before or after the command's name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

__all__ = ["Settings", "settings_of", "shared_options"]


@dataclass(slots=True)
class Settings:
    """What the shared options say.

    It fills up while the line is read (these options first), so that a mistake in a later option is already told in the
    form that was asked for.
    """

    json: bool = False
    verbose: bool = False
    workspace: Path | None = None


def settings_of(context: click.Context) -> Settings:
    return context.ensure_object(Settings)


def shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--json`, `--verbose` and `--workspace`."""
    for option in (
        click.option(
            "--workspace",
            metavar="FOLDER",
            type=click.Path(path_type=Path),
            show_default="LONGTAKE_WORKSPACE, else your data folder",
            help="Where everything made once is kept.",
            **_KEPT,
        ),
        click.option("--verbose", is_flag=True, help="Show tracebacks and what the library logs.", **_KEPT),
        click.option("--json", is_flag=True, help="Speak JSON, one object a line, for machines.", **_KEPT),
    ):
        command = option(command)
    return command


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value and parameter.name:
        setattr(settings_of(context), parameter.name, value)
    if value and parameter.name == "verbose":
        logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s: %(message)s")


_KEPT: dict[str, Any] = {"callback": _keep, "expose_value": False, "is_eager": True}

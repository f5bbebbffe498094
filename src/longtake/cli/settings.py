"""The options that every command shares, given before or after the command's name."""

from __future__ import annotations

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


def shared_options(*, environment: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds `--json`, `--verbose` and `--workspace`. environment: variable that stands in for `--workspace`; only the
    outermost command names it, or it would overrule what is written there."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option(
                "--workspace",
                metavar="FOLDER",
                type=click.Path(path_type=Path),
                envvar=environment,
                help="Where everything made once is kept (else LONGTAKE_WORKSPACE, else your user data folder).",
                **_kept,
            ),
            click.option("--verbose", is_flag=True, help="Show tracebacks and what the library logs.", **_kept),
            click.option("--json", is_flag=True, help="Speak JSON, one object a line, for machines.", **_kept),
        ):
            command = option(command)
        return command

    return add


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value and parameter.name:
        setattr(settings_of(context), parameter.name, value)


_kept: dict[str, Any] = {"callback": _keep, "expose_value": False, "is_eager": True}

"""The options of `make` that say what may be bought, where, and for how much."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from longtake.cli.wishes import candidates_option, catalogue_option

__all__ = ["buying_options"]


def buying_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--draft`, `--final`, `--emulate`, `--speed`, `--budget`, `--yes`, `--again`, `--candidates`,
    `--no-fallback`, `--tag` and `--catalogue`, which the command takes together as `buying`: those that are said."""

    @wraps(command)
    def with_buying(
        *args: Any, emulate: bool, speed: int | None, again: tuple[str, ...], no_fallback: bool, **named: Any
    ) -> Any:
        if speed is not None and not emulate:
            raise click.UsageError("--speed is of an emulator: say --emulate, too")
        taken = {name: named.pop(name) for name in ("stage", "budget", "yes", "tag", "catalogue", "candidates")}
        asked = {**taken, "emulate": speed or emulate, "again": again}
        said = {name: value for name, value in asked.items() if value} | ({"fallback": False} if no_fallback else {})
        return command(*args, buying=said, **named)

    made: Callable[..., Any] = with_buying
    for option in (
        catalogue_option,
        click.option("--tag", metavar="WORD", default="", help="Your own mark on what is bought."),
        click.option(
            "--no-fallback", is_flag=True, help="Buy nothing from the next model on a route where one gives no take."
        ),
        candidates_option,
        click.option("--again", metavar="SHOT", multiple=True, help="Buy another take of this shot. May be repeated."),
        click.option("--yes", is_flag=True, help="Say yes to the price, whatever it is; a budget still holds."),
        click.option("--budget", metavar="AMOUNT", help="The most that the film may cost: '12 USD'."),
        click.option(
            "--speed",
            type=click.IntRange(1, 100_000),
            metavar="N",
            help="Of --emulate: times as fast as real.  [100]",
        ),
        click.option("--emulate", is_flag=True, help="Takes come from an emulator on this machine, free of charge."),
        click.option("--final", "stage", flag_value="final", help="The final film."),
        click.option("--draft", "stage", flag_value="draft", help="The draft.  [default: if the route has one]"),
    ):
        made = option(made)
    return made

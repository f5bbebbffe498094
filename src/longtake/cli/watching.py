"""`longtake make --watch`: the film again, each time that its storyboard or a file of it changes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.failure import tell
from longtake.cli.settings import Settings
from longtake.cli.story import LABEL_WIDTH
from longtake.cli.text import clean, count, emit, say
from longtake.cli.values import Films
from longtake.errors import LongtakeError

if TYPE_CHECKING:
    from longtake.pipeline.capacity import WorkerCount
    from longtake.pipeline.staff import Workers
    from longtake.storyboard import Values

__all__ = ["check_watchable", "keep_making", "watch_option"]

watch_option = click.option(
    "--watch",
    is_flag=True,
    help="Stay, and make the film again each time that the storyboard or a file that it names changes, until Ctrl-C. "
    "Nothing is bought for real money meanwhile.",
)

_OF_BUYING = ("again", "budget", "candidates", "yes")


def check_watchable(films: Films, buying: Mapping[str, Any]) -> None:
    """Raises UsageError for what has no meaning while a storyboard is watched."""
    if said := [f"--{name}" for name in _OF_BUYING if buying.get(name)]:
        raise click.UsageError(f"--watch buys nothing: leave out {', '.join(said)}, or buy first, without --watch")
    if films.campaign or films.file:
        said = ["--each"] * bool(films.campaign) + ["--values"] * bool(films.file)
        raise click.UsageError(f"--watch makes one film, of values that stay: say --set instead of {', '.join(said)}")


def keep_making(
    made: Callable[[Workers], object],
    storyboard: Path,
    values: Values,
    catalogue: Sequence[Path],
    workers: WorkerCount,
    settings: Settings,
) -> None:
    """Makes the film until it is interrupted. What is wrong with it is told, and may be mended."""
    import longtake

    with longtake.Workers(workers) as kept:
        for changed in longtake.changes(storyboard, values=values, catalogue=catalogue):
            _tell_changed(changed, settings)
            try:
                made(kept)
            except LongtakeError as error:
                tell(error, settings)
            _tell_waiting(storyboard, settings)
            gc.collect()  # nobody waits for it now


def _tell_changed(changed: Sequence[Path], settings: Settings) -> None:
    if settings.json and changed:
        emit({"event": "changed", "files": [str(path) for path in changed]})
    elif changed:
        first = str(changed[0])
        others = f" and {count(len(changed) - 1, 'other file')}" if len(changed) > 1 else ""
        say(f"\n{'change':<{LABEL_WIDTH}}  {clean(first)}{others}")


def _tell_waiting(storyboard: Path, settings: Settings) -> None:
    if settings.json:
        emit({"event": "watching", "storyboard": str(storyboard)})
    else:
        say(f"\n{'watching':<{LABEL_WIDTH}}  {clean(str(storyboard))} and the files that it names; Ctrl-C ends it")

"""The options that `plan`, `quote` and `make` share: values for a storyboard's variables, and a campaign of films."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from longtake.errors import Finding, LongtakeError

if TYPE_CHECKING:
    from longtake.storyboard import Values

__all__ = ["Films", "NamedFilm", "value_options"]


@dataclass(frozen=True, slots=True)
class NamedFilm:
    """A film that the line asks for. name: in its campaign, safe as a folder's; "" for the only one."""

    name: str
    values: Values

    @contextmanager
    def told(self) -> Iterator[None]:
        """What is wrong with a film of a campaign is told with its name."""
        try:
            yield
        except LongtakeError as error:
            if not self.name:
                raise
            findings = [Finding(f.place, f"film {self.name}: {f.message}", f.advice) for f in error.findings]
            raise type(error).of(findings) from error


@dataclass(frozen=True, slots=True)
class Films:
    """What `--set`, `--values` and `--each` say. Nothing is read before it is asked for."""

    sets: tuple[str, ...]
    file: Path | None
    campaign: Path | None

    def all(self) -> tuple[NamedFilm, ...]:
        """The films, one without a campaign. A row goes before the file of values, and `--set` before both.

        Raises StoryboardError for what cannot be read.
        """
        if not (self.sets or self.file or self.campaign):
            return (NamedFilm("", {}),)
        from longtake.storyboard import read_campaign, read_set, read_values

        shared = read_values(self.file) if self.file else {}
        sets = dict(map(read_set, self.sets))
        if self.campaign is None:
            return (NamedFilm("", shared | sets),)
        return tuple(NamedFilm(film.name, {**shared, **film.values, **sets}) for film in read_campaign(self.campaign))


def value_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--set`, `--values` and `--each`, which the command takes together as `films`."""

    @wraps(command)
    def with_films(
        *args: Any, sets: tuple[str, ...], values_file: Path | None, campaign: Path | None, **named: Any
    ) -> Any:
        return command(*args, films=Films(sets, values_file, campaign), **named)

    made: Callable[..., Any] = with_films
    for option in (
        click.option(
            "--each",
            "campaign",
            metavar="TABLE",
            type=click.Path(path_type=Path),
            help="A film for each row of a CSV file; its first line names variables, a column film the films.",
        ),
        click.option(
            "--values",
            "values_file",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Values of variables, as a JSON file.",
        ),
        click.option(
            "--set",
            "sets",
            metavar="NAME=VALUE",
            multiple=True,
            help="A value of a variable, before those of files. May be repeated.",
        ),
    ):
        made = option(made)
    return made

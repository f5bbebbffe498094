"""`longtake make`: a storyboard becomes a film."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from longtake.cli.buying import buying_options
from longtake.cli.encoding import encoding_options
from longtake.cli.sealing import SealedCommand, sealing_options
from longtake.cli.settings import Settings, settings_of, shared_options
from longtake.cli.values import Films, value_options
from longtake.cli.watching import check_watchable, keep_making, watch_option
from longtake.cli.wishes import language_option

if TYPE_CHECKING:
    from longtake.pipeline.capacity import WorkerCount
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.pipeline.staff import Workers
    from longtake.storyboard import Values

__all__ = ["make"]


@click.command(cls=SealedCommand)
@click.argument("storyboard", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="Output folder.")
@click.option(
    "--captions",
    type=click.Choice(["on", "off", "burned"]),
    help="Words of what is said: on (beside the film and in its stream), burned (into its pictures) or off. By default "
    "as the storyboard says, else on.",
)
@language_option
@watch_option
@value_options
@buying_options
@encoding_options
@sealing_options
@shared_options
@click.pass_context
def make(
    context: click.Context,
    storyboard: Path,
    out: Path,
    captions: Literal["on", "off", "burned"] | None,
    language: str | None,
    watch: bool,
    rungs: tuple[int, ...] | Literal["auto"] | None,
    preset: str,
    crf: int,
    encoder: str,
    workers: int | Literal["auto"],
    relock: bool,
    loudness: str | None,
    live_preview: bool,
    targets: tuple[str, ...],
    scenes: bool,
    sealing: dict[str, Any],
    posters: bool,
    stems: bool,
    low_sound: bool,
    films: Films,
    buying: dict[str, Any],
) -> None:
    """Make the film of a storyboard.

    Run it again to go on where it stopped, or after a change: only what the change touches is made anew. With --each,
    every film has a folder of its name inside the output folder, and what films share is made once. With --watch it
    stays, and does so after each change by itself.
    """
    settings = settings_of(context)
    buying |= {"captions": captions} if captions else {}
    buying |= {"language": language} if language else {}
    asked = {
        "workspace": settings.workspace,
        "rungs": rungs,
        "preset": preset,
        "crf": crf,
        "encoder": encoder,
        "relock": relock,
        "live_preview": live_preview,
        "posters": posters,
        "loudness": loudness,
        "targets": targets,
        "scenes": scenes,
        "stems": stems,
        "low_sound": low_sound,
        **sealing,
    }
    if watch:
        check_watchable(films, buying)
        (film,) = _sources(storyboard, out, films, buying | {"buys": False}, settings)
        again = partial(_made, film, asked, settings)
        keep_making(again, storyboard, film.values, buying.get("catalogue", ()), workers, settings)
    elif code := max(
        _made(film, asked, settings, workers) for film in _sources(storyboard, out, films, buying, settings)
    ):
        context.exit(code)


class _Film(NamedTuple):
    """A film to be made: in which folder, of what, values that are still to be put in, and options of its own."""

    folder: Path
    source: Path | PlannedFilm
    values: Values
    terms: dict[str, Any]


def _made(film: _Film, asked: dict[str, Any], settings: Settings, workers: WorkerCount | Workers) -> int:
    """Makes it, and tells. Returns the command's exit code."""
    import longtake
    from longtake.cli.story import story_of
    from longtake.cli.summary import tell_missing, tell_package

    with story_of(settings) as listener:
        package = longtake.make(
            film.source, film.folder, values=film.values, workers=workers, on_event=listener, **asked, **film.terms
        )
    tell_package(package, settings)
    return tell_missing(package, settings)


_OF_THE_PLAN = ("stage", "catalogue", "language")


def _sources(storyboard: Path, out: Path, films: Films, buying: dict[str, Any], settings: Settings) -> list[_Film]:
    """Every film of a campaign is planned before the first is made."""
    import longtake

    if films.campaign is None:
        return [_Film(out, storyboard, film.values, buying) for film in films.all()]
    wish = {name: value for name, value in buying.items() if name in _OF_THE_PLAN}
    terms = {name: value for name, value in buying.items() if name not in wish}
    planned: list[_Film] = []
    for film in films.all():
        with film.told():
            made = longtake.plan(storyboard, values=film.values, workspace=settings.workspace, **wish)
        planned.append(_Film(out / film.name, made, {}, terms))
    return planned

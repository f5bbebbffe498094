"""`longtake make`: a storyboard becomes a film."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from longtake.cli.buying import buying_options
from longtake.cli.encoding import encoding_options
from longtake.cli.sealing import SealedCommand, sealing_options
from longtake.cli.settings import Settings, settings_of, shared_options
from longtake.cli.values import Films, value_options
from longtake.cli.wishes import language_option

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm
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
    every film has a folder of its name inside the output folder, and what films share is made once.
    """
    import longtake
    from longtake.cli.story import story_of
    from longtake.cli.summary import tell_missing, tell_package

    settings = settings_of(context)
    codes = list[int]()
    buying |= {"captions": captions} if captions else {}
    buying |= {"language": language} if language else {}
    for folder, source, values, terms in _sources(storyboard, out, films, buying, settings):
        with story_of(settings) as listener:
            package = longtake.make(
                source,
                folder,
                values=values,
                workspace=settings.workspace,
                workers=workers,
                rungs=rungs,
                preset=preset,
                crf=crf,
                encoder=encoder,
                relock=relock,
                live_preview=live_preview,
                posters=posters,
                loudness=loudness,
                targets=targets,
                scenes=scenes,
                stems=stems,
                low_sound=low_sound,
                on_event=listener,
                **sealing,
                **terms,
            )
        tell_package(package, settings)
        codes.append(tell_missing(package, settings))
    if code := max(codes):
        context.exit(code)


_OF_THE_PLAN = ("stage", "catalogue", "language")


def _sources(
    storyboard: Path, out: Path, films: Films, buying: dict[str, Any], settings: Settings
) -> list[tuple[Path, Path | PlannedFilm, Values, dict[str, Any]]]:
    """The folder of each film, what it is made of, values that are still to be put in, and options that still count.
    Every film of a campaign is planned before the first is made."""
    import longtake

    if films.campaign is None:
        return [(out, storyboard, film.values, buying) for film in films.all()]
    wish = {name: value for name, value in buying.items() if name in _OF_THE_PLAN}
    terms = {name: value for name, value in buying.items() if name not in wish}
    planned: list[tuple[Path, Path | PlannedFilm, Values, dict[str, Any]]] = []
    for film in films.all():
        with film.told():
            made = longtake.plan(storyboard, values=film.values, workspace=settings.workspace, **wish)
        planned.append((out / film.name, made, {}, terms))
    return planned

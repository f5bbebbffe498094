"""`longtake assemble`: clips that the user already has become a film."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from longtake.cli.encoding import encoding_options
from longtake.cli.sealing import SealedCommand, sealing_options
from longtake.cli.settings import settings_of, shared_options

__all__ = ["assemble"]


@click.command(cls=SealedCommand)
@click.argument("clips", nargs=-1, required=True, metavar="CLIP...", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="Output folder.")
@click.option("--size", metavar="WxH", show_default="that of most clips", help="Size of the film, such as 1920x1080.")
@click.option(
    "--rate", metavar="RATE", show_default="that of most clips", help="Frames a second, such as 24 or 24000/1001."
)
@click.option(
    "--join",
    default="dissolve:0.5s",
    show_default=True,
    metavar="JOIN",
    help="dissolve:LENGTH, flow:LENGTH, cut or auto.",
)
@click.option("--music", metavar="FILE", type=click.Path(path_type=Path), help="Music under the whole film.")
@click.option(
    "--fit",
    default="auto",
    show_default=True,
    metavar="FIT",
    help="Pictures of another shape: fill, blur, letterbox; auto fills if at most 8 % is cut off, else blurs.",
)
@click.option(
    "--retime",
    default="auto",
    show_default=True,
    metavar="WAY",
    help="How clips of other rates come to the film's: auto, nearest, speed, blend or flow.",
)
@click.option(
    "--lut", metavar="FILE", type=click.Path(path_type=Path), help="A .cube file that all colours go through."
)
@click.option(
    "--match",
    metavar="WAY",
    show_default="auto where joins are chosen by what is measured",
    help="Match light and colour where clips of one scene meet: auto or off.",
)
@encoding_options
@sealing_options
@shared_options
@click.pass_context
def assemble(
    context: click.Context,
    clips: tuple[Path, ...],
    out: Path,
    size: str | None,
    rate: str | None,
    join: str,
    music: Path | None,
    fit: str,
    retime: str,
    lut: Path | None,
    match: str | None,
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
) -> None:
    """Join clips, in the order given, into a film.

    A name that begins with a dash goes after `--`.
    """
    import longtake
    from longtake.cli.story import story_of
    from longtake.cli.summary import tell_package

    settings = settings_of(context)
    with story_of(settings) as listener:
        package = longtake.assemble(
            clips,
            out,
            size=size,
            rate=rate,
            rungs=rungs,
            join=join,
            preset=preset,
            crf=crf,
            encoder=encoder,
            music=music,
            fit=fit,
            retime=retime,
            lut=lut,
            match=match,
            loudness=loudness,
            targets=targets,
            scenes=scenes,
            stems=stems,
            low_sound=low_sound,
            workers=workers,
            relock=relock,
            live_preview=live_preview,
            posters=posters,
            workspace=settings.workspace,
            on_event=listener,
            **sealing,
        )
    tell_package(package, settings)

"""The options that `make` and `assemble` share: what is encoded, how, and by how many workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import click

__all__ = ["encoding_options"]


def _rungs(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[int, ...] | Literal["auto"] | None:
    """`auto`, or `1080,720,540` as whole numbers."""
    if value is None:
        return None
    if value == "auto":
        return "auto"
    try:
        return tuple(int(word) for word in value.split(","))
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no list of rungs: write short sides with commas, such as 1080,720, or auto",
            context,
            parameter,
        ) from None


def _workers(context: click.Context, parameter: click.Parameter, value: str) -> int | Literal["auto"]:
    """`auto`, or a whole number; how many are too many is the library's to say."""
    if value == "auto":
        return "auto"
    try:
        return int(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no number of workers: write auto, or a number such as 4", context, parameter
        ) from None


def encoding_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--rungs`, `--preset`, `--crf`, `--encoder`, `--workers`, `--loudness`, `--target`, `--scenes`, `--stems`,
    `--low-sound`, `--posters`, `--relock` and `--live-preview`."""
    for option in (
        click.option(
            "--posters",
            is_flag=True,
            help="Put waveform.svg and contact-sheet.jpg, with a picture of every shot, beside the film.",
        ),
        click.option(
            "--live-preview",
            is_flag=True,
            help="Show what is finished while the rest is made: FOLDER/preview/main.m3u8 grows in film order.",
        ),
        click.option(
            "--relock",
            is_flag=True,
            help="Choose joins of kind auto, rungs of auto and the gain of the sound anew, not as in lock.json.",
        ),
        click.option(
            "--stems",
            is_flag=True,
            help="Write narration, music, native sound and effects as a WAV file each, too: stems/.",
        ),
        click.option(
            "--low-sound",
            is_flag=True,
            help="Let the stream's lowest rungs (360 lines and below) be heard at 64 kbit/s instead of 128.",
        ),
        click.option("--scenes", is_flag=True, help="Write every scene as a file of its own, too: scenes/01-NAME.mp4."),
        click.option(
            "--target",
            "targets",
            multiple=True,
            metavar="NAME[:SIZE]",
            help="Write the film for a place, too: web, youtube, linkedin, instagram, tiktok, broadcast; with a cap of "
            "your own on the file: web:8MB. May be given again.",
        ),
        click.option(
            "--loudness",
            metavar="NAME|LUFS",
            show_default="streaming, -16 LUFS",
            help="What the sound is brought to: streaming, social, broadcast, US broadcast, -18, or off.",
        ),
        click.option(
            "--workers",
            callback=_workers,
            metavar="N|auto",
            default="auto",
            show_default=True,
            help="Processes that encode; auto: as many as cores and memory allow.",
        ),
        click.option(
            "--encoder",
            metavar="NAME",
            default="x264",
            show_default=True,
            help="x264, nvenc, qsv, videotoolbox, vaapi, or hardware: any of these that works here, else x264.",
        ),
        click.option(
            "--crf", type=int, metavar="N", default=21, show_default=True, help="x264's rate factor: lower is better."
        ),
        click.option(
            "--preset", metavar="NAME", default="veryfast", show_default=True, help="x264's preset: speed against size."
        ),
        click.option(
            "--rungs",
            callback=_rungs,
            metavar="LIST|auto",
            show_default="from the size",
            help="Renditions by shorter side: 1080,720 of a portrait film are 1080x1920 and 720x1280. auto: those that "
            "the film is hard enough for, measured on a few of its spans.",
        ),
    ):
        command = option(command)
    return command

"""`longtake inspect`: what each file is, and is good for; how well the seams of a film are hidden."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.failure import tell
from longtake.cli.settings import Settings, settings_of, shared_options
from longtake.cli.text import emit, say

if TYPE_CHECKING:
    from longtake.errors import MediaError
    from longtake.inspection import Verdict
    from longtake.pipeline.looking import Inspection

__all__ = ["inspect"]


@click.command()
@click.argument("clips", nargs=-1, required=True, metavar="CLIP...", type=click.Path(path_type=Path))
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.png",
    help="Draw the pictures at both ends of one clip, those struck through that would be left out.",
)
@shared_options
@click.pass_context
def inspect(context: click.Context, clips: tuple[Path, ...], sheet: Path | None) -> None:
    """Show what each file is, and what of it is fit to be shown; of a film's folder, its worst seams.

    Size, rate, length, colour and sound, and what will be conformed when it becomes part of a film. With the extra
    `seams` also which pictures at its ends would be left out and why, and what else is wrong with it. Of a folder that
    a film was made in: where its shots meet, how well that is hidden, and what to try.
    """
    import longtake
    from longtake.errors import LongtakeError

    settings = settings_of(context)
    films, clips = tuple(path for path in clips if path.is_dir()), tuple(path for path in clips if not path.is_dir())
    if films and not sheet:
        from longtake.cli.seams import tell_seams

        codes = [tell_seams(film, settings) for film in films]
        if not clips:
            context.exit(max(codes))
    if sheet and len(clips) != 1:
        raise click.UsageError(f"--sheet is of one clip, and {len(clips)} are named: inspect one after the other")
    exit_code = 0
    looked, missing = _looked_over(clips, settings.workspace)
    for path, found in zip(clips, looked, strict=True):
        if isinstance(found, LongtakeError):
            exit_code = max(exit_code, tell(found, settings))
        elif settings.json:
            emit(_clip_json(path, found))
        else:
            say(longtake.describe(found.facts, str(path), found.verdict) + "\n")
    if missing and not settings.json:
        say(f"Not measured, so that bad beginnings and ends are not told: {missing}")
    if sheet and not exit_code:
        exit_code = _draw(clips[0], sheet, settings)
    context.exit(exit_code)


def _draw(clip: Path, sheet: Path, settings: Settings) -> int:
    """Writes the sheet, in place of one that was there; the exit code."""
    import longtake
    from longtake.errors import InputError, LongtakeError

    try:
        drawn = longtake.contact_sheet(clip, workspace=settings.workspace)
        try:
            sheet.write_bytes(drawn)
        except OSError as error:
            advice = ("name a file in a folder that is there",)
            raise InputError(
                f"the sheet cannot be written: {error.strerror}", place=str(sheet), advice=advice
            ) from None
    except LongtakeError as error:
        return tell(error, settings)
    if not settings.json:
        say(f"Sheet: {sheet}")
    return 0


def _looked_over(clips: tuple[Path, ...], workspace: Path | None) -> tuple[list[Inspection | MediaError], str]:
    """What was found, and what is missing for measures; nothing but facts then."""
    import longtake
    from longtake.errors import LongtakeError, MissingExtraError

    try:
        return longtake.inspect(clips, workspace=workspace, measured=True), ""
    except MissingExtraError as error:
        plain = longtake.inspect(clips, workspace=workspace)
        found = [one if isinstance(one, LongtakeError) else longtake.Inspection(one, None) for one in plain]
        return found, "; ".join((error.findings[0].message, *error.findings[0].advice))


def _clip_json(path: Path, found: Inspection) -> dict[str, object]:
    """The stored facts without their type names, what follows from them, and the verdict, null where not measured."""
    stored = json.loads(found.facts.to_json(), object_hook=lambda one: {name: one[name] for name in one if name})
    if picture := found.facts.picture:
        stored["picture"] |= {"frames": picture.frames, "seconds": str(picture.seconds), "rate": str(picture.rate)}
    return {"event": "clip", "path": str(path), **stored, "verdict": _verdict_json(found.verdict)}


def _verdict_json(verdict: Verdict | None) -> dict[str, object] | None:
    if verdict is None:
        return None
    told: dict[str, object] = {"kind": verdict.kind, "reasons": [asdict(reason) for reason in verdict.reasons]}
    if verdict.usable:
        usable = verdict.usable
        told["usable"] = {"start": usable.range.start, "end": usable.range.end, "frames": usable.frames}
        told["trims"] = [asdict(trim) for trim in usable.trims]
    return told

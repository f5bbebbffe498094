"""Exporting: the edit of a film that was made, for another program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from longtake.errors import FolderError, ForbiddenAddressError, InputError
from longtake.generation.guard import checked_url
from longtake.pipeline.shotstack import Edit, Footage, edit_of
from longtake.pipeline.standing_film import MANIFEST, StandingFilm
from longtake.planning import Plan, plan_from_json

__all__ = ["Edit", "export_shotstack"]


def export_shotstack(out: str | Path, base: str) -> Edit:
    """The edit of the film in folder `out` as Shotstack's JSON. base: the https address below which Shotstack can read
    the film's files, by the names in `files`: takes by their digest, yours by the paths that the storyboard names.

    What Shotstack cannot hold is in `left_out`. Raises FolderError where no film was made, InputError for an address
    that Shotstack cannot reach.
    """
    folder = Path(out)
    try:
        plan = plan_from_json((folder / "plan.json").read_text("utf-8"))
        rows = StandingFilm.read(folder).told["shots"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        advice = ("make it first: longtake make … -o this folder",)
        raise FolderError("no film that can be exported was made here", place=str(folder), advice=advice) from error
    return edit_of(plan, _footage(plan, rows, folder), _checked(base))


def _footage(plan: Plan, rows: list[Mapping[str, Any]], folder: Path) -> list[Footage]:
    """What the manifest says that each shot is made of."""
    if [row["shot"] for row in rows] != [shot.name for shot in plan.shots]:
        what = f"plan.json and {MANIFEST} are of two films"
        raise FolderError(what, place=str(folder), advice=("make it again: longtake make … -o this folder",))
    return [Footage(_name(row), row["of_source"][0], row["kind"] == "still") for row in rows]


def _name(row: Mapping[str, Any]) -> str:
    """A take is kept by its digest, a file of the author's by its path; what Longtake drew is no file."""
    if row["made_by"] == "longtake":
        return ""
    return f"{row['sha256']}.mp4" if "take" in row else str(row["file"] or "")


def _checked(base: str) -> str:
    try:
        checked_url(base)
    except ForbiddenAddressError as error:
        advice = ("name the https address of a folder that Shotstack can read",)
        raise InputError(error.findings[0].message, place=base, advice=advice) from None
    return base

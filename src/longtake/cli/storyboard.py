"""`longtake storyboard`: a script becomes a storyboard, once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say

if TYPE_CHECKING:
    from longtake import Adaptation

__all__ = ["storyboard"]

_MOST_GUESSES = 12
_FORMATS = ("text", "markdown", "fountain", "csv", "tsv", "srt", "vtt", "html", "docx")


@click.command()
@click.argument("script", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The new storyboard.")
@click.option("--from", "format", type=click.Choice(_FORMATS), help="What the script is.  [default: by its name]")
@shared_options
@click.pass_context
def storyboard(context: click.Context, script: Path, out: Path, format: str | None) -> None:
    """Make a storyboard of a script.

    The script is plain text, Markdown, a Fountain screenplay, a shot list (CSV, TSV), subtitles (SRT, WebVTT), HTML or
    a Word document. A file that is there is never overwritten.
    """
    import longtake

    adaptation = longtake.read_script(script, format=format or "")
    longtake.save_storyboard(adaptation, out)
    if settings_of(context).json:
        emit({"event": "done", "storyboard": str(out), **_counts(adaptation), **_told(adaptation)})
    else:
        _tell(adaptation, out)


def _counts(adaptation: Adaptation) -> dict[str, int]:
    scenes = adaptation.storyboard.scenes
    return {"scenes": len(scenes), "shots": sum(len(scene.shots) for scene in scenes)}


def _told(adaptation: Adaptation) -> dict[str, object]:
    notes = [{"place": n.place, "message": n.message, "advice": list(n.advice)} for n in adaptation.notes]
    return {"notes": notes, "guesses": list(adaptation.guesses)}


def _tell(adaptation: Adaptation, out: Path) -> None:
    """What was made, what was not taken, and what to write next."""
    made = _counts(adaptation)
    parts = [count(made["scenes"], "scene"), count(made["shots"], "shot")]
    for group, noun in (("cast", "person"), ("places", "place")):
        number = len(getattr(adaptation.storyboard, group))
        parts += [count(number, noun).replace("persons", "people")] if number else []
    say(f"{out} · {adaptation.storyboard.title} · {' · '.join(parts)}")
    for note in adaptation.notes:
        say(str(note))
    if adaptation.guesses:
        say("\nGuessed, and marked in the file:")
        for guess in adaptation.guesses[:_MOST_GUESSES]:
            say(f"  {guess}")
        if len(adaptation.guesses) > _MOST_GUESSES:
            say(f"  and {len(adaptation.guesses) - _MOST_GUESSES} more")
    say(f"\nNext: read it, then longtake quote {out}")

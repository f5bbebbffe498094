"""`longtake storyboard`: a script becomes a storyboard, once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say

if TYPE_CHECKING:
    from longtake import Adaptation, Direction

__all__ = ["storyboard"]

_MOST_GUESSES = 12
_FORMATS = ("text", "markdown", "fountain", "csv", "tsv", "srt", "vtt", "html", "docx")


@click.command()
@click.argument("script", metavar="SCRIPT|TOPIC")
@click.option("-o", "--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The new storyboard.")
@click.option("--from", "format", type=click.Choice(_FORMATS), help="What the script is.  [default: by its name]")
@click.option("--director", is_flag=True, help="Let a language model propose it, of a script or a topic.")
@click.option("--endpoint", metavar="URL", help="The model's OpenAI-compatible API.  [LONGTAKE_DIRECTOR_ENDPOINT]")
@click.option("--model", metavar="NAME", help="The model, as the API calls it.  [LONGTAKE_DIRECTOR_MODEL]")
@click.option("--tries", type=int, metavar="N", help="Answers to ask for, at most.  [default: 3]")
@click.option("--most-tokens", type=int, metavar="N", help="Tokens, in and out, at most.  [default: 100000]")
@click.option("--price", metavar="IN/OUT", help="US dollars for a million tokens, read and written: 0.15/0.60.")
@click.option("--budget", metavar="AMOUNT", help="The most that may be spent on its answers.")
@click.option("--repeat-below", metavar="AMOUNT", help="Buy a lost answer again up to this price.  [default: 0.10]")
@click.option("--again", is_flag=True, help="Ask anew, also what was answered before.")
@shared_options
@click.pass_context
def storyboard(
    context: click.Context, /, script: str, out: Path, format: str | None, director: bool, **asked: Any
) -> None:
    """Make a storyboard of a script.

    The script is plain text, Markdown, a Fountain screenplay, a shot list (CSV, TSV), subtitles (SRT, WebVTT), HTML or
    a Word document. A file that is there is never overwritten.

    With --director, a language model proposes scenes, shots, cast and look, of a script or of a topic in words. Its key
    is read from LONGTAKE_DIRECTOR_KEY.
    """
    import longtake

    options = {name: value for name, value in asked.items() if value is not None and value is not False}
    _check_options(format, director, options)
    workspace = settings_of(context).workspace
    direction = longtake.propose(script, out=out, workspace=workspace, **options) if director else None
    adaptation = direction.adaptation if direction else longtake.read_script(script, format=format or "")
    longtake.save_storyboard(adaptation, out)
    if settings_of(context).json:
        told = {**_counts(adaptation), **_told(adaptation), **_spent(direction)}
        emit({"event": "done", "storyboard": str(out), **told})
    else:
        _tell(adaptation, out, direction)


def _check_options(format: str | None, director: bool, asked: Collection[str]) -> None:
    """Nothing that was asked for is passed over."""
    if director and format:
        raise click.UsageError("--from is for scripts that are read without --director")
    if asked and not director:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in asked)
        raise click.UsageError(f"{named}: only with --director")


def _spent(direction: Direction | None) -> dict[str, object]:
    if not direction:
        return {}
    tokens = direction.tokens
    counted = {"tokens_in": tokens.taken_in, "tokens_out": tokens.put_out, "is_sure": tokens.is_sure}
    return {"tries": direction.tries, **counted, "cost": str(direction.cost)}


def _counts(adaptation: Adaptation) -> dict[str, int]:
    scenes = adaptation.storyboard.scenes
    return {"scenes": len(scenes), "shots": sum(len(scene.shots) for scene in scenes)}


def _told(adaptation: Adaptation) -> dict[str, object]:
    notes = [{"place": n.place, "message": n.message, "advice": list(n.advice)} for n in adaptation.notes]
    return {"notes": notes, "guesses": list(adaptation.guesses)}


def _tell(adaptation: Adaptation, out: Path, direction: Direction | None) -> None:
    """What was made, what it took, what was not taken, and what to write next."""
    made = _counts(adaptation)
    parts = [count(made["scenes"], "scene"), count(made["shots"], "shot")]
    for group, noun in (("cast", "person"), ("places", "place")):
        number = len(getattr(adaptation.storyboard, group))
        parts += [count(number, noun).replace("persons", "people")] if number else []
    say(f"{out} · {adaptation.storyboard.title} · {' · '.join(parts)}")
    if direction:
        paid = f" · {direction.cost}" if direction.cost and direction.cost.amount else ""
        say(f"{count(direction.tries, 'answer')} · {direction.tokens}{paid}")
    for note in adaptation.notes:
        say(str(note))
    if adaptation.guesses:
        say("\nGuessed, and marked in the file:")
        for guess in adaptation.guesses[:_MOST_GUESSES]:
            say(f"  {guess}")
        if len(adaptation.guesses) > _MOST_GUESSES:
            say(f"  and {len(adaptation.guesses) - _MOST_GUESSES} more")
    say(f"\nNext: read it, then longtake quote {out}")

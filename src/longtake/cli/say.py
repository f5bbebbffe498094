"""`longtake say`: a voice of this machine, tried on a text."""

from __future__ import annotations

import wave
from io import BytesIO
from pathlib import Path

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit
from longtake.cli.text import say as tell

__all__ = ["say"]


@click.command()
@click.argument("text")
@click.option("--voice", default="heart", show_default=True, help="A voice of this machine: longtake voices.")
@click.option("--pace", default="1", metavar="TIMES", help="In times the voice's own: 1.1.")
@click.option("--language", default="", help="By default the first that the voice speaks.")
@click.option("-o", "--out", required=True, metavar="FILE.wav", type=click.Path(path_type=Path, dir_okay=False))
@shared_options
@click.pass_context
def say(context: click.Context, text: str, voice: str, pace: str, language: str, out: Path) -> None:
    """Have a voice of this machine say a text, marks and all, into a WAV file."""
    import longtake

    spoken = longtake.say(text, voice, pace=pace, language=language)
    out.write_bytes(spoken.sound)
    with wave.open(BytesIO(spoken.sound)) as file:
        seconds = file.getnframes() / file.getframerate()
    if settings_of(context).json:
        words = [{"text": one.text, "start": one.start, "end": one.end} for one in spoken.words or ()]
        emit({"event": "said", "voice": voice, "file": str(out), "seconds": round(seconds, 3), "words": words})
    else:
        tell(f"{out}  {seconds:.2f} s, {voice}")

"""`longtake voices`: who can speak a narration, what that costs, how sure it is, and which voices are here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table

if TYPE_CHECKING:
    from longtake.catalogue import Charge, MusicModel, SpeechModel
    from longtake.pipeline.narrators import EmbeddedVoice

__all__ = ["embedded_text", "music_text", "voices", "voices_text"]

_MOST_LANGUAGES = 4


@click.group(invoke_without_command=True)
@click.option("--music", is_flag=True, help="Music models instead: longtake compose.")
@shared_options
@click.pass_context
def voices(context: click.Context, music: bool) -> None:
    """Show who speaks a narration, what that costs, and which voices of this machine are here."""
    import longtake
    from longtake.catalogue import load_music

    if context.invoked_subcommand:
        return
    if settings_of(context).json:
        rows = [_music_json(one) for one in load_music()] if music else [_json(one) for one in longtake.voices()]
        for row in rows + ([] if music else [_embedded_json(one) for one in longtake.embedded_voices()]):
            emit(row)
        return
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    if music:
        say(music_text(load_music(), width))
    else:
        say(voices_text(longtake.voices(), width))
        say()
        say(embedded_text(longtake.embedded_voices(), width))


@voices.command("get")
@click.argument("name")
@shared_options
@click.pass_context
def get(context: click.Context, name: str) -> None:
    """Fetch a voice of this machine from its official release; its SHA-256 is checked."""
    import longtake
    from longtake.cli.story import story_of

    settings = settings_of(context)
    with story_of(settings) as listener:
        paths = longtake.get_voice(name, on_event=listener)
    if settings.json:
        emit({"event": "voice", "name": name, "files": [str(path) for path in paths]})
    elif paths:
        say("\n".join(f"kept  {path}" for path in paths))
    else:
        say(f"{name} is here already")


def embedded_text(found: Sequence[EmbeddedVoice], width: int | None = None) -> str:
    """A row a voice of this machine. width: of the terminal; None for any."""
    rows = [("voice", "speaks", "model", "here", "licence")]
    rows += [(one.name, ", ".join(one.languages), one.model, one.origin or "no", one.licence) for one in found]
    missing = next((one for one in found if not one.origin), None)
    notes = [
        "Spoken on this machine, without a key or a network: narrator: {voice: heart}. Try one: longtake say TEXT."
    ]
    if missing:
        size = -(-missing.size_bytes // 10**6)
        ways = f"pip install 'longtake[voices]', or longtake voices get {missing.name} (at most {size} MB)"
        notes.append(f"Those that are not here: {ways}.")
    return "\n".join([table(rows, width=width), "", *notes])


def voices_text(found: Sequence[SpeechModel], width: int | None = None) -> str:
    """A row a model, and how a storyboard names their voices. width: of the terminal; None for any."""
    rows = [("name", "service", "languages", "price", "price is", "timings", "licence")]
    for model in found:
        price, sure = _price(model.charge)
        row = (model.name, model.provider, _languages(model), price, sure, model.timings, model.terms)
        rows.append(row)
    usual = ", ".join(f"{alias} is {model.name}" for model in found for alias in model.aliases)
    unsure = sum(not model.charge.is_sure for model in found)
    notes = [
        f"{count(len(found), 'model')}. Write narrator: {{voice: NAME/VOICE}}; for short {usual}.",
        f"{unsure} with a price that is only recalled or not known: the narrator needs max_price for these.",
    ]
    return "\n".join([table(rows, width=width), "", *notes])


def music_text(found: Sequence[MusicModel], width: int | None = None) -> str:
    """A row a music model. width: of the terminal; None for any."""
    rows = [("name", "provider", "seconds", "price", "price is", "licence")]
    for model in found:
        lasts = f"{float(model.least or 0):g} to {float(model.most):g}" if model.most else "not known"
        rows.append((model.name, model.provider, lasts, *_price(model.charge), model.terms))
    note = "A storyboard cannot ask for these yet: music is a file of yours, which costs nothing."
    return "\n".join([table(rows, width=width), "", note])


def _price(charge: Charge) -> tuple[str, str]:
    """What is paid, and how sure that is."""
    if charge.per == "nothing":
        return "nothing", charge.source.sure
    if charge.amount is None:
        return "not known", "–"
    per = charge.per.replace("1000000 characters", "1 million characters")
    return f"{charge.amount} per {per}", charge.source.sure


def _languages(model: SpeechModel) -> str:
    listed = ", ".join(model.languages[:_MOST_LANGUAGES]) or "not listed"
    more = len(model.languages) - _MOST_LANGUAGES
    return f"{listed} and {more} more" if more > 0 else listed


def _json(model: SpeechModel) -> dict[str, object]:
    """Money with its currency, as text."""
    return {
        "event": "voice",
        "name": model.name,
        "aliases": list(model.aliases),
        "words": model.words,
        "service": model.provider,
        "voices": list(model.voices),
        "languages": list(model.languages),
        "formats": list(model.formats),
        "timings": model.timings,
        "text_limit": {"count": model.text_limit.count, "unit": model.text_limit.unit},
        "is_embedded": model.is_embedded,
        "licence": model.terms,
        **_charge_json(model.charge),
    }


def _embedded_json(voice: EmbeddedVoice) -> dict[str, object]:
    return {
        "event": "embedded voice",
        "name": voice.name,
        "model": voice.model,
        "languages": list(voice.languages),
        "licence": voice.licence,
        "here": voice.origin or None,
        "bytes": voice.size_bytes,
        "releases": list(voice.urls),
    }


def _music_json(model: MusicModel) -> dict[str, object]:
    seconds = {"least": str(model.least) if model.least else None, "most": str(model.most) if model.most else None}
    about = {"event": "music", "name": model.name, "words": model.words, "provider": model.provider}
    return {**about, "formats": list(model.formats), **seconds, "licence": model.terms, **_charge_json(model.charge)}


def _charge_json(charge: Charge) -> dict[str, object]:
    source = {"said_by": charge.source.said_by, "read_on": str(charge.source.read_on)}
    price = str(charge.amount) if charge.amount else None
    return {"price": price, "per": charge.per, "price_is": charge.source.sure, "source": source}

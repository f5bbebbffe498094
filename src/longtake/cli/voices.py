"""`longtake voices`: who can speak a narration, what that costs, and how sure it is."""

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

__all__ = ["music_text", "voices", "voices_text"]

_MOST_LANGUAGES = 4


@click.command()
@click.option("--music", is_flag=True, help="Music models instead, which a storyboard cannot ask for yet.")
@shared_options
@click.pass_context
def voices(context: click.Context, music: bool) -> None:
    """Show which services speak a narration and what that costs."""
    import longtake
    from longtake.catalogue import load_music

    if settings_of(context).json:
        for row in [_music_json(one) for one in load_music()] if music else [_json(one) for one in longtake.voices()]:
            emit(row)
        return
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    say(music_text(load_music(), width) if music else voices_text(longtake.voices(), width))


def voices_text(found: Sequence[SpeechModel], width: int | None = None) -> str:
    """A row a model, and how a storyboard names their voices. width: of the terminal; None for any."""
    rows = [("name", "service", "languages", "price", "price is", "timings", "licence")]
    for model in found:
        price, sure = _price(model.charge)
        row = (model.name, model.provider, _languages(model), price, sure, model.timings, model.terms)
        rows.append(row)
    usual = ", ".join(f"{alias} is {model.name}" for model in found for alias in model.aliases)
    here = ", ".join(name for model in found if model.is_embedded for name in model.voices)
    unsure = sum(not model.charge.is_sure for model in found)
    notes = [
        f"{count(len(found), 'model')}. Write narrator: {{voice: NAME/VOICE}}; for short {usual}.",
        f"Without a key, by the voice alone (narrator: {{voice: heart}}): {here}.",
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


def _music_json(model: MusicModel) -> dict[str, object]:
    seconds = {"least": str(model.least) if model.least else None, "most": str(model.most) if model.most else None}
    about = {"event": "music", "name": model.name, "words": model.words, "provider": model.provider}
    return {**about, "formats": list(model.formats), **seconds, "licence": model.terms, **_charge_json(model.charge)}


def _charge_json(charge: Charge) -> dict[str, object]:
    source = {"said_by": charge.source.said_by, "read_on": str(charge.source.read_on)}
    price = str(charge.amount) if charge.amount else None
    return {"price": price, "per": charge.per, "price_is": charge.source.sure, "source": source}

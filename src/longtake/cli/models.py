"""`longtake models`: what can make a shot, what that costs, and how sure it is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.model_card import card_text, lengths_text, sizes_text
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table
from longtake.cli.wishes import catalogue_option

if TYPE_CHECKING:
    from longtake.catalogue import Offer

__all__ = ["models", "models_text"]


@click.command()
@click.argument("words", nargs=-1, metavar="[NAME | refresh PROVIDER]")
@click.option("--kind", metavar="KIND", help="text, image, references, extension, video, enhance, avatar or audio.")
@click.option("--audio", is_flag=True, help="Only models that make sound.")
@click.option("--duration", metavar="SECONDS", help="The length of one take.")
@click.option("--size", metavar="WxH", help="At least this large: 1280x720.")
@click.option("--max-price", metavar="AMOUNT", help="The most for a second: 0.10, in US dollars.")
@click.option("--provider", metavar="NAME", help="Only models of this provider.")
@click.option("--region", metavar="NAME", help="Only models that are known to make their takes there.")
@click.option("-o", "--out", metavar="FOLDER", help="With refresh: where the files go.  [default: models]")
@catalogue_option
@shared_options
@click.pass_context
def models(context: click.Context, /, words: tuple[str, ...], out: str | None, **wish: Any) -> None:
    """Show which models can make a shot and what a second costs; one by its NAME, with all that is known of it; or
    write files of what a PROVIDER lists today (openrouter), which --catalogue reads."""
    import longtake

    if words[:1] == ("refresh",):
        _refresh(context, words[1:], out or "models")
        return
    if len(words) > 1 or out is not None:
        raise click.UsageError("name one model, or write: longtake models refresh PROVIDER -o FOLDER")
    name = next(iter(words), None)
    found = longtake.models(name=name, **wish)
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    if settings_of(context).json:
        for offer in found:
            emit(_offer_json(offer))
    elif name is not None and found:
        say(card_text(found[0].model, width))
    else:
        say(models_text(found, width))


def _refresh(context: click.Context, providers: Sequence[str], folder: str) -> None:
    import longtake

    if len(providers) != 1:
        raise click.UsageError("name the provider whose list is meant: longtake models refresh openrouter")
    found = longtake.refresh_models(providers[0], folder)
    if settings_of(context).json:
        for one in found.written:
            emit(
                {"event": "written", "model": one.model, "file": f"{folder}/{one.model}.toml", "note": one.note or None}
            )
        for each in found.skipped:
            emit({"event": "skipped", "id": each.id, "why": each.why})
        return
    rows = [(one.model, one.note) for one in found.written]
    skipped = [f" {each.id}: {each.why}" for each in found.skipped]
    told = f"{count(len(rows), 'model')} in {folder}. Use them: --catalogue {folder}"
    say("\n".join(filter(None, [table(rows) if rows else "", "left out:" if skipped else "", *skipped, "", told])))


def models_text(found: Sequence[Offer], width: int | None = None) -> str:
    """A row a model, with the lengths and sizes of the modes that fit. width: of the terminal; None for any."""
    if not found:
        return "No model of the catalogue can do that.\n  leave out a wish · longtake models lists them all"
    head = ("model", "a second", "price is", "seconds", "sizes", "sound", "found again", "makes takes from")
    rows = [head, *map(_row, found)]
    unsure = sum(not offer.price.is_sure for offer in found)
    notes = [f"{count(len(found), 'model')}. Prices in full: longtake models NAME."]
    if unsure:
        notes.append(f"{unsure} with a price that is only recalled or not known: a route needs max_price for these.")
    return "\n".join([table(rows, right=(1,), width=width), "", *notes])


def _row(offer: Offer) -> tuple[str, ...]:
    model, modes = offer.model, offer.modes
    price = offer.a_second
    kinds = " ".join(dict.fromkeys(mode.kind for mode in modes))
    until = f" (until {model.retires}, then {model.replacement})" if model.retires else ""
    sounds = {mode.sound for mode in modes}
    return (
        model.name,
        str(price) if price else "not known",
        offer.price.source.sure if price else "–",
        lengths_text([mode.lengths for mode in modes]),
        sizes_text(modes),
        sounds.pop() if len(sounds) == 1 else "by mode",
        model.reconcile,
        kinds + until,
    )


def _offer_json(offer: Offer) -> dict[str, object]:
    """Seconds as exact fractions and money with its currency, both as text."""
    model, slot = offer.model, offer.slot
    return {
        "event": "model",
        "name": model.name,
        "words": model.words,
        "provider": model.provider,
        "kinds": sorted({mode.kind for mode in offer.modes}),
        "modes": [mode.name for mode in offer.modes],
        "slot": {"mode": slot.mode.name, "seconds": str(slot.seconds), "size": str(slot.size), "audio": slot.has_sound},
        "price": str(offer.price.amount) if offer.price.amount else None,
        "price_a_second": str(offer.a_second) if offer.a_second else None,
        "price_is": offer.price.source.sure,
        "is_price_sure": offer.price.is_sure,
        "reconcile": model.reconcile,
        "regions": list(model.regions),
        "retires": str(model.retires) if model.retires else None,
        "replacement": model.replacement or None,
    }

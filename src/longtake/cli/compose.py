"""`longtake compose`: music by a service, from words, into a file that a storyboard can name."""

from __future__ import annotations

from pathlib import Path

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit, say

__all__ = ["compose"]


@click.command()
@click.argument("prompt")
@click.option("--for", "seconds", required=True, type=click.IntRange(1, 600), metavar="SECONDS", help="Its length.")
@click.option("-o", "--out", required=True, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--model", default="stable-audio-2.5", show_default=True, help="See longtake voices --music.")
@click.option("--seed", type=int, help="Of another piece for the same words.")
@click.option("--max-price", metavar="AMOUNT", help="The most that it may cost: '0.50 USD'.")
@click.option("--emulate", is_flag=True, help="An emulator on this machine, without a key.")
@shared_options
@click.pass_context
def compose(
    context: click.Context,
    prompt: str,
    seconds: int,
    out: Path,
    model: str,
    seed: int | None,
    max_price: str | None,
    emulate: bool,
) -> None:
    """Buy music of a prompt, without voices, once: the same words, length and seed are the same piece."""
    import longtake

    settings = settings_of(context)
    made = longtake.compose(
        prompt,
        seconds,
        out,
        model=model,
        seed=seed,
        max_price=max_price,
        emulate=emulate,
        workspace=settings.workspace,
    )
    if settings.json:
        told = {"file": str(made.path), "seconds": round(float(made.seconds), 3), "price": str(made.price)}
        emit({"event": "composed", **told, "emulated": made.is_emulated, "paid_before": made.is_paid_before})
        return
    whose = ", of an emulator's money" if made.is_emulated else ""
    paid = f"was bought before, for {made.price}" if made.is_paid_before else f"{made.price}"
    say(f"{made.path}  {float(made.seconds):.1f} s, {paid}{whose}")

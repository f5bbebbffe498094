"""`longtake emulate`: the providers on loopback, without keys and without money."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.stopping import STOP
from longtake.cli.text import emit, say

if TYPE_CHECKING:
    from longtake.emulator import Emulator

__all__ = ["emulate"]


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8099, show_default=True, help="0 for any that is free.")
@click.option("--speed", type=click.IntRange(1, 100_000), default=1, show_default=True, help="Times as fast as real.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of waits, seeds of takes, and faults.")
@click.option("--slots", type=click.IntRange(1), help="Takes at a time for an account and model.  [default: no bound]")
@click.option("--faults", type=click.FloatRange(0, 1), default=0, metavar="SHARE", help="Share of calls that go wrong.")
@click.option("--print-env", is_flag=True, help="Say only the variables that point clients here.")
@shared_options
@click.pass_context
def emulate(
    context: click.Context, port: int, speed: int, seed: int, slots: int | None, faults: float, print_env: bool
) -> None:
    """Play the providers on this machine, until Ctrl-C."""
    import asyncio

    from longtake.emulator import Emulator

    share = Fraction(str(faults))
    emulator = Emulator(speed=speed, seed=seed, slots=slots, fault_share=share)
    try:
        asyncio.run(_serve(emulator, port, speed, settings_of(context).json, print_env))
    except KeyboardInterrupt:
        context.exit(STOP.exit_code)


async def _serve(emulator: Emulator, port: int, speed: int, is_json: bool, print_env: bool) -> None:
    import asyncio

    async with emulator.serving(port) as address:
        _tell(address, speed, is_json, print_env)
        await asyncio.Event().wait()


def _tell(address: str, speed: int, is_json: bool, print_env: bool) -> None:
    from longtake.emulator import environment

    variables = environment(address, speed)
    if is_json:
        emit({"event": "emulating", "address": address, "environment": dict(variables)})
        return
    lines = [f"export {name}={value}" for name, value in variables.items()]
    if not print_env:
        lines = [f"Emulating at {address} until Ctrl-C. Its bill: {address}/_emulator/bill", "", *lines]
    say("\n".join(lines))

"""`longtake receive`: where providers call back, so that a finished take is fetched at once."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import click

from longtake.cli.settings import settings_of, shared_options
from longtake.cli.stopping import STOP
from longtake.cli.text import emit, say

__all__ = ["receive"]


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8098, show_default=True, help="0 for any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="An address of this machine to listen on.")
@shared_options
@click.pass_context
def receive(context: click.Context, port: int, host: str) -> None:
    """Hear providers call when a take is done, until Ctrl-C.

    A call is a hint and no more: `longtake make` asks the provider at once instead of a little later.
    """
    import asyncio

    settings = settings_of(context)
    try:
        asyncio.run(_serve(settings.workspace, host, port, settings.json))
    except KeyboardInterrupt:
        context.exit(STOP.exit_code)


async def _serve(workspace: Path | None, host: str, port: int, is_json: bool) -> None:
    import asyncio

    from longtake.pipeline.receiving import ADDRESS, receiving

    async with receiving(workspace, host, port) as address:
        if is_json:
            emit({"event": "receiving", "address": address, "variable": ADDRESS})
        else:
            say("\n".join(_lines(address, host, ADDRESS)))
        await asyncio.Event().wait()


def _lines(address: str, host: str, variable: str) -> list[str]:
    lines = [f"Listening at {address} until Ctrl-C.", ""]
    if not _is_loopback(host):
        lines += ["Others reach this machine here, without encryption: put a proxy with https before it.", ""]
    return [
        *lines,
        "Where `longtake make` runs, name the https address under which providers reach this, and make films as usual:",
        f"export {variable}=https://…",
        "For an emulator on this machine:",
        f"export {variable}={address}",
    ]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""The emulator as one object: for tests in one's own process, for a thread, for a program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from fractions import Fraction
from threading import Event, Thread
from typing import TYPE_CHECKING

from longtake.catalogue import Catalogue
from longtake.emulator.clock import Clock, ScaledClock
from longtake.emulator.faults import Faults
from longtake.emulator.reception import Reception
from longtake.emulator.reply import Reply, Request
from longtake.emulator.studio import Studio
from longtake.emulator.wire import Wire

if TYPE_CHECKING:
    from longtake.emulator.asgi import Application

__all__ = ["Emulator", "environment"]

_PLACES = {
    "LONGTAKE_GOOGLE_URL": "/gemini",
    "LONGTAKE_VERTEX_URL": "/vertex",
    "LONGTAKE_RUNWAY_URL": "/runway",
    "LONGTAKE_FAL_URL": "/fal",
    "LONGTAKE_ARK_URL": "/ark",
    "LONGTAKE_KLING_URL": "/kling",
    "LONGTAKE_LUMA_URL": "/luma-agents",
    "LONGTAKE_LUMA_DREAM_MACHINE_URL": "/luma",
    "LONGTAKE_COMFYUI_URL": "/comfyui",
    "LONGTAKE_MINIMAX_URL": "/minimax",
    "LONGTAKE_DASHSCOPE_URL": "/dashscope",
    "LONGTAKE_HEYGEN_URL": "/heygen",
    "LONGTAKE_SYNTHESIA_URL": "/synthesia",
    "LONGTAKE_TOPAZ_URL": "/topaz",
    "LONGTAKE_REPLICATE_URL": "/replicate",
    "LONGTAKE_OPENROUTER_URL": "/openrouter",
    "LONGTAKE_OPENAI_GATEWAY_URL": "/openai",
    "LONGTAKE_KIE_URL": "/kie",
    "LONGTAKE_ATLAS_URL": "/atlas",
    "LONGTAKE_OPENAI_URL": "/openai-speech",
    "LONGTAKE_ELEVENLABS_URL": "/elevenlabs",
    "LONGTAKE_CARTESIA_URL": "/cartesia",
    "LONGTAKE_GOOGLE_CLOUD_URL": "/google-cloud",
    "LONGTAKE_AZURE_URL": "/azure",
    "LONGTAKE_STABILITY_URL": "/stability",
    "REPLICATE_BASE_URL": "/replicate",
    "LONGTAKE_VOLCENGINE_URL": "/omnihuman",
    "GOOGLE_GEMINI_BASE_URL": "/gemini",
    "RUNWAYML_BASE_URL": "/runway",
    "LUMA_BASE_URL": "/luma-agents/v1",
    "LUMAAI_BASE_URL": "/luma/dream-machine/v1",
}
"""Where each interface stands, by the variable that names its address."""

_KEYS = (
    "GEMINI_API_KEY",
    "RUNWAYML_API_SECRET",
    "FAL_KEY",
    "ARK_API_KEY",
    "KLING_API_KEY",
    "LUMA_AGENTS_API_KEY",
    "LUMAAI_API_KEY",
    "MINIMAX_API_KEY",
    "DASHSCOPE_API_KEY",
    "HEYGEN_API_KEY",
    "SYNTHESIA_API_KEY",
    "TOPAZ_API_KEY",
    "REPLICATE_API_TOKEN",
    "OPENROUTER_API_KEY",
    "OPENAI_GATEWAY_KEY",
    "KIE_API_KEY",
    "ATLASCLOUD_API_KEY",
    "ELEVENLABS_API_KEY",
    "CARTESIA_API_KEY",
    "GOOGLE_CLOUD_API_KEY",
    "AZURE_SPEECH_KEY",
    "STABILITY_API_KEY",
    "VOLC_ACCESSKEY",
    "VOLC_SECRETKEY",
    "KLING_WEBHOOK_SECRET",
    "REPLICATE_WEBHOOK_SECRET",
    "KIE_WEBHOOK_HMAC_KEY",
)


class Emulator:
    """The providers' interfaces on loopback, without keys and without money.

    speed: how many times faster than a real provider takes are made. seed: of latencies, seeds and faults.
    slots: takes at a time for an account and model, None for no bound. fault_share: of all calls, that go wrong.
    clock: instead of one that runs; catalogue: instead of the one that comes with Longtake. wires: interfaces of
    others beside Longtake's own.
    """

    def __init__(
        self,
        *,
        speed: int = 1,
        seed: int = 0,
        slots: int | None = None,
        fault_share: Fraction = Fraction(0),
        clock: Clock | None = None,
        catalogue: Catalogue | None = None,
        wires: Sequence[Wire] = (),
    ) -> None:
        faults = Faults(fault_share, seed)
        clock = clock or ScaledClock(speed)
        self.studio = Studio(catalogue, clock, seed=seed, slots=slots, faults=faults)
        self._reception = Reception(self.studio, wires)

    @property
    def application(self) -> Application:
        """For `httpx.ASGITransport`."""
        from longtake.emulator.asgi import Application

        return Application(self._reception)

    async def answer(self, request: Request) -> Reply:
        """What would go back over a connection; nothing is sent."""
        return await self._reception.answer(request)

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[str]:
        """Serves in the running loop and gives the address. Raises MissingExtraError, InputError for a taken port."""
        from longtake.emulator.server import serving

        async with serving(self._reception, port) as address:
            yield address

    @contextmanager
    def running(self, port: int = 0) -> Iterator[str]:
        """Serves in a thread of its own and gives the address. Raises as `serving` does."""
        started, stop = Event(), _Stop()
        told: list[str | BaseException] = []

        async def serve() -> None:
            async with self.serving(port) as address:
                stop.loop, stop.event = asyncio.get_running_loop(), asyncio.Event()
                told.append(address)
                started.set()
                await stop.event.wait()

        def run() -> None:
            try:
                asyncio.run(serve())
            except BaseException as error:
                told.append(error)
                started.set()

        thread = Thread(target=run, name="longtake-emulator", daemon=True)
        thread.start()
        started.wait()
        if isinstance(told[0], BaseException):
            raise told[0]
        try:
            yield told[0]
        finally:
            stop.now()
            thread.join()


class _Stop:
    """How another thread ends the loop's waiting."""

    loop: asyncio.AbstractEventLoop
    event: asyncio.Event

    def now(self) -> None:
        self.loop.call_soon_threadsafe(self.event.set)


def environment(address: str, speed: int = 1) -> Mapping[str, str]:
    """Variables that point Longtake and the providers' own clients at an emulator, with keys that it takes, and tell
    Longtake how many times as fast as real it is."""
    return {
        **({"LONGTAKE_EMULATOR_SPEED": str(speed)} if speed != 1 else {}),
        **{name: address + path for name, path in _PLACES.items()},
        **dict.fromkeys(_KEYS, "emulated"),
    }

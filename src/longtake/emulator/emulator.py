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
        "LONGTAKE_GOOGLE_URL": f"{address}/gemini",
        "LONGTAKE_VERTEX_URL": f"{address}/vertex",
        "LONGTAKE_RUNWAY_URL": f"{address}/runway",
        "LONGTAKE_FAL_URL": f"{address}/fal",
        "LONGTAKE_ARK_URL": f"{address}/ark",
        "LONGTAKE_KLING_URL": f"{address}/kling",
        "LONGTAKE_LUMA_URL": f"{address}/luma-agents",
        "LONGTAKE_LUMA_DREAM_MACHINE_URL": f"{address}/luma",
        "LONGTAKE_COMFYUI_URL": f"{address}/comfyui",
        "LONGTAKE_MINIMAX_URL": f"{address}/minimax",
        "LONGTAKE_DASHSCOPE_URL": f"{address}/dashscope",
        "LONGTAKE_HEYGEN_URL": f"{address}/heygen",
        "LONGTAKE_SYNTHESIA_URL": f"{address}/synthesia",
        "LONGTAKE_TOPAZ_URL": f"{address}/topaz",
        "LONGTAKE_REPLICATE_URL": f"{address}/replicate",
        "LONGTAKE_OPENROUTER_URL": f"{address}/openrouter",
        "LONGTAKE_OPENAI_GATEWAY_URL": f"{address}/openai",
        "LONGTAKE_KIE_URL": f"{address}/kie",
        "LONGTAKE_ATLAS_URL": f"{address}/atlas",
        "LONGTAKE_OPENAI_URL": f"{address}/openai-speech",
        "LONGTAKE_ELEVENLABS_URL": f"{address}/elevenlabs",
        "LONGTAKE_CARTESIA_URL": f"{address}/cartesia",
        "LONGTAKE_GOOGLE_CLOUD_URL": f"{address}/google-cloud",
        "LONGTAKE_AZURE_URL": f"{address}/azure",
        "LONGTAKE_STABILITY_URL": f"{address}/stability",
        "REPLICATE_BASE_URL": f"{address}/replicate",
        "LONGTAKE_VOLCENGINE_URL": f"{address}/omnihuman",
        "GOOGLE_GEMINI_BASE_URL": f"{address}/gemini",
        "RUNWAYML_BASE_URL": f"{address}/runway",
        "LUMA_BASE_URL": f"{address}/luma-agents/v1",
        "LUMAAI_BASE_URL": f"{address}/luma/dream-machine/v1",
        "GEMINI_API_KEY": "emulated",
        "RUNWAYML_API_SECRET": "emulated",
        "FAL_KEY": "emulated",
        "ARK_API_KEY": "emulated",
        "KLING_API_KEY": "emulated",
        "LUMA_AGENTS_API_KEY": "emulated",
        "LUMAAI_API_KEY": "emulated",
        "MINIMAX_API_KEY": "emulated",
        "DASHSCOPE_API_KEY": "emulated",
        "HEYGEN_API_KEY": "emulated",
        "SYNTHESIA_API_KEY": "emulated",
        "TOPAZ_API_KEY": "emulated",
        "REPLICATE_API_TOKEN": "emulated",
        "OPENROUTER_API_KEY": "emulated",
        "OPENAI_GATEWAY_KEY": "emulated",
        "KIE_API_KEY": "emulated",
        "ATLASCLOUD_API_KEY": "emulated",
        "ELEVENLABS_API_KEY": "emulated",
        "CARTESIA_API_KEY": "emulated",
        "GOOGLE_CLOUD_API_KEY": "emulated",
        "AZURE_SPEECH_KEY": "emulated",
        "STABILITY_API_KEY": "emulated",
        "VOLC_ACCESSKEY": "emulated",
        "VOLC_SECRETKEY": "emulated",
        "KLING_WEBHOOK_SECRET": "emulated",
        "REPLICATE_WEBHOOK_SECRET": "emulated",
        "KIE_WEBHOOK_HMAC_KEY": "emulated",
    }

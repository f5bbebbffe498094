"""One user's workspace, and providers as an emulator plays them: takes of films are bought, and nothing is encoded."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import longtake
from longtake.emulator import Emulator, Fault
from longtake.ledger import Ledger, Purchase
from longtake.pipeline.approving import ask_again
from longtake.pipeline.books import written
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.retaking import replanned
from longtake.pipeline.taking import taker_of
from longtake.pipeline.terms import Terms
from longtake.store import Workspace

__all__ = ["SPEED", "World", "film"]

SPEED = 400
HEAD = "storyboard: 1\ntitle: A fall\nframe: {size: 320x180, rate: 24}\n"


def film(*shots: str, route: str = "veo-3.1-fast, kling-3.0") -> str:
    rows = "".join(f"      - {shot}\n" for shot in shots)
    return f"{HEAD}route: {{final: [{route}], max_price: 5 USD}}\nscenes:\n  - id: film\n    shots:\n{rows}"


@dataclass
class World:
    """The environment leads to the emulator."""

    folder: Path
    emulator: Emulator = field(default_factory=lambda: Emulator(speed=SPEED))

    def faulty(self, *faults: Fault) -> World:
        for fault in faults:
            self.emulator.studio.faults.add(fault)
        return self

    def planned(self, text: str, terms: Terms) -> PlannedFilm:
        path, workspace = self.folder / "film.yaml", Workspace(self.folder / "space")
        path.write_text(text)
        planned = longtake.plan(path, stage="final", workspace=workspace.root)
        planned = replanned(planned, workspace, "emulated", falls_back=terms.falls_back)
        if terms.again:
            with written(workspace) as ledger:
                ask_again(ledger, planned, terms.again, "emulated")
            planned = replanned(planned, workspace, "emulated", falls_back=terms.falls_back)
        return planned

    def bought(self, text: str, *, stopped_after: int = 0, **allowed: Any) -> tuple[PlannedFilm, list[str]]:
        """The takes of a film, and what was said on the way. stopped_after: so many takes that have landed."""
        terms, said = Terms(**allowed), list[str]()
        planned = self.planned(text, terms)

        def say(event: longtake.Event) -> None:
            told = event.as_json()
            said.append(f"{told.get('shot', told['event'])} {told.get('stage', '')} {told.get('note', '')}".strip())

        async def run() -> PlannedFilm:
            async with taker_of(planned, terms, Workspace(self.folder / "space"), say) as taker:
                said.append(f"costs {taker.to_pay.total}")

                def landed(film: PlannedFilm) -> None:
                    if stopped_after and sum(" landed" in line for line in said) >= stopped_after:
                        taker.stop()

                return await taker.run(landed)

        return asyncio.run(run()), said

    @property
    def ledger(self) -> tuple[Purchase, ...]:
        with Ledger.open(self.folder / "space" / "ledger.sqlite") as ledger:
            return ledger.purchases()

    @property
    def orders(self) -> int:
        """How often somebody was asked for a take."""
        return sum(call.kind == "create" for call in self.emulator.studio.calls)

"""What is said of takes while they are bought: step by step, by the names that people know their shots by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from longtake.generation.commission import Commission, PassedOver
from longtake.generation.landing import Landed, Missed, Step
from longtake.media import Money
from longtake.pipeline.events import Listener, Notice, Progress, Taking
from longtake.pipeline.passed import did

__all__ = ["TakeNews"]


class TakeNews:
    """Tells a listener. names: of shots, by their keys, which is how the ledger and the scheduler know them."""

    def __init__(self, say: Listener, names: Mapping[str, str]) -> None:
        self._say, self._names = say, names

    def step(self, step: Step) -> None:
        one, note = step.commission, step.note
        if step.stage == "waits" and one.waits_for and one.waits_for in note:
            note = f"for {self._names[one.waits_for]}"
        self._say(Taking(one.name, step.stage, self.named(note), step.progress))

    def landed(self, take: Landed) -> None:
        one = take.commission
        told = (f"take {one.take}" if one.candidacy else "", "it was here already" if take.is_reused else "")
        self._say(Taking(one.name, "landed", ", ".join(filter(None, told))))

    def candidate_missed(self, take: Missed) -> None:
        one = take.commission
        self._say(Taking(one.name, "missed", f"take {one.take}: {self.named(take.why)}"))

    def missed(self, one: Commission, why: str) -> None:
        self._say(Taking(one.name, "missed", why))

    def chosen(self, best: Commission, of: int) -> None:
        self._say(Taking(best.name, "chosen", f"take {best.take}, the best of {of}"))

    def falls_back(self, one: Commission, passed: PassedOver) -> None:
        self._say(Taking(one.name, "fallback", f"{one.model.name}, since {did(passed)}"))

    def too_dear(self, instead: Sequence[Commission], asked: Money) -> None:
        """asked: what the film would cost with these."""
        names = ", ".join(one.name for one in instead)
        what = f"with other models for {names} it would cost {asked.to_the_cent()}, and nobody has said yes to that"
        self._say(Notice("takes", f"{what}: --yes, or --budget AMOUNT"))

    def stopped(self, paid: int) -> None:
        kept = "1 take is" if paid == 1 else f"{paid} takes are"
        self._say(Notice("takes", f"{kept} paid for and kept; run the same command to go on"))

    def progress(self, done: int, total: int, reused: int) -> None:
        if total:
            self._say(Progress("takes", done, total, reused))

    def name(self, shot: str) -> str:
        return self._names[shot]

    def named(self, text: str) -> str:
        """The text with names for keys."""
        for key, name in self._names.items():
            text = text.replace(key, name) if key != name and key in text else text
        return text

"""Tries: what was begun for each shot of a film, one take or several candidates, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from longtake.generation.commission import Commission
from longtake.generation.landing import Landed, Missed, Outcome

__all__ = ["Tries"]


class Tries:
    """planned: one commission for each shot, its first take, as the film is planned now, in film order."""

    def __init__(self, planned: Sequence[Commission]) -> None:
        self._planned = {one.shot: one for one in planned}
        self._begun: dict[str, dict[int, Commission]] = {}
        self._ended: dict[str, dict[int, Outcome]] = {}

    def __len__(self) -> int:
        """How many shots there are."""
        return len(self._planned)

    @property
    def planned(self) -> Mapping[str, Commission]:
        """By the keys of their shots."""
        return self._planned

    @property
    def unbegun(self) -> list[Commission]:
        return [one for one in self._planned.values() if one.shot not in self._begun]

    def plan_is(self, planned: Iterable[Commission]) -> None:
        """From here on. What was begun stays as it was commissioned."""
        self._planned |= {one.shot: one for one in planned if one.shot not in self._begun}

    def give_up(self, shots: Iterable[str]) -> None:
        """What was begun for these is no more of interest: they are begun anew."""
        for shot in shots:
            self._begun.pop(shot, None)
            self._ended.pop(shot, None)

    def due(self, is_chosen: Callable[[str], bool]) -> list[Commission]:
        """What may be begun now, in film order. is_chosen: whether a shot's take is the only one, or was chosen: none
        goes on from a take that may not be shown."""
        begun, found = set(self._begun), list[Commission]()
        for one in self.unbegun:
            if not one.waits_for or (one.waits_for in begun and is_chosen(one.waits_for)):
                begun.add(one.shot)
                found.append(one)
        return found

    def begin(self, commissions: Iterable[Commission]) -> None:
        for one in commissions:
            self._begun.setdefault(one.shot, {})[one.take] = one

    def is_current(self, one: Commission) -> bool:
        """Not where it was given up meanwhile."""
        return self._begun.get(one.shot, {}).get(one.take) is one

    def note(self, outcome: Outcome) -> bool:
        """Whether that was the last of its shot."""
        one = outcome.commission
        ended = self._ended.setdefault(one.shot, {})
        ended[one.take] = outcome
        return len(ended) == len(self._begun[one.shot])

    def landed(self, shot: str) -> list[Landed]:
        return [one for one in self._ended.get(shot, {}).values() if isinstance(one, Landed)]

    def missed(self, shot: str) -> list[Missed]:
        return [one for one in self._ended.get(shot, {}).values() if isinstance(one, Missed)]

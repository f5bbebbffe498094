"""Candidates: of which shots several takes are bought, how many are still to be, and which are not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field

from longtake.generation.commission import candidacy_in
from longtake.ledger import Ledger, Purchase, Realm
from longtake.media import Digest
from longtake.pipeline.judging import FilmTakes
from longtake.pipeline.paying import PAID
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import PlannedShot
from longtake.planning.segment import taken_as

__all__ = ["Candidates", "candidates_of", "rivals_of"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """By the keys of shots. of: how many takes there are to be, where more than one; bought: how many of these besides
    the first are paid for."""

    of: Mapping[str, int] = field(default_factory=dict)
    bought: Mapping[str, int] = field(default_factory=dict)

    def takes(self, shot: str) -> int:
        return self.of.get(shot, 1)

    @property
    def more(self) -> dict[str, int]:
        """How many are to be bought besides the first."""
        return {shot: count - 1 - self.bought.get(shot, 0) for shot, count in self.of.items()}


def candidates_of(
    ledger: Ledger, planned: PlannedFilm, realm: Realm, wanted: Collection[str], most: int, paid: Set[Digest]
) -> Candidates:
    """most: how many takes the user asks for of each shot that is bought. A shot that has a take gets no more; one for
    which several were begun gets all of them. wanted: keys of the shots that may be bought; paid: what is paid for."""
    film = FilmTakes(ledger, planned, realm)
    begun, besides = dict[Digest, int](), Counter[Digest]()
    for one in ledger.purchases(film=planned.plan.title, realm=realm):
        candidacy = candidacy_in(one.intent.request)
        if candidacy is not None:
            begun[candidacy.first] = candidacy.of
            is_first = taken_as(one.intent.order, one.intent.take) == candidacy.first
            besides[candidacy.first] += one.state in PAID and not is_first
    of, bought = dict[str, int](), dict[str, int]()
    for shot in planned.plan.shots:
        count = _count(film, shot, begun, most, paid) if shot.key in wanted else 1
        if count > 1 and shot.segment is not None:
            of[shot.key], bought[shot.key] = count, besides[shot.segment.known_as]
    return Candidates(of, bought)


def _count(film: FilmTakes, shot: PlannedShot, begun: Mapping[Digest, int], most: int, paid: Set[Digest]) -> int:
    if shot.segment is None:
        return 1
    chosen, known_as = film.chosen(shot), shot.segment.known_as
    if chosen is not None and (shot.segment.take or 1) in chosen.takes:
        return 1
    return begun.get(known_as, 1 if known_as in paid else most)


def rivals_of(
    ledger: Ledger, film: str, realm: Realm, shown: Mapping[str, Purchase]
) -> dict[str, tuple[Purchase, ...]]:
    """The candidates that a shown take was chosen among, by the key of its shot, where there are some."""
    beside = {key: one.keys for one in ledger.choices(film, realm) for key in one.keys}
    found: dict[str, tuple[Purchase, ...]] = {}
    for shot, purchase in shown.items():
        own = purchase.intent.key
        others = [ledger.by_key(key) for key in beside.get(own, ()) if key != own]
        found[shot] = tuple(one for one in others if one is not None)
    return {shot: others for shot, others in found.items() if others}

"""The takes of a planned film as the ledger knows them: which one a shot has, what was said of it, which is wanted.

A shot's take is what its plan asks for: a purchase of that very order, from whichever film, or the animatic of its
words. So it is never a take of words that were edited since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from longtake.ledger import OPEN, STATES
from longtake.media import Digest, digest_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import PlannedShot

if TYPE_CHECKING:
    from longtake.ledger import Approval, Chosen, Ledger, Purchase, Realm, State

__all__ = ["FilmTakes", "Take", "approved", "takes_wanted", "whole_key"]

_MADE: frozenset[State] = frozenset(STATES) - OPEN | {"known"}
"""States in which nothing more is made."""


@dataclass(frozen=True, slots=True)
class Take:
    """What a shot shows, as it can be judged. digest: the purchase's key, or of an animatic the digest of its words.
    purchase: None where it is drawn. words: the digest of the shot's own words."""

    shot: PlannedShot
    words: Digest
    digest: Digest
    purchase: Purchase | None = None


def whole_key(key: str) -> str:
    """The key of the author's shot that a planned shot is, or is a part of."""
    return key.partition("/")[0]


def approved(ledger: Ledger | None, planned: PlannedFilm, realm: Realm = "live") -> frozenset[str]:
    """The keys of the author's shots of which every part, as it is planned here and worded now, has a take that was
    approved. planned: the film that people judge, the draft where there is one."""
    film = FilmTakes(ledger, planned, realm)
    judged: dict[str, list[bool]] = {}
    for shot in planned.plan.shots:
        judged.setdefault(whole_key(shot.key), []).append(film.is_approved(shot))
    return frozenset(key for key, parts in judged.items() if all(parts))


def takes_wanted(ledger: Ledger | None, planned: PlannedFilm, realm: Realm = "live") -> dict[str, int]:
    """For each shot that is bought, by its planned key, which take is wanted: one more than were rejected of it, in the
    words that it has now and by the model that is planned."""
    film = FilmTakes(ledger, planned, realm)
    return {shot.key: film.wanted(shot) for shot in planned.plan.shots if shot.segment}


class FilmTakes:
    """Questions about the takes of one planned film, in one realm. planned: with the takes that are wanted, as
    `replanned` has it, for another take may be another order. ledger: None where nothing was ever written."""

    def __init__(self, ledger: Ledger | None, planned: PlannedFilm, realm: Realm) -> None:
        self._ledger, self._planned, self._realm = ledger, planned, realm

    def take(self, shot: PlannedShot) -> Take | None:
        """The take that the shot has; None of the author's own footage, and of what is not bought yet."""
        words = self._planned.words.get(whole_key(shot.key))
        if words is None or (shot.segment is None and shot.kind != "animatic"):
            return None
        if shot.segment is None:
            return Take(shot, words, digest_of(["drawn", words]))
        return self._newest(shot, words, frozenset({"verified"}))

    def ended(self, shot: PlannedShot) -> Take | None:
        """As `take` for what is bought, also where it ended without a picture: lost, refused, given up, or made and of
        no use as it was sent."""
        words = self._planned.words.get(whole_key(shot.key))
        return self._newest(shot, words, _MADE) if words and shot.segment else None

    def is_approved(self, shot: PlannedShot) -> bool:
        take = self.take(shot)
        said = self._said(shot).get(take.digest) if take else None
        return said is not None and said.verdict == "approved"

    def wanted(self, shot: PlannedShot) -> int:
        """1, and one more for each take of it that was rejected; of several candidates the best that was not."""
        said = [one.take for one in self._said(shot).values() if one.verdict == "rejected"]
        rejected = [one.intent.take for one in self._by_keys(said) if self._is_like(shot, one)]
        chosen = self.chosen(shot)
        if chosen is None:
            return 1 + len(rejected)
        left = (take for take in chosen.takes if take not in rejected)
        return next(left, 1 + max([*chosen.takes, *rejected]))

    def chosen(self, shot: PlannedShot) -> Chosen | None:
        """The last choice among candidates for the shot in its present words, by the model that is planned."""
        words, model = self._planned.words.get(whole_key(shot.key)), shot.segment.model if shot.segment else ""
        found = self._choices.get((words, model), []) if words else []
        return next((one for one in reversed(found) if self._is_of(shot, one.shot)), None)

    def rivals(self, shot: PlannedShot, take: Take) -> list[Take]:
        """The other candidates of the choice that a take was one of."""
        chosen = self.chosen(shot)
        keys = chosen.keys if chosen and take.digest in chosen.keys else ()
        return [Take(shot, take.words, one.intent.key, one) for one in self._by_keys(keys) if one != take.purchase]

    def _newest(self, shot: PlannedShot, words: Digest, states: Set[State]) -> Take | None:
        found = max(self._bought(shot, states), key=lambda one: (one.intent.take, one.id), default=None)
        return Take(shot, words, found.intent.key, found) if found else None

    def _bought(self, shot: PlannedShot, states: Set[State]) -> list[Purchase]:
        """Purchases of the shot in these states, up to the take that is wanted: later ones belong to films that
        rejected more."""
        if self._ledger is None or shot.segment is None:
            return []
        wanted = self.wanted(shot)
        fit = self._fit(shot, states, self._by_order.get(shot.segment.order, ()))
        if not any(one.intent.take == wanted for one in fit):
            fit = self._fit(shot, states, self._further(self._ledger, shot, shot.segment.order))
        return [one for one in fit if one.intent.take <= wanted]

    def _further(self, ledger: Ledger, shot: PlannedShot, order: Digest) -> Iterator[Purchase]:
        """Of the order that is planned, for whichever film; and those that were judged in the words that the shot has
        now. Not of others of the same shot: lips are bought once a language."""
        yield from ledger.purchases(order=order)
        yield from self._by_keys(self._said(shot))

    def _fit(self, shot: PlannedShot, states: Set[State], found: Iterable[Purchase]) -> list[Purchase]:
        return [one for one in found if one.state in states and self._is_like(shot, one)]

    def _is_like(self, shot: PlannedShot, purchase: Purchase) -> bool:
        its = purchase.intent
        return its.realm == self._realm and shot.segment is not None and its.model == shot.segment.model

    def _by_keys(self, takes: Iterable[Digest]) -> list[Purchase]:
        found = [self._ledger.by_key(take) for take in takes] if self._ledger else []
        return [one for one in found if one is not None]

    def _said(self, shot: PlannedShot) -> Mapping[Digest, Approval]:
        """The last word on each take of the shot in its present words. What was said under a key that no shot has any
        more was said of a shot that has moved or got another name."""
        words = self._planned.words.get(whole_key(shot.key))
        found = self._rows.get(words, ()) if words else ()
        return {one.take: one for one in found if self._is_of(shot, one.shot)}

    def _is_of(self, shot: PlannedShot, key: str) -> bool:
        """Whether what was said under that key was said of the shot."""
        part = shot.key.partition("/")[2]
        return key == shot.key or (key not in self._keys and key.partition("/")[2] == part)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(shot.key for shot in self._planned.plan.shots)

    @cached_property
    def _by_order(self) -> Mapping[Digest, list[Purchase]]:
        """What was bought for films of this title."""
        found: dict[Digest, list[Purchase]] = {}
        for one in self._ledger.purchases(film=self._planned.plan.title) if self._ledger else ():
            found.setdefault(one.intent.order, []).append(one)
        return found

    @cached_property
    def _choices(self) -> Mapping[tuple[Digest, str], list[Chosen]]:
        """Every choice among candidates, by words and model, oldest first."""
        found: dict[tuple[Digest, str], list[Chosen]] = {}
        for one in self._ledger.choices(self._planned.plan.title, self._realm) if self._ledger else ():
            found.setdefault((one.words, one.model), []).append(one)
        return found

    @cached_property
    def _rows(self) -> Mapping[Digest, list[Approval]]:
        """Every word on the takes of the film, by the words that it was said under, oldest first."""
        rows: dict[Digest, list[Approval]] = {}
        for one in self._ledger.verdicts(self._planned.plan.title) if self._ledger else ():
            rows.setdefault(one.words, []).append(one)
        return rows

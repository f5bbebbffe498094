"""Judging takes: a person approves or rejects what a shot shows, and the ledger keeps it.

A word is bound to the take and to the shot's own words: it holds when the shot is moved or gets another name, and no
longer when its words are edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from longtake.catalogue import load_catalogue
from longtake.errors import Finding, InputError
from longtake.media import Digest
from longtake.pipeline.books import asked, written
from longtake.pipeline.capacity import Machine
from longtake.pipeline.judging import FilmTakes, Take, whole_key
from longtake.pipeline.paying import paid_in
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import PlanWish, plan_of_storyboard
from longtake.pipeline.retaking import replanned
from longtake.planning import PlannedShot
from longtake.store import open_workspace
from longtake.storyboard.stages import Stage
from longtake.storyboard.values import NO_VALUES, Values

if TYPE_CHECKING:
    from longtake.ledger import Approval, Ledger, Realm, Verdict

__all__ = ["ANOTHER", "JudgeOptions", "Judgement", "approve", "ask_again", "reject"]

ANOTHER = "another take was asked for"
"""The note of a take that nobody found fault with, and that is to be bought anew all the same."""


class JudgeOptions(TypedDict, total=False):
    """What is judged. all_shots: every shot that is drawn or bought. stage: `draft` or `final`, by default the draft if
    the route has one. emulated: takes of the emulator, not those that were paid. values, catalogue, language: as of
    `longtake.plan`; a plan has its own. workspace: where the ledger is."""

    all_shots: bool
    stage: Stage | None
    emulated: bool
    values: Values
    catalogue: Sequence[str | Path]
    language: str | None
    workspace: str | Path | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on a take. film: its title; stage: which of its films was judged. shot: the shot's name; key:
    what it is known by. take: what names the take for good; words: the digest of the shot's own words. made_by: the
    model, or `animatic`. number: which take it is of the shot's, and purchase: its number in the ledger; None of an
    animatic."""

    film: str
    stage: Stage
    shot: str
    key: str
    verdict: Verdict
    note: str
    take: Digest
    words: Digest
    made_by: str
    number: int | None = None
    purchase: int | None = None


def approve(
    storyboard: str | Path | PlannedFilm, *shots: str, note: str = "", **options: Unpack[JudgeOptions]
) -> tuple[Judgement, ...]:
    """Takes what these shots show, as they are worded now. shots: by name or key; a shot that is made in parts with all
    of them, or one part.

    Raises InputError for a name that no shot has, for footage of the author's own, and for a shot without a take;
    nothing is written then.
    """
    return _judged("approved", storyboard, shots, note, options)


def reject(
    storyboard: str | Path | PlannedFilm, *shots: str, note: str, **options: Unpack[JudgeOptions]
) -> tuple[Judgement, ...]:
    """Does not take what these shots show: a bought one is bought anew with another seed by the next make. note: what
    should be different. Names and errors as of `approve`."""
    if not note.strip():
        raise InputError(
            "a rejection says what should be different", place="note", advice=('write --note "the cup is empty"',)
        )
    return _judged("rejected", storyboard, shots, note, options)


def ask_again(
    ledger: Ledger, planned: PlannedFilm, shots: Sequence[str], realm: Realm = "live"
) -> tuple[Judgement, ...]:
    """Wants another take of these shots, by name or key, whatever became of the last: without a fault of it, or where
    it was lost or refused. Not of one that is still being made, and not where nothing was bought yet: those are not
    among what is returned. Raises InputError for a name that no shot has."""
    takes = FilmTakes(ledger, planned, realm)
    meant = dict.fromkeys(shot for name in shots for shot in _called(planned, name))
    ended = [take for shot in meant if (take := takes.ended(shot)) is not None]
    ended += [rival for take in ended for rival in takes.rivals(take.shot, take)]
    return tuple(_judgement(planned, take, _write(ledger, planned, take, "rejected", ANOTHER)) for take in ended)


def _judged(
    verdict: Verdict, storyboard: str | Path | PlannedFilm, names: Sequence[str], note: str, options: JudgeOptions
) -> tuple[Judgement, ...]:
    realm: Realm = "emulated" if options.get("emulated") else "live"
    planned = _planned(storyboard, options, realm)
    workspace = open_workspace(options.get("workspace"))
    shots = _chosen(planned, names, options.get("all_shots", False))
    with asked(workspace) as ledger:
        takes = _takes_of(FilmTakes(ledger, planned, realm), planned, shots)
    with written(workspace) as ledger:
        return tuple(_judgement(planned, take, _write(ledger, planned, take, verdict, note)) for take in takes)


def _planned(storyboard: str | Path | PlannedFilm, options: JudgeOptions, realm: Realm) -> PlannedFilm:
    """The film as its next make plans it."""
    workspace = open_workspace(options.get("workspace"))
    if isinstance(storyboard, PlannedFilm):
        return replanned(storyboard, workspace, realm)
    files = [Path(path) for path in options.get("catalogue", ())]
    known, paid = load_catalogue(files) if files else None, partial(paid_in, workspace, realm)
    wish = PlanWish(options.get("stage"), known, on=date.today(), paid=paid, language=options.get("language"))
    values = options.get("values", NO_VALUES)

    planned = plan_of_storyboard(Path(storyboard), workspace, Machine.here().cores, _ignore, values, wish)
    return replanned(planned, workspace, realm)


def _ignore(_: object) -> None:
    pass


def _chosen(planned: PlannedFilm, names: Sequence[str], all_shots: bool) -> tuple[PlannedShot, ...]:
    """The shots that are meant, each once, in film order. Raises InputError."""
    if all_shots == bool(names):
        message = "shots are named, or all are meant, not both" if names else "no shot is named"
        raise InputError(message, place=planned.plan.title, advice=("name shots, such as waking.1", "or say --all"))
    meant = {shot.key for name in names for shot in _called(planned, name)}
    return tuple(shot for shot in planned.plan.shots if shot.key in meant or (all_shots and not _is_own(shot)))


def _called(planned: PlannedFilm, name: str) -> Iterator[PlannedShot]:
    """The shot, or all its parts. Raises InputError with the nearest."""
    found = [shot for shot in planned.plan.shots if name in _names_of(shot)]
    yield from found or (planned.shot(name),)


def _names_of(shot: PlannedShot) -> tuple[str, ...]:
    """Its name and key, and those of the shot that it is a part of."""
    letter = shot.key.partition("/")[2]
    return shot.name, shot.key, shot.name.removesuffix(letter).removesuffix("/"), whole_key(shot.key)


def _is_own(shot: PlannedShot) -> bool:
    return shot.segment is None and shot.kind != "animatic"


def _takes_of(film: FilmTakes, planned: PlannedFilm, shots: Sequence[PlannedShot]) -> tuple[Take, ...]:
    """The take of each shot. Raises one InputError with a finding for each that has none."""
    takes = [(shot, film.take(shot)) for shot in shots]
    if missing := [shot for shot, take in takes if take is None]:
        raise InputError.of(_without_take(planned, shot) for shot in missing)
    return tuple(take for _, take in takes if take is not None)


def _without_take(planned: PlannedFilm, shot: PlannedShot) -> Finding:
    place = f"shot {shot.name}"
    if _is_own(shot):
        return Finding(place, "its picture is your own, which nobody has to approve", ("leave it out",))
    model = shot.segment.model if shot.segment else ""
    advice = (f"make it first: longtake make --{_stage_of(planned)}", "or judge what the emulator made: --emulated")
    return Finding(place, f"no take of it by {model}, in the words that it has now, is here", advice)


def _write(ledger: Ledger, planned: PlannedFilm, take: Take, verdict: Verdict, note: str) -> Approval:
    say: Callable[..., Approval] = ledger.approve if verdict == "approved" else ledger.reject
    return say(take.digest, take.words, film=planned.plan.title, shot=take.shot.key, note=note)


def _judgement(planned: PlannedFilm, take: Take, said: Approval) -> Judgement:
    made_by, number, purchase = "animatic", None, None
    if take.purchase is not None:
        its = take.purchase
        made_by, number, purchase = its.intent.model, its.intent.take, its.id
    return Judgement(
        film=said.film,
        stage=_stage_of(planned),
        shot=take.shot.name,
        key=take.shot.key,
        verdict=said.verdict,
        note=said.note,
        take=take.digest,
        words=take.words,
        made_by=made_by,
        number=number,
        purchase=purchase,
    )


def _stage_of(planned: PlannedFilm) -> Stage:
    """Which film this is; one for which nothing is bought is a draft, if there is another one after it."""
    return planned.plan.stage or ("draft" if planned.has_draft else "final")

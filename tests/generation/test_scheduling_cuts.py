"""A run that ends anywhere is gone on with by the next one: nothing is lost, nothing is bought twice, and in the end
the ledger and the takes are what they are after a run that nothing disturbed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from cutting import Cutting, of_all_classes, told
from trading import MODELS, film, landed, missed

from longtake.generation.commission import Commission
from longtake.ledger import Purchase

_MOST = 10_000  # steps of a run


def undisturbed(commissions: Sequence[Commission], folder: Path) -> Cutting:
    """A whole run, whose steps and points are those that can be the last ones."""
    trading = cutting(folder / "whole")
    assert len(landed(trading.run(commissions))) == len(commissions)
    return trading


def cutting(folder: Path) -> Cutting:
    folder.mkdir()
    return Cutting(folder)


def what_each_step_leaves(commissions: Sequence[Commission], folder: Path) -> list[object]:
    """What outlives a process that ends before a step, for every step of a run: the time, what the providers know, the
    files, and the ledger's committed state."""
    trading, left = cutting(folder), list[object]()
    with closing(sqlite3.connect(trading.ledger.path)) as other:

        def look() -> None:
            (version,) = other.execute("pragma data_version").fetchone()  # another one after each commit of another
            files = sorted(
                (one.name, one.stat().st_size) for one in folder.iterdir() if one.suffix in (".mp4", ".part")
            )
            studio = trading.studio
            left.append((trading.clock.now(), len(studio.calls), studio.jobs(), files, version))

        trading.run(commissions, before=dict.fromkeys(range(_MOST), look))
    return left


def check_cut(whole: Cutting, commissions: Sequence[Commission], folder: Path, **ends: int) -> None:
    trading = cutting(folder)
    trading.run(commissions, **ends)
    where = f"{ends} {trading.points[-1:]}"
    sent = {one.token: one.provider_job for one in trading.ledger.purchases() if one.provider_job}
    bought = trading.bought
    outcomes = trading.run(commissions)
    assert len(outcomes) == len(commissions), where
    unknown = {one.intent.shot for one in trading.ledger.purchases() if one.state == "unknown"}
    assert missed(outcomes) == dict.fromkeys(unknown, "unknown"), where
    check_end(whole, trading, unknown, where)
    assert all(trading.job_of(token) == job for token, job in sent.items()), where
    assert trading.bought - bought == len(commissions) - bought - len(unknown_and_never_sent(trading)), where
    calls = len(trading.studio.calls)
    trading.run(commissions)
    assert len(trading.studio.calls) == calls, where
    trading.ledger.close()


def check_end(whole: Cutting, trading: Cutting, unknown: set[str], where: str) -> None:
    """What is known is the same as without the cut; what is not is of a blind provider, and is listed."""
    trading.check()
    trading.files.check()
    made = trading.ledger.purchases()
    assert {one.intent.reconcile for one in made if one.intent.shot in unknown} <= {"blind"}, where
    known = [one for one in made if one.intent.shot not in unknown]
    wanted = [one for one in whole.ledger.purchases() if one.intent.shot not in unknown]
    assert told(known) == told(wanted), where
    assert len(made) == len(whole.ledger.purchases()), where


def unknown_and_never_sent(trading: Cutting) -> list[Purchase]:
    asked = {job.asked.prompt for job in trading.studio.jobs()}
    unknown = [one for one in trading.ledger.purchases() if one.state == "unknown"]
    return [one for one in unknown if one.intent.request["prompt"] not in asked]


def first_and_last(points: Sequence[str]) -> list[int]:
    """The numbers of the first and the last point of each name: a job is polled often, and each poll is like the
    next."""
    firsts = {name: number for number, name in reversed(list(enumerate(points)))}
    lasts = {name: number for number, name in enumerate(points)}
    return sorted({*firsts.values(), *lasts.values()})


@pytest.mark.parametrize("cls", MODELS)
def test_a_run_that_ends_at_a_commit_a_send_an_answer_or_a_rename_is_gone_on_with(cls: str, folder: Path) -> None:
    whole = undisturbed(film(1, cls), folder)
    for number in first_and_last(whole.points):
        check_cut(whole, film(1, cls), folder / f"{number}", points=number)


def test_a_film_of_all_classes_that_ends_at_steps_drawn_by_a_seed_is_gone_on_with(folder: Path) -> None:
    whole = undisturbed(of_all_classes(), folder)
    for number in random.Random(20261121).sample(range(whole.steps_taken), 12):
        check_cut(whole, of_all_classes(), folder / f"{number}", steps=number)


@pytest.mark.proof
@pytest.mark.long
def test_a_film_of_all_classes_that_ends_at_any_step_is_gone_on_with(folder: Path) -> None:
    """A step that changes nothing of what outlives its process ends as the one before it does: runs are the same
    steps each time."""
    whole = undisturbed(of_all_classes(), folder)
    left = what_each_step_leaves(of_all_classes(), folder / "watched")
    assert len(left) == whole.steps_taken
    for number in range(whole.steps_taken):
        if number == 0 or left[number] != left[number - 1]:
            check_cut(whole, of_all_classes(), folder / f"{number}", steps=number)


@pytest.mark.proof
@pytest.mark.long
@pytest.mark.parametrize("cls", MODELS)
def test_a_run_that_ends_at_any_commit_send_answer_or_rename_is_gone_on_with(cls: str, folder: Path) -> None:
    whole = undisturbed(film(1, cls), folder)
    for number in range(len(whole.points)):
        check_cut(whole, film(1, cls), folder / f"{number}", points=number)

"""Real processes: killed while they buy a film, and racing for a budget's last cent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from buyer import SPEED, Errands
from cutting import FolderGallery, PlainTakes
from trading import FILM

from longtake.emulator import Emulator
from longtake.ledger import Ledger, Purchase
from longtake.media import Money

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and kills")

BUYER = Path(__file__).with_name("buyer.py")
CLASSES = ("key", "lookup", "blind")


@dataclass(frozen=True)
class Market:
    """An emulator that listens, and processes that buy of it."""

    emulator: Emulator
    buyers: tuple[subprocess.Popen[str], ...]

    def buy(self, *errands: Errands) -> list[int]:
        """How the processes ended that began these at the same time."""
        begun = list(zip(self.buyers, errands, strict=False))
        for buyer, one in begun:
            assert buyer.stdin
            buyer.stdin.write(json.dumps(asdict(one)) + "\n")
            buyer.stdin.flush()
        return [int(buyer.stdout.readline()) for buyer, _ in begun if buyer.stdout]

    @property
    def jobs(self) -> int:
        return len(self.emulator.studio.jobs())

    @property
    def billed(self) -> Decimal:
        return sum((one.amount.amount for one in self.emulator.studio.bill()), Decimal(0))

    def reset(self) -> None:
        self.emulator.studio.reset()


@contextmanager
def market(buyers: int) -> Iterator[Market]:
    emulator = Emulator(speed=SPEED)
    emulator._reception.takes = PlainTakes()  # type: ignore[assignment]
    with ExitStack() as stack:
        address = stack.enter_context(emulator.running())
        started = []
        for _ in range(buyers):
            command = [sys.executable, str(BUYER), address]
            started.append(subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
            stack.callback(started[-1].communicate)
        for one in started:
            assert one.stdout
            assert one.stdout.readline() == "ready\n"
        yield Market(emulator, tuple(started))


def purchases_of(folder: Path) -> tuple[Purchase, ...]:
    with Ledger.open(folder / "ledger.sqlite") as ledger:
        return ledger.purchases()


def check_bill(folder: Path, place: Market) -> None:
    """R1: no take is made twice. R4: what the ledger says is what is billed, and what nobody knows of is reserved."""
    prompts = [job.asked.prompt for job in place.emulator.studio.jobs()]
    assert len(prompts) == len(set(prompts))
    with Ledger.open(folder / "ledger.sqlite") as ledger:
        budget = ledger.budget(FILM, "emulated")
    open_bills = place.billed - budget.spent.amount
    assert 0 <= open_bills <= budget.reserved.amount
    assert budget.spent.amount + budget.reserved.amount <= budget.cap.amount


def check_kill(folder: Path, place: Market, cls: str, shots: int, point: str, nth: int = 1) -> None:
    """A film is bought by a process that is killed, and by another one after it."""
    folder.mkdir()
    place.reset()
    (code,) = place.buy(Errands(str(folder), cls, shots, point=point, nth=nth))
    assert code == -9, point
    sent = {one.token: one.provider_job for one in purchases_of(folder) if one.provider_job}
    (code,) = place.buy(Errands(str(folder), cls, shots))
    made = purchases_of(folder)
    unknown = [one for one in made if one.state == "unknown"]
    assert len(made) == shots, point
    assert all(one.state == "verified" for one in made if one not in unknown), point
    assert (code, bool(unknown)) in ((0, False), (3, True)), point
    assert cls == "blind" or not unknown, point
    assert {one.token: one.provider_job for one in made if one.token in sent} == sent, point
    assert shots - len(unknown) <= place.jobs <= shots, point
    check_bill(folder, place)
    FolderGallery(folder).check()


def undisturbed(folder: Path, place: Market, cls: str, shots: int) -> Mapping[str, int]:
    """The points that a whole run comes by, and how often."""
    folder.mkdir()
    assert place.buy(Errands(str(folder), cls, shots)) == [0]
    check_bill(folder, place)
    told: Mapping[str, int] = json.loads((folder / "points.json").read_text())
    return told


def test_a_process_that_is_killed_before_its_answer_came_is_gone_on_with(folder: Path) -> None:
    with market(1) as place:
        for cls in CLASSES:
            check_kill(folder / cls, place, cls, shots=3, point="sent POST")


@pytest.mark.proof
@pytest.mark.long
@pytest.mark.parametrize("cls", CLASSES)
def test_a_film_whose_process_is_killed_anywhere_is_gone_on_with(cls: str, folder: Path) -> None:
    with market(1) as place:
        points = undisturbed(folder / "whole", place, cls, shots=12)
        assert {"before submitted", "after verified", "before renamed", "sent POST", "before GET"} <= set(points)
        for number, (point, times) in enumerate(sorted(points.items())):
            # How often a running order is asked about differs between runs: each shot comes by once for sure.
            check_kill(folder / f"{number}", place, cls, 12, point, nth=max(min(times, 12) // 3, 1))


def check_races(folder: Path, runs: int) -> None:
    """Two halves of a film of four, and money for three; and one film of three, twice at once."""
    with market(2) as place:
        for run in range(runs):
            place.reset()
            check_race(folder / f"{run}", place, is_one_film=run % 2 == 1)


def check_race(folder: Path, place: Market, *, is_one_film: bool) -> None:
    folder.mkdir()
    first = Errands(str(folder), "key", 3 if is_one_film else 2, cap="1.26")
    second = first if is_one_film else Errands(str(folder), "key", 4, first=3, cap="1.26")
    codes = place.buy(first, second)
    assert sorted(codes) == ([0, 0] if is_one_film else [0, 3])
    assert place.jobs == 3
    assert place.billed == Decimal("1.26")
    check_bill(folder, place)
    with Ledger.open(folder / "ledger.sqlite") as ledger:
        assert ledger.budget(FILM, "emulated").spent == Money("1.26", "USD")


def test_two_processes_never_cross_a_budget_nor_buy_a_take_twice(folder: Path) -> None:
    check_races(folder, runs=4)


@pytest.mark.proof
@pytest.mark.long
def test_two_processes_never_cross_a_budget_nor_buy_a_take_twice_in_sixty_runs(folder: Path) -> None:
    check_races(folder, runs=60)

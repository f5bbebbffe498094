"""Real processes: killed at every commit (F01–F05), and racing for the last cent (F29, F33)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from ledgers import usd

from longtake.ledger import Ledger, Reconcile

FIXTURES = Path(__file__).parents[2] / "fixtures"

MEMORY = Path("/dev/shm")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and kills")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where the system has a place for that: what a killed process wrote is in the kernel's hands, and the
    thousands of commits here need not wait for a disk that nobody switches off."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as made:
        yield Path(made)


def kill_everywhere(folder: Path, reconcile: Reconcile, shots: int) -> list[dict[str, object]]:
    command = [sys.executable, str(FIXTURES / "ledger_kills.py"), str(folder), reconcile, str(shots)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def check_kills(folder: Path, reconcile: Reconcile, shots: int) -> None:
    """Whatever the point, every shot is bought once, paid once, and on file."""
    runs = kill_everywhere(folder, reconcile, shots)
    assert len(runs) == 2 * (1 + 4 * shots) + 1
    for run in runs:
        found = {name: run[name] for name in ("integrity", "orders", "verified", "reserved")}
        assert found == {"integrity": "ok", "orders": shots, "verified": shots, "reserved": "0.00 USD"}, run
        assert run["spent"] == str(usd(f"{shots * 75 / 100:.2f}"))
        assert run["unknown"] == 0 or reconcile == "blind"


@pytest.mark.parametrize("reconcile", ["key", "lookup", "blind"])
def test_a_maker_killed_at_any_commit_buys_nothing_twice(folder: Path, reconcile: Reconcile) -> None:
    check_kills(folder, reconcile, shots=1)


@pytest.mark.proof
@pytest.mark.long
@pytest.mark.parametrize("reconcile", ["key", "lookup", "blind"])
def test_a_maker_of_twelve_shots_killed_at_any_commit_buys_nothing_twice(folder: Path, reconcile: Reconcile) -> None:
    check_kills(folder, reconcile, shots=12)


def check_races(folder: Path, runs: int) -> None:
    """Both begin at once, on a ledger that one of them has to make; five cents are shared out, never six."""
    command = [sys.executable, str(FIXTURES / "ledger_races.py")]
    racers = [
        subprocess.Popen([*command, name], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for name in "ab"
    ]
    try:
        for racer in racers:
            assert racer.stdout
            assert racer.stdout.readline() == "ready\n"
        for run in range(runs):
            _race_once(racers, folder / f"{run}.sqlite")
    finally:
        for racer in racers:
            racer.communicate()


def _race_once(racers: list[subprocess.Popen[str]], path: Path) -> None:
    for racer in racers:
        assert racer.stdin
        racer.stdin.write(f"{path}\n")
        racer.stdin.flush()
    got = [racer.stdout.readline().split() for racer in racers if racer.stdout]
    assert sum(int(cents) for cents, _ in got) == 4, got
    assert sorted(is_own for _, is_own in got) == ["False", "True"], got
    with Ledger.open(path) as ledger:
        assert ledger.budget("film").reserved == usd("0.05")


def test_two_processes_racing_for_the_last_cent_never_cross_the_cap(folder: Path) -> None:
    check_races(folder, runs=8)


@pytest.mark.proof
@pytest.mark.long
def test_two_processes_racing_two_hundred_times_never_cross_the_cap(folder: Path) -> None:
    check_races(folder, runs=200)

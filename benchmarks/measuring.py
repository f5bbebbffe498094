"""Running commands and weighing them: CPU seconds of whole process trees, wall seconds, peak memory.

CPU seconds are user plus system time of the command and of everything it started, as the kernel counts them
(`getrusage(RUSAGE_CHILDREN)`); orphans are adopted and waited for, so that none goes uncounted.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

__all__ = [
    "Answer",
    "Ratio",
    "Result",
    "Row",
    "Settings",
    "Usage",
    "high_water",
    "paired",
    "ratio",
    "rounded",
    "run",
    "tree",
]

_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_SAMPLING_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person at the keyboard chose. rounds: None for the question's own; quick: only see that it runs."""

    rounds: int | None = None
    quick: bool = False
    workers: int = len(os.sched_getaffinity(0))

    def rounds_or(self, usual: int) -> int:
        return 1 if self.quick else self.rounds or usual


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the question and what must be reached."""

    question: str
    must: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was measured for a row, in its own units, and whether that is enough; None where nothing must be reached."""

    measured: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """One answer a row; figures: the numbers behind them, small enough to keep beside the code."""

    answers: tuple[Answer, ...]
    figures: dict[str, object]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took. cpu and wall in seconds; peak: MB of its largest process.

    own_peak and worker_peak: MB of the command itself and of the largest process it started, when memory was watched.
    """

    cpu: float
    wall: float
    peak: float
    own_peak: float = 0.0
    worker_peak: float = 0.0


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours over theirs, taken within each round: the median of the rounds, the least and the most."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f}×"


def run(command: Sequence[object], env: Mapping[str, str] | None = None, *, watch_memory: bool = False) -> Usage:
    """Runs a command to its end. Raises RuntimeError with the end of what it said if it fails."""
    words = [str(word) for word in command]
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env={**os.environ, **(env or {})}
        )
        peaks = _watch(child.pid) if watch_memory else {}
        _, status, own = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        _wait_for_orphans()
        if child.returncode:
            said.seek(0)
            words_said = said.read().decode(errors="replace")[-3000:]
            raise RuntimeError(f"{' '.join(words)[:400]} … failed ({child.returncode}):\n{words_said}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    own_peak = peaks.pop(child.pid, 0.0)
    return Usage(cpu, wall, own.ru_maxrss / 1024, own_peak, max(peaks.values(), default=0.0))


def paired(contenders: Mapping[str, Callable[[], Usage]], rounds: int) -> list[dict[str, Usage]]:
    """Every contender once a round; the order turns by one each round, so that none has the best place."""
    names = list(contenders)
    results = []
    for number in range(rounds):
        turn = number % len(names)
        results.append({name: contenders[name]() for name in names[turn:] + names[:turn]})
        print(f"  round {number + 1} of {rounds}: {_told(results[-1])}", flush=True)
    return results


def ratio(rounds: Sequence[Mapping[str, Usage]], ours: str, theirs: str, measure: str) -> Ratio:
    """`measure` ("cpu" or "wall") of ours over theirs."""
    ratios = [getattr(usages[ours], measure) / getattr(usages[theirs], measure) for usages in rounds]
    return Ratio(median(ratios), min(ratios), max(ratios))


def rounded(value: object) -> object:
    """Plain data for a results file: dataclasses as mappings, floats to the third place."""
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {str(key): rounded(item) for key, item in value.items()}
        case list() | tuple():
            return [rounded(item) for item in value]
        case Usage() | Ratio():
            return {key: rounded(item) for key, item in asdict(value).items() if item}
    return value


def _told(usages: Mapping[str, Usage]) -> str:
    return " · ".join(f"{name} {usage.cpu:.1f} s CPU, {usage.wall:.1f} s wall" for name, usage in usages.items())


def _wait_for_orphans() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _watch(pid: int) -> dict[int, float]:
    """High-water marks in MB by process, sampled until the command ends (and is still to be waited for)."""
    peaks: dict[int, float] = {}
    while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        for process in tree(pid):
            # The latest sample and not the largest: a fork shows its parent's mark until it becomes its own program.
            peaks[process] = high_water(process) or peaks.get(process, 0.0)
        time.sleep(_SAMPLING_SECONDS)
    return peaks


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    children: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (thread / "children").read_text().split())
    return [pid, *(process for child in children for process in tree(child))]


def high_water(pid: int) -> float:
    """The most memory that a process had, in MB; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0

"""What becomes of 2,000 takes, 500 at a time, where a fifth of all calls go wrong?

Four models stand for the classes of providers: one whose orders are found again by a key of ours, one by looking
through its list, two not at all. The emulator plays them in a process of its own, eight times as fast as life, with
faults of its seeded plan in 20 % of all calls, over real connections; the buyer is another process, and its CPU and
memory are what is told. Its bill is the judge: words for which two jobs were billed were bought twice.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from measuring import Answer, Result, Row, Settings

ROWS = (
    Row("2,000 takes, 500 at a time, faults in 20 % of calls: lost; bought twice", "none; none"),
    Row("memory of the buyer", "≤ 400 MB"),
)
HERE = Path(__file__).resolve().parent
_MODELS = ("kling-3.0", "seedance-2.0", "fal-veo-3.1", "runway-gen4.5")


def measure(settings: Settings) -> Result:
    count, in_flight, speed = (40, 20, 40) if settings.quick else (2000, 500, 8)
    with providers(speed, "1/5") as address, tempfile.TemporaryDirectory() as folder:
        told = buy(address, speed, count, in_flight, folder, _MODELS)
        polls = len(asked(address, "calls?kind=poll")["calls"])
        charges = asked(address, "bill")
        words = {one["id"]: one["request"] for one in asked(address, "jobs")["jobs"]}
    billed = Counter(words[one["job"]] for one in charges["charges"])
    twice = sum(times > 1 for times in billed.values())
    unknown = told["states"].get("unknown", 0)
    lost = len(billed) - told["landed"] - unknown
    said = f"{max(lost, 0)} lost, {twice} bought twice; {told['landed']} landed, {unknown} unknown and listed"
    others = {by: number for by, number in told["missed"].items() if by != "unknown"}
    answers = (
        Answer(said + (f", {others}" if others else ""), lost <= 0 and not twice),
        Answer(f"{told['peak']:.0f} MB", told["peak"] <= 400),
    )
    figures = {name: told[name] for name in ("wall", "cpu", "peak", "landed", "missed", "spent", "states")}
    return Result(answers, figures | {"polls": polls, "billed": charges["totals"], "jobs": len(words)})


@contextmanager
def providers(speed: int, faults: str, slots: int = 0) -> Iterator[str]:
    """Providers in a process of their own; gives their address."""
    command = [sys.executable, str(HERE / "providers.py"), str(speed), faults, str(slots)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


def buy(
    address: str, speed: int, count: int, in_flight: int, folder: str, models: Sequence[str], pace: int = 1
) -> dict[str, Any]:
    """What the buyer tells, see there. pace: how many times as often as the providers ask for it polls."""
    asked = [address, str(speed), str(count), str(in_flight), folder, str(pace), *models]
    made = subprocess.run([sys.executable, str(HERE / "buyer.py"), *asked], check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(made.stdout)
    return told


def asked(address: str, door: str) -> dict[str, Any]:
    """What the emulator tells of itself."""
    with urlopen(f"{address}/_emulator/{door}") as answer:
        told: dict[str, Any] = json.load(answer)
        return told

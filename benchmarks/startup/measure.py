"""How soon does `longtake --help` answer?

Wall time of the console script, median of twenty runs after one that warms the file cache and the compiled modules.
"""

from __future__ import annotations

from statistics import median

from longtake_command import LONGTAKE
from measuring import Answer, Result, Row, Settings, run

ROWS = (Row("`longtake --help`", "≤ 0.25 s"),)


def measure(settings: Settings) -> Result:
    run([LONGTAKE, "--help"])
    walls = [run([LONGTAKE, "--help"]).wall for _ in range(settings.rounds_or(20))]
    answer = Answer(f"{median(walls):.2f} s", median(walls) <= 0.25)
    return Result((answer,), {"median": median(walls), "least": min(walls), "most": max(walls)})

"""What does it cost to ask once how a job stands?

The same takes of one model are bought twice from the emulator, which stands in a process of its own: polled as often
as the provider asks for, and four times as often. Everything else is the same, so the CPU that the second buyer takes
more, over the polls that it makes more, is that of a poll: request, answer, scheduler. Median of the rounds.
"""

from __future__ import annotations

import tempfile
from statistics import median

from generation.measure import asked, buy, providers
from measuring import Answer, Result, Row, Settings

ROWS = (Row("CPU of a poll", "≤ 1.5 ms"),)
_MODEL, _SPEED, _PACE = "kling-3.0", 20, 4


def measure(settings: Settings) -> Result:
    count = 10 if settings.quick else 200
    rounds = [(_bought(count, 1), _bought(count, _PACE)) for _ in range(settings.rounds_or(3))]
    each = [1000 * (often[0] - usual[0]) / (often[1] - usual[1]) for usual, often in rounds]
    return Result((Answer(f"{median(each):.2f} ms", median(each) <= 1.5),), {"each": each, "rounds": rounds})


def _bought(count: int, pace: int) -> tuple[float, int]:
    """CPU seconds of the buyer, and polls that the emulator counted."""
    with providers(_SPEED, "0") as address, tempfile.TemporaryDirectory() as folder:
        told = buy(address, _SPEED, count, count, folder, [_MODEL], pace)
        polls = len(asked(address, "calls?kind=poll")["calls"])
    assert told["landed"] == count, told
    return told["cpu"], polls

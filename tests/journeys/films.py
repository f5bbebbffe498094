"""Films made for the journeys, and what decoding them shows."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

import longtake

__all__ = ["FIXTURES", "SMALL", "encoding", "lumas", "numbers", "same_bytes"]

FIXTURES = Path(__file__).parents[2] / "fixtures"
if str(FIXTURES) not in sys.path:
    sys.path.insert(0, str(FIXTURES))

SMALL = {"size": "320x180", "rungs": (180, 90), "preset": "ultrafast", "workers": 1}
"""Options that keep a film quick; the smallest whose burnt-in numbers can still be read, and one worker: a second one
takes longer to start than its share of the work."""


def encoding(storyboard: Path, out: Path, **options: Any) -> tuple[longtake.Package, int, int]:
    """The film, how many of its spans were encoded anew for it, and of how many."""
    seen: list[longtake.Progress] = []
    package = longtake.make(
        storyboard, out, preset="ultrafast", **options,
        on_event=lambda event: seen.append(event) if isinstance(event, longtake.Progress) else None,
    )  # fmt: skip
    spans = [event for event in seen if event.stage == "spans"]
    return (package, spans[-1].total - spans[-1].reused, spans[-1].total) if spans else (package, 0, 0)


def lumas(path: Path) -> Iterator[NDArray[np.uint8]]:
    """The luma plane of every picture of a film, in order, as an independent decoder gives it."""
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.video[0]):
            yield frame.to_ndarray(format="gray")


def numbers(path: Path) -> list[int | None]:
    """The number burnt into each picture; None where none can be read, as in the middle of a dissolve."""
    from slate import read_number

    found: list[int | None] = []
    for luma in lumas(path):
        try:
            found.append(read_number(luma))
        except ValueError:
            found.append(None)
    return found


def same_bytes(folder: Path) -> dict[str, str]:
    """The digest of every file that must be the same on every run: film, stream, plan."""
    paths = [folder / "film.mp4", folder / "plan.json", *sorted((folder / "hls").rglob("*"))]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }

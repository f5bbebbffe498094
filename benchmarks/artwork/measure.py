"""What does it cost to draw a frame of an animatic or of a still?

CPU time of this process for each frame, after the reader is open; the least of some rounds of 48 frames over the whole
shot, with the camera moving. Opening a reader, which is paid once a task, is told beside it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from measuring import Answer, Result, Row, Settings
from PIL import Image

from longtake.artwork import AnimaticCard, AnimaticReader, StillReader
from longtake.media import FrameRate, Size

ROWS = (
    Row("drawing a frame of an animatic at 1280×720, CPU", "≤ 8 ms"),
    Row("drawing a frame of a still at 1280×720, CPU", "≤ 8 ms"),
)
_MOST = 8.0
_RATE, _FRAMES = FrameRate(24), 144
_SIZES = (Size(1280, 720), Size(1920, 1080))
_CARD = AnimaticCard(
    shot="outside.2",
    scene="outside",
    words="the city wakes, window by window, while the roofs below the balcony turn slowly to gold",
    narration="Then the day may come. It finds you awake, unhurried, with the taste of the first quiet minute.",
    place="a narrow balcony over quiet roofs",
    camera="slow dolly-in and pan left",
    motion="light moves over the roofs",
    palette=("warm white", "walnut", "teal"),
    style="clean product commercial",
)


def measure(settings: Settings) -> Result:
    figures = _costs(settings.rounds_or(7))
    least = [figures[f"{kind} {_SIZES[0]}"]["frame_ms"] for kind in ("animatic", "still")]
    return Result(tuple(Answer(f"{cost:.1f} ms", cost <= _MOST) for cost in least), dict(figures))


def _costs(rounds: int) -> dict[str, dict[str, float]]:
    """Costs in milliseconds by kind and size."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.png"
        _photo().save(photo)
        for size in _SIZES:
            found[f"animatic {size}"] = _cost(partial(AnimaticReader, _CARD, size, _RATE, _FRAMES), rounds)
            found[f"still {size}"] = _cost(
                partial(StillReader, photo, "fill", "pan left", size, _RATE, _FRAMES), rounds
            )
    return found


def _cost(opened: Callable[[], AnimaticReader | StillReader], rounds: int) -> dict[str, float]:
    begin = time.process_time()
    reader = opened()
    opening = time.process_time() - begin
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        for number in range(0, _FRAMES, 3):
            reader.frame(number)
        times.append((time.process_time() - begin) / (_FRAMES / 3))
    return {"open_ms": opening * 1000, "frame_ms": min(times) * 1000, "worst_ms": max(times) * 1000}


def _photo() -> Image.Image:
    """A picture of 12 million pixels with detail everywhere."""
    y, x = np.mgrid[0:3000, 0:4000]
    bands = [(x // 3 + y // 7) % 256, (x * y // 4096) % 256, ((x // 40 + y // 40) % 2) * 180 + 30]
    return Image.fromarray(np.stack(bands, axis=-1).astype(np.uint8))


if __name__ == "__main__":
    for name, cost in _costs(rounds=7).items():
        print(f"{name}: {cost['frame_ms']:.1f} ms a frame, at worst {cost['worst_ms']:.1f};", end=" ")
        print(f"opened in {cost['open_ms']:.0f} ms")

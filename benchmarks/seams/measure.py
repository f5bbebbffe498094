"""Are bad beginnings and ends of clips found, and good ones left alone?

Faults of known kind and size are planted into clean footage, which is encoded, measured as at admission, and judged.
What inspection costs is CPU time beside that of decoding the same 1080p clip and looking at nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import av
import numpy as np
from material import clips_folder
from measuring import Answer, Result, Row, Settings
from seams.footage import CLEAN as NAMES
from seams.footage import Footage, drawn, real, write
from seams.planting import CLEAN, FAULTS, Planted

from longtake.inspection.limits import Order
from longtake.inspection.measuring import examine
from longtake.inspection.trimming import usable
from longtake.media import Usable, distinct_pictures

ROWS = (
    Row("planted faults found; error in frames", "≥ 97 %; ≤ 1 median, ≤ 2 at p95"),
    Row("false trims on clean clips (calm heads, slow endings, real motion)", "≤ 2 % of clips, ≤ 3 frames each"),
    Row("inspection of 1080p beside decoding it", "≤ 5 ms a frame more; one pass"),
)
_SEED = 2026
_DRAWN = 8
_WORST_FALSE = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What was planted into one piece of footage, and what was found of it."""

    name: str
    kind: str
    head: int
    tail: int
    found: Usable

    @property
    def is_found(self) -> bool:
        return bool(self.found.head if self.head else self.found.tail)

    @property
    def error(self) -> int:
        return abs(self.found.head - self.head) if self.head else abs(self.found.tail - self.tail)


def measure(settings: Settings) -> Result:
    judged = _judged(settings)
    faults = [one for one in judged if one.head or one.tail]
    clean = [one for one in judged if not one.head and not one.tail]
    found = [one for one in faults if one.is_found]
    errors = [one.error for one in found]
    false = [max(one.found.head, one.found.tail) for one in clean if one.found.trims]
    share, late = len(found) / len(faults), float(np.quantile(errors, 0.95)) if errors else 0.0
    more, decoding = _inspection(settings)
    return Result(
        (
            Answer(
                f"{share:.1%} of {len(faults)}; {median(errors or [0]):g} median, {late:g} at p95",
                share >= 0.97 and median(errors or [0]) <= 1 and late <= 2,
            ),
            Answer(
                f"{len(false) / len(clean):.1%} of {len(clean)} clips, at most {max(false, default=0)} frames",
                len(false) <= 0.02 * len(clean) and max(false, default=0) <= _WORST_FALSE,
            ),
            Answer(f"{more:.1f} ms a frame more than {decoding:.1f} ms", more <= 5),
        ),
        {"seed": _SEED, "kinds": _by_kind(judged), "wrong": [_told(one) for one in judged if _is_wrong(one)]},
    )


def _judged(settings: Settings) -> list[Judged]:
    jobs = _jobs(settings.quick)
    with ProcessPoolExecutor(settings.workers) as pool:
        return [one for some in pool.map(_judge, jobs) for one in some]


def _jobs(quick: bool) -> Iterator[tuple[int, Footage]]:
    return enumerate(chain(real(NAMES[-1:] if quick else NAMES), drawn(1 if quick else _DRAWN, _SEED)))


def _judge(job: tuple[int, Footage]) -> list[Judged]:
    """Every fault that fits, and none, in one piece of footage."""
    number, footage = job
    planted = [
        plant(footage, np.random.default_rng([_SEED, number, kind])) for kind, plant in enumerate((*FAULTS, *CLEAN))
    ]
    return [_seen(footage, one) for one in planted if one]


def _seen(footage: Footage, planted: Planted) -> Judged:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "planted.mp4"
        write(planted.frames, footage.rate, path)
        examined = examine(Order(path, "clip", True))
    assert examined.measures
    assert examined.measures.picture
    assert examined.facts.picture
    repeats = examined.facts.picture.repeats if distinct_pictures(examined.facts.picture).is_regular else ()
    found = usable(examined.measures.picture, repeats)
    return Judged(footage.name, planted.kind, planted.head, planted.tail, found)


def _by_kind(judged: list[Judged]) -> dict[str, object]:
    kinds = {one.kind: [other for other in judged if other.kind == one.kind] for one in judged}
    return {
        kind: {"clips": len(some), "found": sum(one.is_found for one in some), "errors": [one.error for one in some]}
        for kind, some in kinds.items()
    }


def _is_wrong(one: Judged) -> bool:
    return abs(one.found.head - one.head) > 1 or abs(one.found.tail - one.tail) > 1


def _told(one: Judged) -> str:
    return f"{one.name}, {one.kind}: {one.head}/{one.tail} planted, {one.found.head}/{one.found.tail} found"


def _inspection(settings: Settings) -> tuple[float, float]:
    """Milliseconds of CPU a frame: what inspection takes beyond decoding, and decoding."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.mp4"
        count = _large(path, 12 if settings.quick else 120)
        rounds = [(_cpu(_decode, path), _cpu(_examine, path)) for _ in range(settings.rounds_or(5))]
    decoding = median(bare for bare, _ in rounds)
    return 1000 * median(whole - bare for bare, whole in rounds) / count, 1000 * decoding / count


def _large(path: Path, most: int) -> int:
    """A real clip as 1080p, as a model would deliver it; how many frames it has."""
    with av.open(str(clips_folder() / "turbot2av-03.mp4")) as container:
        frames = zip(range(most), container.decode(video=0), strict=False)
        pictures = [frame.reformat(1920, 1080, "yuv420p").to_ndarray() for _, frame in frames]
    write(np.stack(pictures), Fraction(24), path)
    return len(pictures)


def _cpu(work: object, path: Path) -> float:
    assert callable(work)
    before = time.process_time()
    work(path)
    return time.process_time() - before


def _decode(path: Path) -> None:
    with av.open(str(path)) as container:
        container.streams.video[0].thread_count = len(os.sched_getaffinity(0))
        for _ in container.decode(video=0):
            pass


def _examine(path: Path) -> None:
    examine(Order(path, "clip", True))

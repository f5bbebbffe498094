"""Is a join by Longtake nearer to the unbroken clip than what others do?

Real and drawn footage is broken in two, with pictures missing or repeated and with the drift of real continuations,
and joined again by each contender; the unbroken footage is the truth. SSIM, edges and warp error around the join:
better in two of the three is ahead.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from statistics import median

import av
import cv2
import numpy as np
from material import clips_folder
from measuring import Answer, Result, Row, Settings
from seam_joins.breaking import KINDS, broken
from seam_joins.contenders import automatic, cut, dissolved, flowing, interpolated, trimmed
from seam_joins.scoring import Referee, Score
from seams.footage import CLEAN, Footage, drawn, real

from longtake.render.mixing import weight_of
from longtake.render.morph import Morph

ROWS = (
    Row("automatic joins against straight cut, trim of 1 s, dissolve and minterpolate", "ahead of each on ≥ 80 %"),
    Row("`flow` alone, forced, against a dissolve", "ahead on ≥ 70 %"),
    Row("seams where `flow` is ahead of a dissolve: chosen there", "≥ 80 %"),
    Row("`flow` for a 12-frame join at 1080p", "≤ 3 s of CPU"),
)
_SEED = 2026
_DRAWN = 8
_CONTENDERS = (cut, trimmed, dissolved, interpolated)


@dataclass(frozen=True, slots=True)
class Seam:
    """Scores by contender; chosen: the kind of join that was chosen by measure."""

    name: str
    kind: str
    length: int
    chosen: str
    scores: dict[str, Score]


def measure(settings: Settings) -> Result:
    with ProcessPoolExecutor(settings.workers) as pool:
        seams = [seam for some in pool.map(_judged, _jobs(settings.quick)) for seam in some]
    ahead = {name: _share(seam.scores["auto"].beats(seam.scores[name]) for seam in seams) for name in _others()}
    forced = [seam for seam in seams if seam.scores["flow"].beats(seam.scores["dissolve"])]
    wins = len(forced) / len(seams)
    chosen = _share(seam.chosen == "flow" for seam in forced)
    cpu = _cpu(settings)
    told = ", ".join(f"{name} {share:.0%}" for name, share in ahead.items())
    return Result(
        (
            Answer(f"{told}, of {len(seams)}", min(ahead.values()) >= 0.8),
            Answer(f"{wins:.0%} of {len(seams)}", wins >= 0.7),
            Answer(f"{chosen:.0%} of {len(forced)}", chosen >= 0.8),
            Answer(f"{cpu:.2f} s", cpu <= 3),
        ),
        {"seed": _SEED, "kinds": {kind: _of(seams, kind) for kind in KINDS}, "seams": [_told(seam) for seam in seams]},
    )


def _others() -> tuple[str, ...]:
    return ("cut", "trim", "dissolve", "minterpolate")


def _share(those: Iterator[bool]) -> float:
    given = list(those)
    return sum(given) / max(1, len(given))


def _jobs(quick: bool) -> Iterator[tuple[int, str]]:
    """Numbers of the draws, and names of clips; "" for drawn footage."""
    return enumerate([*(CLEAN[-1:] if quick else CLEAN), *[""] * (1 if quick else _DRAWN)])


def _judged(job: tuple[int, str]) -> list[Seam]:
    number, name = job
    return [seam for one in (real([name]) if name else drawn(1, _SEED + number)) for seam in _seams(number, one)]


def _seams(number: int, footage: Footage) -> list[Seam]:
    cv2.setNumThreads(1)
    seams = []
    for kind, name in enumerate(KINDS):
        clip = broken(footage, name, np.random.default_rng([_SEED, number, kind]))
        plain = Referee(clip.truth())
        scores = {}
        for contender in (*_CONTENDERS, flowing):
            made = contender(clip)
            moved = made.later_out or made.later_in
            judge = Referee(clip.truth(made.later_out, made.later_in)) if moved else plain
            scores[made.kind] = judge.score(made.pictures)
        auto = automatic(clip)
        scores["auto"] = Referee(clip.truth(auto.later_out, auto.later_in)).score(auto.pictures)
        seams.append(Seam(footage.name, name, clip.length, auto.kind, scores))
    return seams


def _of(seams: list[Seam], kind: str) -> dict[str, object]:
    """Medians of all three measures by contender."""
    some = [seam for seam in seams if seam.kind == kind]
    names = (*_others(), "flow", "auto")
    return {
        name: [median(values) for values in zip(*(astuple(seam.scores[name]) for seam in some), strict=True)]
        for name in names
    } | {"chosen": {made: sum(seam.chosen == made for seam in some) for made in ("cut", "dissolve", "flow")}}


def _told(seam: Seam) -> str:
    behind = [name for name in _others() if not seam.scores["auto"].beats(seam.scores[name])]
    flow = "flow ahead" if seam.scores["flow"].beats(seam.scores["dissolve"]) else "flow behind"
    what = f"{seam.name}, {seam.kind}, {seam.length} frames: {seam.chosen}"
    return f"{what}; {flow}; not ahead of {', '.join(behind) or 'nobody'}"


def _cpu(settings: Settings) -> float:
    """Seconds for the twelve pictures of a join between 1080p pictures of a real clip, fourteen apart."""
    with av.open(str(clips_folder() / "turbot2av-03.mp4")) as container:
        frames = [
            frame.reformat(1920, 1080, "yuv420p")
            for _, frame in zip(range(26), container.decode(video=0), strict=False)
        ]
    rounds = []
    for _ in range(settings.rounds_or(5)):
        before, morph = time.process_time(), Morph()
        for number in range(12):
            morph(frames[number], frames[number + 14], weight_of(number, 12))
        rounds.append(time.process_time() - before)
    return median(rounds)

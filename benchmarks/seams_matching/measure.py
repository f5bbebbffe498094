"""Are light and colour matched where one scene is cut, and a stumbling cadence evened, and everything else left alone?

Clean footage is cut in two; the second half gets a step in light, contrast and tint of known size, and both are
encoded. What is left of the step after matching is measured on the conformed pictures beside the cut, against the same
two pictures of the whole. Unlike neighbours are the halves of different footage that shows different scenes. A cadence
is planted by showing 16 pictures in a file of 24; what is made of it is held against the pictures that were left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from measuring import Answer, Result, Row, Settings
from numpy.typing import NDArray
from seams.footage import CLEAN as NAMES
from seams.footage import HEIGHT, WIDTH, Footage, Frames, drawn, real, write

from longtake.inspection.examined import Examined
from longtake.inspection.limits import Order
from longtake.inspection.matching import Side, matched
from longtake.inspection.measuring import examine
from longtake.libav.planes import planes_of
from longtake.media import Fading, FrameRate, Match, PictureFacts, PictureMeasures, Retime, Size
from longtake.planning.retiming import evened
from longtake.render import FootageReader, conform_for
from longtake.render.flow import FlowMixer
from longtake.timeline import pictures_of

ROWS = (
    Row("same-scene luma step after matching", "≤ 1.5 levels"),
    Row("unlike neighbours that matching changes", "none"),
    Row("cadence of 16 in 24 evened; nearer to the truth than as it is", "where certain"),
    Row("clips without a cadence that are retimed", "none"),
)
_SEED = 2026
_DRAWN = 8
_MOST = 1.5
_SIZE = Size(WIDTH, HEIGHT)
_FILM = FrameRate(24)
_SCENES = (
    {"fastvideo-01", "fastvideo-02", "fastvideo-03", "fastvideo-04"},
    {"infinitetalk-01", "infinitetalk-02", "infinitetalk-03"},
    {"infinitetalk-04", "infinitetalk-05"},
    {"fastvideo-06", "longcat-06"},
)
"""Real clips that were made of one place."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One piece of footage. planted, left: steps of luma in levels; None where it was not matched. last, first: the
    measures of its halves. ahead: how many dB nearer to the truth evened pictures are, None where nothing was evened.
    is_steady: nothing was retimed without a cadence."""

    name: str
    planted: float
    left: float | None
    last: PictureMeasures
    first: PictureMeasures
    ahead: float | None
    is_steady: bool


def measure(settings: Settings) -> Result:
    with ProcessPoolExecutor(settings.workers) as pool:
        judged = list(pool.map(_judge, _jobs(settings.quick)))
    left = [abs(one.left) for one in judged if one.left is not None]
    alone = len(judged) - len(left)
    pairs = [(one, other) for one in judged for other in judged if _is_unlike(one.name, other.name)]
    changed = [pair for pair in pairs if matched(_side(pair[0].last, -1), _side(pair[1].first, 0))]
    ahead = [one.ahead for one in judged if one.ahead is not None]
    nearer = sum(gain > 0 for gain in ahead)
    unsteady = [one.name for one in judged if not one.is_steady]
    return Result(
        (
            Answer(
                f"{median(left):.2f} median, {max(left):.2f} at most of {len(left)}; {alone} left as they are",
                max(left) <= _MOST,
            ),
            Answer(f"{len(changed)} of {len(pairs)}", not changed),
            Answer(f"{len(ahead)} of {len(judged)} evened; {nearer} nearer, by {median(ahead):.1f} dB", None),
            Answer(f"{len(unsteady)} of {len(judged)}", not unsteady),
        ),
        {
            "seed": _SEED,
            "steps": {one.name: [round(one.planted, 2), one.left and round(one.left, 2)] for one in judged},
            "changed": [f"{one.name} → {other.name}" for one, other in changed],
            "evened": {one.name: one.ahead and round(one.ahead, 2) for one in judged},
            "retimed": unsteady,
        },
    )


def _is_unlike(one: str, other: str) -> bool:
    return one != other and not any({one, other} <= scene for scene in _SCENES)


def _jobs(quick: bool) -> Iterator[tuple[int, Footage]]:
    return enumerate(chain(real(NAMES[-1:] if quick else NAMES), drawn(1 if quick else _DRAWN, _SEED)))


def _judge(job: tuple[int, Footage]) -> Judged:
    number, footage = job
    draw = np.random.default_rng([_SEED, number])
    middle = len(footage.frames) // 2
    halves = footage.frames[:middle], _stepped(footage.frames[middle:], draw)
    wanted = _luma(footage.frames[middle]) - _luma(footage.frames[middle - 1])
    with TemporaryDirectory() as folder:
        seen = [_seen(half, footage.rate, Path(folder) / f"{at}.mp4") for at, half in enumerate(halves)]
        planted = _luma(halves[1][0]) - _luma(halves[0][-1]) - wanted
        left = _left(seen[0], seen[1])
    pictures = [examined.measures.picture for _, examined in seen if examined.measures]
    assert pictures[0]
    assert pictures[1]
    steady = all(evened(_facts(examined), _rate(footage.rate)) is None for _, examined in seen)
    return Judged(
        footage.name,
        planted,
        None if left is None else left - wanted,
        pictures[0],
        pictures[1],
        _ahead(footage),
        steady,
    )


def _stepped(frames: Frames, draw: np.random.Generator) -> Frames:
    """In another light: by 2 to 9 levels, with up to 6 % of contrast, and a tint of up to 2 levels."""
    rows = frames.shape[1] * 2 // 3
    changed = frames.astype(np.float32)
    lift = draw.uniform(2, 9) * draw.choice([-1, 1])
    mean = changed[0, :rows].mean()
    changed[:, :rows] = (changed[:, :rows] - mean) * draw.uniform(0.94, 1.06) + mean + lift
    half = rows + (frames.shape[1] - rows) // 2
    changed[:, rows:half] += draw.uniform(-2, 2)
    changed[:, half:] += draw.uniform(-2, 2)
    noise = draw.uniform(0, 1, changed.shape[1:]).astype(np.float32)
    return np.clip(np.floor(changed + noise), 0, 255).astype(np.uint8)


Seen = tuple[bytes, Examined]


def _seen(frames: Frames, rate: Fraction, path: Path) -> Seen:
    write(frames, rate, path)
    return path.read_bytes(), examine(Order(path, "clip", True))


def _facts(examined: Examined) -> PictureFacts:
    assert examined.facts.picture
    return examined.facts.picture


def _rate(rate: Fraction) -> FrameRate:
    return FrameRate(rate.numerator, rate.denominator)


def _side(measures: PictureMeasures | None, number: int) -> Side:
    assert measures
    return Side(measures, number % measures.frames)


def _left(out: Seen, into: Seen) -> float | None:
    """The step between the conformed pictures beside the cut, both corrected."""
    measures = [one.measures.picture if one.measures else None for _, one in (out, into)]
    found = matched(_side(measures[0], -1), _side(measures[1], 0))
    if found is None:
        return None
    last = _facts(out[1]).frames - 1
    shown = _conformed(out, last, Match(tail=Fading(found.out, last, 1)))
    return _conformed(into, 0, Match(head=Fading(found.into, 0, 1))) - shown


def _conformed(seen: Seen, number: int, match: Match) -> float:
    """Mean luma of a picture as the film shows it."""
    facts = _facts(seen[1])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        path.write_bytes(seen[0])
        shown = pictures_of(facts, _rate(facts.rate), Retime())
        with closing(FootageReader(path, facts, shown, conform_for(facts, _SIZE, "fill"), match=match)) as reader:
            return float(planes_of(reader.frame(number)).luma.mean())


def _ahead(footage: Footage) -> float | None:
    """16 of 48 pictures a second in a file of 24: how many dB the frames that repeat come nearer to what was there."""
    frames = footage.frames
    count = len(frames) // 2
    planted = np.stack(
        [frames[3 * (2 * number // 3)] for number in range(count) if 3 * (2 * number // 3) < len(frames)]
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cadence.mp4"
        write(planted, Fraction(24), path)
        facts = _facts(examine(Order(path, "clip", True)))
        retime = evened(facts, _FILM)
        if retime is None:
            return None
        kinds = [_near(path, facts, one, frames) for one in (retime, Retime())]
    return kinds[0] - kinds[1]


def _near(path: Path, facts: PictureFacts, retime: Retime, truth: Frames) -> float:
    """PSNR of luma of the frames that do not show a picture of the truth as it is."""
    shown, between = pictures_of(facts, _FILM, retime), FlowMixer()
    conform = conform_for(facts, _SIZE, "fill")
    with closing(FootageReader(path, facts, shown, conform, None, between)) as reader:
        numbers = [number for number in range(4, min(len(shown), len(truth) // 2) - 4) if number % 3]
        errors = [_error(planes_of(reader.frame(number)).luma, truth[2 * number]) for number in numbers]
    return float(10 * np.log10(255**2 / np.mean(errors)))


def _error(luma: NDArray[np.uint8], truth: Frames) -> float:
    return float(((luma.astype(np.float32) - truth[:HEIGHT].astype(np.float32)) ** 2).mean())


def _luma(picture: Frames) -> float:
    return float(picture[: len(picture) * 2 // 3].mean())

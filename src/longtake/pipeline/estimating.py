"""What making a film will take, about: bytes on the disk and time. For people, before a long wait; nothing else asks.

Bytes: a rung's average rate is a third of its rate cap at CRF 21 (0.31 was measured on real clips), and doubles with
each 6 of CRF below that, up to the cap. The workspace holds every rung once, the output folder every rung once more
for HLS and the best one again in `film.mp4`; so it is with the sound of each language, and a lower one is in the stream
alone. Time: processor time measured on the machine of the benchmarks, shared
evenly by the workers. Half or double is what to expect elsewhere.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from longtake.media import Digest, FrameRate, Ladder, Rung, SoundRung, clock
from longtake.media.amounts import bytes_text, work_text
from longtake.pipeline.events import Notice
from longtake.pipeline.job import Job
from longtake.planning import Plan

__all__ = ["Estimate", "estimate_of", "frames_left", "warnings_of"]

_LONG_SECONDS = 2 * 60 * 60  # of film; from here on what it takes is told unasked
_AVERAGE_SHARE = 1 / 3  # of the rate cap, at CRF 21
_FRAME_SECONDS = 0.006  # to decode and conform a frame, once at admission and once for the film
_SCALING_SECONDS = 0.007  # a megapixel of a rung: scaling, and all that is neither decoding nor encoding
_ENCODING_SECONDS = 0.010  # a megapixel of a rung, with `veryfast`


@dataclass(frozen=True, slots=True)
class _Preset:
    """Time and bytes against those of `veryfast`, measured on a real clip at 720p."""

    time: float
    size: float = 1.0


_PRESETS = {
    "ultrafast": _Preset(0.45, 3.5),
    "superfast": _Preset(0.75, 3.0),
    "veryfast": _Preset(1.0),
    "faster": _Preset(1.6),
    "fast": _Preset(2.0),
    "medium": _Preset(2.9),
    "slow": _Preset(3.8),
    "slower": _Preset(5.0),
    "veryslow": _Preset(5.7),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """About what a film takes. output_bytes: of its folder; store_bytes: of the workspace; seconds: of time."""

    output_bytes: int
    store_bytes: int
    seconds: int


def estimate_of(
    plan: Plan, ladder: Ladder, workers: int, left: Sequence[int] | None = None, low_sound: SoundRung | None = None
) -> Estimate:
    """left: frames that are still to be encoded, for each rung; by default all. low_sound: of the lowest rungs, where
    they have one. Pure."""
    left = [plan.frames] * len(ladder.rungs) if left is None else left
    pairs = list(zip(ladder.rungs, left, strict=True))
    to_decode = max(left)
    sound, low = _sound_bytes(plan, ladder.sound), _sound_bytes(plan, low_sound) if low_sound else 0.0
    store = sum(_bytes(rung, frames, plan.rate) for rung, frames in pairs) + (sound + low) * to_decode
    film = _bytes(ladder.top, plan.frames, plan.rate) + sound * plan.frames
    seconds = _FRAME_SECONDS * to_decode + sum(_seconds(rung, frames) for rung, frames in pairs)
    return Estimate(round(store + film), round(store), ceil(seconds / workers))


def _sound_bytes(plan: Plan, rung: SoundRung) -> float:
    """A frame's, in all languages."""
    return (1 + len(plan.dubs)) * rung.bitrate / 8 * float(plan.rate.seconds(1))


def _bytes(rung: Rung, frames: int, rate: FrameRate) -> float:
    average = rung.maxrate * min(1.0, _AVERAGE_SHARE * _PRESETS[rung.preset].size * 2 ** ((21 - rung.crf) / 6))
    return average / 8 * float(rate.seconds(frames))


def _seconds(rung: Rung, frames: int) -> float:
    """Of one core."""
    megapixels = rung.size.pixels * frames / 1_000_000
    return megapixels * (_SCALING_SECONDS + _ENCODING_SECONDS * _PRESETS[rung.preset].time)


def frames_left(job: Job, present: set[Digest]) -> list[int]:
    """For each rung the frames that the store lacks; what stands in the film twice is encoded once."""
    return [sum(frames for key, frames in _lengths(job, keys).items() if key not in present) for keys in job.span_keys]


def _lengths(job: Job, keys: Sequence[Digest]) -> Mapping[Digest, int]:
    return {key: span.frames for key, span in zip(keys, job.spans, strict=True)}


def warnings_of(estimate: Estimate, plan: Plan, workers: int, workspace: Path, out: Path | None) -> list[Notice]:
    """What a person should know before a long wait: a film of two hours or more, a disk that is too small.

    out: the output folder; None before it is known. Asks the system how much room the disks have.
    """
    notices = []
    if plan.seconds >= _LONG_SECONDS and estimate.seconds >= 60:
        cores = f"{workers} workers" if workers > 1 else "one worker"
        message = (
            f"{clock(plan.seconds)} of film takes about {work_text(estimate.seconds)} with {cores}, "
            f"about {bytes_text(estimate.store_bytes)} in the workspace and {bytes_text(estimate.output_bytes)} in its "
            "folder; it may be stopped at any time and goes on with the same command"
        )
        notices.append(Notice("film", message))
    return notices + _shortages(estimate, workspace, out)


def _shortages(estimate: Estimate, workspace: Path, out: Path | None) -> list[Notice]:
    """Disks with less room than will be written to them."""
    wanted = [(workspace, estimate.store_bytes)] + ([(out, estimate.output_bytes)] if out else [])
    disks: dict[int, tuple[Path, int]] = {}
    for path, needs in wanted:
        stands = next(parent for parent in (path, *path.parents) if parent.exists())
        device = os.stat(stands).st_dev
        first, before = disks.get(device, (stands, 0))
        disks[device] = first, before + needs
    notices = []
    for place, needs in disks.values():
        free = shutil.disk_usage(place).free
        if needs > free:
            message = (
                f"about {bytes_text(needs)} will be written to this disk, which has {bytes_text(free)} free; free some "
                "space first, choose another disk with -o and --workspace, or make fewer rungs"
            )
            notices.append(Notice(str(place), message))
    return notices

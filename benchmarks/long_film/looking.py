"""What a long film came to, by decoding all of it once: which frame stands where, and when flashes and clicks come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av
import numpy as np
from long_film.film import JOIN, Shot
from make_fixtures import read_number
from material import RATE

__all__ = ["Look", "look_at"]

_WHITE = 220  # mean luma of a flash, which is 235
_AROUND = Fraction(1, 20)  # seconds on both sides of where a click is planned


@dataclass(frozen=True, slots=True)
class Look:
    """frames: decoded; wrong: film frames that do not show what was planned; numbered: frames that could be checked.
    apart: for the first, the middle and the last numbered shots, the largest distance in ms between a flash and its
    click, and how many there were."""

    frames: int
    numbered: int
    wrong: tuple[int, ...]
    apart: tuple[tuple[float, int], ...]


def look_at(film: Path, shots: Sequence[Shot]) -> Look:
    """Every frame of every numbered shot that no dissolve covers, and every flash and click in it."""
    planned = dict(_planned(shots))
    frames, wrong, flashes = _pictures(film, planned)
    wanted = [Fraction(number, RATE) for number, what in planned.items() if what is None]
    clicks = _clicks(film, wanted)
    gaps = [(at, abs(clicks[at] - flashes[at]) * 1000) for at in wanted if at in clicks and at in flashes]
    third = max(1, len(gaps) // 3)
    parts = (gaps[:third], gaps[third:-third], gaps[-third:])
    lost = len(wanted) - len(gaps)
    apart = tuple((max((float(gap) for _, gap in part), default=float("inf")), len(part)) for part in parts)
    return Look(frames, len(planned), (*wrong, *[-1] * lost), apart)


def _planned(shots: Sequence[Shot]) -> Iterator[tuple[int, int | None]]:
    """Film frames of numbered shots with the number that they carry; None for a flash."""
    starts = accumulate((shot.frames for shot in shots), initial=0)
    for number, (shot, start) in enumerate(zip(shots, starts, strict=False)):
        if shot.first is None:
            continue
        covered = JOIN // 2 if number + 1 < len(shots) else 0
        for frame in range(shot.begin, shot.end - covered):
            yield start + frame - shot.begin, None if frame % RATE == 0 else shot.first + frame


def _pictures(film: Path, planned: dict[int, int | None]) -> tuple[int, list[int], dict[Fraction, Fraction]]:
    """How many there are, which are wrong, and when each flash is shown by its own time stamp."""
    wrong, flashes, count = [], {}, 0
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for number, frame in enumerate(container.decode(stream)):
            count += 1
            if number in planned:
                plane = frame.planes[0]
                luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
                shown = _shown(luma)
                if shown != planned[number]:
                    wrong.append(number)
                elif shown is None:
                    flashes[Fraction(number, RATE)] = frame.pts * stream.time_base
    return count, wrong, flashes


def _shown(luma: np.ndarray) -> int | None:
    if luma.mean() > _WHITE:
        return None
    try:
        return read_number(luma)
    except ValueError:
        return -1


def _clicks(film: Path, wanted: Sequence[Fraction]) -> dict[Fraction, Fraction]:
    """When the click near each of these times begins, by the sound's own time stamps. The film streams through."""
    found, waiting, held = {}, list(reversed(wanted)), []
    with av.open(str(film)) as container:
        for frame in container.decode(audio=0):
            start = frame.pts * frame.time_base
            held.append((start, np.abs(frame.to_ndarray()).max(axis=0)))
            while waiting and start + Fraction(frame.samples, frame.sample_rate) > waiting[-1] + _AROUND:
                at = waiting.pop()
                held = [part for part in held if part[0] > at - 2 * _AROUND]
                if (click := _click(held, at - _AROUND, frame.sample_rate)) is not None:
                    found[at] = click
            if not waiting or start < waiting[-1] - 2 * _AROUND:
                held = held[-1:]
    return found


def _click(held: Sequence[tuple[Fraction, np.ndarray]], since: Fraction, rate: int) -> Fraction | None:
    """Where the sound first comes to half of its peak after `since`."""
    first = held[0][0]
    sound = np.concatenate([part for _, part in held])
    sound[: max(0, round((since - first) * rate))] = 0
    if sound.max(initial=0) < 0.05:
        return None
    return first + Fraction(int(np.flatnonzero(sound > sound.max() / 2)[0]), rate)

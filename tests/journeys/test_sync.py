"""Picture and sound stay together: flashes and clicks of the source meet in the film, at its start and at its end."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from films import SMALL, lumas

import longtake


def clicks(path: Path) -> list[float]:
    """Seconds at which a click begins in the film's sound."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        parts = list(container.decode(stream))
        first = float(parts[0].pts * parts[0].time_base)
        sound = np.abs(np.concatenate([part.to_ndarray() for part in parts], axis=1)).max(axis=0)
        rate = parts[0].sample_rate
    loud = np.flatnonzero(sound > 0.5 * sound.max())
    starts = loud[np.concatenate([[True], np.diff(loud) > rate // 4])]
    return [first + start / rate for start in starts]


def flashes(path: Path, rate: int) -> list[float]:
    """Seconds at which a white picture begins."""
    means = [float(luma.mean()) for luma in lumas(path)]
    return [
        number / rate for number, mean in enumerate(means) if mean > 220 and (number == 0 or means[number - 1] < 220)
    ]


def test_flash_and_click_meet_at_the_start_and_at_the_end_of_the_film(made_clips: Path, tmp_path: Path) -> None:
    package = longtake.assemble([made_clips / "sync.mp4"] * 6, tmp_path / "out", join="cut", **SMALL)
    seen, heard = flashes(package.film, 24), clicks(package.film)
    assert len(seen) == len(heard) >= 18
    # A click right at a cut is softened by the cut's own fade of 5 ms, so its beginning can't be told: left out.
    apart = [abs(flash - click) for flash, click in zip(seen, heard, strict=True) if flash % 4]
    assert len(apart) == 18
    assert max(apart) <= 0.001


def test_they_meet_at_a_fractional_rate_too(made_clips: Path, tmp_path: Path) -> None:
    package = longtake.assemble([made_clips / "sync.mp4"] * 4, tmp_path / "out", join="cut", rate="30000/1001", **SMALL)
    seen = [flash * 30 * 1001 / 30000 for flash in flashes(package.film, 30)]
    heard = clicks(package.film)
    assert len(seen) == len(heard)
    assert max(abs(a - b) for a, b in zip(seen, heard, strict=True)) <= 1001 / 30000


def test_sound_and_picture_end_within_a_frame(made_clips: Path, tmp_path: Path) -> None:
    for kind in ("long-sound", "short-sound", "silent"):
        package = longtake.assemble([made_clips / f"{kind}.mp4"], tmp_path / kind, **SMALL)
        with av.open(str(package.film)) as film:
            ends = [float((stream.start_time + stream.duration) * stream.time_base) for stream in film.streams]
        assert abs(ends[0] - ends[1]) <= 1 / 24
        assert abs(ends[0] - float(package.seconds)) < 1e-6

"""Sounds as people have them: too many channels, noise, headers that lie, nothing in them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from longtake.errors import MediaError, PlanningError
from longtake.libav.mp3 import encode_mp3
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import plan_of_storyboard
from longtake.store import Workspace

RATE = 48_000


def tone(seconds: float, rate: int = RATE, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def write_wav(path: Path, samples: np.ndarray, rate: int) -> None:
    """samples: shape (channels, n), as 32-bit floats."""
    channels, data = samples.shape[0], np.ascontiguousarray(samples.T, "<f4").tobytes()
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * channels * 4, channels * 4, 32)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def planned(folder: Path, head: str, scenes: str = "- shots: [{action: x, for: 4s}]\n") -> PlannedFilm:
    path = folder / "film.yaml"
    path.write_text(f"storyboard: 1\nframe: {{size: 320x180, rate: 24}}\n{head}scenes:\n{scenes}")
    return plan_of_storyboard(path, Workspace(folder / "space"), 1, lambda _: None)


def test_surround_at_96_khz_is_taken_to_the_sample(tmp_path: Path) -> None:
    write_wav(tmp_path / "bed.wav", np.stack([tone(2.5, 96_000)] * 6), 96_000)
    (cue,) = planned(tmp_path, "music: bed.wav\n").plan.cues
    assert cue.samples == 2.5 * RATE


def test_a_recording_over_a_telephone_is_told_to_be_noisy(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).standard_normal(8000 * 4) * 0.01
    noise[8000:16_000] += tone(1, 8000, 0.05)
    write_wav(tmp_path / "said.wav", noise[None].astype(np.float32), 8000)
    film = planned(
        tmp_path,
        "music: {file: said.wav, duck: 12 dB}\n",
        "- narration: {file: said.wav}\n  shots: [{action: x, for: 5s}]\n",
    )
    assert any("said.wav is noisy" in notice.message for notice in film.plan.notices)
    curve = next(cue.curve for cue in film.plan.cues if cue.kind == "music")
    down = [point.at / RATE for point in curve if point.millibels == -1200]
    assert 0.7 < down[0] < 1 < 2 < down[-1] < 2.5


def test_what_an_mp3_says_of_its_length_is_not_believed(tmp_path: Path) -> None:
    content = bytearray(encode_mp3(np.stack([tone(3)] * 2)))
    at = next(found for name in (b"Xing", b"Info") if (found := content.find(name)) >= 0)
    content[at + 8 : at + 12] = struct.pack(">I", 100_000)  # frames: 40 minutes
    (tmp_path / "bed.mp3").write_bytes(content)
    (cue,) = planned(tmp_path, "music: bed.mp3\n").plan.cues
    assert cue.samples == pytest.approx(3 * RATE, abs=2000)


def test_an_mp3_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bed.mp3").write_bytes(b"ID3\x04" + b"no sound at all " * 400)
    with pytest.raises(MediaError, match=r"film\.yaml:3:8: bed\.mp3: "):
        planned(tmp_path, "music: bed.mp3\n")


def test_silent_and_too_short_music_is_refused_with_its_lines(tmp_path: Path) -> None:
    write_wav(tmp_path / "silent.wav", np.zeros((2, 2 * RATE), np.float32), RATE)
    write_wav(tmp_path / "short.wav", tone(0.4)[None], RATE)
    with pytest.raises(PlanningError) as caught:
        planned(tmp_path, "music: silent.wav\n", "- music: short.wav\n  shots: [{action: x, for: 4s}]\n")
    assert [
        str(finding).split("\n")[0].replace(f"{tmp_path.as_posix()}/", "") for finding in caught.value.findings
    ] == [
        "film.yaml:3:8: music (silent.wav) is silent from start to end",
        "film.yaml:5:10: music (short.wav) lasts 0.4 s; a bed of music lasts 1 s at least",
    ]

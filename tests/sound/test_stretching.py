"""Sound at another speed: as long as it should be, its pitch kept, its attacks where they belong."""

from __future__ import annotations

from collections.abc import Generator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sound import RATE, write_wav
from numpy.typing import NDArray

from longtake.libav.sound import SoundReader
from longtake.libav.stretching import stretched

TEMPOS = [Fraction(24, 25), Fraction(25, 24), Fraction(1, 2), Fraction(2), Fraction(1, 4), Fraction(3, 2), Fraction(4)]
SECONDS = 6


def blocks(sound: NDArray[np.float32], size: int) -> Generator[NDArray[np.float32], None, None]:
    for at in range(0, sound.shape[1], size):
        yield sound[:, at : at + size]


def at_tempo(sound: NDArray[np.float64], tempo: Fraction, size: int = 1000) -> NDArray[np.float32]:
    stereo = np.stack([sound, sound]).astype(np.float32)
    return np.concatenate(list(stretched(blocks(stereo, size), tempo)), axis=1)


def clicks(ground: float) -> NDArray[np.float64]:
    """A short tone at each whole second over a low one."""
    time = np.arange(SECONDS * RATE)
    beep = 0.5 * np.sin(2 * np.pi * 1000 * time / RATE) * (time % RATE < RATE // 50)
    return beep + ground * np.sin(2 * np.pi * 220 * time / RATE)


def starts(sound: NDArray[np.float32]) -> NDArray[np.int64]:
    loud = np.flatnonzero(np.abs(sound[0]) > 0.5 * np.abs(sound[0]).max())
    return loud[np.concatenate([[True], np.diff(loud) > RATE // 20])]


@pytest.mark.parametrize("ground", [0.0, 0.05])
@pytest.mark.parametrize("tempo", TEMPOS, ids=str)
def test_attacks_are_heard_once_and_within_a_millisecond(tempo: Fraction, ground: float) -> None:
    found = starts(at_tempo(clicks(ground), tempo))
    wanted = np.arange(SECONDS) * RATE / float(tempo)
    assert len(found) == SECONDS
    assert np.abs(found - wanted).max() <= RATE / 1000


@pytest.mark.parametrize("tempo", TEMPOS[:6], ids=str)
def test_a_tone_keeps_its_pitch_and_stays_clean(tempo: Fraction) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(SECONDS * RATE) / RATE)
    part = at_tempo(tone, tempo)[0][RATE : 3 * RATE]
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
    peak = int(power.argmax())
    assert abs(peak / (len(part) / RATE) - 440) <= 0.5
    rest = power.sum() - power[peak - 6 : peak + 7].sum()
    assert 10 * np.log10(rest / power.sum()) < -40


@pytest.mark.parametrize("tempo", TEMPOS, ids=str)
def test_loudness_stays(tempo: Fraction) -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, SECONDS * RATE)
    level = float(np.std(at_tempo(noise, tempo)[0][RATE // 2 : RATE]))
    assert abs(20 * np.log10(level / 0.1)) < 2


@pytest.mark.parametrize("tempo", TEMPOS, ids=str)
def test_it_lasts_as_long_as_its_tempo_says(tempo: Fraction) -> None:
    length = at_tempo(np.full(SECONDS * RATE, 0.5), tempo).shape[1]
    assert SECONDS * RATE / tempo <= length < SECONDS * RATE / tempo + 1024


@settings(max_examples=10)
@given(st.integers(1, 100_000), st.sampled_from(TEMPOS))
def test_the_blocks_it_comes_in_change_nothing(size: int, tempo: Fraction) -> None:
    sound = clicks(0.05)[: 3 * RATE]
    assert np.array_equal(at_tempo(sound, tempo, max(size, 50)), at_tempo(sound, tempo))


def test_no_sound_at_all_stays_none() -> None:
    assert list(stretched(blocks(np.zeros((2, 0), np.float32), 1000), Fraction(2))) == []


def test_a_sample_is_the_same_whichever_window_asks(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", np.stack([clicks(0.05)] * 2).astype(np.float32), RATE)
    reader = SoundReader(tmp_path / "a.wav", Fraction(4, 5))
    whole = reader.window(0, 7 * RATE)
    for start, samples in ((3 * RATE, 5000), (100, 20_000), (2 * RATE, 4 * RATE)):
        assert np.array_equal(reader.window(start, samples), whole[:, start : start + samples])
    reader.close()

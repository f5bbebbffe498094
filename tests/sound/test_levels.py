"""Loudness: the meter proves itself, a film is brought to its target, and its peaks stay under the ceiling."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sound import RATE, Shelf, decode, music, noise

from longtake.libav.metering import BLOCK_SAMPLES, metered
from longtake.libav.sound import decode_aac
from longtake.media import LoudnessTarget, SoundRung
from longtake.sound import (
    Level,
    Levels,
    Loudness,
    Mix,
    SoundCue,
    SoundPiece,
    corrected,
    is_right,
    level_of,
    loudness_of,
    passages_of,
    pieces_of,
)
from longtake.sound.encode import encode_pieces
from longtake.sound.limiting import REACH, limited
from longtake.sound.loudness import SILENCE
from longtake.sound.measuring import measure_passages

STREAMING = LoudnessTarget()


def tone(seconds: float, level: float, hertz: float = 1000) -> np.ndarray:
    wave = 10 ** (level / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave]).astype(np.float32)


def film_of(shelf: Shelf, signal: np.ndarray) -> Mix:
    source = shelf.add("film", signal)
    return Mix((SoundCue(source, "music", 0, 0, signal.shape[1]),), signal.shape[1])


def measured(shelf: Shelf, film: Mix, level: Level | None = None) -> Loudness:
    passages = [replace(passage, level=level) for passage in passages_of(film)]
    found = measure_passages(passages, shelf)
    return loudness_of(passage.counted(levels) for passage, levels in zip(passages, found, strict=True))


def whole(signal: np.ndarray) -> Loudness:
    """As one stretch, by the same meter's blocks."""
    found = metered(signal)
    blocks = tuple(max(SILENCE, round(100 * one)) for one in found.momentary[3:])
    return loudness_of([Levels(blocks, round(100 * found.peak))])


@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_the_meter_reads_a_tone_as_the_standard_says(level: float) -> None:
    """EBU Tech 3341, cases 1 and 2: 20 s of 1 kHz in both channels."""
    assert whole(tone(20, level)).integrated == pytest.approx(100 * level, abs=10)


def test_quiet_stretches_do_not_count() -> None:
    """EBU Tech 3341, case 3."""
    signal = np.concatenate([tone(10, -36), tone(60, -23), tone(10, -36)], axis=1)
    assert whole(signal).integrated == pytest.approx(-2300, abs=10)


def test_the_range_is_that_of_loud_against_soft() -> None:
    """EBU Tech 3342, case 1."""
    signal = np.concatenate([tone(20, -20), tone(20, -30)], axis=1)
    assert whole(signal).spread == pytest.approx(1000, abs=100)


def test_silence_has_no_loudness(shelf: Shelf) -> None:
    found = measured(shelf, film_of(shelf, np.zeros((2, 8 * RATE), np.float32)))
    assert (found.integrated, found.spread) == (None, 0)
    assert level_of(found, STREAMING).gain == 0


def test_a_true_peak_stands_between_samples() -> None:
    swell = np.minimum(1, np.arange(RATE) / 4800)
    wave = swell * swell[::-1] * np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4)
    assert np.abs(wave).max() < 0.71
    assert metered(np.stack([wave, wave]).astype(np.float32)).peak == pytest.approx(0, abs=0.2)


def test_passages_together_are_as_loud_as_the_film_in_one(shelf: Shelf) -> None:
    signal = np.concatenate([music(9 * RATE), noise(8 * RATE, 0.02), music(10 * RATE) * 0.3], axis=1)
    found, one = measured(shelf, film_of(shelf, signal)), whole(signal)
    assert found.integrated == pytest.approx(one.integrated, abs=10)
    assert found.spread == pytest.approx(one.spread, abs=60)
    assert found.peak == one.peak


@pytest.mark.parametrize("target", [STREAMING, LoudnessTarget(-1400), LoudnessTarget(-2300)])
def test_what_a_player_hears_is_at_its_target_and_under_its_ceiling(shelf: Shelf, target: LoudnessTarget) -> None:
    signal = np.concatenate([music(8 * RATE) * 0.4, tone(5, -30), music(6 * RATE)], axis=1)
    signal[:, 4 * RATE :: 3 * RATE] = 0.95
    film = film_of(shelf, signal)
    level = level_of(measured(shelf, film), target)
    for _ in range(4):
        made = [replace(piece, level=level) for piece in pieces_of(film)]
        level = corrected(level, measured(shelf, film, level), target)
    heard = decode([piece.essence for piece in encode_pieces(made, shelf, SoundRung())])
    found = whole(heard[:, : signal.shape[1] // BLOCK_SAMPLES * BLOCK_SAMPLES])
    assert found.integrated == pytest.approx(target.integrated, abs=30)
    assert found.peak <= target.true_peak


def test_a_level_stays_while_it_is_right() -> None:
    def reads(integrated: int) -> Loudness:
        return Loudness(integrated, 0, -600, ())

    level = Level(600, -100)
    assert is_right(reads(-1585), STREAMING, 20)
    assert not is_right(reads(-1570), STREAMING, 20)
    assert corrected(level, reads(-1570), STREAMING) == Level(570, -100)


@given(st.integers(-12_000, 0))
def test_a_gain_is_in_tenths_of_a_decibel_and_raises_no_faint_noise(integrated: int) -> None:
    level = level_of(Loudness(integrated, 0, 0, ()), STREAMING)
    assert level.gain % 10 == 0
    assert level.gain <= 2000
    assert level.gain == 2000 or abs(level.gain + integrated + 1600) <= 5


@given(st.integers(0, 2**32 - 1), st.floats(0.02, 3))
@settings(max_examples=25, deadline=None)
def test_a_limiter_holds_any_signal_under_its_ceiling(seed: int, level: float) -> None:
    signal = noise(20_000, level, seed)
    held = limited(signal, 0.8)
    assert held.shape == signal.shape
    assert metered(held).peak <= 20 * np.log10(0.8) + 0.3


def test_what_is_under_the_ceiling_is_left_as_it_is() -> None:
    signal = noise(20_000, 0.1)
    assert limited(signal, 0.9) is signal


def test_a_limiter_depends_on_nothing_far_away() -> None:
    signal = noise(40_000, 0.5)
    whole, part = limited(signal, 0.8), limited(signal[:, 10_000:30_000], 0.8)
    inner = slice(REACH, -REACH)
    assert np.allclose(part[:, inner], whole[:, 10_000:30_000][:, inner], atol=1e-6)


def test_silent_pieces_are_the_same_at_any_level() -> None:
    bare = SoundPiece(0, 281, 0, ())
    assert replace(bare, level=Level(600, -100)).recipe == bare.recipe


def test_a_decoder_gives_back_what_was_encoded(shelf: Shelf) -> None:
    (piece,) = encode_pieces(pieces_of(film_of(shelf, tone(1, -20))), shelf, SoundRung())
    assert decode_aac(piece.essence).shape == (2, 1024 * len(piece.essence.packets))

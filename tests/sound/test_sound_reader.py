"""Reading any source as 48 kHz stereo: counts, places, channels, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sound import RATE, lag, noise, sweep, write_wav

from longtake.errors import MediaError
from longtake.libav.sound import SoundReader


def read(path: Path, samples: int, start: int = 0) -> np.ndarray:
    reader = SoundReader(path)
    try:
        return reader.window(start, samples)
    finally:
        reader.close()


def length(path: Path) -> int:
    """Samples until nothing but silence comes; only for sources that end loud."""
    return int(np.flatnonzero(read(path, 20 * RATE)[0])[-1]) + 1


def write_aac(path: Path, signal: np.ndarray, rate: int, skip: range = range(0)) -> None:
    """A mono signal as AAC in MP4; the packets numbered in `skip` are left out, which makes a hole."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=rate, layout="mono")
        stream.bit_rate = 192_000
        frames = []
        for at in range(0, len(signal), 1024):
            block = np.ascontiguousarray(signal[None, at : at + 1024], np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), at
            frames.append(frame)
        packets = [packet for frame in [*frames, None] for packet in stream.encode(frame)]
        container.mux([packet for number, packet in enumerate(packets) if number not in skip])


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000])
def test_a_source_lasts_its_seconds_at_48_khz_to_one_sample(tmp_path: Path, rate: int) -> None:
    write_wav(tmp_path / "a.wav", np.full((1, 3 * rate + 7), 0.5, np.float32), rate)
    assert abs(length(tmp_path / "a.wav") - round((3 * rate + 7) * RATE / rate)) <= 1


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100])
def test_resampling_moves_nothing(tmp_path: Path, rate: int) -> None:
    write_wav(tmp_path / "a.wav", sweep(3 * rate, rate)[None], rate)
    sound = read(tmp_path / "a.wav", 3 * RATE)[0]
    assert np.abs(sound - sweep(3 * RATE))[100:-100].max() < 1e-3


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
def test_the_first_sample_of_aac_in_mp4_is_the_first_that_was_encoded(tmp_path: Path, rate: int) -> None:
    write_aac(tmp_path / "a.mp4", sweep(3 * rate, rate), rate)
    sound = read(tmp_path / "a.mp4", 3 * RATE)[0]
    for at in (0, RATE, 2 * RATE):
        assert lag(sound[at : at + RATE], sweep(3 * RATE)[at : at + RATE]) == 0


def test_mono_stands_in_both_channels_at_unity(tmp_path: Path) -> None:
    signal = noise(5000, channels=1)
    write_wav(tmp_path / "a.wav", signal, RATE)
    assert np.array_equal(read(tmp_path / "a.wav", 5000), np.repeat(signal, 2, axis=0))


def test_stereo_keeps_its_channels_apart(tmp_path: Path) -> None:
    signal = noise(5000)
    write_wav(tmp_path / "a.wav", signal, RATE)
    assert np.array_equal(read(tmp_path / "a.wav", 5000), signal)


def test_the_centre_of_surround_goes_to_both_sides_at_minus_3_db(tmp_path: Path) -> None:
    signal = np.zeros((6, 5000), np.float32)
    signal[2] = 0.5  # left, right, centre, low frequencies, and two behind
    write_wav(tmp_path / "a.wav", signal, RATE)
    assert read(tmp_path / "a.wav", 5000) == pytest.approx(0.5 * 2**-0.5)


def test_after_the_end_there_is_silence(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", np.ones((2, 1000), np.float32), RATE)
    assert not read(tmp_path / "a.wav", 500, start=1000).any()


def test_a_hole_is_silent_and_moves_nothing_after_it(tmp_path: Path) -> None:
    write_aac(tmp_path / "a.mp4", sweep(3 * RATE), RATE, skip=range(50, 70))
    sound = read(tmp_path / "a.mp4", 3 * RATE)[0]
    hole = slice(50 * 1024, 68 * 1024)
    assert np.abs(sound[hole]).max() < 0.01
    assert lag(sound[2 * RATE :], sweep(3 * RATE)[2 * RATE :]) == 0


def test_a_hole_of_hours_is_refused_before_it_costs_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.mka"
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        for pts in (0, 8000 * 7200):
            frame = av.AudioFrame.from_ndarray(np.ones((1, 800), np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = 8000, Fraction(1, 8000), pts
            container.mux(stream.encode(frame))
    with pytest.raises(MediaError, match=r"a hole of 7200 s; 60 s is the most that is filled\n.*export it again"):
        read(path, 100 * RATE)


def test_a_file_without_sound_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame(64, 64, "yuv420p")
        container.mux([packet for frame in [frame, None] for packet in stream.encode(frame)])
    with pytest.raises(MediaError, match=r"mute\.mp4: it has no sound\n  name a file with sound"):
        read(path, 100)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"gone\.wav: there is no such file"):
        read(tmp_path / "gone.wav", 100)


def test_a_window_before_the_last_one_starts_over(tmp_path: Path) -> None:
    signal = noise(50_000)
    write_wav(tmp_path / "a.wav", signal, RATE)
    reader = SoundReader(tmp_path / "a.wav")
    reader.window(40_000, 100)
    assert np.array_equal(reader.window(10, 100), signal[:, 10:110])
    reader.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 20_000)), min_size=1, max_size=5))
def test_a_sample_is_the_same_whichever_window_asks(tmp_path: Path, windows: list[tuple[int, int]]) -> None:
    path = tmp_path / "a.wav"
    if not path.exists():
        write_wav(path, noise(48_000, channels=1), 44_100)
    whole = read(path, 80_000)
    reader = SoundReader(path)
    for start, samples in windows:
        assert np.array_equal(reader.window(start, samples), whole[:, start : start + samples])
    reader.close()


def test_sound_that_changes_its_form_on_the_way_is_refused(tmp_path: Path) -> None:
    halves = []
    for rate in (48_000, 44_100):
        path = tmp_path / f"{rate}.aac"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("aac", rate=rate, layout="mono")
            frame = av.AudioFrame.from_ndarray(noise(1024, channels=1), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = rate, 0
            container.mux([packet for item in [frame, None] for packet in stream.encode(item)])
        halves.append(path.read_bytes())
    (tmp_path / "both.aac").write_bytes(halves[0] * 5 + halves[1] * 5)
    with pytest.raises(MediaError, match="its sound changes from 48000 Hz mono fltp to 44100 Hz mono fltp on the way"):
        read(tmp_path / "both.aac", 100_000)


def test_float_sound_that_holds_no_numbers_is_refused(tmp_path: Path) -> None:
    signal = noise(5000)
    signal[1, 3000] = np.nan
    write_wav(tmp_path / "a.wav", signal, RATE)
    with pytest.raises(MediaError, match=r"a\.wav: its sound holds values that are no numbers\n  export it again"):
        read(tmp_path / "a.wav", 5000)

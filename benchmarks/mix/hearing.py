"""Decoding what was made, and finding planned sound in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np

from longtake.libav.sound import Pcm

__all__ = ["STREAM", "WINDOW", "lag_of", "loudness_of_film", "sound_of", "windows_of"]

STREAM = "hls"
WINDOW = 16_384
"""Samples that are compared at each place."""

_REACH = 4800
"""Samples, 100 ms, by which they may be off and are still found."""


def sound_of(out: Path, kind: str) -> Iterator[tuple[int, Pcm]]:
    """Film samples from which each block is heard, and the block: from `film.mp4`, or from the segments of the stream
    put together."""
    with tempfile.TemporaryDirectory() as folder:
        path = out / "film.mp4"
        if kind == STREAM:
            sound = out / "hls" / "sound"
            path = Path(folder) / "sound.mp4"
            parts = [next(sound.glob("init*")), *_segments(sound)]
            path.write_bytes(b"".join(part.read_bytes() for part in parts))
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            for frame in container.decode(stream):
                yield round(frame.pts * stream.time_base * 48_000), np.asarray(frame.to_ndarray(), np.float32)


def _segments(sound: Path) -> list[Path]:
    playlist = next(sound.glob("*.m3u8")).read_text()
    return [sound / line for line in playlist.splitlines() if line and not line.startswith("#")]


def windows_of(out: Path, kind: str, places: Sequence[int]) -> dict[int, np.ndarray]:
    """What is heard around each place, both channels added up: from 100 ms before it to 100 ms after the window."""
    found = {place: np.zeros(WINDOW + 2 * _REACH, np.float32) for place in places}
    for at, block in sound_of(out, kind):
        for place, window in found.items():
            start = at - (place - _REACH)
            first, last = max(0, start), min(len(window), start + block.shape[1])
            if first < last:
                window[first:last] = block[:, first - start : last - start].sum(axis=0)
    return found


def lag_of(heard: np.ndarray, planned: np.ndarray) -> int:
    """By how many samples what is heard comes late, by normalised cross-correlation."""
    size = 1 << (len(heard) + len(planned)).bit_length()
    scores = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(planned, size)), size)[: 2 * _REACH + 1]
    energies = np.convolve(heard.astype(np.float64) ** 2, np.ones(len(planned)), "valid")
    return int(np.argmax(scores / np.sqrt(np.maximum(energies, 1e-9)))) - _REACH


def loudness_of_film(out: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of `film.mp4`, as libav's meter reads it in one go."""
    graph = av.filter.Graph()
    source = graph.add("abuffer", "sample_rate=48000:sample_fmt=fltp:channel_layout=stereo:time_base=1/48000")
    meter, sink = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    with av.open(str(out / "film.mp4")) as container:
        for frame in container.decode(audio=0):
            graph.push(frame)
            while True:
                try:
                    told = dict(graph.pull().metadata) or told
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
    return float(told["lavfi.r128.I"]), 20 * float(np.log10(float(told["lavfi.r128.true_peak"])))

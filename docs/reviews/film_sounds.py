"""What is heard in a finished film, measured in its decoded tracks: loudness, how far the music steps back, and whether
words stand where they were planned. For the scripts beside this.

Music is measured in what differs between left and right: voices are in the middle, and leave it alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from longtake.libav.sound import SoundReader
from longtake.planning.planned_sound import SoundCue

__all__ = ["Sound", "late", "loudness", "music_gains", "onset", "track"]

Sound = NDArray[np.float32]
"""Channels x samples at 48 kHz."""

_SECOND = 48_000
_REACH = _SECOND // 10


def track(film: Path, number: int) -> Sound:
    """A track of film.mp4, each frame at its own time."""
    with av.open(str(film)) as container:
        stream = container.streams.audio[number]
        found = np.zeros((2, round(stream.duration * stream.time_base * _SECOND) + _SECOND), np.float32)
        for frame in container.decode(stream):
            at, heard = round(frame.pts * stream.time_base * _SECOND), frame.to_ndarray()
            skipped = max(0, -at)
            found[:, at + skipped : at + heard.shape[1]] = heard[:, skipped:]
    return found[:, :-_SECOND]


def loudness(sound: Sound) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by libav's meter over the whole."""
    graph = av.filter.Graph()
    source = graph.add("abuffer", f"sample_rate={_SECOND}:sample_fmt=fltp:channel_layout=stereo:time_base=1/{_SECOND}")
    meter, sink = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    for at in range(0, sound.shape[1], 4800):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[:, at : at + 4800]), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = _SECOND, at, Fraction(1, _SECOND)
        graph.push(frame)
        told = next(_pulled(graph), told)
    return float(told["lavfi.r128.I"]), 20 * log10(float(told["lavfi.r128.true_peak"]))


def _pulled(graph: av.filter.Graph) -> Iterator[dict[str, str]]:
    try:
        yield dict(graph.pull().metadata)
    except av.error.BlockingIOError:
        return


def source_of(path: Path, start: int, samples: int) -> Sound:
    reader = SoundReader(path)
    try:
        return np.asarray(reader.window(start, samples), np.float32)
    finally:
        reader.close()


def music_gains(heard: Sound, cues: list[tuple[SoundCue, Path]], window: int = 2400) -> NDArray[np.float64]:
    """For each window of the film, in dB, how loud the music is that these cues play, against its file: by least
    squares, between the sides of both. nan where the music has no sides."""
    played = np.zeros(heard.shape[1], np.float32)
    for cue, path in cues:
        sides = source_of(path, cue.source_start or 0, cue.samples)
        part = played[cue.start : cue.start + cue.samples]
        part += (sides[0] - sides[1])[: len(part)]
    count = len(played) // window
    own, found = (one[: count * window].reshape(count, window) for one in (played, heard[0] - heard[1]))
    energy = (own.astype(np.float64) ** 2).sum(axis=1)
    gain = (own * found).sum(axis=1) / np.maximum(energy, 1e-12)
    return np.where(energy > 1e-4, 20 * np.log10(np.maximum(gain, 1e-6)), np.nan)


def late(heard: Sound, cue: SoundCue, path: Path) -> float:
    """By how many milliseconds a voice is heard after it was planned, by cross-correlation: of its waves, or of its
    loudness where its speed is another than its file's."""
    spoken = source_of(path, cue.source_start or 0, round(cue.samples * (cue.tempo or 1))).mean(axis=0)
    start = max(0, cue.start - _REACH)
    around = heard[:, start : cue.start + cue.samples + _REACH].mean(axis=0)
    if cue.tempo is None:
        return (_best(around, spoken) - (cue.start - start)) / 48
    loud, around = _envelope(spoken), _envelope(around)
    at = np.arange(0, len(loud), float(cue.tempo))
    return _best(around, np.interp(at, np.arange(len(loud)), loud)) - (cue.start - start) / 48


def _envelope(sound: NDArray[Any]) -> NDArray[np.float64]:
    """How loud each millisecond is, without its mean."""
    blocks = sound[: len(sound) // 48 * 48].reshape(-1, 48).astype(np.float64)
    loud = np.sqrt((blocks**2).mean(axis=1))
    return loud - loud.mean()


def _best(heard: NDArray[Any], planned: NDArray[Any]) -> int:
    size = 1 << (len(heard) + len(planned)).bit_length()
    scores = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(planned, size)), size)
    return int(np.argmax(scores[: 2 * _REACH + 1]))


def onset(heard: Sound, near: int) -> float | None:
    """By how many milliseconds a word that follows a silence is heard after sample `near`: where the middle first
    has a tenth of what it comes to. None where it was not silent before."""
    middle = heard[:, max(0, near - 4800) : near + 9600].mean(axis=0)
    loud = np.sqrt((middle[: len(middle) // 240 * 240].reshape(-1, 240).astype(np.float64) ** 2).mean(axis=1))
    quiet, most = float(np.median(loud[: len(loud) // 4])), float(loud.max())
    if quiet > most / 12:
        return None
    first = int(np.argmax(loud > most / 10))
    return first * 5 - (near - max(0, near - 4800)) / 48

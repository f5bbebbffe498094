"""Sources made for the tests of sound: WAV files of exact float samples, signals that tell where they are, an edit."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from longtake.media import Digest, EncodedSound, FrameRange, FrameRate, Size, SoundFacts, digest_bytes
from longtake.sound import SoundSource
from longtake.timeline import Clip, Join, Source, Timeline

RATE = 48_000


class Shelf:
    """Files by digest, as a store hands them out; remembers what was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[Digest, Path] = {}
        self.opened: list[Digest] = []

    def add(self, name: str, samples: np.ndarray, rate: int = RATE) -> SoundSource:
        """samples: shape (channels, n), floats."""
        path = self.folder / f"{name}.wav"
        write_wav(path, samples, rate)
        digest = digest_bytes(path.read_bytes())
        self.paths[digest] = path
        facts = SoundFacts("pcm_f32le", rate, samples.shape[0], Fraction(0), samples.shape[1])
        return SoundSource.of(digest, facts, path.name)

    def __call__(self, digest: Digest) -> Path:
        self.opened.append(digest)
        return self.paths[digest]


def write_wav(path: Path, samples: np.ndarray, rate: int) -> None:
    channels = samples.shape[0]
    data = np.ascontiguousarray(samples.T, "<f4").tobytes()
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * channels * 4, channels * 4, 32)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def noise(samples: int, level: float = 0.1, seed: int = 0, channels: int = 2) -> np.ndarray:
    return (np.random.default_rng(seed).standard_normal((channels, samples)) * level).astype(np.float32)


def sweep(samples: int, rate: int = RATE, level: float = 0.3) -> np.ndarray:
    """Mono, shape (samples,): a tone that rises by 300 Hz a second from 200 Hz, so that no two places look alike."""
    t = np.arange(samples) / rate
    return (level * np.sin(2 * np.pi * (200 + 150 * t) * t)).astype(np.float32)


def music(samples: int, seed: int = 3) -> np.ndarray:
    """Stereo: plucked chords with attacks every 0.37 s over soft noise: long windows and short ones."""
    t = np.arange(samples) / RATE
    since = t % 0.37
    tones = [np.sin(2 * np.pi * hertz * t) for hertz in (220, 277.2, 329.6, 1760)]
    plucked = 0.12 * np.exp(-9 * since) * np.sum(tones, axis=0)
    return np.stack([plucked, np.roll(plucked, 40)]).astype(np.float32) + noise(samples, 0.004, seed)


def decode(essence: Iterable[EncodedSound]) -> np.ndarray:
    """Packets joined and decoded in one go, priming dropped: shape (2, samples) from film sample 0."""
    essence = list(essence)
    context = av.CodecContext.create("aac", "r")
    context.extradata = essence[0].extradata
    packets = [packet for piece in essence for packet in piece.packets]
    frames = [frame.to_ndarray() for data in packets for frame in context.decode(av.Packet(data))]
    return np.concatenate(frames, axis=1)[:, 1024:]


def snr(decoded: np.ndarray, wanted: np.ndarray) -> float:
    """Decibels."""
    return float(10 * np.log10(np.mean(wanted**2) / np.mean((decoded - wanted) ** 2)))


def lag(decoded: np.ndarray, wanted: np.ndarray, reach: int = 1200) -> int:
    """By how many samples `decoded` comes late: where the cross-correlation of two mono signals peaks."""
    inner = wanted[reach:-reach]
    scores = np.correlate(decoded, inner, "valid")
    return int(np.argmax(scores)) - reach


def edit(
    visible: Iterable[tuple[int, int]],
    joins: Iterable[int],
    rate: FrameRate | None = None,
    frames: int = 1_000_000,
) -> Timeline:
    """Clips by their visible frames and joins by their frames (0: a cut), of sources that are long enough."""
    clips = tuple(
        Clip(f"shot {number}", Source("footage", f"{number}", frames, f"{number}.mp4"), FrameRange(*span))
        for number, span in enumerate(visible)
    )
    made = tuple(Join("dissolve", count) if count else Join("cut") for count in joins)
    return Timeline(rate or FrameRate(24), Size(1280, 720), clips, made)

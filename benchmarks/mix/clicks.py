"""Does any of 200 joins click? Real clips that sound, cut at random places and put one after the other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from material import clips_folder

from longtake.libav.sound import SoundReader
from longtake.media import Digest, FrameRange, FrameRate, Size, digest_file
from longtake.sound import Bed, NativeSound, SoundCue, SoundSource, build_mix, pieces_of
from longtake.sound.mixing import Mixer
from longtake.timeline import Clip, Join, Source, Timeline

__all__ = ["steps_at_joins"]

_RATE = FrameRate(24)
_AROUND = 240  # samples: 5 ms before a join and after it


def steps_at_joins(joins: int, seed: int = 8) -> Iterator[tuple[float, float]]:
    """For each join, in full scales, by how much the largest step from a sample to the next within 5 ms of it is above
    the largest that the two sounds have there by themselves: as mixed, and cut hard."""
    lengths = {path: _samples(path) for path in sorted(clips_folder().glob("*.mp4"))}
    paths = {digest_file(path): path for path, samples in lengths.items() if samples}
    sources = [SoundSource(digest, lengths[path], path.name) for digest, path in paths.items()]
    bed = _bed(joins + 1, sources, random.Random(seed))
    cues = build_mix(bed).cues
    with Mixer(paths.__getitem__) as mixer:
        sound = np.concatenate([mixer.mix(one).pcm[:, one.heard] for one in pieces_of(build_mix(bed))], axis=1)
    for (before, after), at in zip(pairwise(cues), map(_RATE.samples, bed.timeline.starts[1:]), strict=True):
        first, second = (_around(cue, at, paths) for cue in (before, after))
        own = max(_step(first), _step(second))
        hard = np.concatenate([first[:, :_AROUND], second[:, _AROUND:]], axis=1)
        yield _step(sound[:, at - _AROUND : at + _AROUND]) - own, _step(hard) - own


def _bed(count: int, sources: list[SoundSource], chance: random.Random) -> Bed:
    clips, native = [], []
    for number in range(count):
        sound = chance.choice(sources)
        frames = sound.samples // _RATE.samples(1)
        start = chance.randrange(2, frames - 30)
        source = Source("footage", sound.digest, frames, sound.name)
        clips.append(Clip(str(number), source, FrameRange(start, start + chance.randrange(20, frames - start - 2))))
        native.append(NativeSound(sound))
    joins = tuple(Join("cut") for _ in clips[1:])
    return Bed(Timeline(_RATE, Size(640, 360), tuple(clips), joins), tuple(native))


def _samples(path: Path) -> int:
    """Of its sound at 48 kHz; 0 where it has none."""
    with av.open(str(path)) as container:
        found = container.streams.audio
        return int(found[0].duration * found[0].time_base * 48_000) if found else 0


def _around(cue: SoundCue, at: int, paths: dict[Digest, Path]) -> np.ndarray:
    """The cue's source as it stands around film sample `at`, without any fade."""
    start = cue.source_start + at - cue.at - _AROUND
    return SoundReader(paths[cue.source.digest]).window(start, 2 * _AROUND)


def _step(sound: np.ndarray) -> float:
    return float(np.abs(np.diff(sound, axis=1)).max())

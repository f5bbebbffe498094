"""Measuring the loudness of passages of the mix, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from longtake.libav.metering import metered
from longtake.sound.level import HEADROOM
from longtake.sound.limiting import levelled
from longtake.sound.loudness import SILENCE, Levels
from longtake.sound.mixing import Mixer, OpenSource
from longtake.sound.passages import Passage

__all__ = ["measure_passages"]


def measure_passages(passages: Iterable[Passage], open_source: OpenSource) -> Iterator[Levels]:
    """Passages in film order, as they come, at their level if they have one. Raises MediaError if a source cannot be
    read."""
    with Mixer(open_source) as mixer:
        for passage in passages:
            yield _levels(passage, mixer)


def _levels(passage: Passage, mixer: Mixer) -> Levels:
    """Of all its blocks; see `Passage.counted`."""
    pcm = mixer.summed(passage)
    if passage.level:
        pcm = levelled(pcm, passage.level.gain, passage.level.ceiling - HEADROOM)
    found = metered(pcm)
    momentary = tuple(max(SILENCE, round(100 * one)) for one in found.momentary[passage.measured])
    return Levels(momentary, max(SILENCE, round(100 * found.peak)))

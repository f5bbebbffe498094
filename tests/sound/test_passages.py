"""Passages of the mix: what is measured once, wherever it comes to stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_sound import RATE, Shelf, music, noise

from longtake.media import Digest
from longtake.sound import Fade, Level, Mix, SoundCue, SoundSource, loudness_of, passages_of
from longtake.sound.loudness import BLOCKS_A_SECOND, Levels
from longtake.sound.measuring import measure_passages

BLOCK = RATE // BLOCKS_A_SECOND
DISSOLVE = Fade(RATE // 2, "equal-power")


def film(lengths: list[int]) -> Mix:
    """A clip of so many samples after the other, each with a digest of its own, half a second over each other."""
    cues, at = [], 0
    for number, samples in enumerate(lengths):
        source = SoundSource(Digest(f"clip {number}"), samples, "clip.mp4")
        cues.append(SoundCue(source, "native", at, 0, samples, fade_in=DISSOLVE, fade_out=DISSOLVE))
        at += samples - DISSOLVE.samples
    return Mix(tuple(cues), at + DISSOLVE.samples)


@given(some.lists(some.integers(RATE, 20 * RATE), min_size=1, max_size=30))
def test_passages_hold_every_sample_once_and_as_many_blocks_as_the_film(lengths: list[int]) -> None:
    mix = film(lengths)
    passages = passages_of(mix)
    assert [one.first + one.samples for one in passages] == [*(one.first for one in passages[1:]), mix.samples]
    assert passages[0].first == 0
    assert all(1 <= one.samples < 8 * RATE for one in passages)
    assert sum(one.blocks for one in passages) == (mix.samples + BLOCK // 2) // BLOCK - 3
    assert all(len(range(10_000)[one.measured]) >= one.blocks for one in passages)


@given(some.lists(some.integers(3 * RATE, 9 * RATE), min_size=6, max_size=20), some.integers(1, RATE))
def test_a_clip_that_ends_earlier_changes_only_the_passages_around_its_end(lengths: list[int], less: int) -> None:
    shorter = [*lengths[:2], lengths[2] - less, *lengths[3:]]
    before, after = ({one.key(()) for one in passages_of(film(each))} for each in (lengths, shorter))
    assert len(after - before) <= 3


def test_a_level_is_part_of_a_passages_name() -> None:
    bare = passages_of(film([5 * RATE]))[0]
    keys = {replace(bare, level=level).key(()) for level in (None, Level(-360, -100), Level(-380, -100))}
    assert len(keys) == 3


@pytest.mark.parametrize("clip", [3 * RATE, 177_777, 11 * RATE])
def test_a_film_of_clips_is_as_loud_as_in_one_go(clip: int, shelf: Shelf) -> None:
    signals = [music(clip) * 0.3, noise(clip, 0.05), music(clip, 5) * 0.8, noise(clip, 0.01, 7)]
    sources = [shelf.add(f"clip-{number}", signal) for number, signal in enumerate(signals)]
    cues = tuple(SoundCue(source, "native", number * clip, 0, clip) for number, source in enumerate(sources))
    whole = shelf.add("whole", np.concatenate(signals, axis=1))
    mixes = Mix(cues, 4 * clip), Mix((SoundCue(whole, "music", 0, 0, 4 * clip),), 4 * clip)

    def levels(mix: Mix) -> list[Levels]:
        passages = passages_of(mix)
        found = measure_passages(passages, shelf)
        return [passage.counted(one) for passage, one in zip(passages, found, strict=True)]

    clips, one = (loudness_of(levels(mix)) for mix in mixes)
    assert clips.integrated == pytest.approx(one.integrated, abs=5)
    assert len(clips.short_term) == len(one.short_term)

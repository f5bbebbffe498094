"""The seams of a film: what is looked at and listened to again, and when."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import longtake
from longtake.libav.decoding import sound_of
from longtake.libav.sound import encode_aac
from longtake.media import Digest, EncodedSound, ladder_for
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.reporting import strips_of
from longtake.pipeline.seam_views import SeamSound
from longtake.sound import Level, loudness_of
from longtake.store import Store

STORY = """
storyboard: 1
title: Two that are heard
frame: {size: 160x90, rate: 24}
scenes:
  - id: all
    shots:
      - {clip: sync.mp4, trim: 0s..2s}
      - {clip: sync.mp4, trim: 1s..3s, join: dissolve 0.5s}
      - {clip: sync.mp4, trim: 0s..2s, join: cut}
"""


@pytest.fixture
def job(made_clips: Path, tmp_path: Path) -> Job:
    (tmp_path / "sync.mp4").hardlink_to(made_clips / "sync.mp4")
    (tmp_path / "story.yaml").write_text(STORY)
    planned = longtake.plan(tmp_path / "story.yaml", workspace=tmp_path / "space")
    return job_of(planned, ladder_for(planned.plan.size, planned.plan.rate, short_sides=(90,)))


def test_at_another_level_seams_are_listened_to_again_and_nothing_is_looked_at(job: Job) -> None:
    before, after = (strips_of(job.at_level(Level(gain, -100), loudness_of(()))).all for gain in (-360, -380))
    known = {one.key for one in before}
    again = [one for one in after if one.key not in known]
    assert [type(one) for one in again] == [SeamSound, SeamSound]
    assert len(after) > 10


@pytest.mark.parametrize("at", [3_000, 6_000, 48_000, 102_400, 120_000])
def test_what_is_heard_of_a_seam_is_what_the_whole_sound_has_there(at: int, tmp_path: Path) -> None:
    store, keys = Store(tmp_path), (Digest("a" * 64), Digest("b" * 64))
    tone = np.sin(np.arange(150 * 1024) / 30) * np.linspace(0.1, 0.5, 150 * 1024)
    sound = encode_aac(np.stack([tone, tone]).astype(np.float32), 128_000)
    halves = [EncodedSound(sound.extradata, part) for part in (sound.packets[:100], sound.packets[100:])]
    for key, half in zip(keys, halves, strict=True):
        store.write(key, half.to_bytes())
    whole, heard = sound_of(halves), SeamSound(keys, at)._heard(store)
    if at < 4_024:
        assert heard is None
    else:
        reach = min(at - 1024, 6_000)
        # AAC draws noise by chance, and a decoder that begins elsewhere draws another
        assert heard == pytest.approx(whole[:, at - reach : at + reach], abs=1e-4)

"""What was planned to be heard: the mix of a film that was made, as it stands before AAC, at any place of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from longtake.media import Digest, ladder_for
from longtake.pipeline.film_bed import bed_of
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.lock import read_lock
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import plan_of_storyboard
from longtake.sound import HEADROOM, Mix, SoundCue, SoundPiece, build_mix
from longtake.sound.limiting import levelled
from longtake.sound.mixing import Mixer
from longtake.store import Workspace

__all__ = ["Planned"]


@dataclass(frozen=True)
class Planned:
    """A film's sound as data. out: the folder it was made into; storyboard, workspace: what it was made of."""

    storyboard: Path
    workspace: Path
    out: Path

    @cached_property
    def film(self) -> PlannedFilm:
        return plan_of_storyboard(self.storyboard, Workspace(self.workspace), 1, lambda _: None)

    @cached_property
    def job(self) -> Job:
        plan = self.film.plan
        return job_of(self.film, ladder_for(plan.size, plan.rate))

    @cached_property
    def pieces(self) -> tuple[SoundPiece, ...]:
        """At the level that the film was brought to."""
        level = read_lock(self.out).level
        return tuple(replace(piece, level=level) for piece in self.job.pieces)

    @cached_property
    def mix(self) -> Mix:
        return build_mix(bed_of(self.film, self.job.timeline))

    def cues(self, role: str) -> list[SoundCue]:
        """Everything of one role, where it stands in the mix."""
        return [cue for cue in self.mix.cues if cue.role == role]

    def open(self, digest: Digest) -> Path:
        return self.job.sounds[digest]

    def heard(self, start: int, samples: int) -> np.ndarray:
        """Film samples [start, start + samples), both channels added up; they lie in one piece."""
        piece = next(one for one in reversed(self.pieces) if one.start + one.heard.start <= start)
        assert piece.level
        with Mixer(self.open) as mixer:
            pcm = levelled(mixer.summed(piece), piece.level.gain, piece.level.ceiling - HEADROOM)
        at = start - piece.start
        return pcm[:, at : at + samples].sum(axis=0)

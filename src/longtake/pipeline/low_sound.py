"""A sound at a lower rate for the stream's lowest rungs (`low_sound`), for who watches over a mobile network.

By default one bitstream is heard with every rung, so that players switch between rungs without a seam in the sound. At
the lowest rungs it is as much as the picture; who asks for it gets a second one there, of half the rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.errors import InputError
from longtake.media import Ladder, digest_of
from longtake.packaging import SoundEssence, Stored

if TYPE_CHECKING:
    from longtake.pipeline.job import Job

__all__ = ["checked_low_sound", "low_essences", "with_low_sound"]

_ADVICE = "ask for more rungs, such as --rungs 720,360"


def checked_low_sound(ladder: Ladder) -> Ladder:
    """Raises InputError for a ladder of one rung."""
    if not ladder.low_rungs:
        message = f"a lower sound is for rungs below the first, and {ladder.top.name} is the only one"
        raise InputError(message, place="low_sound", advice=(_ADVICE,))
    return ladder


def with_low_sound(job: Job) -> Job:
    """The same film with it. Where a fitted ladder has one rung left, nothing is, and a notice says so."""
    if not job.ladder.low_rungs:
        notice = ("low_sound", f"{job.ladder.top.name} is the only rung that the film needs: its sound stays as it is")
        return replace(job, notices=(*job.notices, notice))
    low = job.ladder.low_sound
    return replace(job, digest=digest_of([job.digest, "low sound", low, job.ladder.low_rungs]), low_sound=low)


def low_essences(job: Job, sounds: tuple[SoundEssence, ...]) -> Iterator[SoundEssence]:
    """For the package. sounds: of the film, its own first, whose names those of a low one follow."""
    for mix, like in zip(job.low_mixes, sounds, strict=False):
        assert job.low_sound
        name = like.rung.name.replace(job.ladder.sound.name, job.low_sound.name, 1)
        stored = [Stored(key, piece.packets) for piece, key in mix]
        yield replace(like, rung=replace(job.low_sound, name=name), pieces=stored)

"""A sound at a lower rate for the stream's lowest rungs (`low_sound`), for who watches over a mobile network.

By default one bitstream is heard with every rung, so that players switch between rungs without a seam in the sound. At
the lowest rungs it is as much as the picture; who asks for it gets a second one there, of half the rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.errors import InputError
from longtake.media import FrameRate, Ladder, Size, capped_rung, digest_of
from longtake.packaging import SoundEssence, Stored

if TYPE_CHECKING:
    from longtake.pipeline.job import Job

__all__ = ["checked_low_sound", "low_essences", "with_low_sound"]

_ADVICE = "ask for more rungs, such as --rungs 720,360"
_MOBILE = 192_000  # bits a second that a variant may take on a mobile network: Apple's authoring specification, 9.21
_SMALL = range(120, 60, -10)  # lines of rungs that may be small enough


def checked_low_sound(ladder: Ladder) -> Ladder:
    """Raises InputError for a ladder of one rung."""
    if not ladder.low_rungs:
        message = f"a lower sound is for rungs below the first, and {ladder.top.name} is the only one"
        raise InputError(message, place="low_sound", advice=(_ADVICE,))
    return ladder


def with_low_sound(job: Job) -> Job:
    """The same film with it. Where a fitted ladder has one rung left, nothing is, and a notice says so; another one
    where no variant is sure to be small enough for a mobile network."""
    if not job.ladder.low_rungs:
        notice = ("low_sound", f"{job.ladder.top.name} is the only rung that the film needs: its sound stays as it is")
        return replace(job, notices=(*job.notices, notice))
    low = job.ladder.low_sound
    told = (("low_sound", text) for text in _too_large(job.ladder, job.film.size, job.film.rate))
    digest = digest_of([job.digest, "low sound", low, job.ladder.low_rungs])
    return replace(job, digest=digest, low_sound=low, notices=(*job.notices, *told))


def _too_large(ladder: Ladder, size: Size, rate: FrameRate) -> Iterator[str]:
    """What is to be known where every variant may take more than a mobile network is good for."""
    low, smallest = ladder.low_sound, ladder.low_rungs[-1]
    most = smallest.maxrate + low.bitrate
    if most > _MOBILE:
        caps = ((side, capped_rung(smallest, size, rate, side).maxrate) for side in _SMALL)
        keeps = next((f", as a rung of {side} lines is" for side, cap in caps if cap + low.bitrate <= _MOBILE), "")
        asked = f"Apple asks apps on mobile networks for one variant of at most {_MOBILE // 1000}"
        yield f"{smallest.name} may take {most // 1000} kbit/s with its sound; {asked}{keeps}"


def low_essences(job: Job, sounds: tuple[SoundEssence, ...]) -> Iterator[SoundEssence]:
    """For the package. sounds: of the film, its own first, whose names those of a low one follow."""
    for mix, like in zip(job.low_mixes, sounds, strict=False):
        assert job.low_sound
        name = like.rung.name.replace(job.ladder.sound.name, job.low_sound.name, 1)
        stored = [Stored(key, piece.packets) for piece, key in mix]
        yield replace(like, rung=replace(job.low_sound, name=name), pieces=stored)

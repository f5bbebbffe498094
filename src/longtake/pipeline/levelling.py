"""Bringing a film's sound to its loudness: what is mixed is measured, one gain is decided, and the pieces get it.

Passages are measured once, by what is heard in them; a film that was made before measures what an edit touched. Where a
limiter will work, what is left after it is measured too, so that the finished film is as loud as it should be.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from longtake.media import Digest, LoudnessTarget
from longtake.pipeline.events import Listener, Notice
from longtake.pipeline.film_bed import bed_of, dubbed_bed
from longtake.pipeline.job import Job
from longtake.pipeline.lock import Lock
from longtake.pipeline.sounding import KeyedPassage, MeasureTask, runs_of
from longtake.pipeline.tongues import Tongue, sounds_of
from longtake.pipeline.workers import WorkerPool
from longtake.sound import (
    HEADROOM,
    Level,
    Levels,
    Loudness,
    Passage,
    SoundPiece,
    build_mix,
    corrected,
    integrated,
    is_right,
    level_of,
    loudness_of,
    passages_of,
)
from longtake.store import DamagedObjectError, Store
from longtake.storyboard.loudness import parse_loudness

__all__ = ["heard_at", "levelled", "target_of"]

_LOOKS = 6
_TOLERANCE = 5
_KEPT = range(-25, 29)
"""What a film may be off and keep its gain: within 30 of its target as a player hears it, for AAC takes up to 5 of them
and adds none, and passages measure a film to within 2."""
_LIMITED = 100  # hundredths of a LU that a limiter takes, from which on a person should know


def target_of(loudness: str) -> LoudnessTarget | None:
    """What a plan's loudness means; None where the sound is left as it is mixed."""
    target = parse_loudness(loudness or "streaming")
    return target if isinstance(target, LoudnessTarget) else None


async def levelled(job: Job, store: Store, pool: WorkerPool, workers: int, kept: Lock, say: Listener) -> Job:
    """The film with its sound at its loudness, in every language. kept: with its levels when it was made last; those
    that are right now go into its lock. Raises what the workers raise."""
    target = target_of(job.planned.plan.loudness)
    if target is None:
        return job
    meter, bed = _Meter(job, store, pool, workers, say), bed_of(job.planned, job.timeline)
    passages = passages_of(build_mix(bed))
    mixed = await meter.measured(passages)
    level, finished = await _decided(mixed, target, kept.level, meter, passages)
    _tell(mixed, level, finished, target, say)
    if finished.integrated is not None:
        job = _locked(job.at_level(level, finished), level=level)
    tongues = []
    for one, dub in zip(job.tongues, sounds_of(job.planned)[1:], strict=True):
        heard = passages_of(build_mix(dubbed_bed(job.planned, bed, dub)))
        tongues.append(await _in_tongue(one, heard, job, meter, target, kept.levels.get(one.language, level), say))
    levels = {one.language: one.level for one in tongues if one.level}
    return _locked(job.in_tongues(tuple(tongues)), levels=levels) if tongues else job


async def heard_at(
    job: Job,
    target: LoudnessTarget,
    kept: Level | None,
    about: str,
    store: Store,
    pool: WorkerPool,
    workers: int,
    say: Listener,
) -> tuple[tuple[SoundPiece, ...], Level | None]:
    """The pieces of the film's own sound at another loudness than its own, by the same mix with another gain; as they
    are, without a level, where nothing is heard. kept, raises: as of `levelled`."""
    meter, bare = _Meter(job, store, pool, workers, say), tuple(replace(piece, level=None) for piece in job.pieces)
    passages = passages_of(build_mix(bed_of(job.planned, job.timeline)))
    mixed = await meter.measured(passages)
    level, finished = await _decided(mixed, target, kept, meter, passages)
    _tell(mixed, level, finished, target, say, about)
    if finished.integrated is None:
        return bare, None
    return tuple(replace(piece, level=level) for piece in bare), level


async def _in_tongue(
    tongue: Tongue,
    passages: Sequence[Passage],
    job: Job,
    meter: _Meter,
    target: LoudnessTarget,
    kept: Level,
    say: Listener,
) -> Tongue:
    """Another language at its loudness. passages: of its mix; kept: its own level, or that of the film's own language:
    while that is right for both, what is heard without words is one sound for both."""
    mixed = await meter.measured(passages)
    level, finished = await _decided(mixed, target, kept, meter, passages)
    _tell(mixed, level, finished, target, say, f"sound in {tongue.language}")
    return tongue if finished.integrated is None else tongue.at_level(level, finished, job.ladder.sound)


def _locked(job: Job, **found: Any) -> Job:
    """found: of the lock."""
    lock = Lock.from_json(job.planned.lock) if job.planned.lock else Lock()
    return replace(job, planned=replace(job.planned, lock=replace(lock, **found).to_json()))


async def _decided(
    mixed: Sequence[Levels], target: LoudnessTarget, kept: Level | None, meter: _Meter, passages: Sequence[Passage]
) -> tuple[Level, Loudness]:
    if kept and kept.ceiling == target.true_peak and integrated(mixed) is not None:
        finished = await meter.at(kept, mixed, passages)
        if finished.integrated is None or finished.integrated - target.integrated in _KEPT:
            return kept, finished
    level = level_of(loudness_of(mixed), target)
    for _ in range(_LOOKS):
        finished = await meter.at(level, mixed, passages)
        better = corrected(level, finished, target)
        if better == level or is_right(finished, target, _TOLERANCE):
            break
        level = better
    return level, finished


def _tell(
    mixed: Sequence[Levels],
    level: Level,
    finished: Loudness,
    target: LoudnessTarget,
    say: Listener,
    about: str = "sound",
) -> None:
    """What the level did that a person should know."""
    raised, reached = integrated(mixed), finished.integrated
    if raised is None or reached is None:
        return
    if not is_right(finished, target, 100):
        message = f"the mix is {raised / 100:.1f} LUFS; raised by {level.gain / 100:.1f} dB it is {reached / 100:.1f}"
        say(Notice(about, f"{message}, not {target.text}: what is fainter is mostly noise"))
    elif (taken := raised + level.gain - reached) > _LIMITED:
        message = f"to reach {target.text} its peaks are limited, which takes {taken / 100:.1f} LU"
        say(Notice(about, f"{message}; a lower loudness leaves them as they are"))


def _silences(passages: Sequence[Passage], keys: Sequence[Digest]) -> dict[Digest, Levels]:
    """What nobody needs to measure."""
    return {
        key: Levels.of_silence(passage.blocks + 1)
        for passage, key in zip(passages, keys, strict=True)
        if not passage.parts
    }


class _Meter:
    """Measures passages of a film, in workers where the store does not know them."""

    def __init__(self, job: Job, store: Store, pool: WorkerPool, workers: int, say: Listener) -> None:
        from longtake.libav.toolchain import metering_toolchain

        self._job, self._store, self._pool, self._workers, self._say = job, store, pool, workers, say
        self._toolchain = metering_toolchain()

    async def at(self, level: Level, mixed: Sequence[Levels], passages: Sequence[Passage]) -> Loudness:
        """The loudness of a film's sound at a level. mixed: of its passages, before; only those that are limited there
        are measured again."""
        most = level.ceiling - HEADROOM
        loud = [number for number, one in enumerate(mixed) if one.peak + level.gain > most]
        limited = await self.measured([replace(passages[number], level=level) for number in loud])
        found = dict(zip(loud, limited, strict=True))
        return loudness_of([found.get(number) or one.raised(level.gain) for number, one in enumerate(mixed)])

    async def measured(self, passages: Sequence[Passage]) -> list[Levels]:
        """As they count in the film."""
        keys = [passage.key(self._toolchain) for passage in passages]
        for _ in range(2):
            known = await asyncio.to_thread(self._known, keys) | _silences(passages, keys)
            missing = {key: passage for passage, key in zip(passages, keys, strict=True) if key not in known}
            if not missing:
                break
            await self._measure([(passage, key) for key, passage in missing.items()])
        return [passage.counted(known[key]) for passage, key in zip(passages, keys, strict=True)]

    def _known(self, keys: Sequence[Digest]) -> dict[Digest, Levels]:
        """What the store knows; what rotted there is measured again."""
        found = {}
        for key in dict.fromkeys(keys):
            try:
                found[key] = Levels.from_bytes(self._store.read(key))
            except (KeyError, DamagedObjectError):
                continue
        return found

    async def _measure(self, passages: Sequence[KeyedPassage]) -> None:
        await self._pool.resize(self._workers)
        tasks = [MeasureTask(run, self._files(run), self._store.root) for run in runs_of(passages)]
        async with aclosing(self._pool.run(tasks)) as results:
            async for done in results:
                for crash in done.crashes:
                    self._say(Notice("", crash))

    def _files(self, run: Sequence[KeyedPassage]) -> dict[Digest, Path]:
        return {part.digest: self._job.sounds[part.digest] for passage, _ in run for part in passage.parts}

"""A live preview: while a film is made, what has landed of it is published in film order, for whoever watches already.

What it shows is encoded for the film anyway: packets are copied. Only its sound is mixed for it alone, at a level that
is known before the whole film can be measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.packaging.preview import PREVIEW
from longtake.pipeline.events import Listener, Watchable
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.job import Job
from longtake.pipeline.levelling import target_of
from longtake.pipeline.lock import read_lock
from longtake.pipeline.provisional import Provisional, provisional_of
from longtake.pipeline.showing import ROOM, Showing
from longtake.pipeline.sounding import KeyedPiece, SoundTask
from longtake.pipeline.working import Onlooker
from longtake.sound import Level
from longtake.store import DamagedObjectError, OutputFolder, Store

if TYPE_CHECKING:
    from longtake.sound.encode import Overload

__all__ = ["Preview"]

_TICK = 0.1
_AWAITED = 8
"""Pieces of sound that are a task of their own: somebody waits for them."""


@dataclass(frozen=True, slots=True)
class _SoundTask(SoundTask):
    """Mixes pieces that are heard in the preview alone: how loud they are is told of the film itself."""

    def work(self, recorder: FlightRecorder) -> Overload:
        from longtake.sound.encode import Overload

        SoundTask.work(self, recorder)
        return Overload()


class Preview:
    """The live preview of one make. Its publishing is done in a thread, one at a time.

    Its sound has the level of the film that was made here last, which is a better guess than none.
    """

    def __init__(self, folder: OutputFolder, store: Store, say: Listener) -> None:
        self._folder, self._store, self._say = folder, store, say
        self._film: Provisional | None = None
        self._showing: Showing | None = None
        self._work: asyncio.Future[bool] | None = None
        self._trouble: BaseException | None = None
        self._is_told = self._is_news = False

    def comes_to(self, job: Job, known: int) -> Onlooker:
        """Of the film as it is planned now, the first `known` spans can be shown. What it needs for that, and what to
        call when something may have landed."""
        self._film = film = provisional_of(job, known, self._level(job), self._store.read)
        missing = [piece for piece in film.pieces if not self._store.has(piece[1])]
        runs = filter(None, (missing[:_AWAITED], missing[_AWAITED:]))  # the first are waited for
        return Onlooker(tuple(self._task(job, run) for run in runs), self.look, _TICK, is_in_order=True)

    def look(self) -> None:
        """Has what has landed published. Raises what was met at that, since the last look."""
        self._raise()
        self._is_news = self._work is not None
        if not self._work:
            self._begin(self._publish)

    async def finish(self, job: Job) -> None:
        """Publishes the rest of the film, whose every part is there, and ends; previews before this one are removed.
        Raises DamagedObjectError for what rotted since it was made."""
        await self.leave()
        self._raise()
        self._film = await asyncio.to_thread(
            lambda: provisional_of(job, len(job.spans), self._level(job), self._store.read)
        )
        self._begin(self._end)
        await self.leave()
        self._raise()

    async def leave(self) -> None:
        """Waits until nothing is written any more."""
        while self._work:
            self._is_news = False
            await asyncio.wait([self._work])
            await asyncio.sleep(0)  # for what is called when it is done

    @property
    def files(self) -> list[str]:
        """Every file that it has by now."""
        return self._showing.files if self._showing else []

    def _begin(self, work: Callable[[], bool]) -> None:
        self._work = asyncio.get_running_loop().run_in_executor(None, work)  # no task: nobody cancels it
        self._work.add_done_callback(self._worked)

    def _worked(self, work: asyncio.Future[bool]) -> None:
        """In the loop's thread. What was met here is raised where somebody asks."""
        self._work, self._trouble = None, work.exception()
        try:
            if self._showing and not self._is_told:
                self._is_told = True
                self._say(Watchable(str(self._folder.path / PREVIEW)))
            if not self._trouble and (self._is_news or work.result()):
                self.look()
        except BaseException as error:
            self._trouble = error

    def _raise(self) -> None:
        trouble, self._trouble = self._trouble, None
        if trouble:
            raise trouble

    def _publish(self) -> bool:
        """Whether there may be more. What rotted in the store is made anew by whoever comes to it next."""
        with suppress(DamagedObjectError):
            return self._added()
        return False

    def _end(self) -> bool:
        while self._added():
            pass
        film, showing = self._film, self._showing
        assert film
        if showing is None or showing.ends != film.ends:
            for key in film.needs(len(showing.ends) if showing else 0):
                self._store.read(key)  # which tells what is wrong
        assert showing
        showing.add((), is_over=True)
        ours = self._folder.claims()
        files = {PREVIEW, *showing.files}
        self._folder.keep_only(name for name in ours if name in files or not name.startswith(f"{ROOM}/"))
        return False

    def _added(self) -> bool:
        """Whether any segment was added. Where what was shown is cut otherwise by now, another preview is begun."""
        film, showing = self._film, self._showing
        if film is None:
            return False
        if showing and not showing.goes_on_with(film):
            showing = None
        landed = film.landed(len(showing.ends) if showing else 0, self._store.has)
        if not landed:
            return False
        pictures, sounds = film.pictures(), film.sounds()
        going_on = showing or Showing.begun(self._folder, film, pictures, sounds)
        going_on.add((film.segments[number].end, film.pair(number, pictures, sounds)) for number in landed)
        if showing is None:
            going_on.announce(film, pictures, sounds)
            self._showing = going_on
        return True

    def _level(self, job: Job) -> Level | None:
        target = target_of(job.planned.plan.loudness)
        if target is None:
            return None
        kept = read_lock(self._folder.path).level
        return kept if kept and kept.ceiling == target.true_peak else Level(0, target.true_peak)

    def _task(self, job: Job, run: Sequence[KeyedPiece]) -> _SoundTask:
        heard = {part.digest: job.sounds[part.digest] for piece, _ in run for part in piece.parts}
        return _SoundTask(tuple(run), job.ladder.sound, heard, self._store.root)

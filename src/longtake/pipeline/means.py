"""The means to make a film with: its renditions, their encoder, and how many workers."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.errors import InputError
from longtake.media import Ladder, Size
from longtake.media.amounts import bytes_text
from longtake.pipeline.capacity import Machine, WorkerCount, worker_bytes, workers_for
from longtake.pipeline.events import Listener, Notice
from longtake.pipeline.lock import LockedLadder
from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["ENCODERS", "Means", "checked_encoder", "workers_of"]

ENCODERS = ("x264", "hardware", "nvenc", "qsv", "videotoolbox", "vaapi")


@dataclass(frozen=True, slots=True)
class Means:
    """What a film is made with. fits: whether the ladder is still to be fitted to the film; chosen: how it was before,
    and is kept so."""

    ladder: Ladder
    workers: int
    fits: bool = False
    chosen: LockedLadder | None = None


def checked_encoder(wanted: str) -> str:
    """Raises InputError for a name that is not among ENCODERS."""
    if wanted in ENCODERS:
        return wanted
    raise InputError(f"{wanted!r} is no encoder", place="encoder", advice=(f"use {', '.join(ENCODERS)}",))


def workers_of(wanted: WorkerCount, planned: PlannedFilm, ladder: Ladder, say: Listener) -> int:
    """The number that was asked for; for `auto`, what this machine has room for. Fewer than its cores are told."""
    if wanted != "auto":
        return wanted
    machine, need = Machine.here(), worker_bytes(_largest(planned), ladder)
    workers = workers_for(machine, need)
    if workers < machine.cores and machine.memory is not None:
        room = f"each needs about {bytes_text(need)} and {bytes_text(machine.memory)} are free"
        say(Notice("workers", f"{workers} for {machine.cores} cores: {room}"))
    return workers


def _largest(planned: PlannedFilm) -> Size:
    sizes = [facts.picture.coded for facts in planned.facts.values() if facts.kind == "video" and facts.picture]
    return max([planned.plan.size, *sizes], key=lambda size: size.pixels)

"""Makes a film with a live preview: `python maker.py ADDRESS SPEED FOLDER`, where `film.yaml` lies in the folder.

Tells as JSON: cpu and wall, seconds from when the take of the first shot landed to when the preview could be played,
of this process and all that it started; landed: how many takes were here then; segment: CPU seconds that the first
segment of the preview costs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import longtake
from longtake.emulator import environment
from longtake.media import Digest
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.job import Job
from longtake.pipeline.previewing import Preview
from longtake.pipeline.provisional import provisional_of
from longtake.pipeline.rendering import RenderTask
from longtake.pipeline.sounding import SoundTask
from longtake.store import Store

_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    address, speed, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    os.environ.update(environment(address, speed))
    jobs = _noted_jobs()
    marks: dict[str, tuple[float, float]] = {}
    told: dict[str, float] = {"landed": 0}

    def listen(event: longtake.Event) -> None:
        named = event.as_json()
        if named.get("stage") == "landed":
            told["landed"] += "shown" not in marks
            if named["shot"] == "square.1":
                marks["landed"] = _cpu(), time.monotonic()
        if isinstance(event, longtake.Watchable):
            marks["shown"] = (_cpu(), time.monotonic())

    options: dict[str, Any] = {"workspace": folder / "space", "yes": True, "workers": 1, "on_event": listen}
    longtake.make(folder / "film.yaml", folder / "out", live_preview=True, **options)
    told["cpu"], told["wall"] = (after - before for before, after in zip(marks["landed"], marks["shown"], strict=True))
    costs = [_segment_cost(jobs[-1], folder / f"cost-{number}") for number in range(3)]
    print(json.dumps(told | {"segment": min(costs[1:])}))


def _noted_jobs() -> list[Job]:
    """Of each round of the make; the last is the whole film's."""
    jobs, comes_to = list[Job](), Preview.comes_to

    def noting(preview: Preview, job: Job, known: int) -> Any:
        jobs.append(job)
        return comes_to(preview, job, known)

    Preview.comes_to = noting  # type: ignore[method-assign]
    return jobs


def _segment_cost(job: Job, folder: Path) -> float:
    """CPU seconds of this process."""
    store, note = Store(folder / "store"), folder / "note"
    folder.mkdir()
    FlightRecorder.prepare(note)
    film = provisional_of(job, len(job.spans), None, store.read)
    batch = job.missing_spans(set[Digest]())[: film.segments[0].end_span]
    run = film.pieces[:1]
    heard = {part.digest: job.sounds[part.digest] for piece, _ in run for part in piece.parts}
    begin = time.process_time()
    RenderTask(batch, job.film, job.materials, store.root, job.layers).work(FlightRecorder(note))
    SoundTask(run, job.ladder.sound, heard, store.root).work(FlightRecorder(note))
    film.pair(0, film.pictures(), film.sounds())
    return time.process_time() - begin


def _cpu() -> float:
    """CPU seconds of this process and all that it started and that still run."""
    parents, used = dict[int, int](), dict[int, float]()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
        used[int(path.parent.name)] = sum(map(int, fields[11:13])) / _TICK
    return sum(cpu for process, cpu in used.items() if _is_ours(process, parents))


def _is_ours(process: int, parents: dict[int, int]) -> bool:
    while process and process != os.getpid():
        process = parents.get(process, 0)
    return bool(process)


if __name__ == "__main__":
    main()

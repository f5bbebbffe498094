"""`longtake make --watch` as somebody has it beside an editor: one process, and a film after each saved change."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from longtake_command import LONGTAKE, encoding_options, workspace_of
from measuring import Usage, high_water, tree

__all__ = ["Watching", "watching"]

_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def watching(storyboard: Path, folder: Path, *, workers: int) -> Iterator[Watching]:
    """Begins to make the film of a storyboard into folder/out, on whatever folder/workspace holds."""
    command = [LONGTAKE, "--json", "make", storyboard, "-o", folder / "out", "--watch", *encoding_options(workers)]
    env = {**os.environ, **workspace_of(folder)}
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, env=env) as program:
        try:
            yield Watching(program)
        finally:
            program.terminate()  # as Ctrl-C, which a program that runs in the background may be told to ignore
            program.communicate()


class Watching:
    """Each film counts from the moment that this is made, or from `saved`."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program
        self._cpu = 0.0
        self.saved()

    def saved(self) -> None:
        """The storyboard has just been written."""
        self._start = time.monotonic()

    def made(self) -> Usage:
        """Waits until the film stands. peak: MB of the watching process. Raises RuntimeError where none is made."""
        assert self._program.stdout
        for line in self._program.stdout:
            told = json.loads(line)
            if told["event"] == "error":
                raise RuntimeError(line)
            if told["event"] == "done":
                return self._used(time.monotonic() - self._start)
        raise RuntimeError("longtake make --watch has ended")

    def _used(self, wall: float) -> Usage:
        """CPU seconds since the last film, of the process and of the workers that it keeps."""
        stats = [Path(f"/proc/{pid}/stat").read_text() for pid in tree(self._program.pid)]
        cpu = sum(sum(map(int, stat.rpartition(")")[2].split()[11:15])) for stat in stats) / _TICKS
        used, self._cpu = cpu - self._cpu, cpu
        return Usage(used, wall, high_water(self._program.pid))

"""Longtake as its users run it: the console script, on an empty workspace unless told otherwise.

Its modules are compiled first, as an installer compiles what it installs: else a checkout whose surroundings keep no
bytecode (`PYTHONDONTWRITEBYTECODE`) compiles all of them at each command, and once more in each worker.
"""

from __future__ import annotations

import compileall
import sys
from collections.abc import Sequence
from pathlib import Path

from measuring import Usage, run

import longtake

__all__ = ["LONGTAKE", "assemble", "encoding_options", "make", "workspace_of"]

LONGTAKE = Path(sys.executable).with_name("longtake")
compileall.compile_dir(Path(longtake.__file__).parent, quiet=1)


def assemble(
    clips: Sequence[Path],
    folder: Path,
    *,
    rungs: str = "1080,720,540,360",
    workers: int,
    watch_memory: bool = False,
) -> Usage:
    """A 1080p film with dissolves into folder/out, cold: the workspace is new."""
    film = ["--size", "1920x1080", "--rate", "24", "--rungs", rungs, "--join", "dissolve:0.5s"]
    command = [LONGTAKE, "assemble", *clips, "-o", folder / "out", *film, *encoding_options(workers)]
    return run(command, workspace_of(folder), watch_memory=watch_memory)


def make(storyboard: Path, folder: Path, *, workers: int, watch_memory: bool = False) -> Usage:
    """The film of a storyboard into folder/out, on whatever folder/workspace holds."""
    command = [LONGTAKE, "make", storyboard, "-o", folder / "out", *encoding_options(workers)]
    return run(command, workspace_of(folder), watch_memory=watch_memory)


def encoding_options(workers: int) -> list[object]:
    """How every film of the benchmarks is encoded."""
    return ["--preset", "veryfast", "--crf", "21", "--workers", workers]


def workspace_of(folder: Path) -> dict[str, str]:
    return {"LONGTAKE_WORKSPACE": str(folder / "workspace")}

"""A make that is told to end, ends: resumable, with its exit code, no process left behind, no half of a file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from films import same_bytes

import longtake
from longtake.store import OutputFolder

OPTIONS = {"rungs": (180, 90), "preset": "ultrafast"}
LINES = ["--rungs", "180,90", "--preset", "ultrafast", "--workers", "2"]


@pytest.fixture(scope="module")
def storyboard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from make_fixtures import make_one

    folder = tmp_path_factory.mktemp("project")
    make_one(folder, "long").rename(folder / "a.mp4")
    shots = "".join(f"    - {{clip: a.mp4, trim: {at}s..{at + 4}s}}\n" for at in range(1, 9))
    (folder / "film.yaml").write_text(
        f"storyboard: 1\nframe: {{size: 320x180}}\nscenes:\n  - shots:\n{shots}    - {{action: dawn, for: 4s}}\n"
    )
    return folder / "film.yaml"


@pytest.fixture(scope="module")
def whole(storyboard: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The film that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    return same_bytes(longtake.make(storyboard, folder / "out", workspace=folder / "space", **OPTIONS).folder)


def stopped(
    storyboard: Path,
    tmp_path: Path,
    when: Callable[[str], bool],
    *,
    ignoring_ctrl_c: bool = False,
    to_all: bool = False,
) -> tuple[int, str, int]:
    """Sends SIGTERM at the first line that is so. Gives exit code, standard error and the number of the group."""
    command = [sys.executable, "-m", "longtake", "make", storyboard, "-o", tmp_path / "out"]
    process = subprocess.Popen(
        [*map(str, command), "--workspace", str(tmp_path / "space"), *LINES],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignoring_ctrl_c else None,
    )  # fmt: skip
    assert process.stdout
    for line in process.stdout:
        if when(line):
            (os.killpg if to_all else os.kill)(process.pid, signal.SIGTERM)
            break
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors, process.pid


def began(stage: str) -> Callable[[str], bool]:
    return lambda line: line.split()[0] == stage


def left_behind(group: int) -> list[str]:
    """What of a process group goes on working, after a moment in which helpers see that their maker is gone."""
    for _ in range(100):
        if not (living := [path for path in Path("/proc").glob("[0-9]*") if _works_in(path, group)]):
            return []
        time.sleep(0.1)  # for another process, whose end nothing else tells
    return [(path / "cmdline").read_text() for path in living]


def _works_in(process: Path, group: int) -> bool:
    """Whether it is a process of the group that did not end: a zombie only waits for its parent to notice."""
    try:
        state, _, its_group = (process / "stat").read_text().rpartition(")")[2].split()[:3]
    except (OSError, ValueError):
        return False
    return int(its_group) == group and state != "Z"


@pytest.mark.parametrize("stage", ["plan", "spans", "package"])
def test_a_terminated_make_is_resumed_to_the_same_film(
    stage: str, storyboard: Path, whole: dict[str, str], tmp_path: Path
) -> None:
    code, errors, group = stopped(storyboard, tmp_path, began(stage))
    # What is left after the last of these lines takes under a second: it may be over before the signal comes.
    assert code == 143 or (stage == "package" and code == 0)
    assert left_behind(group) == []
    assert "Traceback" not in errors
    assert code == 0 or "run the same command to go on" in errors
    out = tmp_path / "out"
    assert not [path for path in out.rglob(".*") if path.is_file() and path.parent != out / ".longtake"]
    assert OutputFolder(out).maker() is None
    assert same_bytes(longtake.make(storyboard, out, workspace=tmp_path / "space", **OPTIONS).folder) == whole


def test_it_ends_where_ctrl_c_is_ignored_as_in_the_background_of_a_shell(storyboard: Path, tmp_path: Path) -> None:
    code, errors, group = stopped(storyboard, tmp_path, began("spans"), ignoring_ctrl_c=True)
    assert code == 143
    assert "run the same command to go on" in errors
    assert "Traceback" not in errors
    assert left_behind(group) == []


def test_a_whole_group_that_is_terminated_blames_no_clip(storyboard: Path, tmp_path: Path) -> None:
    code, errors, group = stopped(storyboard, tmp_path, began("spans"), to_all=True)
    assert code == 143
    assert "worker died" not in errors
    assert left_behind(group) == []


def test_a_cancelled_make_is_over_when_nobody_writes_any_more(storyboard: Path, tmp_path: Path) -> None:
    """Cancelled while it packages: its thread ends at the next file, and only then is the folder free."""
    import asyncio
    import threading

    out = tmp_path / "out"

    async def cancelled() -> set[str]:
        def listen(event: longtake.Event) -> None:
            if isinstance(event, longtake.Progress) and event.stage == "package" and event.done == 1:
                making.cancel()

        making = asyncio.ensure_future(
            longtake.make_async(storyboard, out, workspace=tmp_path / "space", on_event=listen, **OPTIONS)
        )
        with pytest.raises(asyncio.CancelledError):
            await making
        return {thread.name for thread in threading.enumerate() if "busy" in thread.name}

    asyncio.run(cancelled())
    assert not (out / "film.mp4").exists()
    assert not [path for path in (out / "hls").rglob("*") if path.is_file()]

"""The laws: same input same bytes, one worker or many, incremental equals full, resumed equals undisturbed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from films import SMALL, encoding, same_bytes

import longtake

STORYBOARD = """\
storyboard: 1
title: Laws
frame: {{size: 320x180, rate: 24}}
scenes:
  - id: one
    shots:
      - {{clip: a.mp4, trim: 1s..{a_end}}}
      - {{clip: b.mp4, trim: 2s..9s, join: {join}}}
      - {{action: "{words}", for: {length}, camera: slow dolly-in, join: dissolve 0.25s}}
      - {{clip: c.mp4, trim: 1s..8s, join: cut}}
"""
FIRST = {"a_end": "8s", "join": "dissolve 0.5s", "words": "the cup fills", "length": "3s"}
EDITS: dict[str, dict[str, str]] = {
    "a longer join": {"join": "dissolve 1s"},
    "a cut for a dissolve": {"join": "cut"},
    "a trim": {"a_end": "7.5s"},
    "other words": {"words": "the cup is empty"},
    "a longer shot": {"length": "4s"},
}


def written(folder: Path, made_clips: Path, **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, kind in (("a.mp4", "long"), ("b.mp4", "long"), ("c.mp4", "long")):
        target = folder / name
        if not target.exists():
            # Other bytes, same pictures: three sources that are known apart by digest.
            target.write_bytes((made_clips / f"{kind}.mp4").read_bytes() + box(name))
    path = folder / "storyboard.yaml"
    path.write_text(STORYBOARD.format(**{**FIRST, **changed}))
    return path


def box(name: str) -> bytes:
    """A box that players skip."""
    content = name.encode()
    return (8 + len(content)).to_bytes(4, "big") + b"free" + content


def made(storyboard: Path, out: Path, workspace: Path, workers: int = 2) -> longtake.Package:
    return longtake.make(storyboard, out, workspace=workspace, workers=workers, rungs=(180, 90), preset="ultrafast")


def test_one_worker_or_three_make_the_same_bytes(made_clips: Path, tmp_path: Path) -> None:
    storyboard = written(tmp_path / "project", made_clips)
    films = [
        same_bytes(made(storyboard, tmp_path / f"out{workers}", tmp_path / f"space{workers}", workers).folder)
        for workers in (1, 3)
    ]
    assert films[0] == films[1]
    assert len(films[0]) > 8


@pytest.fixture(scope="module")
def first(made_clips: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film before any edit: its project, output folder and workspace."""
    folder = tmp_path_factory.mktemp("first")
    assert not made(written(folder / "project", made_clips), folder / "out", folder / "space").reused
    return folder


@pytest.fixture
def before(first: Path, tmp_path: Path) -> Path:
    """A copy of it, to edit or to damage."""
    return Path(shutil.copytree(first, tmp_path / "before"))


def with_lock_of(before: Path, out: Path) -> None:
    """A folder of ours with nothing in it but the lock of another."""
    (out / ".longtake").mkdir(parents=True)
    (out / ".longtake" / "claims.json").write_text('{"files": ["lock.json"]}')
    shutil.copy(before / "lock.json", out / "lock.json")


@pytest.mark.parametrize("edit", EDITS)
def test_incremental_equals_full(edit: str, before: Path, made_clips: Path, tmp_path: Path) -> None:
    edited = written(before / "project", made_clips, **EDITS[edit])
    with_lock_of(before / "out", tmp_path / "full")
    incremental = made(edited, before / "out", before / "space")
    full = made(edited, tmp_path / "full", tmp_path / "other-space")
    assert not incremental.reused
    assert same_bytes(incremental.folder) == same_bytes(full.folder)


def encoded_spans(storyboard: Path, out: Path, workspace: Path) -> tuple[int, int]:
    """How many spans a make encodes anew, and of how many."""
    return encoding(storyboard, out, workspace=workspace, rungs=(180, 90))[1:]


def test_a_changed_join_encodes_its_own_spans_only(before: Path, made_clips: Path) -> None:
    project, out, space = before / "project", before / "out", before / "space"
    anew, total = encoded_spans(written(project, made_clips, join="dissolve 1s"), out, space)
    assert 1 <= anew <= 3
    assert total > 8
    anew, _ = encoded_spans(written(project, made_clips, join="dissolve 1s", a_end="7.5s"), out, space)
    assert 1 <= anew <= 3


def test_a_second_make_does_nothing_and_says_so(before: Path) -> None:
    events: list[longtake.Event] = []
    again = longtake.make(
        before / "project/storyboard.yaml", before / "out", workspace=before / "space", rungs=(180, 90),
        preset="ultrafast", on_event=events.append,
    )  # fmt: skip
    assert again.reused
    assert isinstance(events[-1], longtake.Reused)


def test_a_lost_output_folder_is_made_again_without_encoding(first: Path, before: Path) -> None:
    shutil.rmtree(before / "out")
    assert encoded_spans(before / "project/storyboard.yaml", before / "out", before / "space")[0] == 0
    assert same_bytes(before / "out") == same_bytes(first / "out")


def test_a_touched_file_is_made_whole_again(first: Path, before: Path) -> None:
    out = before / "out"
    segment = next((out / "hls").rglob("seg-*.m4s"))
    segment.write_bytes(b"not a segment")
    (out / "film.mp4").unlink()
    assert not made(before / "project/storyboard.yaml", out, before / "space").reused
    assert same_bytes(out) == same_bytes(first / "out")


def test_a_damaged_span_in_the_store_is_made_again(first: Path, before: Path, tmp_path: Path) -> None:
    space = before / "space"
    damaged = sorted((space / "store").rglob("*"), key=lambda path: path.stat().st_size)[-1]
    damaged.write_bytes(damaged.read_bytes()[:-100])
    again = made(before / "project/storyboard.yaml", tmp_path / "again", space)
    assert same_bytes(again.folder) == same_bytes(first / "out")


def test_the_manifest_lists_every_file_with_its_size_and_digest(first: Path) -> None:
    import hashlib

    manifest = json.loads((first / "out/manifest.json").read_text())
    listed = {row["path"]: (row["size"], row["sha256"]) for row in manifest["files"]}
    there = {
        path.relative_to(first / "out").as_posix(): (
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in (first / "out").rglob("*")
        if path.is_file() and ".longtake" not in path.parts and path.name != "manifest.json"
    }
    assert listed == there
    assert [shot["kind"] for shot in manifest["shots"]] == ["footage", "footage", "animatic", "footage"]


def interrupted(
    storyboard: Path, out: Path, space: Path, when: Callable[[str], bool], sign: int
) -> subprocess.CompletedProcess[str]:
    """Runs the command and sends it a signal at the first line that is so."""
    command = [sys.executable, "-m", "longtake", "make", storyboard, "-o", out, "--workspace", space]
    process = subprocess.Popen(
        [*map(str, command), "--rungs", "180,90", "--preset", "ultrafast", "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout
    told = []
    for line in process.stdout:
        told.append(line)
        if when(line):
            process.send_signal(sign)
            break
    rest, errors = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, "".join(told) + rest, errors)


def told_of(stage: str, least: int) -> Callable[[str], bool]:
    """Whether a line tells that a stage has come so far; how often it is told depends on the machine."""

    def is_so(line: str) -> bool:
        word, *rest = line.split()
        return word == stage and (not least or int(rest[0]) >= least)

    return is_so


@pytest.mark.parametrize(("stage", "least"), [("plan", 0), ("spans", 2), ("package", 3)])
def test_a_killed_make_goes_on_where_it_was_and_ends_the_same(
    stage: str, least: int, first: Path, made_clips: Path, tmp_path: Path
) -> None:
    storyboard, out, space = written(tmp_path / "project", made_clips), tmp_path / "out", tmp_path / "space"
    killed = interrupted(storyboard, out, space, told_of(stage, least), signal.SIGKILL)
    # What is left after these lines takes under a second: on a busy machine it may be over before the signal is sent.
    assert killed.returncode in ((-signal.SIGKILL,) if stage == "plan" else (-signal.SIGKILL, 0))
    assert same_bytes(made(storyboard, out, space).folder) == same_bytes(first / "out")


def test_an_interrupt_keeps_what_is_done_and_says_how_to_go_on(made_clips: Path, tmp_path: Path) -> None:
    storyboard, out, space = written(tmp_path / "project", made_clips), tmp_path / "out", tmp_path / "space"
    stopped = interrupted(storyboard, out, space, told_of("spans", 0), signal.SIGINT)
    assert stopped.returncode == 130
    assert "run the same command" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert not made(storyboard, out, space).reused


def test_it_works_inside_a_running_loop_and_leaves_no_thread(made_clips: Path, tmp_path: Path) -> None:
    import asyncio
    import threading

    clips = [made_clips / "plain.mp4", made_clips / "keyframes.mp4"]

    async def embedded() -> tuple[longtake.Package, longtake.Package]:
        inside = longtake.assemble(clips, tmp_path / "sync", **SMALL)
        return inside, await longtake.assemble_async(clips, tmp_path / "async", **SMALL)

    before = set(threading.enumerate())
    first, second = asyncio.run(embedded())
    assert same_bytes(first.folder) == same_bytes(second.folder)
    assert {thread.name for thread in threading.enumerate() if thread not in before} == set()


def test_a_plain_script_needs_no_guard(made_clips: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    clip, out = str(made_clips / "plain.mp4"), str(tmp_path / "out")
    script.write_text(
        "import longtake\n"
        f"package = longtake.assemble([{clip!r}], {out!r}, preset='ultrafast')\n"
        "print(package.frames)\n"
    )
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("48\n", "", 0)


def test_where_a_clip_lies_is_no_part_of_the_film(made_clips: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    moved = [shutil.copy(made_clips / name, tmp_path / "elsewhere") for name in ("plain.mp4", "keyframes.mp4")]
    here = longtake.assemble([made_clips / "plain.mp4", made_clips / "keyframes.mp4"], tmp_path / "here", **SMALL)
    there = longtake.assemble(moved, tmp_path / "there", **SMALL)
    assert same_bytes(here.folder) == same_bytes(there.folder)
    assert str(tmp_path) not in there.manifest.read_text() + (there.folder / "plan.json").read_text()
    assert str(tmp_path) not in there.report.read_text()


def test_two_clips_of_one_name_are_told_apart_by_their_folders(made_clips: Path, tmp_path: Path) -> None:
    for folder, kind in (("a", "plain"), ("b", "silent")):
        (tmp_path / folder).mkdir()
        shutil.copy(made_clips / f"{kind}.mp4", tmp_path / folder / "clip.mp4")
    package = longtake.assemble([tmp_path / "a/clip.mp4", tmp_path / "b/clip.mp4"], tmp_path / "out", **SMALL)
    assert [shot["file"] for shot in json.loads(package.manifest.read_text())["shots"]] == ["a/clip.mp4", "b/clip.mp4"]

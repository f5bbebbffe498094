"""Admission: each file costs only itself, facts belong to bytes, and no process is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from make_fixtures import SyntheticClip, make_clip
from PIL import Image
from shelves import Shelf

from longtake.errors import PipelineError
from longtake.inspection import Admission, Admitted, ChildLimits, Refused, admit
from longtake.inspection.limited_child import child_command
from longtake.libav.probing import probe
from longtake.media import digest_file

ChildThat = Callable[[str], list[str]]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of a process are POSIX here")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three small clips of 4, 5 and 6 pictures."""
    folder = tmp_path_factory.mktemp("clips")
    return [make_clip(folder / f"{n}.mp4", SyntheticClip(width=64, height=48, frames=n, tone=None)) for n in (4, 5, 6)]


@pytest.fixture
def bad(clips: list[Path], tmp_path: Path) -> Path:
    """A clip which is fine, but which `child_that` will misbehave on."""
    path = tmp_path / "bad.mp4"
    path.write_bytes(clips[0].read_bytes() + b"\0\0\0\x08free")
    return path


def frames(result: Admission) -> int:
    assert isinstance(result, Admitted), result.error
    assert result.facts.picture is not None
    return result.facts.picture.frames


def refusal(result: Admission) -> str:
    assert isinstance(result, Refused)
    return str(result.error)


def test_results_are_in_the_order_of_the_paths(clips: list[Path]) -> None:
    assert [frames(result) for result in admit([*reversed(clips)], workers=2)] == [6, 5, 4]


def test_a_child_measures_what_this_process_would(clips: list[Path]) -> None:
    result = admit(clips[:1])[0]
    assert isinstance(result, Admitted)
    assert result.facts == probe(clips[0])


def test_nothing_to_admit_starts_no_child() -> None:
    assert admit([], command=["no such program"]) == []


def test_known_bytes_are_not_decoded_again(clips: list[Path]) -> None:
    shelf = Shelf()
    admit(clips, shelf)
    again = admit(clips, shelf, command=["no such program"])
    assert [frames(result) for result in again] == [4, 5, 6]
    assert all(isinstance(result, Admitted) and result.reused for result in again)


def test_facts_are_kept_by_digest_and_not_by_name(clips: list[Path], tmp_path: Path) -> None:
    shelf = Shelf()
    admit(clips[:1], shelf)
    (tmp_path / "copy.mov").write_bytes(clips[0].read_bytes())
    assert frames(admit([tmp_path / "copy.mov"], shelf, command=["no such program"])[0]) == 4


def test_the_same_bytes_twice_are_decoded_once(clips: list[Path], tmp_path: Path, child_that: ChildThat) -> None:
    log = tmp_path / "decoded"
    (tmp_path / "bad-1.mp4").write_bytes(clips[0].read_bytes())
    (tmp_path / "bad-2.mp4").write_bytes(clips[0].read_bytes())
    command = child_that(f"Path({str(log)!r}).open('a').write('.')\nanswer({{'refused': 'no', 'advice': []}})")
    results = admit([tmp_path / "bad-1.mp4", tmp_path / "bad-2.mp4"], command=command)
    assert log.read_text() == "."
    assert [refusal(result) for result in results] == [f"{tmp_path / name}: no" for name in ("bad-1.mp4", "bad-2.mp4")]


def test_torn_facts_are_measured_again_and_replaced(clips: list[Path]) -> None:
    shelf = Shelf()
    digest = digest_file(clips[0])
    shelf.texts[digest] = '{"digest": '
    result = admit(clips[:1], shelf)[0]
    assert isinstance(result, Admitted)
    assert not result.reused
    assert shelf.texts[digest] == result.facts.to_json()


def test_a_refused_file_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "prose.mp4").write_text("no film" * 100)
    shelf = Shelf()
    assert "the file could not be opened" in refusal(admit([tmp_path / "prose.mp4"], shelf)[0])
    assert shelf.texts == {}


def test_a_missing_file_costs_only_itself(clips: list[Path], tmp_path: Path) -> None:
    first, second = admit([tmp_path / "gone.mp4", clips[1]])
    assert refusal(first) == f"{tmp_path / 'gone.mp4'}: there is no such file\n  check the path"
    assert frames(second) == 5


def test_a_file_is_named_as_the_caller_wrote_it(clips: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clips[0].parent)
    good, gone = admit([Path("4.mp4"), Path("gone.mp4")])
    assert (good.path, frames(good)) == (Path("4.mp4"), 4)
    assert refusal(gone).startswith("gone.mp4: there is no such file")


def test_results_are_told_as_they_come_from_the_calling_thread(clips: list[Path]) -> None:
    told: list[tuple[int, threading.Thread]] = []
    admit(clips, on_result=lambda place, result: told.append((place, threading.current_thread())))
    assert sorted(place for place, _ in told) == [0, 1, 2]
    assert {thread for _, thread in told} == {threading.current_thread()}


@posix
@pytest.mark.parametrize("workers", [1, 2])
def test_a_real_crash_costs_only_the_file_in_hand(
    clips: list[Path], bad: Path, child_that: ChildThat, workers: int
) -> None:
    results = admit([clips[0], bad, clips[1], clips[2]], command=child_that("ctypes.string_at(0)"), workers=workers)
    assert refusal(results[1]) == f"{bad}: its decoder crashed (SIGSEGV)\n  leave it out, or export it again"
    assert [frames(results[place]) for place in (0, 2, 3)] == [4, 5, 6]


@posix
def test_a_hang_costs_only_the_file_in_hand(clips: list[Path], bad: Path, child_that: ChildThat) -> None:
    limits = ChildLimits(wall_seconds=3)  # the good clip after it has no longer, on a busy machine too
    results = admit([bad, clips[0]], command=child_that("signal.pause()"), limits=limits)
    assert "it took longer than it is given" in refusal(results[0])
    assert frames(results[1]) == 4


@posix
def test_a_busy_loop_is_ended_by_the_limit_of_processor_time(
    clips: list[Path], bad: Path, child_that: ChildThat
) -> None:
    code = "from longtake.inspection.child import _allow_cpu\n_allow_cpu(0)\nwhile True: pass"
    results = admit([bad, clips[0]], command=child_that(code), limits=ChildLimits(cpu_seconds=7))
    assert "it took more than 7 s of processor time" in refusal(results[0])
    assert frames(results[1]) == 4


@posix
def test_a_picture_that_needs_too_much_memory_is_refused(clips: list[Path], tmp_path: Path) -> None:
    Image.new("RGBA", (6000, 5900)).save(tmp_path / "vast.png")
    results = admit([tmp_path / "vast.png", clips[0]], limits=ChildLimits(memory_bytes=200 << 20))
    assert "it needs more memory than a file is given" in refusal(results[0])
    assert frames(results[1]) == 4


def test_a_child_that_stops_costs_only_the_file_in_hand(clips: list[Path], bad: Path, child_that: ChildThat) -> None:
    results = admit([bad, clips[0]], command=child_that("sys.exit(7)"))
    assert "its inspection stopped (exit code 7)" in refusal(results[0])
    assert frames(results[1]) == 4


@pytest.mark.parametrize(
    "said",
    [
        "{}",
        '{"facts": "no facts"}',
        '{"facts": "[]"}',
        '{"facts": 3}',
        '{"refused": 1}',
        '{"refused": "x", "advice": 3}',
    ],
)
def test_an_answer_that_makes_no_sense_is_no_admission(
    clips: list[Path], bad: Path, child_that: ChildThat, said: str
) -> None:
    results = admit([bad, clips[0]], command=child_that(f"print({said!r}, flush=True)"))
    assert "its inspection answered nonsense" in refusal(results[0])
    assert frames(results[1]) == 4


def test_what_a_child_prints_besides_is_no_answer(clips: list[Path], bad: Path, child_that: ChildThat) -> None:
    code = (
        "print('some library talks', flush=True)\nprint('3', flush=True)\nanswer({'refused': 'because', 'advice': []})"
    )
    assert "because" in refusal(admit([bad], command=child_that(code))[0])


def test_facts_of_other_bytes_than_were_asked_for_are_refused(
    clips: list[Path], bad: Path, child_that: ChildThat
) -> None:
    facts = f"probe(Path({str(clips[1])!r})).to_json()"
    code = f"from longtake.libav.probing import probe\nanswer({{'facts': {facts}, 'measures': None}})"
    shelf = Shelf()
    assert "it changed while it was inspected" in refusal(admit([bad], shelf, command=child_that(code))[0])
    assert shelf.texts == {}


def test_a_child_that_cannot_start_is_no_fault_of_the_file(clips: list[Path], tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise ImportError('no module named av')")
    with pytest.raises(
        PipelineError, match=r"could not start: its inspection stopped \(exit code 1\) ImportError: no mod"
    ):
        admit(clips, command=[sys.executable, "-I", str(tmp_path / "broken.py")], workers=2)


def test_a_command_that_is_not_there_is_no_fault_of_the_file(clips: list[Path]) -> None:
    with pytest.raises(PipelineError, match=r"could not start: .*no such program"):
        admit(clips, command=["no such program"])


def test_a_child_gets_no_secrets(bad: Path, child_that: ChildThat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "secret")
    told = refusal(admit([bad], command=child_that("answer({'refused': ' '.join(os.environ), 'advice': []})"))[0])
    assert "SOME_API_KEY" not in told
    assert "PATH" in told


@posix
def test_a_child_can_write_no_file_and_open_few(tmp_path: Path) -> None:
    code = (
        "import resource\nfrom longtake.inspection.child import _limit_process\n_limit_process(1 << 30)\n"
        "kinds = ('AS', 'FSIZE', 'NOFILE', 'CORE')\n"
        "print([resource.getrlimit(getattr(resource, 'RLIMIT_' + kind)) for kind in kinds])\n"
        "with open('written', 'w') as file:\n    file.write('x' * 100)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str([(1 << 30, 1 << 30), (0, 0), (64, 64), (0, 0)])
    assert "File too large" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux")
def test_a_child_leaves_the_network_where_the_kernel_lets_it() -> None:
    code = (
        "import socket\nfrom longtake.inspection.child import _leave_network\n"
        "print(_leave_network(), [name for _, name in socket.if_nameindex()])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if done.stdout.startswith("False"):
        pytest.skip("this kernel lets no process leave the network")
    assert done.stdout.strip() == "True ['lo']"
    assert len(socket.if_nameindex()) >= 1


def test_our_own_child_is_isolated_and_finds_this_package() -> None:
    command = child_command()
    assert command[:2] == [sys.executable, "-I"]
    assert Path(command[4], "longtake", "inspection", "child.py").is_file()


def test_an_error_in_the_listener_ends_all_children(clips: list[Path], bad: Path, child_that: ChildThat) -> None:
    def fail(place: int, result: Admission) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        admit([clips[0], bad], command=child_that("while True: time.sleep(1000)"), workers=2, on_result=fail)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("longtake-inspection")]


@posix
def test_ctrl_c_leaves_no_process_behind(bad: Path, child_that: ChildThat, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pids")
    command = child_that(f"Path({str(tmp_path / 'pids')!r}).write_text(str(os.getpid()))\nsignal.pause()")
    code = (
        "import sys\nfrom pathlib import Path\nfrom longtake.inspection import admit\n"
        f"admit([Path({str(bad)!r})], command={command!r})"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    child = int((tmp_path / "pids").read_text())
    parent.send_signal(signal.SIGINT)
    _, errors = parent.communicate(timeout=20)
    assert errors.strip().endswith("KeyboardInterrupt")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@posix
def test_no_zombie_is_left(clips: list[Path], bad: Path, child_that: ChildThat) -> None:
    code = (
        "import os\nfrom pathlib import Path\nfrom longtake.inspection import admit\n"
        f"admit([Path({str(bad)!r}), Path({str(clips[0])!r})], command={child_that('ctypes.string_at(0)')!r})\n"
        "try:\n    print(os.waitpid(-1, os.WNOHANG))\nexcept ChildProcessError:\n    print('none')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"

"""How many workers: never more than cores, never more than memory allows, never none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import InputError
from longtake.media import FrameRate, Size, ladder_for
from longtake.pipeline import capacity
from longtake.pipeline.capacity import Machine, checked_workers, worker_bytes, workers_for

MB, GB = 10**6, 10**9
RATE = FrameRate(24)


def need(width: int, height: int, preset: str = "veryfast") -> int:
    size = Size(width, height)
    return worker_bytes(size, ladder_for(size, RATE, preset=preset))


@given(st.integers(1, 256), st.none() | st.integers(0, 10**12), st.integers(10 * MB, 5 * GB))
def test_there_is_a_worker_and_never_more_than_cores_or_memory_hold(cores: int, memory: int | None, need: int) -> None:
    workers = workers_for(Machine(cores, memory), need)
    assert 1 <= workers <= cores
    if memory is not None and workers > 1:
        assert workers * need < memory


def test_a_large_machine_gets_a_worker_a_core() -> None:
    assert workers_for(Machine(8, 32 * GB), need(1920, 1080)) == 8


def test_little_memory_means_fewer_workers() -> None:
    assert workers_for(Machine(16, 2 * GB), need(1920, 1080)) in (2, 3)


def test_the_need_is_near_what_was_measured() -> None:
    assert 400 * MB < need(1920, 1080) < 700 * MB


def test_larger_pictures_and_slower_presets_need_more() -> None:
    assert need(640, 360) < need(1280, 720) < need(1920, 1080) < need(3840, 2160)
    assert need(1280, 720, "ultrafast") < need(1280, 720) < need(1280, 720, "medium") < need(1280, 720, "veryslow")


def test_a_container_s_limit_counts_and_its_droppable_caches_are_free(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("2000000000\n")
    (tmp_path / "memory.current").write_text("1500000000\n")
    (tmp_path / "memory.stat").write_text("anon 900000000\ninactive_file 400000000\n")
    assert capacity._room_in(tmp_path) == 900_000_000


def test_the_older_control_groups_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory.limit_in_bytes").write_text("1000\n")
    (tmp_path / "memory" / "memory.usage_in_bytes").write_text("400\n")
    assert capacity._room_in(tmp_path) == 600


def test_no_limit_is_no_limit(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("1500000000\n")
    assert capacity._room_in(tmp_path) is None


def test_available_memory_is_what_the_kernel_says(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal:  8000 kB\nMemFree:  10 kB\nMemAvailable:    3000 kB\n")
    assert capacity._free_bytes(tmp_path / "meminfo") == 3_072_000


def test_this_machine_has_a_core_and_some_memory() -> None:
    machine = Machine.here()
    assert machine.cores >= 1
    assert machine.memory is None or machine.memory > 0


@pytest.mark.parametrize("wanted", [0, -1, 257, 2.5, True, None, "many", "2"])
def test_nonsense_is_refused_with_advice(wanted: object) -> None:
    with pytest.raises(InputError, match=r"workers are auto or 1 to 256 processes, not .*\n.*leave it out"):
        checked_workers(wanted)


@pytest.mark.parametrize("wanted", [1, 256, "auto"])
def test_auto_and_whole_numbers_are_taken(wanted: object) -> None:
    assert checked_workers(wanted) == wanted

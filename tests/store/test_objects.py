"""The content-addressed store: whole objects or none, for any number of processes."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from longtake.errors import StoreError
from longtake.media import digest_of
from longtake.store import DamagedObjectError, Store

KEY = digest_of("an object")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    Store(tmp_path).write(KEY, b"content")
    assert Store(tmp_path).read(KEY) == b"content"


def test_an_absent_object_is_a_key_error(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert not store.has(KEY)
    with pytest.raises(KeyError):
        store.read(KEY)


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw[:40] + b"?" + raw[41:], lambda raw: b""])
def test_a_damaged_object_is_named_and_removed(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    store = Store(tmp_path)
    store.write(KEY, b"some content that will rot")
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedObjectError, match=f"{KEY[:12]}… was damaged"):
        store.read(KEY)
    assert not store.has(KEY)


def test_objects_are_private_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    Store(tmp_path).write(KEY, b"content")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [KEY[2:]]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_a_full_disk_keeps_nothing_half_written_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="No space left on device\n  free some space and run the same command again"):
        Store(tmp_path).write(KEY, b"content")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_two_processes_may_make_the_same_objects_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from longtake.store import Store; from longtake.media import digest_of\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for n in range(300): store.write(digest_of(n), str(n).encode() * 1000)\n"
        "for n in range(300): assert store.read(digest_of(n)) == str(n).encode() * 1000\n"
    )
    makers = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(3)]
    assert [maker.wait(timeout=60) for maker in makers] == [0, 0, 0]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 300

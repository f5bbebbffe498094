"""Files that are known by how they look from outside: never read twice, and never taken for what they were."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.inspection import Admission, Refused, Sighting, admit
from longtake.inspection import admission as admission_module
from longtake.media import ClipFacts, Digest, SoundFacts, digest_bytes

SECOND = 1_000_000_000


class Shelf:
    """Remembers digests."""

    def __init__(self) -> None:
        self.kept: dict[Sighting, Digest] = {}

    def get(self, sighting: Sighting) -> Digest | None:
        return self.kept.get(sighting)

    def put(self, sighting: Sighting, digest: Digest) -> None:
        self.kept[sighting] = digest


class Facts:
    """Knows every file for the same recording, and which digests it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Digest] = []

    def get(self, digest: Digest) -> str:
        self.asked.append(digest)
        return ClipFacts(digest, 400, "wav", "sound", sound=SoundFacts("pcm", 48_000, 2, Fraction(0), 100)).to_json()

    def put(self, digest: Digest, text: str) -> None:
        raise AssertionError("everything is known")


@pytest.fixture
def facts() -> Facts:
    return Facts()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files were written long ago, as far as admission can tell."""
    now = admission_module.time.time_ns() + 3600 * SECOND
    monkeypatch.setattr(admission_module.time, "time_ns", lambda: now)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"one " * 100)
    return path


def seen(path: Path, facts: Facts, shelf: Shelf) -> Digest:
    """The digest by which a file is known now."""
    results: list[Admission] = admit([path], facts, digests=shelf)
    assert not isinstance(results[0], Refused), results[0].error
    return facts.asked[-1]


@pytest.mark.usefixtures("later")
def test_a_file_that_nobody_touched_is_not_read_again(
    clip: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf()
    assert seen(clip, facts, shelf) == digest_bytes(b"one " * 100)

    def read(*_: object) -> None:
        raise AssertionError("it is read again")

    monkeypatch.setattr(admission_module.hashlib, "file_digest", read)
    assert seen(clip, facts, shelf) == digest_bytes(b"one " * 100)


@pytest.mark.skipif(os.name != "posix", reason="the time of the last change is kept on POSIX")
@pytest.mark.usefixtures("later")
def test_other_bytes_of_the_same_length_and_time_are_seen(clip: Path, facts: Facts) -> None:
    shelf, before = Shelf(), clip.stat()
    seen(clip, facts, shelf)
    clip.write_bytes(b"two " * 100)
    os.utime(clip, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert seen(clip, facts, shelf) == digest_bytes(b"two " * 100)


@pytest.mark.usefixtures("later")
def test_another_file_in_its_place_is_seen(clip: Path, facts: Facts) -> None:
    shelf, before = Shelf(), clip.stat()
    seen(clip, facts, shelf)
    other = clip.with_name("other.mp4")
    other.write_bytes(b"two " * 100)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(clip)
    assert seen(clip, facts, shelf) == digest_bytes(b"two " * 100)


def test_a_file_that_was_just_written_is_read_again(clip: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clip.stat().st_ctime_ns + SECOND // 1000
    monkeypatch.setattr(admission_module.time, "time_ns", lambda: now)
    shelf = Shelf()
    seen(clip, facts, shelf)
    assert not shelf.kept


@pytest.mark.usefixtures("later")
def test_a_file_that_changes_while_it_is_read_is_read_again(
    clip: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, real = Shelf(), admission_module.hashlib.file_digest

    def read(*given: object) -> object:
        clip.write_bytes(b"longer " * 100)
        return real(*given)

    monkeypatch.setattr(admission_module.hashlib, "file_digest", read)
    seen(clip, facts, shelf)
    assert not shelf.kept


times = st.integers(0, 4_000_000_000 * SECOND)


@given(times, times)
def test_what_is_settled_stays_so_and_nothing_is_at_the_time_of_its_change(modified: int, changed: int) -> None:
    sighting = Sighting(1, 2, 3, modified, changed)
    assert not sighting.is_settled(max(modified, changed))
    assert sighting.is_settled(max(modified, changed) + 2 * SECOND + 1)


def test_times_in_whole_seconds_take_two_seconds_to_settle() -> None:
    coarse, fine = Sighting(1, 2, 3, 5 * SECOND, 5 * SECOND), Sighting(1, 2, 3, 5 * SECOND, 5 * SECOND + 7)
    assert not coarse.is_settled(7 * SECOND)
    assert fine.is_settled(6 * SECOND)

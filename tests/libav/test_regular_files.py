"""Opening by name: one regular file, whatever the name looks like."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from longtake.errors import MediaError
from longtake.libav.files import open_regular_file
from longtake.libav.limits import MediaLimits


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(MediaError) as refused, open_regular_file(path, **options):
        pass
    return str(refused.value)


def test_the_bytes_of_a_regular_file_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"bytes")
    with open_regular_file(tmp_path / "clip.mp4") as file:
        assert file.read() == b"bytes"


@pytest.mark.parametrize("name", ["-i.mp4", "concat:a|b", "pipe:0", "file:x.mp4", "http:", "%03d.png", "a\nb", "*.mp4"])
def test_a_name_that_looks_like_something_else_is_just_a_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"bytes")
    with open_regular_file(tmp_path / name) as file:
        assert file.read() == b"bytes"


@pytest.mark.parametrize("name", ["concat:a|b", "subfile,,start,0,end,9,,:clip.mp4", "http://127.0.0.1/clip.mp4"])
def test_a_relative_name_is_refused_even_if_a_protocol_would_take_it(name: str) -> None:
    assert "opened by its absolute path" in refusal(Path(name))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.mp4") == f"{tmp_path / 'no.mp4'}: there is no such file\n  check the path"


def test_a_name_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    assert "this is no file name" in refusal(tmp_path / "a\0b.mp4")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "the file is empty" in refusal(tmp_path / "empty.mp4")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "a folder or a device" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_without_a_writer_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.mp4")
    assert "a folder or a device" in refusal(tmp_path / "fifo.mp4")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_refused() -> None:
    assert "a folder or a device" in refusal(Path("/dev/zero"))


def test_a_link_is_followed_unless_it_must_not_be(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"bytes")
    (tmp_path / "link.mp4").symlink_to(tmp_path / "clip.mp4")
    with open_regular_file(tmp_path / "link.mp4") as file:
        assert file.read() == b"bytes"
    assert "it is a link" in refusal(tmp_path / "link.mp4", follow_links=False)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "large.mp4").write_bytes(bytes(101))
    limits = MediaLimits(file_bytes=100)
    with (
        pytest.raises(MediaError, match="it has 101 bytes, and the limit is 100 bytes"),
        open_regular_file(tmp_path / "large.mp4", limits),
    ):
        pass

"""Takes that were bought are kept whole, for their owner alone, and handed out only as they were."""

import os
from pathlib import Path

import pytest

from longtake.media import Digest, digest_bytes
from longtake.store import TakeStore

TAKE = b"a take that cost a dollar"
DIGEST = digest_bytes(TAKE)


def kept(root: Path, content: bytes = TAKE) -> Path:
    takes = TakeStore(root)
    part = takes.part("0123abcd")
    part.write_bytes(content)
    return takes.keep(part, digest_bytes(content))


def test_a_take_is_found_by_its_digest_and_its_part_is_gone(tmp_path: Path) -> None:
    path = kept(tmp_path)
    assert TakeStore(tmp_path).find(DIGEST) == path
    assert path.read_bytes() == TAKE
    assert list((tmp_path / "parts").iterdir()) == []


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    assert kept(tmp_path).stat().st_mode & 0o777 == 0o600


def test_one_byte_that_rotted_sets_the_take_aside(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.write_bytes(b"A" + TAKE[1:])
    assert TakeStore(tmp_path).find(DIGEST) is None
    assert path.with_suffix(".damaged").exists()
    assert kept(tmp_path).read_bytes() == TAKE


def test_the_first_copy_stays_where_the_same_take_comes_twice(tmp_path: Path) -> None:
    first = os.stat(kept(tmp_path)).st_ino
    assert os.stat(kept(tmp_path)).st_ino == first


@pytest.mark.parametrize("token", ["", "../escape", "a/b", "ä"])
def test_a_part_is_never_named_by_anything_but_a_token(tmp_path: Path, token: str) -> None:
    with pytest.raises(ValueError, match="no token"):
        TakeStore(tmp_path).part(token)


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert TakeStore(tmp_path).find(Digest("ab" * 32)) is None

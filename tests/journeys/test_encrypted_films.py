"""A film under a key: where the key comes from, where it stands, and where it never stands."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

import longtake
from longtake.errors import InputError
from longtake.pipeline.encrypting import KEY_FILE, checked_encryption, read_key

STORY = """
storyboard: 1
title: Under a key
frame: {size: 160x90, rate: 12}
scenes: [{shots: [{action: Water over coffee., for: 1s}]}]
"""


def made(folder: Path, **options: Any) -> longtake.Package:
    (folder / "story.yaml").write_text(STORY)
    usual = {"workspace": folder / "space", "preset": "ultrafast", "workers": 1}
    return longtake.make(folder / "story.yaml", folder / "out", **usual, **options)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the film in the clear in `out`, then put under a key of its own."""
    folder = tmp_path_factory.mktemp("under-a-key")
    assert (made(folder).folder / "film.mpd").is_file()
    made(folder, encrypt=True)
    return folder


def test_a_new_key_is_its_owners_alone_and_in_no_manifest(folder: Path) -> None:
    key = folder / "out" / KEY_FILE
    assert (key.stat().st_size, stat.S_IMODE(key.stat().st_mode)) == (16, 0o600)
    manifest = json.loads((folder / "out/manifest.json").read_text())
    assert manifest["encryption"] == {"method": "AES-128", "key_uri": KEY_FILE}
    assert KEY_FILE not in {row["path"] for row in manifest["files"]}
    assert longtake.verify(folder / "out").is_good


def test_no_other_file_holds_the_key_and_the_old_manifest_of_dash_is_gone(folder: Path) -> None:
    key = (folder / "out" / KEY_FILE).read_bytes()
    for path in folder.rglob("*"):
        if path.is_file() and path != folder / "out" / KEY_FILE:
            data = path.read_bytes()
            assert key not in data, path
            assert key.hex().encode() not in data.lower(), path
    assert not (folder / "out/film.mpd").exists()


def test_made_again_it_keeps_its_key_and_nothing_is_left_to_do(folder: Path) -> None:
    before = (folder / "out" / KEY_FILE).read_bytes()
    again = made(folder, encrypt=True)
    assert again.reused
    assert (folder / "out" / KEY_FILE).read_bytes() == before
    assert any("publish hls/ alone" in notice for notice in again.notices)


def test_another_key_than_the_films_is_refused_before_anything_is_changed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.key").write_bytes(bytes(16))
    with pytest.raises(InputError, match=r"the film has another key already\n.*move it away"):
        made(folder, encrypt=tmp_path / "other.key")
    assert longtake.verify(folder / "out").is_good


def test_a_given_key_that_players_get_elsewhere_is_not_put_beside_the_film(folder: Path, tmp_path: Path) -> None:
    key = tmp_path / "mine"
    key.write_bytes(b"sixteen bytes ok")
    key.chmod(0o600)
    (tmp_path / "space").symlink_to(folder / "space")
    film = made(tmp_path, encrypt=key, key_uri="https://keys.example.com/film").folder
    assert not (film / "keys").exists()
    assert 'URI="https://keys.example.com/film"' in next(film.glob("hls/90p/index-*")).read_text()
    assert longtake.verify(film, key=key).is_good
    key.chmod(0o644)
    assert [fault.rule for fault in longtake.verify(film, key=key).faults] == ["H93"]


def test_a_file_that_is_no_key_is_told_with_ways_out(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(bytes(15))
    with pytest.raises(InputError, match=r"a key of AES-128 has 16 bytes, this file 15\n.*a key is made"):
        read_key(tmp_path / "short")
    with pytest.raises(InputError, match="the key cannot be read: No such file"):
        read_key(tmp_path / "none")


def test_an_address_without_encryption_says_nothing() -> None:
    assert checked_encryption(False, None) is None
    with pytest.raises(InputError, match="says nothing without encryption"):
        checked_encryption(False, "https://keys.example.com/film")


def test_a_preview_in_the_clear_beside_a_film_under_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="would be in the clear"):
        made(tmp_path, encrypt=True, live_preview=True)
    assert not (tmp_path / "out").exists()

"""Every fault planted in an encrypted film is found, by its rule; a good one has none, and is read with its key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_film import Shelf
from planting import Planted
from sealed_faults import KEY, KEY_FILE, SEALED_FAULTS, listed, seal

from longtake import verify
from longtake.errors import InputError
from longtake.packaging import FilmEssence, package_film
from longtake.packaging.verifying import verify_folder


@pytest.fixture(scope="module")
def good(shelf_and_film: tuple[Shelf, FilmEssence], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    package_film(folder, replace(shelf_and_film[1], seal=seal()))
    (folder / KEY_FILE).parent.mkdir()
    (folder / KEY_FILE).write_bytes(KEY)
    (folder / KEY_FILE).chmod(0o600)
    return folder


@pytest.fixture
def planted(good: Path, tmp_path: Path) -> Planted:
    return Planted(good, tmp_path / "film")


def test_a_good_encrypted_film_has_no_fault(planted: Planted) -> None:
    listed(planted)
    found = verify_folder(planted.folder)
    assert found.faults == ()
    assert all(one.cipher and one.fragments for of in found.stream.of("picture", "sound") for one in of.segments)


def test_it_is_read_with_a_key_that_lies_elsewhere(planted: Planted, tmp_path: Path) -> None:
    key = (planted.folder / KEY_FILE).rename(tmp_path / "elsewhere")
    listed(planted)
    assert verify(planted.folder, key=key).is_good
    assert not verify(planted.folder).is_good
    with pytest.raises(InputError, match="no key stands here"):
        verify(planted.folder, key=tmp_path / "nowhere")


def test_its_segments_decode_alone(planted: Planted) -> None:
    listed(planted)
    assert verify(planted.folder, deep=True).is_good


@pytest.mark.parametrize("name", SEALED_FAULTS)
def test_a_planted_fault_is_found(name: str, planted: Planted) -> None:
    rule, plant = SEALED_FAULTS[name]
    plant(planted)
    listed(planted)
    assert rule in {fault.rule for fault in verify_folder(planted.folder).faults}


def test_a_manifest_that_lists_the_key_for_upload_is_told(planted: Planted) -> None:
    planted.sealed()
    assert [fault.rule for fault in verify_folder(planted.folder).faults] == ["H93"]

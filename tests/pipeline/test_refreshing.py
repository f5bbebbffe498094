"""A provider's list of models is written as files, and no other file is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import longtake
from longtake.catalogue import Catalogue, load_catalogue
from longtake.emulator import Emulator, Fault, environment
from longtake.errors import GenerationError, InputError

VEO = load_catalogue()["openrouter-veo-3.1"]
FILE = "openrouter-google-veo-3.1.toml"


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    played = Emulator(catalogue=Catalogue.of([VEO]))
    with played.running() as address:
        for name, value in environment(address).items():
            monkeypatch.setenv(name, value)
        yield played


def test_the_list_becomes_a_folder_that_the_catalogue_reads(emulator: Emulator, tmp_path: Path) -> None:
    found = longtake.refresh_models("openrouter", tmp_path / "models")
    assert [one.model for one in found.written] == ["openrouter-google-veo-3.1"]
    offers = longtake.models(provider="openrouter", catalogue=[tmp_path / "models"])
    assert "openrouter-google-veo-3.1" in [offer.model.name for offer in offers]
    assert not list((tmp_path / "models").glob("*.part"))
    assert not emulator.studio.jobs()


@pytest.mark.usefixtures("emulator")
def test_written_again_the_folder_has_what_the_list_has_now(tmp_path: Path) -> None:
    longtake.refresh_models("openrouter", tmp_path)
    (tmp_path / FILE).rename(tmp_path / "openrouter-gone.toml")
    (tmp_path / "mine.toml").write_text("model = 'mine'")
    longtake.refresh_models("openrouter", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.toml", FILE]


@pytest.mark.usefixtures("emulator")
def test_a_file_of_somebody_elses_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("model = 'mine'")
    with pytest.raises(InputError, match="was not written by a list of models"):
        longtake.refresh_models("openrouter", tmp_path)
    assert (tmp_path / FILE).read_text() == "model = 'mine'"


def test_a_list_that_cannot_be_had_changes_nothing(emulator: Emulator, tmp_path: Path) -> None:
    longtake.refresh_models("openrouter", tmp_path)
    before = (tmp_path / FILE).read_text()
    for kind in ("key", "unavailable", "garbage"):
        emulator.studio.faults.add(Fault(kind, on="account"))
        with pytest.raises(GenerationError):
            longtake.refresh_models("openrouter", tmp_path)
    assert (tmp_path / FILE).read_text() == before


def test_only_a_provider_with_a_list_can_be_asked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'fal' has no list of models"):
        longtake.refresh_models("fal", tmp_path)

"""Whom the user is at a provider: the file of keys, the environment, and where the provider stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from longtake.emulator import environment
from longtake.errors import OperatorError
from longtake.generation.accounts import account_of, accounts, address_variable
from longtake.generation.secrets import Secret

AGGREGATORS = ("atlas", "fal", "kie", "openai-gateway", "openrouter", "replicate")
OTHERS = ("ark", "google", "kling", "luma", "luma-dream-machine", "minimax", "runway", "topaz", "vertex")
PROVIDERS = (*OTHERS, *AGGREGATORS)


@pytest.fixture(autouse=True)
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of settings, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "longtake"
    folder.mkdir(parents=True)
    return folder


def write_keys(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_variables_of_the_emulator_point_every_provider_at_it(provider: str) -> None:
    found = accounts({**environment("http://127.0.0.1:8099"), "FAL_KEY": "a real one"})(provider)
    assert found.is_emulated
    assert found.base.startswith("http://127.0.0.1:8099/")
    assert set(found.keys.values()) == {Secret("emulated")}


def test_a_live_account_passes_over_an_emulator() -> None:
    environ = {**environment("http://127.0.0.1:8099"), "FAL_KEY": "a-real-one"}
    found = accounts(environ, is_live=True)("fal")
    assert (found.base, found.is_emulated) == ("https://queue.fal.run", False)
    assert found.keys["key"] == Secret("a-real-one")


def test_an_address_elsewhere_is_a_proxy_which_gets_the_key() -> None:
    environ = {address_variable("fal"): "https://proxy.example/fal/", "FAL_KEY": "a-real-one"}
    found = accounts(environ)("fal")
    assert (found.base, found.is_emulated) == ("https://proxy.example/fal", False)
    assert found.keys["key"] == Secret("a-real-one")
    assert accounts(environ, is_live=True)("fal") == found


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://proxy.example", "it is http, and only https"),
        ("https://10.0.0.7", "which is no public address"),
        ("https://user@proxy.example", "a user in front"),
        ("proxy.example", "its scheme is 'missing'"),
    ],
)
def test_an_address_that_is_not_asked_is_named_with_its_variable(address: str, says: str) -> None:
    with pytest.raises(OperatorError, match=f"LONGTAKE_FAL_URL: [\\s\\S]* is not asked: [\\s\\S]*{says}") as caught:
        accounts({"LONGTAKE_FAL_URL": address, "FAL_KEY": "k"})("fal")
    assert "longtake emulate --print-env" in str(caught.value)


def test_keys_are_kept_in_the_users_folder_of_settings(settings_folder: Path) -> None:
    write_keys(settings_folder / "keys.toml", '[fal]\nkey = "kept"\n')
    assert accounts({"FAL_KEY": "in the environment"})("fal").keys["key"] == Secret("kept")
    assert accounts({"RUNWAYML_API_SECRET": "r"})("runway").keys["key"] == Secret("r")


def test_another_file_of_keys_can_be_named(tmp_path: Path) -> None:
    named = write_keys(tmp_path / "work.toml", '[fal]\nkey = "at work"\n')
    assert accounts({"LONGTAKE_KEYS": str(named)})("fal").keys["key"] == Secret("at work")
    with pytest.raises(OperatorError, match=r"gone\.toml: the file of keys cannot be read"):
        accounts({"LONGTAKE_KEYS": str(tmp_path / "gone.toml"), "FAL_KEY": "k"})("fal")


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_an_open_file_of_keys_stops_live_accounts_alone(settings_folder: Path) -> None:
    write_keys(settings_folder / "keys.toml", '[fal]\nkey = "kept"\n', 0o644)
    with pytest.raises(OperatorError, match="chmod 600"):
        accounts({})("fal")
    assert accounts(environment("http://127.0.0.1:8099"))("fal").is_emulated


def test_a_misspelt_key_is_named_with_those_there_are() -> None:
    with pytest.raises(OperatorError, match=r"\[kling\] in the file of keys has api_key[\s\S]*key, access, secret"):
        account_of("kling", {}, {"kling": {"api_key": "k"}})


def test_without_any_key_both_places_are_named() -> None:
    with pytest.raises(OperatorError, match=r"set FAL_KEY in the environment · or write it below \[fal\]"):
        accounts({})("fal")

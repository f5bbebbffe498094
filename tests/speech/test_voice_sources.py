"""Where voices come from: the user's folder, packages, what was fetched; nothing that is another file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from longtake.catalogue import load_voices
from longtake.errors import SpeechError
from longtake.media import digest_bytes
from longtake.speech import sources
from longtake.speech.sources import VoiceFile, files_of, origin_of, read

CONTENT = b"a voice"
FILE = VoiceFile("own.bin", digest_bytes(CONTENT), len(CONTENT), "https://example.com/own.bin")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where voices of this environment lie, which has none: whatever the real one has is not looked at."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    return tmp_path / "environment" / "share" / "longtake" / "voices"


def test_every_embedded_voice_of_the_catalogue_has_its_files() -> None:
    named = [name for model in load_voices().values() if model.is_embedded for name in model.voices]
    assert len(named) == len(set(named)) > 10
    for name in named:
        assert all(file.url.startswith("https://") and len(file.sha256) == 64 for file in files_of(name))


def test_a_file_that_the_user_placed_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.bin").write_bytes(CONTENT)
    assert read(FILE, "heart", {"LONGTAKE_VOICES": str(tmp_path)}) == CONTENT


def test_a_file_that_stands_in_the_environment_is_read(environment: Path) -> None:
    environment.mkdir(parents=True)
    (environment / "own.bin").write_bytes(CONTENT)
    assert read(FILE, "heart", {}) == CONTENT


def test_the_users_own_folder_comes_before_the_environment(environment: Path, tmp_path: Path) -> None:
    environment.mkdir(parents=True)
    (environment / "own.bin").write_bytes(b"another one")
    (tmp_path / "own.bin").write_bytes(CONTENT)
    assert read(FILE, "heart", {"LONGTAKE_VOICES": str(tmp_path)}) == CONTENT


def test_a_voice_of_the_environment_is_installed(environment: Path) -> None:
    environment.mkdir(parents=True)
    for file in files_of("heart"):
        (environment / file.name).touch()
    assert origin_of("heart", {}) == "installed"


def test_another_file_under_its_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.bin").write_bytes(CONTENT + b"!")
    with pytest.raises(SpeechError, match=r"not the own\.bin that voice 'heart' is made of") as caught:
        read(FILE, "heart", {"LONGTAKE_VOICES": str(tmp_path)})
    assert caught.value.findings[0].place == str(tmp_path / "own.bin")


def test_a_voice_that_is_not_here_says_all_the_ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sources, "kept_folder", lambda _: tmp_path)
    with pytest.raises(SpeechError, match=r"voice 'heart' is not here: its file own\.bin is missing") as caught:
        read(FILE, "heart", {})
    assert caught.value.findings[0].advice == (
        "fetch it from its official release: longtake voices get heart",
        "or put own.bin into a folder and name that: LONGTAKE_VOICES=FOLDER",
        "or name a voice that is here: longtake voices",
    )


def test_a_voice_of_which_a_file_is_missing_is_not_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sources, "kept_folder", lambda _: tmp_path)
    assert origin_of("heart", {}) == ""

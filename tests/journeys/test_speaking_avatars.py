"""A film that avatars of two providers speak: from a storyboard that names them to a file that plays."""

from __future__ import annotations

import json
from typing import Any

import av
import numpy as np
import pytest
from films import SMALL
from recordings import write_recording

import longtake
from longtake.emulator import Emulator, environment

TEXT = """
storyboard: 1
title: A word of welcome
frame: {size: 320x180, rate: 25}
language: en-GB
cast:
  mara: {avatar: {synthesia: anna_costume1_cameraA, heygen: Annie_Lounge_Standing_Side_public}}
route: {final: [synthesia], max_price: 2 USD}
scenes:
  - narration: {file: line.wav}
    shots: [{avatar: mara, for: 2s}, {avatar: mara, for: 1s, model: heygen-avatar-iii}]
"""
SPEED = 400


@pytest.fixture(scope="module")
def emulator() -> Emulator:
    return Emulator(speed=SPEED)


@pytest.fixture(scope="module")
def made(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> longtake.Package:
    folder = tmp_path_factory.mktemp("welcome")
    (folder / "film.yaml").write_text(TEXT)
    write_recording(folder / "line.wav", 9000 * np.sin(2 * np.pi * 220 * np.arange(48_000 * 3) / 48_000))
    with pytest.MonkeyPatch.context() as patch, emulator.running() as address:
        for name, value in environment(address, SPEED).items():
            patch.setenv(name, value)
        return longtake.make(folder / "film.yaml", folder / "out", workspace=folder / "space", **SMALL)


def test_the_film_is_whole_and_each_avatar_spoke_its_part(made: longtake.Package) -> None:
    told: list[dict[str, Any]] = json.loads(made.manifest.read_text())["shots"]
    assert (made.exit_code, made.missing, made.frames) == (0, (), 75)
    assert [shot["take"]["model"] for shot in told] == ["synthesia", "heygen-avatar-iii"]
    assert [[one["role"] for one in shot["take"]["inputs"]] for shot in told] == [["audio"], ["audio"]]
    with av.open(str(made.film)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 75


def test_each_provider_was_told_its_own_avatar(made: longtake.Package, emulator: Emulator) -> None:
    told: list[dict[str, Any]] = json.loads(made.manifest.read_text())["shots"]
    assert [shot["take"]["settings"] for shot in told] == [
        {"avatar": "anna_costume1_cameraA", "background": "white_studio", "language": "en-GB"},
        {"avatar_id": "Annie_Lounge_Standing_Side_public"},
    ]
    assert sorted(job.asked.model for job in emulator.studio.jobs()) == ["avatar_iii", "synthesia"]
    assert {job.asked.prompt for job in emulator.studio.jobs()} == {""}
    assert sorted(job.asked.seconds for job in emulator.studio.jobs()) == [1, 2]  # as the sound that each was given

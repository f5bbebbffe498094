"""The preview of a film is watched in Chromium with hls.js while its last take is still to come, and to its end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from market import market
from watching import FILM, OPTIONS, PATIENCE_S, Watcher, held_back

import longtake
from players.chromium import Player
from players.served import FilmHandler, FilmServer

pytestmark = [pytest.mark.browser, pytest.mark.long]

_POLLS = 4


class Door(FilmHandler):
    """Lets the last take go once the player has asked for the same playlist so often: it has all that there is."""

    polls = 0

    def __init__(self, *given: Any, last_take: threading.Event, **named: Any) -> None:
        self._last_take = last_take
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        super().do_GET()
        if self.path.endswith("/picture.m3u8"):
            Door.polls += 1
            if Door.polls >= _POLLS:
                self._last_take.set()


def test_a_player_begins_at_the_beginning_waits_where_nothing_comes_and_goes_on_to_the_end(
    tmp_path: Path, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "film.yaml").write_text(FILM)
    watcher, last_take = Watcher(tmp_path / "out"), threading.Event()
    with market() as place, ThreadPoolExecutor(2) as threads:
        for name, value in place.environment.items():
            monkeypatch.setenv(name, value)
        in_time = held_back(place, b"Doors open", last_take)
        options = {**OPTIONS, "workspace": tmp_path / "space", "live_preview": True, "on_event": watcher}
        making = threads.submit(longtake.make, tmp_path / "film.yaml", tmp_path / "out", **options)
        assert watcher.seen.wait(PATIENCE_S)
        handler = partial(Door, directory=str(tmp_path / "out"), last_take=last_take)
        with FilmServer(("127.0.0.1", 0), handler) as server:
            threads.submit(server.serve_forever)
            try:
                report = player.watch(f"http://127.0.0.1:{server.server_port}/preview/main.m3u8", 60, "growing")
            finally:
                last_take.set()
                server.shutdown()
        package = making.result()
    assert set(in_time) == {True}  # more than one, where an order took so long that it was sent again
    assert (report["errors"], report["limit"], report["badRequests"]) == ([], None, [])
    assert report["beganAt"] < 0.5
    lengths = [round(one["seconds"], 3) for one in report["lengths"]]  # the player adds them up as floats
    assert lengths == sorted(lengths)
    assert lengths[0] < float(package.seconds)
    assert [one["grows"] for one in report["lengths"]][:: len(lengths) - 1] == [True, False]
    assert report["ended"]
    assert abs(report["endedAt"] - float(package.seconds)) < 1 / 24

"""The harness itself: it reports a good film as good, and each planted fault by name."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path
from typing import Any

import pytest

from players.chromium import Player
from players.sample import find_box, make_file, make_sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("good")).parent


@pytest.fixture
def film(good: Path, tmp_path: Path) -> Path:
    """A copy of the good film that a test may damage: its `hls` folder."""
    return Path(shutil.copytree(good, tmp_path / "film" / "hls"))


def problems(player: Player, film: Path) -> str:
    """Of a film with a fault in it, which is not waited for as long as for a good one on a busy machine."""
    return "\n".join(player.play(film / "main.m3u8", patience_s=4)["problems"])


@pytest.fixture(scope="module")
def good_report(player: Player, good: Path) -> dict[str, Any]:
    return player.play(good / "main.m3u8")


def test_a_good_film_has_no_problems(good_report: dict[str, Any]) -> None:
    assert good_report["problems"] == []
    assert good_report["played"]["ended"]
    assert [rung["decoded"] for rung in good_report["rungs"]] == [
        {"width": 160, "height": 90},
        {"width": 320, "height": 180},
    ]


def test_a_seek_shows_the_picture_of_its_moment(good_report: dict[str, Any]) -> None:
    for rung in good_report["rungs"]:
        shown = {seek["fraction"]: seek["mediaTime"] for seek in rung["seeks"] if seek["fraction"] != 1}
        # The frame that holds that moment, at 24 a second; the browser's 50 % of 6 s is a microsecond short of 3 s.
        assert shown == pytest.approx({0.5: 71 / 24, 0.9: 129 / 24, 0.1: 14 / 24, 0: 0, None: 143 / 24}, abs=1e-5)
        left = {seek["fraction"]: seek["grid"][0] for seek in rung["seeks"]}
        assert left[0] > left[0.1] > left[0.5] > left[0.9] > left[None]


def test_a_missing_segment_is_found(player: Player, film: Path) -> None:
    (film / "180p" / "1.m4s").unlink()
    found = problems(player, film)
    assert "request failed (status 404)" in found
    assert "180p/1.m4s" in found


def test_a_missing_sound_segment_is_found(player: Player, film: Path) -> None:
    (film / "sound" / "2.m4s").unlink()
    assert "sound/2.m4s" in problems(player, film)


@pytest.mark.parametrize("segment", ["90p/0.m4s", "90p/1.m4s", "90p/2.m4s", "sound/1.m4s"])
def test_a_truncated_segment_is_found(player: Player, film: Path, segment: str) -> None:
    whole = (film / segment).read_bytes()
    (film / segment).write_bytes(whole[: len(whole) // 2])
    assert problems(player, film)


def test_a_wrong_resolution_is_found(player: Player, film: Path) -> None:
    main = film / "main.m3u8"
    main.write_text(main.read_text().replace("RESOLUTION=160x90", "RESOLUTION=192x108"))
    assert "RESOLUTION declares 192x108, the decoder gives 160x90" in problems(player, film)


def test_a_late_start_is_found(player: Player, film: Path) -> None:
    """Without its edit the picture starts two frames late, by the depth of B-frames: what several packagers write."""
    _set_edit_start(film / "180p" / "init.mp4", 0)
    assert "video starts at 0.083 s, not at 0" in problems(player, film)


def test_sound_that_shows_its_priming_is_found(player: Player, film: Path) -> None:
    _set_edit_start(film / "sound" / "init.mp4", -1)
    assert "sound ends at 6.021 s, its playlist declares 6.000 s" in problems(player, film)


def test_a_declared_length_that_is_not_there_is_found(player: Player, film: Path) -> None:
    playlist = film / "180p" / "main.m3u8"
    playlist.write_text(playlist.read_text().replace("2.000000,\n2.m4s", "2.400000,\n2.m4s"))
    assert "ends at 6.000 s, declared are 6.400 s" in problems(player, film)


def test_an_empty_playlist_is_found(player: Player, film: Path) -> None:
    (film / "main.m3u8").write_text("#EXTM3U\n")
    assert "names no rung" in problems(player, film)


def test_a_good_file_has_no_problems(player: Player, tmp_path: Path) -> None:
    report = player.play(make_file(tmp_path))
    assert report["problems"] == []
    assert report["duration"] == pytest.approx(6)


def test_a_file_cut_in_half_is_found(player: Player, tmp_path: Path) -> None:
    film = make_file(tmp_path)
    whole = film.read_bytes()
    film.write_bytes(whole[: len(whole) // 2])
    assert player.play(film)["problems"]


def _set_edit_start(init: Path, media_time: int) -> None:
    data = bytearray(init.read_bytes())
    start, _ = find_box(bytes(data), "moov", "trak", "edts", "elst")
    struct.pack_into(">i", data, start + 20, media_time)
    init.write_bytes(data)

"""mp4box.js and hls-parser agree with a good film, and object to planted faults."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from players.chromium import second_opinion
from players.sample import find_box, make_sample

pytestmark = pytest.mark.browser


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_sample(tmp_path / "film").parent


def problems(film: Path) -> str:
    return "\n".join(second_opinion(film.parent)["problems"])


def test_a_good_film_gets_no_objection(film: Path) -> None:
    opinion = second_opinion(film.parent)
    assert opinion["problems"] == []
    init = opinion["files"]["hls/180p/init.mp4"]
    assert init["boxes"] == ["ftyp", "moov"]
    assert init["tracks"][0]["codec"].startswith("avc1.")


def test_codecs_that_the_init_does_not_hold_are_found(film: Path) -> None:
    main = film / "main.m3u8"
    main.write_text(main.read_text().replace("mp4a.40.2", "mp4a.40.5"))
    assert "CODECS of 180p/main.m3u8 declares" in problems(film)


def test_an_empty_edit_is_found(film: Path) -> None:
    init = film / "90p" / "init.mp4"
    data = bytearray(init.read_bytes())
    start, _ = find_box(bytes(data), "moov", "trak", "edts", "elst")
    struct.pack_into(">i", data, start + 20, -1)
    init.write_bytes(data)
    assert "hls/90p/init.mp4: the video track starts with an empty edit" in problems(film)


def test_a_playlist_without_its_duration_tag_is_refused_by_the_strict_parser(film: Path) -> None:
    playlist = film / "180p" / "main.m3u8"
    playlist.write_text(playlist.read_text().replace("#EXT-X-TARGETDURATION:2\n", ""))
    assert "hls/180p/main.m3u8: hls-parser says: " in problems(film)


def test_a_segment_that_is_not_there_is_found(film: Path) -> None:
    (film / "180p" / "1.m4s").unlink()
    assert "hls/180p/main.m3u8: 1.m4s is missing" in problems(film)


def test_an_init_that_is_not_there_is_found(film: Path) -> None:
    (film / "sound" / "init.mp4").unlink()
    assert "hls/sound/main.m3u8: names no init file that is there" in problems(film)


def test_a_segment_that_is_decoded_late_is_found(film: Path) -> None:
    segment = film / "180p" / "1.m4s"
    data = bytearray(segment.read_bytes())
    _, end = find_box(bytes(data), "moof", "traf", "tfdt")
    data[end - 1] ^= 1
    segment.write_bytes(data)
    assert "hls/180p/main.m3u8: a tfdt of 1.m4s is " in problems(film)


def test_a_time_that_its_samples_do_not_have_is_found(film: Path) -> None:
    playlist = film / "180p" / "main.m3u8"
    playlist.write_text(playlist.read_text().replace("#EXTINF:2", "#EXTINF:1", 1))
    assert "hls/180p/main.m3u8: by EXTINF 0.m4s ends 1.000000 s from where its samples do" in problems(film)

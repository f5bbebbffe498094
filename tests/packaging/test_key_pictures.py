"""Key pictures: what a player shows while somebody winds through the film."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from pathlib import Path

import av
import pytest
from made_film import SPANS, Packaged, Shelf, make_essence, number_of

from longtake.media import FrameRate
from longtake.packaging import package_film
from longtake.packaging.playlists import title_line


def playlists(folder: Path) -> list[Path]:
    main = folder / "hls/main.m3u8"
    return [main.parent / uri for uri in re.findall(r'#EXT-X-I-FRAME-STREAM-INF:.*URI="([^"]+)"', main.read_text())]


def ranges(playlist: Path) -> list[tuple[Fraction, bytes]]:
    """Seconds and bytes of each key picture, behind the header."""
    text = playlist.read_text()
    (init,) = re.findall(r'EXT-X-MAP:URI="([^"]+)"', text)
    header = (playlist.parent / init).read_bytes()
    found = re.findall(r"#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)", text)
    return [
        (Fraction(seconds), header + (playlist.parent / name).read_bytes()[int(start) : int(start) + int(size)])
        for seconds, size, start, name in found
    ]


def test_every_rung_has_key_pictures(packaged: Packaged) -> None:
    assert len(playlists(packaged.folder)) == len(packaged.essence.rungs)


def test_each_range_is_one_picture_the_first_of_its_span(packaged: Packaged) -> None:
    starts = [sum(SPANS[:number]) for number in range(len(SPANS))]
    for playlist in playlists(packaged.folder):
        shown = []
        for _, data in ranges(playlist):
            with av.open(io.BytesIO(data)) as container:
                (frame,) = container.decode(video=0)
            shown.append(number_of(frame))
        assert shown == starts


def test_their_times_add_up_to_the_film(packaged: Packaged) -> None:
    for playlist in playlists(packaged.folder):
        seconds = sum(length for length, _ in ranges(playlist))
        assert abs(seconds - packaged.essence.rate.seconds(sum(SPANS))) < Fraction(1, 100_000)


def test_packaged_again_nothing_of_it_is_written_anew(tmp_path: Path) -> None:
    essence = make_essence(Shelf({}), FrameRate(24))
    first = package_film(tmp_path, essence)
    before = {path: path.stat().st_mtime_ns for path in playlists(tmp_path)}
    again = package_film(tmp_path, essence, known={file.path: file for file in first.files})
    assert {path: path.stat().st_mtime_ns for path in playlists(tmp_path)} == before
    assert again.files == first.files


@pytest.mark.parametrize(
    ("title", "told"),
    [("Meet Aurora", "Meet Aurora"), ('He said "go"\r\n', "He said go"), ("夜明け", "夜明け")],
)
def test_a_title_can_stand_in_a_playlist(title: str, told: str) -> None:
    assert title_line(title) == f'#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.title",VALUE="{told}"'

"""The DASH manifest, read by an XML parser: the same files as the HLS stream, and the same times."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from made_film import SPANS, Packaged

MPD = "{urn:mpeg:dash:schema:mpd:2011}"


def read(packaged: Packaged) -> Element:
    return fromstring((packaged.folder / "film.mpd").read_bytes())


def representations(root: Element, kind: str) -> list[Element]:
    return root.findall(f".//{MPD}AdaptationSet[@contentType='{kind}']/{MPD}Representation")


def timeline(representation: Element) -> tuple[int, list[tuple[int, int]]]:
    """Its timescale, and start and length of each segment."""
    (listed,) = representation.iter(f"{MPD}SegmentList")
    found: list[tuple[int, int]] = []
    for entry in listed.iter(f"{MPD}S"):
        start, length = int(entry.get("t", "")), int(entry.get("d", ""))
        found += [(start + number * length, length) for number in range(int(entry.get("r", "0")) + 1)]
    return int(listed.get("timescale", "")), found


def test_d01_it_lists_the_very_files_of_the_stream(packaged: Packaged) -> None:
    listed = []
    for kind in ("video", "audio"):
        for representation in representations(read(packaged), kind):
            listed += [element.get("sourceURL", "") for element in representation.iter(f"{MPD}Initialization")]
            listed += [element.get("media", "") for element in representation.iter(f"{MPD}SegmentURL")]
    standing = {path.relative_to(packaged.folder).as_posix() for path in packaged.folder.rglob("*.m4s")}
    standing |= {path.relative_to(packaged.folder).as_posix() for path in packaged.folder.glob("hls/*/init-*.mp4")}
    assert set(listed) == standing
    assert len(listed) == len(standing)


def test_d02_codecs_and_shapes_are_those_of_the_playlist(packaged: Packaged) -> None:
    main = (packaged.folder / "hls/main.m3u8").read_text()
    shown = re.findall(r'STREAM-INF:BANDWIDTH=\d+.*CODECS="([^,"]+),([^"]+)",RESOLUTION=(\d+)x(\d+),FRAME', main)
    by_size = {(width, height): (picture, sound) for picture, sound, width, height in shown}
    pictures, (sound,) = (representations(read(packaged), kind) for kind in ("video", "audio"))
    assert len(pictures) == len(by_size)
    for one in pictures:
        codecs = by_size[one.get("width", ""), one.get("height", "")]
        assert (one.get("codecs"), sound.get("codecs")) == codecs
        assert Fraction(one.get("frameRate", "")) == packaged.essence.rate.fraction
        assert one.get("sar") == "1:1"


def test_d03_a_segment_arrives_within_the_buffer_at_the_declared_rate(packaged: Packaged) -> None:
    for kind in ("video", "audio"):
        for one in representations(read(packaged), kind):
            sizes = [(packaged.folder / url.get("media", "")).stat().st_size for url in one.iter(f"{MPD}SegmentURL")]
            assert max(sizes) * 8 <= int(one.get("bandwidth", "")) * Fraction(13, 2)


def test_d04_all_of_it_lasts_as_long_as_the_film(packaged: Packaged) -> None:
    root, seconds = read(packaged), packaged.essence.rate.seconds(sum(SPANS))
    told = Fraction((root.get("mediaPresentationDuration") or "").removeprefix("PT").removesuffix("S"))
    assert 0 <= told - seconds < Fraction(1, 1_000_000)
    for kind in ("video", "audio"):
        for one in representations(root, kind):
            scale, segments = timeline(one)
            assert [start for start, _ in segments] == [sum(n for _, n in segments[:at]) for at in range(len(segments))]
            assert abs(Fraction(sum(length for _, length in segments), scale) - seconds) <= Fraction(1, 48_000)
            assert len(segments) == len(list(one.iter(f"{MPD}SegmentURL")))


def test_a_name_that_xml_gives_a_meaning_is_escaped(tmp_path: Path) -> None:
    from longtake.media import FrameRate
    from longtake.packaging.dash import Text, manifest
    from longtake.packaging.playlists import Rates

    text = Text("a&b<c>.vtt", "en", Rates(Fraction(1), Fraction(1)))
    root = fromstring(b"".join(manifest([], [], [text], FrameRate(24), 24)))
    assert [url.text for url in root.iter(f"{MPD}BaseURL")] == ["a&b<c>.vtt"]

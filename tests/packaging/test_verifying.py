"""Every planted fault is found, by its rule; a good film has none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_film import Packaged
from planting import MAP, Plant, Planted, u32
from sealed_faults import SEALED_FAULTS

from longtake import verify
from longtake.errors import FolderError
from longtake.media import FrameRate
from longtake.packaging.verifying import RULES, verify_folder

FAULTS: dict[str, tuple[str, Plant]] = {
    "a segment is missing": ("H05", lambda f: (f.folder / f.segments(f.picture)[1]).unlink()),
    "a segment is empty": ("H30", lambda f: f.cut(f.segments(f.picture)[1], 0)),
    "a segment is cut short": ("H30", lambda f: f.cut(f.segments(f.picture)[1], 900)),
    "a segment of sound is cut short": ("H30", lambda f: f.cut(f.segments(f.sound)[0], 500)),
    "a playlist is missing": ("H05", lambda f: (f.folder / f.picture).unlink()),
    "a playlist has a byte order mark": ("H01", lambda f: f.write(f.picture, "\ufeff" + f.text(f.picture))),
    "a playlist begins with another line": ("H01", lambda f: f.swap(f.picture, "#EXTM3U", "#EXTM4U")),
    "the multivariant playlist ends as a media playlist": (
        "H02",
        lambda f: f.write(f.main, f.text(f.main) + "#EXT-X-ENDLIST\n"),
    ),
    "a tag stands twice": ("H02", lambda f: f.swap(f.picture, "(#EXT-X-TARGETDURATION:6\n)", r"\1\1")),
    "an attribute is not written as one": ("H02", lambda f: f.swap(f.main, 'NAME="', "NAME=")),
    "the version is too low": ("H03", lambda f: f.swap(f.picture, "VERSION:6", "VERSION:3")),
    "the version is too high": ("H03", lambda f: f.swap(f.picture, "VERSION:6", "VERSION:12")),
    "the end of the list is missing": ("H04", lambda f: f.swap(f.picture, "#EXT-X-ENDLIST\n", "")),
    "the list is of an event": ("H04", lambda f: f.swap(f.picture, "TYPE:VOD", "TYPE:EVENT")),
    "an address leaves the folder": ("H06", lambda f: f.swap(f.picture, "\nseg-", "\n../../seg-")),
    "an address is absolute": ("H06", lambda f: f.swap(f.picture, "\nseg-", "\nhttp://example.com/seg-")),
    "a segment is longer than the target": ("H10", lambda f: f.swap(f.picture, r"EXTINF:\d+\.", "EXTINF:9.")),
    "the target is another": ("H11", lambda f: f.swap(f.picture, "DURATION:6", "DURATION:7")),
    "the times told are off": ("H12", lambda f: f.swap(f.picture, r"(EXTINF:\d)\.\d", r"\1.3")),
    "the times told are coarse": ("H12", lambda f: f.swap(f.picture, r"(EXTINF:\d+\.\d\d)\d+", r"\1")),
    "two targets": ("H13", lambda f: f.swap(f.sound, "DURATION:6", "DURATION:7")),
    "the sound's list ends early": ("H14", lambda f: f.swap(f.sound, r"#EXTINF:[^#]+(?=#EXT-X-ENDLIST)", "")),
    "independence is declared nowhere": ("H18", lambda f: f.swap(f.main, "#EXT-X-INDEPENDENT-SEGMENTS\n", "")),
    "a discontinuity stands in a list": ("H19", lambda f: f.swap(f.picture, "(#EXTINF)", r"#EXT-X-DISCONTINUITY\n\1")),
    "a segment is named twice": ("H05", lambda f: f.swap(f.picture, r"(#EXTINF.*\n.*\n)", r"\1\1")),
    "a segment begins with no key picture": (
        "H16",
        lambda f: f.poke(f.segments(f.picture)[0], b"trun", 16, u32(0x01010000)),
    ),
    "a picture is not made of whole units": ("H30", lambda f: f.poke(f.segments(f.picture)[0], b"mdat", 0, u32(7))),
    "a picture is shown at the wrong time": (
        "H17",
        lambda f: f.poke(f.segments(f.picture)[0], b"trun", 20, u32(40_000)),
    ),
    "a list has no header": ("H30", lambda f: f.swap(f.picture, "#EXT-X-MAP.*\n", "")),
    "a header is of old brands": (
        "H30",
        lambda f: f.poke(f.header(f.picture), b"ftyp", 0, b"isom\0\0\0\0isomisommp41"),
    ),
    "a header holds a duration": ("H30", lambda f: f.poke(f.header(f.picture), b"mvhd", 16, u32(5_000))),
    "a fragment counts from the file": ("H31", lambda f: f.poke(f.segments(f.picture)[0], b"tfhd", 1, b"\0\0\x28")),
    "a fragment begins late": ("H32", lambda f: f.poke(f.segments(f.picture)[1], b"tfdt", 8, u32(0x7FFFFF))),
    "the film begins late": ("H32", lambda f: f.poke(f.segments(f.picture)[0], b"tfdt", 8, u32(1_000))),
    "a header names no CMAF": ("H33", lambda f: f.poke(f.header(f.picture), b"iso6cmfc", 0, b"iso6")),
    "the edit is empty": ("H33", lambda f: f.poke(f.header(f.picture), b"elst", 12, b"\xff\xff\xff\xff")),
    "the picture begins late": ("H34", lambda f: f.poke(f.header(f.picture), b"elst", 12, u32(0))),
    "the priming of the sound is heard": ("H34", lambda f: f.poke(f.header(f.sound), b"elst", 12, u32(0))),
    "a sample entry carries parameter sets": ("H35", lambda f: f.poke(f.header(f.picture), b"avc1", -4, b"avc3")),
    "the sound is at 44.1 kHz": ("H36", lambda f: f.poke(f.header(f.sound), b"mp4a", 24, u32(44_100 << 16))),
    "the level is too high": ("H37", lambda f: f.poke(f.header(f.picture), b"avcC", 3, bytes([60]))),
    "the colours are full range": ("A20", lambda f: f.poke(f.header(f.picture), b"nclx", 6, b"\x80")),
    "the bandwidth is too low": ("H40", lambda f: f.swap(f.main, r":BANDWIDTH=\d+", ":BANDWIDTH=1000")),
    "the bandwidth is that of another": ("H40", lambda f: f.swap(f.main, r":BANDWIDTH=(\d)", r":BANDWIDTH=9\1")),
    "the average is off": ("H41", lambda f: f.swap(f.main, r"AVERAGE-BANDWIDTH=(\d)", r"AVERAGE-BANDWIDTH=9\1")),
    "the codec is another": ("H42", lambda f: f.swap(f.main, "avc1.64", "avc1.4d")),
    "the sound's codec is not named": ("H42", lambda f: f.swap(f.main, ",mp4a.40.2", "")),
    "the size is another": ("H43", lambda f: f.swap(f.main, r"RESOLUTION=\d+", "RESOLUTION=1234")),
    "the rate is another": ("H43", lambda f: f.swap(f.main, r"FRAME-RATE=[\d.]+", "FRAME-RATE=50.000")),
    "the range is said to be high": ("H44", lambda f: f.swap(f.main, "RANGE=SDR", "RANGE=PQ")),
    "variants differ in closed captions": ("H45", lambda f: f.swap(f.main, ",CLOSED-CAPTIONS=NONE", "")),
    "a group is not there": ("H47", lambda f: f.swap(f.main, ',AUDIO="[a-z]+"', ',AUDIO="other"')),
    "the sound has no language": ("H48", lambda f: f.swap(f.main, r'LANGUAGE="[^"]*",', "")),
    "the sound has six channels": ("H48", lambda f: f.swap(f.main, 'CHANNELS="2"', 'CHANNELS="6"')),
    "session data has no value": (
        "H51",
        lambda f: f.write(f.main, f.text(f.main) + '#EXT-X-SESSION-DATA:DATA-ID="com.example.title"\n'),
    ),
    "rungs are cut at different times": ("H15", lambda f: f.poke(f.segments(f.other)[1], b"tfdt", 8, u32(0x7FFFFF))),
    "the last segment is a sliver": (
        "H20",
        lambda f: f.swap(f.picture, r"EXTINF:\S+(?=\n\S+\n#EXT-X-END)", "EXTINF:0.1,"),
    ),
    "pictures last differently": ("H38", lambda f: f.poke(f.segments(f.picture)[1], b"tfhd", 8, u32(77))),
    "another variant should be first": ("H46", lambda f: f.swap(f.main, r"(?s)(#EXT-X-STR.*?)(#EXT-X-STR.*)", r"\2\1")),
    "a smaller rung costs more": ("H62", lambda f: _dear(f)),
    "key pictures do not add up": ("H80", lambda f: f.swap(f.with_key_pictures(), r"EXTINF:\d", "EXTINF:1")),
    "the rate of key pictures is too low": (
        "H80",
        lambda f: f.swap(f.main, r"(FRAME-STREAM-INF:BANDWIDTH)=\d+", r"\1=7"),
    ),
    "a key picture's range is off": ("H81", lambda f: f.swap(f.with_key_pictures(), r"@0", "@4")),
    "a key picture has no end": ("H81", lambda f: f.swap(f.with_key_pictures(), r"RANGE:\d+", "RANGE:40")),
    "thumbnails are not laid out": ("H83", lambda f: f.swap(f.with_thumbnails(), "#EXT-X-TILES.*\n", "")),
    "moov comes after the media": ("A23", lambda f: _moov_last(f)),
    "the film is cut short": ("A23", lambda f: f.cut(f.film, (f.folder / f.film).stat().st_size // 2)),
    "the film's sound begins late": ("A12", lambda f: _poke_last(f, b"elst", 12, u32(0))),
    "the film's edit is empty": ("A13", lambda f: f.poke(f.film, b"elst", 12, b"\xff\xff\xff\xff")),
    "the film's sound lasts longer": ("A11", lambda f: _poke_last(f, b"tkhd", 20, u32(0xFFFFFF))),
    "the manifest names what is not there": ("D01", lambda f: f.swap("film.mpd", "seg-00001", "seg-00009")),
    "the manifest is cut short": ("D01", lambda f: f.cut("film.mpd", 400)),
    "the manifest declares an entity": ("D01", lambda f: f.swap("film.mpd", "<MPD", "<!DOCTYPE m><MPD")),
    "the manifest's codec is another": ("D02", lambda f: f.swap("film.mpd", "avc1.64", "avc1.4d")),
    "the manifest's size is another": ("D02", lambda f: f.swap("film.mpd", 'height="\\d+"', 'height="7"')),
    "the manifest's rate is too low": ("D03", lambda f: f.swap("film.mpd", 'bandwidth="\\d+"', 'bandwidth="7"')),
    "the manifest has a gap": ("D04", lambda f: f.swap("film.mpd", 't="0" d="1', 't="0" d="2')),
    "the manifest lasts longer": ("D04", lambda f: f.swap("film.mpd", r"PT\d", "PT9")),
    "a key lies open": ("H93", lambda f: f.write("hls/film.key", "0123456789abcdef")),
    "a cue is lost": ("H70", lambda f: (f.subtitled(), f.swap("hls/en/0.vtt", r"(?s)00:00:05.*", ""))),
    "a cue is doubled": ("H73", lambda f: (f.subtitled(), f.swap("hls/en/0.vtt", r"(00:00:01.*\n.*\n)", r"\1\n\1"))),
    "a cue overlaps another": (
        "C06",
        lambda f: (f.subtitled(), f.swap("hls/en/0.vtt", r"00:00:02\.500", "00:00:05.500")),
    ),
    "a cue ends before it begins": (
        "C06",
        lambda f: (f.subtitled(), f.swap("hls/en/0.vtt", r"00:00:02\.500", "00:00:00.500")),
    ),
    "a cue's time is not mapped": ("H71", lambda f: (f.subtitled(), f.swap("hls/en/0.vtt", MAP + "\n", ""))),
    "subtitles begin without their name": ("H70", lambda f: (f.subtitled(), f.swap("hls/en/0.vtt", "WEBVTT", "VTT"))),
    "the list of subtitles ends early": (
        "H14",
        lambda f: f.swap(f.subtitled(), r"(?s)#EXTINF:[^#]+(?=#EXT-X-ENDLIST)", ""),
    ),
}


def _dear(film: Planted) -> None:
    """Gives the smaller of the two rungs the larger one's rates."""
    lines = [line for line in film.text(film.main).splitlines() if line.startswith("#EXT-X-STREAM-INF")]
    small = min(lines, key=lambda line: int(line.split("RESOLUTION=")[1].split("x")[0]))
    film.swap(film.main, re.escape(small), small.replace("AVERAGE-BANDWIDTH=", "AVERAGE-BANDWIDTH=9"))


def _moov_last(film: Planted) -> None:
    path = film.folder / film.film
    data = path.read_bytes()
    at = data.index(b"moov") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    hole = size.to_bytes(4, "big") + b"free" + bytes(size - 8)
    path.write_bytes(data[:at] + hole + data[at + size :] + data[at : at + size])


def _poke_last(film: Planted, box: bytes, at: int, value: bytes) -> None:
    path = film.folder / film.film
    data = bytearray(path.read_bytes())
    where = data.rindex(box) + 4 + at
    data[where : where + len(value)] = value
    path.write_bytes(data)


@pytest.fixture
def planted(packaged: Packaged, tmp_path: Path) -> Planted:
    return Planted(packaged.folder, tmp_path / "film")


def test_a_good_film_has_no_fault(planted: Planted) -> None:
    planted.sealed()
    found = verify_folder(planted.folder)
    assert found.faults == ()
    read = sum(len(one.segments) for one in found.stream.of("picture", "sound"))
    assert read == sum(len(planted.segments(path)) for path in {*planted.playlists("picture"), planted.sound})


def test_a_good_film_with_key_pictures_and_thumbnails_has_no_fault(planted: Planted) -> None:
    planted.with_key_pictures()
    planted.with_thumbnails()
    planted.sealed()
    assert verify_folder(planted.folder).faults == ()


def test_a_good_film_with_subtitles_has_no_fault(planted: Planted) -> None:
    planted.subtitled()
    planted.sealed()
    assert verify_folder(planted.folder).faults == ()


@pytest.mark.parametrize("packaged", [FrameRate(24)], indirect=True, ids=str)
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, planted: Planted) -> None:
    rule, plant = FAULTS[name]
    plant(planted)
    planted.sealed()
    assert rule in {fault.rule for fault in verify_folder(planted.folder).faults}


def test_a_file_that_was_changed_is_found_by_its_digest(planted: Planted) -> None:
    planted.sealed()
    path = planted.folder / planted.segments(planted.picture)[0]
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    (fault,) = verify_folder(planted.folder).faults
    assert (fault.rule, fault.place) == ("H05", path.relative_to(planted.folder).as_posix())
    assert fault.what == "it was changed since it was written"


def test_a_manifest_that_lists_what_lies_outside_is_told(planted: Planted) -> None:
    planted.sealed()
    listed = json.loads(planted.text("manifest.json"))
    listed["files"].append({"path": "../other", "size": 1, "sha256": ""})
    planted.write("manifest.json", json.dumps(listed))
    assert [fault.rule for fault in verify_folder(planted.folder).faults] == ["H06"]


def test_a_manifest_that_is_not_one_is_told(planted: Planted) -> None:
    planted.write("manifest.json", '{"files": [7]}')
    assert [fault.rule for fault in verify_folder(planted.folder).faults] == ["H05"]


def test_a_picture_that_does_not_decode_alone_is_found_where_segments_are_decoded(planted: Planted) -> None:
    path = planted.folder / planted.segments(planted.other)[1]
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") + 4
    data[at + 8 : at + 40] = bytes(32)
    path.write_bytes(data)
    planted.sealed()
    assert verify(planted.folder).is_good
    (fault,) = verify(planted.folder, deep=True).faults
    assert (fault.rule, fault.place) == ("H17", path.relative_to(planted.folder).as_posix())
    assert fault.what.startswith("alone ")


def test_a_folder_without_a_film_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no film stands here") as caught:
        verify(tmp_path)
    assert caught.value.findings[0].advice == ("name the folder that make wrote: -o out/film",)


def test_an_empty_folder_is_told_and_raises_nothing(tmp_path: Path) -> None:
    assert {"H05"} <= {fault.rule for fault in verify_folder(tmp_path).faults}


def test_every_rule_of_the_stream_has_a_fault_that_was_planted() -> None:
    planted = {rule for rule, _ in (*FAULTS.values(), *SEALED_FAULTS.values())}
    unplanted = {rule.number for rule in RULES} - planted
    assert unplanted == set()

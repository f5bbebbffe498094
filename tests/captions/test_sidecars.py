"""WebVTT and SubRip, read back by webvtt-py and by PyAV's own demuxers."""

from __future__ import annotations

import html
import re
from pathlib import Path

import av
import pytest
import webvtt as reader
from hypothesis import given, settings
from hypothesis import strategies as st

from longtake.captions import Cue, CueWord, language_name, subrip, webvtt, webvtt_part
from longtake.media import Frame, FrameRate

RATE = FrameRate(24000, 1001)


def cue(start: int, end: int, *lines: str, who: str = "") -> Cue:
    rows = tuple(tuple(CueWord(word, Frame(start), at > 0) for at, word in enumerate(line.split())) for line in lines)
    return Cue(Frame(start), Frame(end), rows, Frame(start), who=who)


CUES = (
    cue(0, 48, "Fish & chips cost <5 €>", "a --> b & so on"),
    cue(50, 120, "مرحبا بالعالم، Aurora!", who="mara"),
    cue(130, 200, "毎朝は、同じ小さな", "儀式から始まります。"),
    cue(24 * 3600, 24 * 3600 + 40, "An hour later."),
)


def test_webvtt_holds_every_cue_with_its_times_and_words() -> None:
    text = webvtt(CUES, RATE).decode()
    found = list(reader.from_string(text))
    assert [tuple(html.unescape(line) for line in one.lines) for one in found][2:] == [one.lines for one in CUES][2:]
    assert [(one.start, one.end) for one in found][:2] == [
        ("00:00:00.000", "00:00:02.002"),
        ("00:00:02.085", "00:00:05.005"),
    ]
    assert found[3].start == "01:00:03.600"


def test_webvtt_is_escaped_and_names_who_speaks() -> None:
    text = webvtt(CUES, RATE).decode()
    assert "Fish &amp; chips cost &lt;5 €&gt;\na --&gt; b &amp; so on" in text
    assert "<v mara>مرحبا بالعالم، Aurora!" in text
    assert text.count("-->") == len(CUES)


def test_srt_is_numbered_and_has_commas() -> None:
    text = subrip(CUES, RATE).decode()
    assert re.findall(r"^\d+$", text, re.MULTILINE) == ["1", "2", "3", "4"]
    assert "00:00:02,085 --> 00:00:05,005\nمرحبا بالعالم، Aurora!" in text


def test_both_sidecars_hold_the_same_cues(tmp_path: Path) -> None:
    (tmp_path / "film.vtt").write_bytes(webvtt(CUES, RATE))
    (tmp_path / "film.srt").write_bytes(subrip(CUES, RATE))
    vtt, srt = (demuxed(tmp_path / name) for name in ("film.vtt", "film.srt"))
    assert [times for times, _ in vtt] == [times for times, _ in srt]
    assert len(vtt) == len(CUES)


def demuxed(path: Path) -> list[tuple[tuple[int, int], bytes]]:
    """Start, length and bytes of every packet, as FFmpeg's demuxers read them."""
    with av.open(str(path)) as container:
        return [((packet.pts or 0, packet.duration or 0), bytes(packet)) for packet in container.demux() if packet.size]


def test_a_part_has_a_map_and_each_cue_that_shows_in_it_with_its_whole_time() -> None:
    text = webvtt_part(CUES, RATE, 100, 140).decode()
    assert text.startswith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n")
    assert re.findall(r"(\S+) -->", text) == ["00:00:02.085", "00:00:05.422"]


def test_a_part_in_which_nobody_speaks_is_a_header_alone() -> None:
    assert webvtt_part(CUES, RATE, 1000, 1100).decode().split("\n\n")[1:] == []


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn")), min_size=1)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3))
def test_any_words_come_back_from_webvtt(lines: list[str]) -> None:
    text = webvtt([cue(0, 48, *lines)], RATE).decode()
    header, block = text.split("\n\n")
    assert header == "WEBVTT"
    timing, *found = block.rstrip("\n").split("\n")
    assert timing == "00:00:00.000 --> 00:00:02.002"
    assert [html.unescape(line) for line in found] == [" ".join(line.split()) for line in lines]


@pytest.mark.parametrize(
    ("language", "name"),
    [("ja", "日本語"), ("pt-BR", "Português (Brasil)"), ("en-ZA", "English (en-ZA)"), ("xx", "xx")],
)
def test_a_language_is_called_as_it_calls_itself(language: str, name: str) -> None:
    assert language_name(language) == name

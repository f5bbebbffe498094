"""Probing: facts that are true of the pictures and samples that really come out of a file."""

from __future__ import annotations

import struct
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from make_fixtures import CLIPS, SyntheticClip, Tone, make_clip

from longtake.errors import MediaError
from longtake.libav.limits import MediaLimits
from longtake.libav.probing import probe
from longtake.media import ClipFacts, ColourTags, PictureFacts, Size, digest_file

TINY = SyntheticClip(width=96, height=64, frames=24, tone=None)


def made(folder: Path, clip: SyntheticClip) -> Path:
    return make_clip(folder / f"clip{clip.suffix}", clip)


def pictures(folder: Path, clip: SyntheticClip) -> PictureFacts:
    facts = probe(made(folder, clip)).picture
    assert facts is not None
    return facts


def refusal(path: Path, limits: MediaLimits | None = None) -> str:
    with pytest.raises(MediaError) as refused:
        probe(path, limits or MediaLimits())
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_facts_carry_the_digest_and_size_of_the_bytes(tmp_path: Path) -> None:
    path = made(tmp_path, TINY)
    facts = probe(path)
    assert (facts.digest, facts.size_bytes, facts.kind) == (digest_file(path), path.stat().st_size, "video")


def test_facts_survive_being_stored(tmp_path: Path) -> None:
    facts = probe(made(tmp_path, replace(TINY, tone=Tone())))
    assert ClipFacts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize(
    "rate", [Fraction(8), Fraction(24), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60)]
)
def test_the_rate_is_exact(tmp_path: Path, rate: Fraction) -> None:
    facts = pictures(tmp_path, replace(TINY, rate=rate))
    assert (facts.rate, facts.frames, facts.seconds, facts.is_variable) == (rate, 24, 24 / rate, False)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30), Fraction(30000, 1001), Fraction(24000, 1001)])
def test_the_rate_is_exact_where_the_container_counts_milliseconds(tmp_path: Path, rate: Fraction) -> None:
    facts = pictures(tmp_path, replace(TINY, rate=rate, codec="libvpx-vp9", suffix=".webm", frames=72))
    assert (facts.time_base, facts.rate, facts.is_variable) == (Fraction(1, 1000), rate, False)


def test_a_variable_rate_keeps_every_time(tmp_path: Path) -> None:
    path = made(tmp_path, replace(TINY, frames=9, b_frames=0, steps=(20, 60, 33, 47)))
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    facts = probe(path).picture
    assert facts is not None
    assert [round(tick * facts.time_base * 1000) for tick in facts.ticks] == [0, 20, 80, 113, 160, 180, 240, 273, 320]
    assert facts.end_tick == facts.ticks[-1] + packets[-1].duration
    assert facts.is_variable


@pytest.mark.parametrize(("gop", "keyframes"), [(0, (0,)), (8, (0, 8, 16)), (1, tuple(range(24)))])
def test_keyframes_are_presentation_numbers(tmp_path: Path, gop: int, keyframes: tuple[int, ...]) -> None:
    assert pictures(tmp_path, replace(TINY, gop=gop)).keyframes == keyframes


def test_reordered_pictures_are_in_order_of_presentation(tmp_path: Path) -> None:
    ticks = pictures(tmp_path, replace(TINY, b_frames=5)).ticks
    assert ticks == tuple(range(0, 24 * ticks[1], ticks[1]))


@pytest.mark.parametrize(
    ("turned", "coded", "shown"),
    [(0, Size(96, 64), Size(96, 64)), (90, Size(96, 64), Size(64, 96)), (180, Size(96, 64), Size(96, 64))],
)
def test_rotation_is_clockwise_to_upright(tmp_path: Path, turned: int, coded: Size, shown: Size) -> None:
    facts = pictures(tmp_path, replace(TINY, turned=turned))
    assert (facts.rotation, facts.coded, facts.shown) == (turned, coded, shown)


@pytest.mark.parametrize(
    ("aspect", "shown"), [(Fraction(4, 3), Size(128, 64)), (Fraction(1, 2), Size(96, 128)), (Fraction(1), Size(96, 64))]
)
def test_square_pixels_never_lose_a_line(tmp_path: Path, aspect: Fraction, shown: Size) -> None:
    facts = pictures(tmp_path, replace(TINY, pixel_aspect=aspect))
    assert (facts.pixel_aspect, facts.coded, facts.shown) == (aspect, Size(96, 64), shown)


@pytest.mark.parametrize(
    ("kind", "pixel_format", "depth", "has_alpha", "is_interlaced"),
    [
        ("plain", "yuv420p", 8, False, False),
        ("ten-bit", "yuv420p10le", 10, False, False),
        ("alpha-png", "rgba", 8, True, False),
        ("alpha", "yuva444p12le", 12, True, False),
        ("interlaced", "yuv420p", 8, False, True),
    ],
)
def test_the_form_of_the_pictures(
    tmp_path: Path, kind: str, pixel_format: str, depth: int, has_alpha: bool, is_interlaced: bool
) -> None:
    facts = pictures(tmp_path, replace(CLIPS[kind], frames=4, tone=None))
    assert (facts.pixel_format, facts.bit_depth) == (pixel_format, depth)
    assert (facts.has_alpha, facts.is_interlaced) == (has_alpha, is_interlaced)


@pytest.mark.parametrize(
    ("kind", "tags"),
    [
        ("plain", ColourTags("bt709", "bt709", "bt709", False)),
        ("bt601", ColourTags("smpte170m", "smpte170m", "smpte170m", False)),
        ("full-range", ColourTags("bt709", "bt709", "bt709", True)),
        ("hdr", ColourTags("bt2020nc", "bt2020", "smpte2084", False)),
    ],
)
def test_colour_is_as_tagged(tmp_path: Path, kind: str, tags: ColourTags) -> None:
    assert pictures(tmp_path, replace(CLIPS[kind], frames=4, tone=None)).colour == tags


def test_an_untagged_clip_has_no_tags(tmp_path: Path) -> None:
    colour = pictures(tmp_path, replace(CLIPS["untagged"], frames=4, tone=None)).colour
    assert (colour.matrix, colour.primaries, colour.transfer) == (None, None, None)


@pytest.mark.parametrize(
    ("rate", "layout", "channels"), [(48_000, "stereo", 2), (16_000, "mono", 1), (44_100, "5.1", 6)]
)
def test_the_form_of_the_sound(tmp_path: Path, rate: int, layout: str, channels: int) -> None:
    sound = probe(made(tmp_path, replace(TINY, tone=Tone(sample_rate=rate, layout=layout)))).sound
    assert sound is not None
    assert (sound.codec, sound.sample_rate, sound.channels) == ("aac", rate, channels)


def test_samples_are_counted_as_the_decoder_gives_them(tmp_path: Path) -> None:
    path = made(tmp_path, replace(TINY, tone=Tone()))
    with av.open(str(path)) as container:
        decoded = sum(frame.samples for frame in container.decode(audio=0))
    sound = probe(path).sound
    assert sound is not None
    assert sound.samples == decoded


def test_sound_starts_where_its_first_sample_does(tmp_path: Path) -> None:
    late = Tone(seconds=Fraction(1, 2), late=Fraction(1, 4))
    path = made(tmp_path, replace(TINY, tone=late))
    with av.open(str(path)) as container:
        first = next(container.decode(audio=0))
        start = first.pts * first.time_base
    sound = probe(path).sound
    assert sound is not None
    assert sound.start == start
    assert abs(sound.start - Fraction(1, 4)) < Fraction(1, 40)


def test_a_file_of_sound_has_no_pictures(made_clips: Path) -> None:
    facts = probe(made_clips / "sound-only.mp4")
    assert (facts.kind, facts.picture) == ("sound", None)


def test_a_gif_is_a_clip(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "clip.gif"), "w") as output:
        stream = output.add_stream("gif", rate=10, width=32, height=24, pix_fmt="rgb8")
        for number in range(5):
            frame = av.VideoFrame(32, 24, "rgb8")
            frame.planes[0].update(bytes([40 * number]) * frame.planes[0].buffer_size)
            frame.pts = number
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    facts = probe(tmp_path / "clip.gif")
    assert facts.kind == "video"
    assert facts.picture is not None
    assert (facts.picture.frames, facts.picture.rate, facts.picture.has_alpha) == (5, 10, True)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("part", [Fraction(1, 3), Fraction(2, 3), Fraction(9, 10), Fraction(99, 100)])
def test_a_truncated_clip_is_refused(tmp_path: Path, suffix: str, part: Fraction) -> None:
    path = made(tmp_path, replace(TINY, frames=48, gop=12, suffix=suffix))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert "fetch or export" in refusal(path)


def test_a_clip_that_lost_whole_packets_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, replace(TINY, gop=1))
    with av.open(str(path)) as container:
        last = [packet.pos for packet in container.demux(video=0) if packet.pos][-1]
    path.write_bytes(path.read_bytes()[:last])
    assert "it is cut short" in refusal(path) or "it is damaged" in refusal(path)


def test_a_clip_without_pictures_is_refused(made_clips: Path) -> None:
    assert "it holds" in refusal(made_clips / "zero-frames.mp4")


def test_a_damaged_picture_is_refused_by_number(tmp_path: Path) -> None:
    path = made(tmp_path, replace(TINY, gop=12, b_frames=0, width=320, height=240))
    with av.open(str(path)) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    at, size = packets[12]
    data = bytearray(path.read_bytes())
    # Past the slice header: entropy-coded data that no longer makes sense.
    data[at + 60 : at + size] = bytes(size - 60)
    path.write_bytes(data)
    assert "damaged" in refusal(path)


def test_pictures_that_go_back_in_time_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path, replace(TINY, gop=1, b_frames=0))
    data = path.read_bytes()
    # The first sample lasts as long as the whole clip and the rest no time at all.
    at = data.index(b"stts") + 8
    entries = struct.pack(">III", 1, 24, 0)
    path.write_bytes(data[: at + 0] + entries + data[at + 12 :])
    assert "not later than the one before it" in refusal(path)


def test_a_size_that_changes_midway_is_refused(tmp_path: Path) -> None:
    first, second = made(tmp_path, TINY), make_clip(tmp_path / "other.mp4", replace(TINY, width=128))
    with (
        av.open(str(first)) as one,
        av.open(str(second)) as two,
        av.open(str(tmp_path / "both.mkv"), "w") as output,
    ):
        stream = output.add_stream_from_template(one.streams.video[0])
        for offset, source in ((0, one), (1, two)):
            inline = av.BitStreamFilterContext("h264_mp4toannexb", source.streams.video[0])
            for packet in source.demux(video=0):
                if packet.size:
                    for filtered in inline.filter(packet):
                        filtered.pts += offset * 12288
                        filtered.dts += offset * 12288
                        filtered.stream = stream
                        output.mux(filtered)
    assert "its pictures change from 96x64 yuv420p to 128x64 yuv420p at picture 24" in refusal(tmp_path / "both.mkv")


def test_more_pictures_than_the_limit_are_refused_while_decoding(tmp_path: Path) -> None:
    path = made(tmp_path, replace(TINY, rate=Fraction(1), frames=12))
    assert "it lasts 12 s, and the limit is 10 s" in refusal(path, MediaLimits(clip_seconds=10))


def test_huge_edit_list_times_end_in_a_refusal_or_in_true_facts(tmp_path: Path) -> None:
    path = made(tmp_path, TINY)
    data = bytearray(path.read_bytes())
    at = data.index(b"elst") + 12
    data[at : at + 8] = struct.pack(">II", 0x7FFFFFFF, 0x7FFFFFFF)
    path.write_bytes(data)
    assert "it holds no pictures" in refusal(path)


def test_a_plain_clip_has_no_notes(tmp_path: Path) -> None:
    assert probe(made(tmp_path, replace(TINY, tone=Tone()))).notes == ()


def test_oddities_are_told_in_plain_words(made_clips: Path) -> None:
    told = {
        name: probe(made_clips / name).notes for name in ("rotated.mp4", "ten-bit.mp4", "late-sound.mp4", "odd.mp4")
    }
    assert told["rotated.mp4"] == ("it is turned by 90° clockwise to stand upright",)
    assert told["ten-bit.mp4"] == ("it has 10 bits a sample",)
    assert told["odd.mp4"] == ("its size is odd (637x359)",)
    assert told["late-sound.mp4"] == (
        "its sound begins 0.48 s after its first picture",
        "its sound ends 0.50 s before its last picture",
    )

"""Opening containers: closed lists of formats and codecs, limits before any decode."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from make_fixtures import SyntheticClip, Tone, make_clip

from longtake.errors import MediaError
from longtake.libav.limits import MediaLimits
from longtake.libav.opening import libav_warning, open_media, picture_stream, sound_stream

SMALL = SyntheticClip(width=64, height=48, frames=6, tone=Tone())


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "clip.mp4", SMALL)


def refusal(path: Path, limits: MediaLimits | None = None) -> str:
    with pytest.raises(MediaError) as refused, open_media(path, limits or MediaLimits()):
        pass
    assert str(path) in str(refused.value)
    return str(refused.value)


def black(pixel_format: str) -> av.VideoFrame:
    frame = av.VideoFrame(64, 48, pixel_format)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame


def silence(sample_format: str, samples: int) -> av.AudioFrame:
    frame = av.AudioFrame(sample_format, "mono", samples)
    frame.planes[0].update(bytes(frame.planes[0].buffer_size))
    frame.sample_rate = 48_000
    return frame


def write_frames(path: Path, codec: str, pixel_format: str = "yuv420p", container: str | None = None) -> Path:
    """Three black pictures in any codec."""
    with av.open(str(path), "w", format=container) as output:
        stream = output.add_stream(codec, rate=24, width=64, height=48, pix_fmt=pixel_format)
        for number in range(3):
            frame = black(pixel_format)
            frame.pts = number
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def test_a_clip_gives_its_picture_and_its_sound(clip: Path) -> None:
    with open_media(clip) as container:
        picture, sound = picture_stream(container), sound_stream(container)
        assert picture is not None
        assert sound is not None
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")


def test_decoders_have_one_thread(clip: Path) -> None:
    with open_media(clip) as container:
        assert [stream.codec_context.thread_count for stream in container.streams] == [1, 1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nclip.mp4\n#EXT-X-ENDLIST\n"),
        ("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nclip.mp4\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", "ffconcat version 1.0\nfile 'clip.mp4'\n"),
        ("list.mp4", "ffconcat version 1.0\nfile 'clip.mp4'\n"),
        ("manifest.mpd", '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"></MPD>'),
        ("movie.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n"),
        ("prose.mp4", "This is no film. " * 200),
    ],
)
def test_a_text_that_names_other_media_is_refused(clip: Path, name: str, text: str) -> None:
    (clip.parent / name).write_text(text)
    words = refusal(clip.parent / name)
    assert "the file could not be opened" in words or "it is of no kind that is taken" in words


def test_a_container_that_is_not_on_the_list_is_refused_with_those_that_are(tmp_path: Path) -> None:
    words = refusal(write_frames(tmp_path / "clip.avi", "mpeg4"))
    assert "it is of no kind that is taken" in words
    assert "pictures are taken as MP4, MOV, WebM, Matroska or GIF" in words


def test_a_container_under_a_false_name_is_refused(tmp_path: Path) -> None:
    assert "no kind that is taken" in refusal(write_frames(tmp_path / "clip.mp4", "mpeg4", container="avi"))


@pytest.mark.parametrize(
    ("codec", "pixel_format", "suffix"),
    [
        ("ffv1", "yuv420p", "mkv"),
        ("mpeg4", "yuv420p", "mp4"),
        ("qtrle", "rgb24", "mov"),
    ],
)
def test_a_codec_that_is_not_on_the_list_is_refused_by_name(
    tmp_path: Path, codec: str, pixel_format: str, suffix: str
) -> None:
    words = refusal(write_frames(tmp_path / f"clip.{suffix}", codec, pixel_format))
    assert f"its video codec is {codec}, which is not taken" in words
    assert "export it again as MP4 with H.264 and AAC" in words


def test_a_codec_that_hides_in_a_usual_container_is_refused_by_name(clip: Path) -> None:
    clip.write_bytes(clip.read_bytes().replace(b"avc1", b"M8Y0"))
    assert "its video codec is magicyuv, which is not taken" in refusal(clip)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (MediaLimits(pixels=64 * 48 - 1), "its pictures are 64x48, and the limit is 3071 pixels"),
        (MediaLimits(streams=1), "it holds 2 streams, and the limit is 1"),
        (MediaLimits(clip_seconds=0), "it lasts 0 s, and the limit is 0 s"),
        (MediaLimits(rate=23), "it has 24 pictures a second, and the limit is 23"),
        (MediaLimits(file_bytes=1000), "and the limit is 1000 bytes"),
    ],
)
def test_a_clip_beyond_a_limit_is_refused_before_it_is_decoded(clip: Path, limits: MediaLimits, words: str) -> None:
    assert words in refusal(clip, limits)


def test_a_decoder_obeys_the_limit_that_a_header_lied_about(clip: Path) -> None:
    with open_media(clip) as container:
        assert container.streams.video[0].codec_context.options["max_pixels"] == str(8192 * 4352)


def test_a_file_of_sound_may_be_longer_than_a_clip(tmp_path: Path) -> None:
    sound = make_clip(tmp_path / "clip.mp4", SMALL)
    limits = MediaLimits(clip_seconds=0, sound_seconds=60)
    assert "it lasts" in refusal(sound, limits)
    with av.open(str(tmp_path / "tone.wav"), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=48_000, layout="mono")
        output.mux(stream.encode(silence("s16", 48_000)))
    with open_media(tmp_path / "tone.wav", limits) as container:
        assert picture_stream(container) is None


def test_cover_art_is_no_picture_stream(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "song.m4a"), "w", format="mp4") as output:
        sound = output.add_stream("aac", rate=48_000, layout="mono")
        cover = output.add_stream("mjpeg", rate=1, width=64, height=48, pix_fmt="yuvj420p")
        cover.disposition = 1 << 10
        output.mux(cover.encode(black("yuvj420p")))
        output.mux(cover.encode(None))
        output.mux(sound.encode(silence("fltp", 4800)))
        output.mux(sound.encode(None))
    with open_media(tmp_path / "song.m4a") as container:
        assert len(container.streams) == 2
        assert picture_stream(container) is None


def test_a_damaged_file_is_refused_with_advice(clip: Path) -> None:
    clip.write_bytes(clip.read_bytes().replace(b"moov", b"lost"))
    assert "the file could not be opened: it is damaged, or no media file" in refusal(clip)
    assert "fetch or export the file again" in refusal(clip)


def test_an_error_of_libav_inside_the_block_names_the_file(clip: Path) -> None:
    with pytest.raises(MediaError, match=r"clip\.mp4: the file could not be decoded"), open_media(clip):
        raise av.error.InvalidDataError(1, "made up")


@pytest.mark.parametrize("version", ["8.1.1", "n7.1", "6.0.1-static"])
def test_an_older_libav_is_warned_of(version: str) -> None:
    warning = libav_warning(version)
    assert warning is not None
    assert f"PyAV brings FFmpeg {version}; 8.1.2 has fixes for hostile media" in warning


@pytest.mark.parametrize("version", ["8.1.2", "n8.1.2", "8.2", "9.0", "N-118000-gabcdef", "git-2026-01-01-abcdef"])
def test_a_libav_with_the_fixes_or_without_a_number_is_not_warned_of(version: str) -> None:
    assert libav_warning(version) is None

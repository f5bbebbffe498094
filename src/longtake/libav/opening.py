"""Opening media that nobody vouches for: closed lists of formats and codecs, one file, limits before any decode."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from io import FileIO
from pathlib import Path
from typing import TypeVar

import av
from av.stream import Discard, Disposition, Stream

from longtake.errors import MediaError
from longtake.libav.errors import media_errors
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.media import Size

__all__ = ["libav_warning", "open_container", "open_media", "picture_stream", "sound_stream"]

_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,gif,wav,mp3,ogg,flac,aac"
_PICTURE_FORMATS = "MP4, MOV, WebM, Matroska or GIF"
_SOUND_FORMATS = "WAV, MP3, Ogg, FLAC, M4A or AAC"
_PICTURE_CODECS = frozenset({"h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "prores", "gif", "png", "mjpeg", "webp"})
_SAMPLES = ("u8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "f64be")
_SOUND_CODECS = frozenset({"aac", "opus", "libopus", "mp3", "mp3float", "vorbis", "flac"}) | {
    f"pcm_{samples}" for samples in _SAMPLES
}
_NOT_VIDEO = Disposition.attached_pic | Disposition.timed_thumbnails
_SAFE_LIBAV = (8, 1, 2)

_StreamT = TypeVar("_StreamT", bound=Stream)
_log = logging.getLogger("longtake.libav")


@contextmanager
def open_media(
    path: Path, limits: MediaLimits = DEFAULT_LIMITS, *, follow_links: bool = True
) -> Iterator[av.container.InputContainer]:
    """An input container for one regular file, checked against the lists and `limits`; nothing was decoded yet.

    path: absolute. Streams that are neither `picture_stream` nor `sound_stream` are discarded; decoders have one
    thread. Raises MediaError, also for libav's own errors inside the block.
    """
    with (
        open_regular_file(path, limits, follow_links=follow_links) as file,
        open_container(file, path, limits) as container,
    ):
        yield container


@contextmanager
def open_container(
    file: FileIO, path: Path, limits: MediaLimits = DEFAULT_LIMITS
) -> Iterator[av.container.InputContainer]:
    """As `open_media`, for a file that is open already; `path` names it in errors.

    libav is given the open file and never a name, so it reaches no protocol, playlist or second file.
    """
    _warn_of_old_libav()
    with media_errors(path, "opened"):
        container = _opened(file, path, limits)
    with container:
        _check_container(container, path, limits)
        _prepare_streams(container, path, limits)
        with media_errors(path, "decoded"):
            yield container


def _opened(file: FileIO, path: Path, limits: MediaLimits) -> av.container.InputContainer:
    try:
        return av.open(file, "r", options=_probe_options(limits), metadata_errors="replace")
    except av.error.ArgumentError as error:
        # What libav answers for a format that is not on our list.
        advice = [f"pictures are taken as {_PICTURE_FORMATS}", f"sound as {_SOUND_FORMATS}", "export it as one of them"]
        raise MediaError("it is of no kind that is taken", place=str(path), advice=advice) from error


def picture_stream(container: av.container.InputContainer) -> av.VideoStream | None:
    """The one video stream that is taken: the default one, else the first. Cover art is no video."""
    return _chosen([stream for stream in container.streams.video if not stream.disposition & _NOT_VIDEO])


def sound_stream(container: av.container.InputContainer) -> av.AudioStream | None:
    """The one audio stream that is taken: the default one, else the first."""
    return _chosen(list(container.streams.audio))


def _chosen(streams: list[_StreamT]) -> _StreamT | None:
    marked = [stream for stream in streams if stream.disposition & Disposition.default]
    return next(iter(marked or streams), None)


def _probe_options(limits: MediaLimits) -> dict[str, str]:
    """Options for libav's own look into the streams while it opens them; the decoders that we drive obey other ones."""
    return {
        "format_whitelist": _FORMATS,
        "protocol_whitelist": "file",
        "codec_whitelist": ",".join(sorted(_PICTURE_CODECS | _SOUND_CODECS)),
        "max_pixels": str(limits.pixels),
        "threads": "1",
    }


def _check_container(container: av.container.InputContainer, path: Path, limits: MediaLimits) -> None:
    limits.check_streams(path, len(container.streams))
    seconds = Fraction(container.duration or 0, av.time_base)
    limits.check_seconds(path, seconds, has_pictures=picture_stream(container) is not None)


def _prepare_streams(container: av.container.InputContainer, path: Path, limits: MediaLimits) -> None:
    picture, sound = picture_stream(container), sound_stream(container)
    for stream in container.streams:
        if stream is not picture and stream is not sound:
            stream.discard = Discard.all
    if picture:
        _check_codec(picture, path, _PICTURE_CODECS)
        limits.check_size(path, Size(max(1, picture.width), max(1, picture.height)))
        limits.check_rate(path, picture.average_rate or Fraction(0))
        picture.codec_context.options = {"max_pixels": str(limits.pixels)}
        picture.codec_context.thread_count = 1
    if sound:
        _check_codec(sound, path, _SOUND_CODECS)
        sound.codec_context.thread_count = 1


def _check_codec(stream: Stream, path: Path, taken: frozenset[str]) -> None:
    # A stream that libav has no decoder for has no codec context.
    name = stream.codec_context.name if stream.codec_context else "unknown"
    if name not in taken:
        raise MediaError(
            f"its {stream.type} codec is {name}, which is not taken",
            place=str(path),
            advice=["export it again as MP4 with H.264 and AAC"],
        )


def libav_warning(version: str = av.ffmpeg_version_info) -> str | None:
    """What to tell about FFmpeg's libraries if they lack known security fixes; None if all is well.

    A development build carries no release number, so nothing can be said of it.
    """
    match = re.match(r"n?(\d+)\.(\d+)(?:\.(\d+))?", version)
    if not match or tuple(int(part or 0) for part in match.groups()) >= _SAFE_LIBAV:
        return None
    safe = ".".join(map(str, _SAFE_LIBAV))
    return f"PyAV brings FFmpeg {version}; {safe} has fixes for hostile media: upgrade the package av"


@cache
def _warn_of_old_libav() -> None:
    """Says it once a process."""
    if warning := libav_warning():
        _log.warning(warning)

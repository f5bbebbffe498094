"""Probing: one file decoded whole, once, picture and sound, into the facts that every later room relies on."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av
from av.stream import Stream

from longtake.errors import MediaError
from longtake.libav.errors import native_messages
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.oddities import oddities
from longtake.libav.opening import open_container, picture_stream, sound_stream
from longtake.libav.picture_survey import PictureSurvey
from longtake.libav.sound_survey import SoundSurvey
from longtake.media import ClipFacts, Digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from longtake.libav.planes import Planes

__all__ = ["Onlooker", "probe"]

_FETCH = ("fetch or export the file again",)
# Formats whose header says how long they are; of others the length is guessed from their bytes.
_SAYS_ITS_LENGTH = frozenset({"matroska,webm", "wav", "flac"})
_SHORT_SECONDS = Fraction(1, 2)
# libav calls these errors, but the pictures come out whole.
_HARMLESS = ("mmco: unref short failure", "co located POCs unavailable", "number of reference frames")


class Onlooker(Protocol):
    """Who measures what is decoded anyway."""

    def see(self, small: Planes) -> None:
        """The next picture, made small (`SmallPictures`)."""

    def hear(self, samples: NDArray[np.float32], rate: int) -> None:
        """The next samples, channels x samples, full scale ±1; rate: samples a second."""


def probe(path: Path, limits: MediaLimits = DEFAULT_LIMITS, onlooker: Onlooker | None = None) -> ClipFacts:
    """The facts of a file of moving pictures, of sound, or of both. path: absolute.

    Decodes in this process, whatever the bytes may be: for files from strangers call
    `longtake.inspection.admission.admit`. The digest is that of the same open file. Raises MediaError for a file that
    is missing, of no kind that is taken, beyond `limits`, truncated, damaged, or without a picture and a sound.
    """
    with open_regular_file(path, limits) as file, _unchanged(file, path):
        digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        with native_messages() as messages, open_container(file, path, limits) as container:
            survey = _Survey(container, path, limits, _Sight(onlooker) if onlooker else None)
            survey.decode()
            _check_messages([text for _, _, text in messages], path)
            return survey.facts(digest, size)


@contextmanager
def _unchanged(file: FileIO, path: Path) -> Iterator[None]:
    """Raises MediaError if the file was written to inside the block."""
    before = _version(file)
    yield
    if _version(file) != before:
        raise MediaError("it changed while it was read", place=str(path), advice=["try again once it is written whole"])


def _version(file: FileIO) -> tuple[int, int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _check_messages(messages: list[str], path: Path) -> None:
    harmful = [text.strip() for text in messages if not text.startswith(_HARMLESS)]
    if harmful:
        raise MediaError(f"it is damaged (libav: {harmful[0]})", place=str(path), advice=_FETCH)


class _Sight:
    """What an onlooker gets of each decoded frame. Made only where somebody looks: it needs NumPy."""

    def __init__(self, onlooker: Onlooker) -> None:
        from longtake.libav.samples import samples_of
        from longtake.libav.small_pictures import SmallPictures

        self._onlooker, self._small, self._samples_of = onlooker, SmallPictures(), samples_of

    def show(self, frame: object) -> None:
        if isinstance(frame, av.VideoFrame):
            self._onlooker.see(self._small.of(frame))
        elif isinstance(frame, av.AudioFrame):
            self._onlooker.hear(self._samples_of(frame), frame.sample_rate)


class _Survey:
    """One pass over the streams that are taken, counting packets as it goes."""

    def __init__(
        self, container: av.container.InputContainer, path: Path, limits: MediaLimits, sight: _Sight | None
    ) -> None:
        self._container, self._path, self._sight = container, path, sight
        self._picture_stream, self._sound_stream = picture_stream(container), sound_stream(container)
        self._picture = PictureSurvey(path, self._picture_stream, limits) if self._picture_stream else None
        self._sound = SoundSurvey(path, self._sound_stream) if self._sound_stream else None
        self._streams: list[Stream] = [one for one in (self._picture_stream, self._sound_stream) if one]
        self._packets: Counter[int] = Counter()
        self._kept: Counter[int] = Counter()

    def decode(self) -> None:
        if not self._streams:
            raise MediaError("it holds neither pictures nor sound", place=str(self._path), advice=["name a clip"])
        if self._picture_stream and not self._sight:
            # Where nobody looks, only whether and when pictures come out is asked, not their last polish.
            context = self._picture_stream.codec_context
            context.options = {**context.options, "skip_loop_filter": "all"}
        for packet in self._container.demux(self._streams):
            if packet.size:
                self._packets[packet.stream_index] += 1
                self._kept[packet.stream_index] += not packet.is_discard
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame) and self._picture:
                    self._picture.add(frame)
                elif isinstance(frame, av.AudioFrame) and self._sound:
                    self._sound.add(frame)
                if self._sight:
                    self._sight.show(frame)

    def facts(self, digest: Digest, size: int) -> ClipFacts:
        self._check_index()
        picture = self._picture.facts(self._promised()) if self._picture else None
        sound = self._sound.facts(self._picture.start if self._picture else None) if self._sound else None
        if not picture and not sound:
            raise MediaError("it holds no sound", place=str(self._path), advice=_FETCH)
        self._check_length(max(one.seconds for one in (picture, sound) if one))
        own = [note for survey in (self._picture, self._sound) if survey for note in survey.oddities()]
        return ClipFacts(
            digest=digest,
            size_bytes=size,
            container=self._container.format.name,
            kind="video" if picture else "sound",
            picture=picture,
            sound=sound,
            notes=(*oddities(picture, sound), *own),
        )

    def _check_index(self) -> None:
        """Raises MediaError if the file's own index lists packets that did not come."""
        for stream in self._streams:
            listed, came = len(stream.index_entries), self._packets[stream.index]
            if came < listed:
                raise MediaError(
                    f"it is cut short: {came} of {listed} packets of {stream.type} are there",
                    place=str(self._path),
                    advice=_FETCH,
                )

    def _promised(self) -> int:
        assert self._picture_stream is not None
        return self._kept[self._picture_stream.index]

    def _check_length(self, seconds: Fraction) -> None:
        """Raises MediaError if the header promised more; streams that are not decoded may be the longer ones."""
        claimed = Fraction(self._container.duration or 0, av.time_base)
        is_whole = len(self._container.streams) == len(self._streams)
        if self._container.format.name in _SAYS_ITS_LENGTH and is_whole and claimed - seconds > _SHORT_SECONDS:
            raise MediaError(
                f"it is cut short: {float(seconds):.2f} of {float(claimed):.2f} s are there",
                place=str(self._path),
                advice=_FETCH,
            )

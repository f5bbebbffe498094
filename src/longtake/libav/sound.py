"""Sound through libav: any admitted source as 48 kHz stereo, and a stretch of the mix as AAC packets."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from av.stream import Discard
from numpy.typing import NDArray

from longtake.errors import MediaError, SoundError
from longtake.libav.opening import open_media, sound_stream
from longtake.libav.stretching import stretched
from longtake.media import SAMPLE_RATE, EncodedSound

__all__ = ["PACKET_SAMPLES", "Pcm", "SoundReader", "decode_aac", "encode_aac"]

Pcm = NDArray[np.float32]
"""48 kHz stereo, shape (2, samples), full scale ±1.0."""

PACKET_SAMPLES = 1024
"""Samples in a packet of AAC-LC; also how many the encoder puts before the first one (its priming)."""

_LONGEST_HOLE = 60
_TOGETHER = 32  # frames that go through the resampler at a time: asking it in vain takes as long as a frame
# Every number that decides a sample is named: a libav with other defaults would else mix other bytes. `async=1` keeps
# sound on its own clock where a file leaves packets out: holes become silence, overlaps are trimmed, from 20 ms up.
_RESAMPLER = (
    "resampler=swr:filter_size=32:phase_shift=10:linear_interp=0:exact_rational=1"
    ":async=1:min_comp=0.02:min_hard_comp=0.02"
)


class SoundReader:
    """Windows of a source's sound by sample number at 48 kHz, where 0 is the first sample that its decoder gives.

    Decodes forward from the first sample, never by seeking, so that a sample is the same whichever window asked for
    it. Made for rising windows that may overlap; one that starts before the last one starts over. Memory is one
    window. tempo: times its own speed, its pitch kept; samples are then those of the sound so stretched. Mono stands in
    both channels at unity; more than two channels are mixed down as libav does.
    Raises MediaError.
    """

    def __init__(self, path: Path, tempo: Fraction = Fraction(1)) -> None:
        self._path, self._tempo = path, tempo
        self._start_over()

    def window(self, start: int, samples: int) -> Pcm:
        """Samples [start, start + samples); silence after the source's end."""
        if start < self._at:
            self.close()
            self._start_over()
        self._forget_until(start)
        while self._at + self._count < start + samples:
            block = next(self._blocks, None)
            if block is None:
                break
            self._held.append(block)
            self._count += block.shape[1]
            self._forget_until(start)
        return self._filled(start, samples)

    def close(self) -> None:
        self._blocks.close()

    def _start_over(self) -> None:
        self._blocks = _blocks(self._path)
        if self._tempo != 1:
            self._blocks = stretched(self._blocks, self._tempo)
        self._held: list[Pcm] = []
        self._at = 0  # number of the first sample that is held
        self._count = 0

    def _forget_until(self, start: int) -> None:
        while self._held and self._at + self._held[0].shape[1] <= start:
            length = self._held.pop(0).shape[1]
            self._at += length
            self._count -= length

    def _filled(self, start: int, samples: int) -> Pcm:
        result = np.zeros((2, samples), np.float32)
        at = self._at - start
        for block in self._held:
            first, last = max(0, at), min(samples, at + block.shape[1])
            if first < last:
                result[:, first:last] = block[:, first - at : last - at]
            at += block.shape[1]
        return result


def _blocks(path: Path) -> Generator[Pcm, None, None]:
    """The whole sound of a file, in order, in blocks of any size."""
    with open_media(path) as container:
        sound = sound_stream(container)
        if sound is None:
            raise MediaError("it has no sound", place=str(path), advice=["name a file with sound"])
        for stream in container.streams:
            if stream is not sound:
                stream.discard = Discard.all
        resampler = None
        for number, frame in enumerate(container.decode(sound), 1):
            resampler = resampler or _Resampler(frame, path)
            resampler.put(frame)
            if number % _TOGETHER == 0:
                yield from resampler.pulled()
        if resampler:
            yield from resampler.finish()


class _Resampler:
    """Frames of one format in, 48 kHz stereo out; keeps the frames where their times put them."""

    def __init__(self, first: av.AudioFrame, path: Path) -> None:
        self._path = path
        self._form = _form(first)
        self._before: tuple[int, int] | None = None
        # libav spreads mono at -3 dB; so it stays mono here and is doubled after.
        layout = "mono" if first.layout.nb_channels == 1 else "stereo"
        self._graph = av.filter.Graph()
        source = self._graph.add(
            "abuffer",
            f"sample_rate={first.sample_rate}:sample_fmt={first.format.name}"
            f":channel_layout={first.layout.name}:time_base={first.time_base}",
        )
        resample = self._graph.add("aresample", f"osr={SAMPLE_RATE}:osf=fltp:ochl={layout}:{_RESAMPLER}")
        sink = self._graph.add("abuffersink")
        source.link_to(resample)
        resample.link_to(sink)
        self._graph.configure()

    def put(self, frame: av.AudioFrame) -> None:
        self._check(frame)
        self._graph.push(frame)

    def finish(self) -> Iterator[Pcm]:
        self._graph.push(None)
        yield from self.pulled()

    def pulled(self) -> Iterator[Pcm]:
        """All that came of what was put in."""
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            samples = np.asarray(frame.to_ndarray(), np.float32)
            if not np.isfinite(samples).all():
                raise MediaError(
                    "its sound holds values that are no numbers",
                    place=str(self._path),
                    advice=["export it again (AAC, WAV or FLAC)"],
                )
            yield np.repeat(samples, 2, axis=0) if samples.shape[0] == 1 else samples

    def _check(self, frame: av.AudioFrame) -> None:
        if _form(frame) != self._form:
            raise MediaError(
                f"its sound changes from {self._form} to {_form(frame)} on the way",
                place=str(self._path),
                advice=["export it again with one sound format from start to end"],
            )
        if frame.pts is None or frame.time_base is None:
            return
        before, self._before = self._before, (frame.pts, frame.samples)
        if before is None:
            return
        # In whole numbers, since a file has thousands of frames a minute.
        a_second = frame.sample_rate * frame.time_base.denominator
        since = (frame.pts - before[0]) * frame.time_base.numerator * frame.sample_rate
        hole = since - before[1] * frame.time_base.denominator
        # libswresample holds a hole's silence in memory at once: a hostile time must not decide how much that is.
        if hole > _LONGEST_HOLE * a_second:
            raise MediaError(
                f"its sound has a hole of {hole / a_second:.0f} s; {_LONGEST_HOLE} s is the most that is filled",
                place=str(self._path),
                advice=["export it again with sound all along"],
            )


def _form(frame: av.AudioFrame) -> str:
    return f"{frame.sample_rate} Hz {frame.layout.name} {frame.format.name}"


def encode_aac(pcm: Pcm, bitrate: int) -> EncodedSound:
    """AAC-LC of whole packets of signal: n x 1024 samples give n + 1 packets.

    Packet i decodes to samples [(i - 1) x 1024, i x 1024) of `pcm`; packet 0 is the encoder's priming. The coder is
    libav's `fast`: at 128 kbit/s its documentation calls it better than the default and much faster, and what it does
    with a packet hardly depends on packets long past, which pieces need. bitrate in bits a second. Raises SoundError.
    """
    channels, samples = pcm.shape
    if channels != 2 or samples % PACKET_SAMPLES:
        raise ValueError(f"stereo in whole packets of {PACKET_SAMPLES} samples is encoded, not {pcm.shape}")
    try:
        context = _aac_encoder(bitrate)
        packets = []
        for at in range(0, samples, PACKET_SAMPLES):
            packets += context.encode(_frame(pcm, at))
        packets += context.encode(None)
    except av.FFmpegError as error:
        raise SoundError(f"the AAC encoder fails at {bitrate} bit/s: {error.strerror}") from error
    if len(packets) != samples // PACKET_SAMPLES + 1:
        raise SoundError(f"{samples // PACKET_SAMPLES} packets of sound went in, {len(packets)} came out with priming")
    return EncodedSound(bytes(context.extradata or b""), tuple(bytes(packet) for packet in packets))


def decode_aac(sound: EncodedSound) -> Pcm:
    """What a player hears of packets that follow each other, 1024 samples each; the first decodes without the one
    before it."""
    context = av.CodecContext.create("aac", "r")
    context.extradata = sound.extradata
    frames = [frame for data in sound.packets for frame in context.decode(av.Packet(data))]
    return np.concatenate([np.asarray(frame.to_ndarray(), np.float32) for frame in frames], axis=1)


def _aac_encoder(bitrate: int) -> av.AudioCodecContext:
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE, "stereo", "fltp"
    context.time_base = Fraction(1, SAMPLE_RATE)
    context.bit_rate = bitrate
    context.thread_count = 1
    context.flags |= Flags.bitexact | Flags.global_header
    context.options = {"aac_coder": "fast"}
    context.open()
    return context


def _frame(pcm: Pcm, at: int) -> av.AudioFrame:
    packet = np.ascontiguousarray(pcm[:, at : at + PACKET_SAMPLES])
    frame = av.AudioFrame.from_ndarray(packet, format="fltp", layout="stereo")
    frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), at
    return frame

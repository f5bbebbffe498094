"""Samples as services send them, checked, and as a WAV file of our own: what a stranger sent is never decoded."""

from __future__ import annotations

import struct

__all__ = ["checked", "samples_of_wav", "wav_of"]

_SIGNS = ((b"ID3", "an MP3"), (b"OggS", "an Ogg file"), (b"fLaC", "a FLAC file"), (b"RIFF", "a WAV file"))
_KBITS = (
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG-2 and 2.5, layer III
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG-1, layer III
)
_RATES = (44_100, 48_000, 32_000)
_UNSAID = (0, 0x7FFFFFFF, 0xFFFFFFFF)
_PCM = (1, 0xFFFE)
_MOST_RATE, _LEAST_RATE = 48_000, 8_000


def checked(pcm: bytes) -> bytes:
    """The samples, if they can be some. Raises ValueError."""
    if not pcm:
        raise ValueError("it holds no sound")
    if len(pcm) % 2:
        raise ValueError("it ends in half a sample")
    if found := next((name for sign, name in _SIGNS if pcm.startswith(sign)), "an MP3" if _is_mp3(pcm) else ""):
        raise ValueError(f"it is {found}, and samples were asked for")
    if pcm[:1] in b"<{" and pcm[:64].isascii() and pcm[:64].decode().isprintable():
        raise ValueError("it is a text, and samples were asked for")
    return pcm


def _is_mp3(data: bytes) -> bool:
    """Whether a frame of layer III stands at the start, and another where it ends: loud samples may look like one."""
    following = _mp3_frame(data[:4])
    return bool(following) and bool(_mp3_frame(data[following : following + 4]))


def _mp3_frame(head: bytes) -> int:
    """The length of the frame with that header; 0 for none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    is_first = version == 3
    hertz = _RATES[rate] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if is_first else 72) * _KBITS[is_first][bits - 1] * 1000 // hertz + (head[2] >> 1 & 1)


def wav_of(pcm: bytes, rate: int) -> bytes:
    """A WAV file of 16-bit samples of one channel."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + len(pcm), b"WAVE") + form + struct.pack("<4sI", b"data", len(pcm)) + pcm


def samples_of_wav(data: bytes) -> tuple[bytes, int]:
    """The samples of a WAV file of one channel, and its rate. One that was streamed may not say its length: then all
    that follows is taken. Raises ValueError."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        checked(data)
        raise ValueError("it is no WAV file")
    rate, at = 0, 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name == b"fmt ":
            rate = _rate(data[at + 8 : at + 24])
        elif name == b"data":
            if not rate:
                raise ValueError("its samples come before their form")
            pcm = data[at + 8 :] if length in _UNSAID else data[at + 8 : at + 8 + length]
            if length not in _UNSAID and len(pcm) < length:
                raise ValueError(f"it ends after {len(pcm)} of {length} bytes of sound")
            return checked(pcm), rate
        at += 8 + length + length % 2
    raise ValueError("it holds no sound")


def _rate(form: bytes) -> int:
    if len(form) < 16:
        raise ValueError("its form is cut off")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", form)
    if kind not in _PCM or channels != 1 or bits != 16 or not _LEAST_RATE <= rate <= _MOST_RATE:
        raise ValueError(f"it has {channels} channels of {bits} bits at {rate} Hz; one of 16 bits was asked for")
    return int(rate)

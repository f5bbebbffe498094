"""Sound as MP3, for those who take no other form."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from av.codec.codec import UnknownCodecError
from av.codec.context import Flags

from longtake.errors import SoundError
from longtake.libav.sound import Pcm
from longtake.media import SAMPLE_RATE

__all__ = ["encode_mp3"]

_BITRATE = 192_000
_FRAME_SAMPLES = 1152


def encode_mp3(pcm: Pcm) -> bytes:
    """An MP3 file at 192 kbit/s whose header says how many samples the encoder put before the first one, so that it
    decodes to the same samples at the same times. The same sound gives the same bytes. Raises SoundError."""
    kept = io.BytesIO()
    try:
        with av.open(kept, "w", format="mp3", options={"id3v2_version": "0", "fflags": "+bitexact"}) as container:
            stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="stereo", format="fltp")
            stream.time_base, stream.bit_rate = Fraction(1, SAMPLE_RATE), _BITRATE
            stream.codec_context.flags |= Flags.bitexact
            for at in range(0, pcm.shape[1], _FRAME_SAMPLES):
                container.mux(stream.encode(_frame(pcm, at)))
            container.mux(stream.encode(None))
    except UnknownCodecError as error:
        advice = ("install PyAV from its own wheels, which have it",)
        raise SoundError("a model takes its sound as MP3, and this libav has no libmp3lame", advice=advice) from error
    except av.FFmpegError as error:
        raise SoundError(f"the MP3 encoder fails: {error.strerror}") from error
    return kept.getvalue()


def _frame(pcm: Pcm, at: int) -> av.AudioFrame:
    samples = np.ascontiguousarray(pcm[:, at : at + _FRAME_SAMPLES])
    frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
    frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), at
    return frame

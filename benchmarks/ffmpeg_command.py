"""FFmpeg as a contender: one filter graph that makes the same film from the same clips, and its encoders.

The binary is the one in the `imageio-ffmpeg` wheel. Pictures are cropped to 16:9 before they are scaled (the crop is
free), dissolved by `xfade`, and split for the ladder. `xfade` mixes in 4:4:4 alone, so its pictures are made 4:2:0
again, once and before the split: otherwise x264 would encode 4:4:4, which few players show and which takes more CPU.
Sound is `acrossfade`d, with silence for clips that have none. Rate caps are the ladder's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
from material import JOIN_FRAMES, RATE, frames_of

from longtake.media import FrameRate, Rung, Size, ladder_for

__all__ = ["LADDER", "THREADS", "Threads", "encoder", "film_graph", "opening", "sound_encoder"]

LADDER = ladder_for(Size(1920, 1080), FrameRate(RATE), short_sides=[1080, 720, 540, 360]).rungs


@dataclass(frozen=True, slots=True)
class Threads:
    """A way of spreading the work: options before the inputs, and options of each picture encoder."""

    opening: tuple[str, ...] = ()
    encoder: tuple[str, ...] = ()


THREADS = {
    "default threads": Threads(),
    "one filter thread": Threads(("-filter_complex_threads", "1")),
    "one thread an encoder": Threads((), ("-threads", "1")),
    "one thread a stage": Threads(("-filter_complex_threads", "1"), ("-threads", "1")),
}


def opening(clips: Sequence[Path], threads: Threads = THREADS["default threads"]) -> list[object]:
    """The command up to its inputs."""
    said = ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    return [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *said,
        *threads.opening,
        *(word for clip in clips for word in ("-i", clip)),
    ]


def film_graph(clips: Sequence[Path], rungs: Sequence[Rung], sounds: int = 1) -> str:
    """Pictures at [picture0] … (one for each of `rungs`, best first), sound at [sound0] … (`sounds` copies)."""
    lengths = [Fraction(frames_of(clip), RATE) for clip in clips]
    steps = [
        step for number, clip in enumerate(clips) for step in _conformed(number, clip, lengths[number], rungs[0].size)
    ]
    overlap, start = Fraction(JOIN_FRAMES, RATE), Fraction(0)
    picture, sound = "v0", "a0"
    for number in range(1, len(clips)):
        start += lengths[number - 1] - overlap
        fade = f"xfade=transition=fade:duration={float(overlap)}:offset={float(start):.9f}"
        steps.append(f"[{picture}][v{number}]{fade}[x{number}]")
        steps.append(f"[{sound}][a{number}]acrossfade=d={float(overlap)}:c1=tri:c2=tri[y{number}]")
        picture, sound = f"x{number}", f"y{number}"
    parts = "".join(f"[s{number}]" for number in range(len(rungs)))
    steps.append(f"[{picture}]format=yuv420p,split={len(rungs)}{parts}")
    steps += [f"[s{number}]{_scaled(rung.size)}[picture{number}]" for number, rung in enumerate(rungs)]
    steps.append(f"[{sound}]asplit={sounds}" + "".join(f"[sound{number}]" for number in range(sounds)))
    return ";".join(steps)


def encoder(rung: Rung, stream: str = "v", threads: Threads = THREADS["default threads"]) -> list[object]:
    """x264 for one rung: the ladder's caps, and closed GOPs of two seconds."""
    options = {
        "-c": "libx264",
        "-preset": rung.preset,
        "-crf": rung.crf,
        "-maxrate": rung.maxrate,
        "-bufsize": rung.bufsize,
        "-x264-params": f"keyint={2 * RATE}:min-keyint={2 * RATE}:scenecut=0:open-gop=0",
    }
    words = [word for name, value in options.items() for word in (f"{name}:{stream}", value)]
    return [*words, *(f"{word}:{stream}" if word.startswith("-") else word for word in threads.encoder)]


def sound_encoder() -> list[object]:
    return ["-c:a", "aac", "-b:a", "128k"]


def _conformed(number: int, clip: Path, length: Fraction, size: Size) -> list[str]:
    crop = "crop='min(iw,ih*16/9)':'min(ih,iw*9/16)'"
    picture = f"[{number}:v]fps={RATE},{crop},{_scaled(size)},setsar=1,format=yuv420p[v{number}]"
    seconds = f"{float(length):.9f}"
    with av.open(str(clip)) as container:
        if not container.streams.audio:
            return [picture, f"anullsrc=r=48000:cl=stereo,atrim=end={seconds}[a{number}]"]
    even = f"apad=whole_dur={seconds},atrim=end={seconds}"
    return [picture, f"[{number}:a]aresample=48000,aformat=channel_layouts=stereo,{even}[a{number}]"]


def _scaled(size: Size) -> str:
    return f"scale={size.width}:{size.height}:flags=bicubic"

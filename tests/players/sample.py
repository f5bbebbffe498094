"""A small, correct HLS film made straight with PyAV: the harness is tested on it, independent of our packaging.

Two rungs of 6 s at 24 fps in segments of 2 s, and one sound rendition. The right half turns from dark to bright and
the left half from bright to dark, so that every moment looks different.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

RATE = 24
FRAMES = 144
GOP_FRAMES = 48
SAMPLE_RATE = 48_000
AAC_FRAME = 1024
RUNGS = ((320, 180), (160, 90))
FASTSTART = {"movflags": "faststart"}
FRAGMENTED = {"movflags": "frag_keyframe+delay_moov+default_base_moof"}


def make_sample(folder: Path) -> Path:
    """Writes the film into `folder/hls` and returns its multivariant playlist."""
    hls = folder / "hls"
    hls.mkdir(parents=True)
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"]
    sound_codec = _rendition(hls / "sound", _encoded_sound(hls / "sound.mp4"), SAMPLE_RATE, FRAMES * 2000)
    lines.append(
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",LANGUAGE="und",'
        'DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="sound/main.m3u8"'
    )
    for width, height in RUNGS:
        name = f"{height}p"
        timescale = RATE * 512
        codec = _rendition(hls / name, _encoded_picture(hls / f"{name}.mp4", width, height), timescale, FRAMES * 512)
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={width * 2000},AVERAGE-BANDWIDTH={width * 1500},"
            f'CODECS="{codec},{sound_codec}",RESOLUTION={width}x{height},FRAME-RATE={RATE}.000,AUDIO="sound",'
            "CLOSED-CAPTIONS=NONE"
        )
        lines.append(f"{name}/main.m3u8")
    main = hls / "main.m3u8"
    main.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return main


def make_file(folder: Path) -> Path:
    """Writes the top rung as one plain MP4, without sound, and returns its path."""
    film = folder / "film.mp4"
    film.write_bytes(_encoded_picture(folder / "encoding.mp4", *RUNGS[0], FASTSTART))
    return film


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """The boxes of one level: (type, start of the box, end of the box), byte positions in `data`."""
    end = len(data) if end is None else end
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        yield kind.decode("latin-1"), start, start + size
        start += size


def find_box(data: bytes, *path: str) -> tuple[int, int]:
    """Start and end of the first box at `path`, as ("moov", "trak"). Raises KeyError if there is none."""
    start, end = 0, len(data)
    for depth, wanted in enumerate(path):
        start, end = next(((a, b) for kind, a, b in boxes(data, start, end) if kind == wanted), (-1, -1))
        if start < 0:
            raise KeyError("/".join(path[: depth + 1]))
        if depth + 1 < len(path):
            start += 8
    return start, end


def _encoded_picture(path: Path, width: int, height: int, flags: dict[str, str] = FRAGMENTED) -> bytes:
    options = {"crf": "24", "preset": "ultrafast", "bf": "2", "x264-params": "keyint=48:min-keyint=48:scenecut=0"}
    with av.open(path, "w", format="mp4", options=flags) as container:
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, RATE)
        for number in range(FRAMES):
            frame = _picture(number, width, height)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return _taken(path)


def _picture(number: int, width: int, height: int) -> VideoFrame:
    luma = np.full((height, width), 16 + number * 219 // FRAMES, dtype=np.uint8)
    luma[:, : width // 2] = 235 - number * 219 // FRAMES
    chroma = np.full((height // 2, width), 128, dtype=np.uint8)
    planes = np.concatenate([luma.ravel(), chroma.ravel()]).reshape(height * 3 // 2, width)
    frame = VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, RATE)
    return frame


def _encoded_sound(path: Path) -> bytes:
    samples = SAMPLE_RATE * FRAMES // RATE
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(samples) / SAMPLE_RATE)).astype(np.int16)
    with av.open(path, "w", format="mp4", options={**FRAGMENTED, "frag_duration": "2000000"}) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        for start in range(0, samples, AAC_FRAME):
            piece = np.repeat(tone[start : start + AAC_FRAME], 2).reshape(1, -1)
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(piece), format="s16", layout="stereo")
            frame.pts, frame.sample_rate, frame.time_base = start, SAMPLE_RATE, Fraction(1, SAMPLE_RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return _taken(path)


def _taken(path: Path) -> bytes:
    data = path.read_bytes()
    path.unlink()
    return data


def _rendition(folder: Path, data: bytes, timescale: int, ticks: int) -> str:
    """Cuts one fragmented MP4 into an init and segments with a playlist; returns its codec string."""
    folder.mkdir()
    top = [box for box in boxes(data) if box[0] != "mfra"]
    starts = [start for kind, start, _ in top if kind == "moof"]
    init = data[: starts[0]]
    (folder / "init.mp4").write_bytes(init)
    # A last segment shorter than the sound's priming is one whose end hls.js never sees; it belongs to the one before.
    edges = [*starts[: ticks // (2 * timescale)], top[-1][2]]
    shown_from = _edit_start(init)
    times = [max(0, _decode_time(data[a:b]) - shown_from) for a, b in pairwise(edges)]
    times.append(ticks)
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0"]
    lines += ["#EXT-X-PLAYLIST-TYPE:VOD", '#EXT-X-MAP:URI="init.mp4"']
    for number, (a, b) in enumerate(pairwise(edges)):
        (folder / f"{number}.m4s").write_bytes(data[a:b])
        lines += [f"#EXTINF:{(times[number + 1] - times[number]) / timescale:.6f},", f"{number}.m4s"]
    (folder / "main.m3u8").write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]), encoding="utf-8")
    return _codec(init)


def _edit_start(init: bytes) -> int:
    """media_time of the one edit: ticks of priming or of composition offset that are not shown."""
    start, _ = find_box(init, "moov", "trak", "edts", "elst")
    return int(struct.unpack_from(">i", init, start + 20)[0])


def _decode_time(fragment: bytes) -> int:
    """tfdt of the fragment. A picture's first frame is shown its composition offset later, which the edit removes."""
    start, _ = find_box(fragment, "moof", "traf", "tfdt")
    wide = fragment[start + 8] == 1
    time = int(struct.unpack_from(">Q" if wide else ">I", fragment, start + 12)[0])
    return time + _first_offset(fragment)


def _first_offset(fragment: bytes) -> int:
    """Composition offset of the first sample in ticks; 0 where the trun carries none (sound)."""
    start, _ = find_box(fragment, "moof", "traf", "trun")
    flags = struct.unpack_from(">I", fragment, start + 8)[0] & 0xFFFFFF
    if not flags & 0x800:
        return 0
    # Before it stand data offset and first flags of the run, then duration, size and flags of the sample.
    fields_before = sum(bool(flags & bit) for bit in (0x1, 0x4, 0x100, 0x200, 0x400))
    return int(struct.unpack_from(">I", fragment, start + 16 + 4 * fields_before)[0])


def _codec(init: bytes) -> str:
    start = init.find(b"avcC")
    if start < 0:
        return "mp4a.40.2"
    return "avc1." + init[start + 5 : start + 8].hex().upper()

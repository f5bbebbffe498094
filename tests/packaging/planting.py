"""A copy of a good film to plant faults into, with helpers that find the very bytes to change."""

from __future__ import annotations

import json
import re
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from longtake.media import digest_file

CUES = (("00:00:01.000", "00:00:02.500", "Good morning."), ("00:00:05.000", "00:00:07.000", "It is early."))
MAP = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"


class Planted:
    """A film's folder. `film` is its MP4, `main` its multivariant playlist."""

    film, main = "film.mp4", "hls/main.m3u8"

    def __init__(self, good: Path, folder: Path) -> None:
        shutil.copytree(good, folder)
        self.folder = folder

    def playlists(self, kind: str) -> list[str]:
        """Of the `STREAM-INF` or `MEDIA` lines, in the order in which they stand."""
        text = self.text(self.main)
        found = re.findall(r"#EXT-X-STREAM-INF.*\n(.+)" if kind == "picture" else r'TYPE=AUDIO.*URI="([^"]+)"', text)
        return [f"hls/{uri}" for uri in found]

    @property
    def picture(self) -> str:
        return self.playlists("picture")[0]

    @property
    def other(self) -> str:
        return self.playlists("picture")[1]

    @property
    def sound(self) -> str:
        return self.playlists("sound")[0]

    def segments(self, playlist: str) -> list[str]:
        names = [line for line in self.text(playlist).splitlines() if line and not line.startswith("#")]
        return [f"{Path(playlist).parent.as_posix()}/{name}" for name in names]

    def header(self, playlist: str) -> str:
        found = re.search(r'EXT-X-MAP:URI="([^"]+)"', self.text(playlist))
        assert found
        return f"{Path(playlist).parent.as_posix()}/{found[1]}"

    def text(self, path: str) -> str:
        return (self.folder / path).read_text()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text)

    def swap(self, path: str, pattern: str, new: str, count: int = 1) -> None:
        """Replaces what the pattern finds; it must be there."""
        text, times = re.subn(pattern, new, self.text(path), count=count)
        assert times, f"{pattern} is not in {path}"
        self.write(path, text)

    def poke(self, path: str, box: bytes, at: int, value: bytes) -> None:
        """Overwrites bytes of the first box of that kind, `at` bytes after its kind."""
        data = bytearray((self.folder / path).read_bytes())
        where = data.index(box) + 4 + at
        data[where : where + len(value)] = value
        (self.folder / path).write_bytes(data)

    def cut(self, path: str, end: int) -> None:
        data = (self.folder / path).read_bytes()
        (self.folder / path).write_bytes(data[:end])

    def subtitled(self) -> str:
        """Adds a subtitle rendition that keeps the rules; the path of its playlist."""
        self.swap(self.main, r"(#EXT-X-STREAM-INF:)", r'\1SUBTITLES="subtitles",', count=0)
        line = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="English",LANGUAGE="en",URI="en/index.m3u8"'
        self.swap(self.main, r"(#EXT-X-MEDIA:)", rf"{line}\n\1")
        self.write(
            self.main, re.sub(r"BANDWIDTH=(\d+)", lambda m: f"BANDWIDTH={int(m[1]) + 300}", self.text(self.main))
        )
        lines, start = [], 0.0
        for number, seconds in enumerate(re.findall(r"EXTINF:([\d.]+)", self.text(self.picture))):
            end = start + float(seconds)
            cues = [cue for cue in CUES if _seconds(cue[0]) < end and _seconds(cue[1]) > start]
            body = "\n\n".join(f"{begin} --> {stop}\n{words}" for begin, stop, words in cues)
            self.write(f"hls/en/{number}.vtt", f"WEBVTT\n{MAP}\n\n{body}\n")
            lines += [f"#EXTINF:{seconds},", f"{number}.vtt"]
            start = end
        head = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:6", "#EXT-X-PLAYLIST-TYPE:VOD"]
        self.write("hls/en/index.m3u8", "\n".join([*head, *lines, "#EXT-X-ENDLIST", ""]))
        return "hls/en/index.m3u8"

    def with_key_pictures(self) -> str:
        """Adds a playlist of the first picture of each segment; its path."""
        folder = Path(self.picture).parent.name
        line = f'BANDWIDTH=9000,CODECS="avc1.64001e",RESOLUTION=192x108,URI="{folder}/keys.m3u8"'
        self.write(self.main, f"{self.text(self.main)}#EXT-X-I-FRAME-STREAM-INF:{line}\n")
        lines = ["#EXTM3U", "#EXT-X-VERSION:5", "#EXT-X-TARGETDURATION:6", "#EXT-X-PLAYLIST-TYPE:VOD"]
        lines += ["#EXT-X-I-FRAMES-ONLY", f'#EXT-X-MAP:URI="{Path(self.header(self.picture)).name}"']
        seconds = re.findall(r"EXTINF:([\d.]+)", self.text(self.picture))
        for path, length in zip(self.segments(self.picture), seconds, strict=True):
            data = (self.folder / path).read_bytes()
            run = data.index(b"trun") + 4
            data_at, size = (int.from_bytes(data[run + at : run + at + 4], "big") for at in (8, 12))
            lines += [f"#EXTINF:{length},", f"#EXT-X-BYTERANGE:{data_at + size}@0", Path(path).name]
        path = f"hls/{folder}/keys.m3u8"
        self.write(path, "\n".join([*lines, "#EXT-X-ENDLIST", ""]))
        return path

    def with_thumbnails(self) -> str:
        """Adds a playlist of one sheet of thumbnails over the whole film, and their WebVTT; its path."""
        line = 'BANDWIDTH=9000,RESOLUTION=160x90,CODECS="jpeg",URI="images/index.m3u8"'
        self.write(self.main, f"{self.text(self.main)}#EXT-X-IMAGE-STREAM-INF:{line}\n")
        seconds = sum(map(float, re.findall(r"EXTINF:([\d.]+)", self.text(self.picture))))
        lines = ["#EXTM3U", "#EXT-X-VERSION:6", f"#EXT-X-TARGETDURATION:{round(seconds)}", "#EXT-X-PLAYLIST-TYPE:VOD"]
        lines += ["#EXT-X-IMAGES-ONLY", f"#EXTINF:{seconds:.6f},"]
        lines += ["#EXT-X-TILES:RESOLUTION=160x90,LAYOUT=4x4,DURATION=2.0", "sheet.jpg", "#EXT-X-ENDLIST", ""]
        self.write("hls/images/index.m3u8", "\n".join(lines))
        Image.new("L", (640, 360)).save(self.folder / "hls/images/sheet.jpg")
        cue = f"00:00:00.000 --> 00:00:{seconds:06.3f}\nhls/images/sheet.jpg#xywh=0,0,160,90"
        self.write("thumbnails.vtt", f"WEBVTT\n\n{cue}\n")
        return "hls/images/index.m3u8"

    def sealed(self) -> None:
        """Writes a manifest of what lies there now, so that only the fault itself can be found."""
        files = [path for path in sorted(self.folder.rglob("*")) if path.is_file() and path.name != "manifest.json"]
        listed = [
            {
                "path": path.relative_to(self.folder).as_posix(),
                "size": path.stat().st_size,
                "sha256": digest_file(path),
            }
            for path in files
        ]
        self.write("manifest.json", json.dumps({"files": listed}))


def _seconds(text: str) -> float:
    hours, minutes, seconds = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


def u32(number: int) -> bytes:
    return struct.pack(">I", number)


Plant = Callable[[Planted], object]

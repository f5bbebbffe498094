"""The files of a preview: segments in a folder of a number of its own, and playlists that name what is there, and grow.

A number is never used again: what a player has loaded under it stays true. Where a make cannot go on with what it has
shown, or begins anew, it ends that one and shows another; the multivariant playlist leads to the newest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from longtake.packaging.boxes import codec_string
from longtake.packaging.fragments import init_segment
from longtake.packaging.playlists import SoundLine, Variant
from longtake.packaging.preview import PREVIEW, caps_of, event_playlist, preview_playlist
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.pipeline.provisional import Pair, Provisional
from longtake.store import OutputFolder

__all__ = ["ROOM", "Showing"]

ROOM = PurePosixPath(PREVIEW).parent
"""The folder of all previews of a film."""

_KINDS = ("picture", "sound")
_CLAIMED_AHEAD = 64  # segments: claiming waits for the disk
_END = "#EXT-X-ENDLIST\n"


@dataclass
class Showing:
    """One preview on its way. kind: of its film, see there; ends: the film frame at which each of its segments ends."""

    folder: OutputFolder
    number: int
    kind: object
    ends: list[int] = field(default_factory=list)
    _listed: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    _claimed: int = 0

    @classmethod
    def begun(cls, folder: OutputFolder, film: Provisional, pictures: PictureReader, sounds: SoundReader) -> Showing:
        """The next one in this folder; those before it end."""
        numbers = [int(path.name) for path in (folder.path / ROOM).glob("*") if path.name.isdigit()]
        for number in numbers:
            _end(folder, number)
        showing = cls(folder, max(numbers, default=0) + 1, film.kind)
        folder.claim([PREVIEW, *showing._heads])
        for kind, track in zip(_KINDS, (pictures.video.track, sounds.sound.track), strict=True):
            folder.write(showing._path(f"{kind}.mp4"), [init_segment(track)])
        return showing

    def goes_on_with(self, film: Provisional) -> bool:
        """Whether what was shown is the beginning of this film, or the other way round, in the same rung and level."""
        return self.kind == film.kind and all(one == other for one, other in zip(self.ends, film.ends, strict=False))

    def add(self, pairs: Iterable[tuple[int, Pair]], *, is_over: bool = False) -> None:
        """Puts segments in their place, in film order, each with the frame at which it ends; then the playlists name
        them. is_over: whether these are the last."""
        for end, pair in pairs:
            self._make_room()
            for kind, data, micros in zip(_KINDS, (pair.picture, pair.sound), pair.micros, strict=True):
                name = _segment(kind, len(self.ends))
                self.folder.write(self._path(name), [data])
                self._listed[kind].append((name, micros))
            self.ends.append(end)
        for kind in reversed(_KINDS):  # where a player looks between the two, there is more sound than picture
            text = event_playlist(f"{kind}.mp4", self._listed[kind], is_over=is_over)
            self.folder.write(self._path(f"{kind}.m3u8"), [text.encode()])

    def announce(self, film: Provisional, pictures: PictureReader, sounds: SoundReader) -> None:
        """Writes the multivariant playlist, from when on it can be played."""
        picture_caps, sound_caps = caps_of(film.rung, film.sound.rung, film.rate)
        codecs = [codec_string(init_segment(track)) for track in (pictures.video.track, sounds.sound.track)]
        variant = Variant(f"{self.number}/picture.m3u8", film.rung.size, codecs[0], picture_caps)
        sound, uri = film.sound, f"{self.number}/sound.m3u8"
        line = SoundLine("sound", sound.name, sound.language, sounds.sound.channels, uri, codecs[1], sound_caps)
        gain = f"{film.level.gain / 100:+.1f} dB" if film.level else "+0.0 dB"
        self.folder.write(PREVIEW, [preview_playlist(variant, film.rate, line, film.title, gain).encode()])

    @property
    def files(self) -> list[str]:
        """Every file that it has by now."""
        return [PREVIEW, *self._heads, *(self._path(name) for listed in self._listed.values() for name, _ in listed)]

    @property
    def _heads(self) -> list[str]:
        return [self._path(f"{kind}{suffix}") for kind in _KINDS for suffix in (".mp4", ".m3u8")]

    def _path(self, name: str) -> str:
        return f"{ROOM}/{self.number}/{name}"

    def _make_room(self) -> None:
        """Claims the names of segments to come."""
        if len(self.ends) == self._claimed:
            numbers = range(self._claimed, self._claimed + _CLAIMED_AHEAD)
            self.folder.claim(self._path(_segment(kind, number)) for number in numbers for kind in _KINDS)
            self._claimed += _CLAIMED_AHEAD


def _segment(kind: str, number: int) -> str:
    return f"{kind}-{number:05}.m4s"


def _end(folder: OutputFolder, number: int) -> None:
    """Nothing will be added to this one, of ours."""
    for kind in _KINDS:
        path = f"{ROOM}/{number}/{kind}.m3u8"
        if path in folder.claims() and (folder.path / path).is_file():
            text = (folder.path / path).read_text("utf-8")
            if not text.endswith(_END):
                folder.write(path, [f"{text}{_END}".encode()])

"""Materials: what a worker needs to open a source. The timeline knows digests; this side knows where the bytes lie.

A material's recipe is the part of it that decides pictures. Paths and file stamps are not in it: moving a file encodes
nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import MediaError
from longtake.media import Digest, FrameRate, PictureFacts, canonical_json
from longtake.render import conform_for
from longtake.render.geometry import Fit
from longtake.render.spans import FilmFormat, FrameReader
from longtake.timeline import NEAREST, Source, nearest

if TYPE_CHECKING:
    from longtake.artwork import AnimaticCard, PictureCard, Reel, TitleCard
    from longtake.libav.layers import LayerReader

__all__ = ["Drawn", "Footage", "LayerMaterial", "Material", "Picture", "Stamp", "Still", "Title"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when its digest was taken."""

    path: Path
    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        found = path.stat()
        return cls(path, found.st_size, found.st_mtime_ns)

    def check(self) -> Path:
        """The path. Raises MediaError if the file is not the same any more."""
        try:
            if Stamp.of(self.path) == self:
                return self.path
        except OSError:
            pass
        raise MediaError(
            "the file changed while the film was being made", place=str(self.path), advice=("run the command again",)
        )


@dataclass(frozen=True, slots=True)
class Footage:
    """The author's own clip, admitted."""

    digest: Digest
    stamp: Stamp
    picture: PictureFacts
    fit: Fit

    def source(self, film: FilmFormat) -> Source:
        conform = conform_for(self.picture, film.size, self.fit)
        recipe = canonical_json({"bytes": self.digest, "conform": conform, "retime": NEAREST, "rate": film.rate})
        return Source("footage", recipe, self.picture.frames_on(film.rate), self.stamp.path.name)

    def open(self, film: FilmFormat) -> FrameReader:
        from longtake.render.footage import FootageReader

        numbers = nearest(self.picture, film.rate)
        conform = conform_for(self.picture, film.size, self.fit)
        return FootageReader(self.stamp.check(), self.picture, numbers, conform)


@dataclass(frozen=True, slots=True)
class Still:
    """The author's own picture, with a camera move over it. frames: its length, handles included."""

    digest: Digest
    stamp: Stamp
    fit: Fit
    move: str
    frames: int

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import DRAWING

        recipe = {"bytes": self.digest, "fit": self.fit, "move": self.move, "film": film, "drawing": DRAWING}
        return Source("still", canonical_json({**recipe, "frames": self.frames}), self.frames, self.stamp.path.name)

    def open(self, film: FilmFormat) -> FrameReader:
        from longtake.artwork import StillReader

        return StillReader(self.stamp.check(), self.fit, self.move, film.size, film.rate, self.frames)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An animatic card. frames: its length, handles included."""

    card: AnimaticCard
    frames: int

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import DRAWING

        recipe = {"card": self.card, "film": film, "frames": self.frames, "drawing": DRAWING}
        return Source("animatic", canonical_json(recipe), self.frames, f"the animatic of {self.card.shot}")

    def open(self, film: FilmFormat) -> FrameReader:
        from longtake.artwork import AnimaticReader

        return AnimaticReader(self.card, film.size, film.rate, self.frames)


Material = Footage | Still | Drawn


@dataclass(frozen=True, slots=True)
class Title:
    """Words over the film. font: the author's own, if the card has one. frames: how long they stay."""

    card: TitleCard
    font: Stamp | None
    frames: int

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import TITLING, lettering_toolchain

        recipe = {"card": self.card, "film": film, "frames": self.frames, "drawing": TITLING}
        name = f"the title “{self.card.text[:30]}”"
        return Source("title", canonical_json({**recipe, "letters": lettering_toolchain()}), self.frames, name)

    def open(self, film: FilmFormat) -> LayerReader:
        from longtake.artwork import TitleReader

        font = self.font.check() if self.font else None
        return TitleReader(self.card, film.size, film.rate, self.frames, font)


@dataclass(frozen=True, slots=True)
class Picture:
    """The author's own picture over the film, admitted: a still, an animation, or a sequence of files with a rate of
    its own. frames: how long it stays. A still is one picture however long that is, so its source has one frame."""

    digest: Digest
    stamps: tuple[Stamp, ...]
    picture: PictureFacts
    rate: FrameRate | None
    card: PictureCard
    frames: int

    @property
    def is_still(self) -> bool:
        return self.rate is None and self.picture.frames == 1

    def source(self, film: FilmFormat) -> Source:
        from importlib.metadata import version

        from longtake.artwork import TITLING

        recipe = {"bytes": self.digest, "card": self.card, "size": film.size, "drawing": TITLING}
        recipe["scaled by"] = f"Pillow {version('pillow')}"
        timed = {} if self.is_still else {"rate": film.rate, "own rate": self.rate}
        name = self.stamps[0].path.name
        return Source("overlay", canonical_json(recipe | timed), 1 if self.is_still else self.frames, name)

    def open(self, film: FilmFormat) -> LayerReader:
        from longtake.artwork import PictureLayerReader

        return PictureLayerReader(self._reel(film), self.card, film.size, self.picture.shown, self.frames)

    def _reel(self, film: FilmFormat) -> Reel:
        from longtake.artwork import Animation, OnePicture, Sequenced

        paths = [stamp.check() for stamp in self.stamps]
        if self.rate:
            return Sequenced(paths, self.rate, film.rate)
        return OnePicture(paths[0]) if self.is_still else Animation(paths[0], self.picture, film.rate)


LayerMaterial = Title | Picture

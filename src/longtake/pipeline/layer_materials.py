"""Materials of what lies over the film: what a worker needs to draw a title, a picture or a caption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.media import Digest, FrameRate, PictureFacts, canonical_json
from longtake.pipeline.materials import Stamp
from longtake.render.spans import FilmFormat
from longtake.timeline import Source

if TYPE_CHECKING:
    from longtake.artwork import CaptionCard, PictureCard, Reel, TitleCard
    from longtake.libav.layers import LayerReader

__all__ = ["Caption", "LayerMaterial", "Picture", "Title"]


@dataclass(frozen=True, slots=True)
class Title:
    """Words over the film. font: the author's own, if the card has one. frames: how long they stay."""

    card: TitleCard
    font: Stamp | None
    frames: int

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import TITLING, title_toolchain

        recipe = {"card": self.card, "film": film, "frames": self.frames, "drawing": TITLING}
        name = f"the title “{self.card.text[:30]}”"
        return Source("title", canonical_json({**recipe, "letters": title_toolchain(self.card)}), self.frames, name)

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
        from longtake.artwork import TITLING, scaling_toolchain

        recipe = {"bytes": self.digest, "card": self.card, "size": film.size, "drawing": TITLING}
        recipe["scaled by"] = scaling_toolchain()
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


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption that is burned in. font: the author's own, if the card has one. frames: how long it stays. One whose
    words do not light up is one picture however long that is."""

    card: CaptionCard
    font: Stamp | None
    frames: int

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import CAPTIONING, lettering_toolchain, library_toolchain

        letters = [*lettering_toolchain(), *library_toolchain()]
        recipe = {"card": self.card, "size": film.size, "drawing": CAPTIONING, "letters": letters}
        frames = self.frames if self.card.style == "word by word" else 1
        name = f"the caption “{' '.join(self.card.lines)[:30]}”"
        return Source("caption", canonical_json(recipe), frames, name)

    def open(self, film: FilmFormat) -> LayerReader:
        from longtake.artwork import CaptionReader

        return CaptionReader(self.card, film.size, self.frames, self.font.check() if self.font else None)


LayerMaterial = Title | Picture | Caption

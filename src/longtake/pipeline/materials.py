"""Materials: what a worker needs to open a source. The timeline knows digests; this side knows where the bytes lie.

A material's recipe is the part of it that decides pictures. Paths and file stamps are not in it: moving a file encodes
nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import MediaError
from longtake.libav.colouring import COLOURING, Colouring
from longtake.libav.conforming import Conform
from longtake.libav.cube import read_cube
from longtake.libav.matching import MATCHING
from longtake.media import (
    AS_IT_IS,
    Digest,
    Grading,
    Match,
    PictureFacts,
    Retime,
    Size,
    canonical_json,
    digest_of,
)
from longtake.render import (
    VIEWING,
    MovingView,
    Sight,
    ViewReader,
    conform_for,
    conform_to_look_at,
    moving_view,
    sampled_view,
    upright,
)
from longtake.render.geometry import Fit
from longtake.render.spans import FilmFormat, FrameReader
from longtake.timeline import Source, pictures_of

if TYPE_CHECKING:
    from longtake.artwork import AnimaticCard

__all__ = ["Drawn", "Footage", "Lut", "Material", "Stamp", "Still"]


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
class Lut:
    """The author's own table of colours, admitted."""

    digest: Digest
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Footage:
    """The author's own clip, admitted."""

    digest: Digest
    stamp: Stamp
    picture: PictureFacts
    fit: Fit
    sight: Sight
    retime: Retime = AS_IT_IS
    lut: Lut | None = None
    match: Match | None = None

    def source(self, film: FilmFormat) -> Source:
        view = self._view(film)
        conform = self._conform(film, view)
        recipe = {"bytes": self.digest, "conform": conform, "retime": self._retiming(film), "rate": film.rate}
        recipe |= _seen_through(view) | _colours(self.picture.grading(), self.lut)
        frames = self.picture.frames_on(film.rate, self.retime.pace)
        plain = Source("footage", canonical_json(recipe), frames, self.stamp.path.name)
        if self.match is None:
            return plain
        matched = canonical_json(recipe | {"match": [MATCHING, self.match]})
        return replace(plain, recipe=matched, plain=plain.key, altered=self.match.altered(frames))

    def _retiming(self, film: FilmFormat) -> object:
        """What decides which pictures are shown: the numbers themselves, since how repeats are found may change."""
        if self.retime == AS_IT_IS:
            return "nearest"
        from longtake.render.flow import flow_toolchain
        from longtake.render.mixing import BLENDING

        kind, shown = self.retime.kind, pictures_of(self.picture, film.rate, self.retime)
        mixing = flow_toolchain() if kind == "flow" else BLENDING if kind == "blend" else "nearest"
        return [mixing, digest_of([[one.first, one.second, one.weight] for one in shown])]

    def open(self, film: FilmFormat) -> FrameReader:
        from longtake.render.flow import FlowMixer
        from longtake.render.footage import FootageReader
        from longtake.render.mixing import blend

        view = self._view(film)
        shown = pictures_of(self.picture, film.rate, self.retime)
        between = FlowMixer() if self.retime.kind == "flow" else blend
        grading, cube = self.picture.grading(), read_cube(self.lut.stamp.check()) if self.lut else None
        colouring = Colouring(grading, cube) if grading or cube else None
        conform = self._conform(film, view)
        reader = FootageReader(self.stamp.check(), self.picture, shown, conform, colouring, between, self.match)
        return ViewReader(reader, view) if view else reader

    def _view(self, film: FilmFormat) -> MovingView | None:
        return moving_view(self.sight, upright(self.picture), self.picture.shown.ratio, film.size, self.fit)

    def _conform(self, film: FilmFormat, view: MovingView | None) -> Conform:
        if view:
            return conform_to_look_at(self.picture, view)
        return conform_for(self.picture, film.size, self.fit, self.sight.view)


@dataclass(frozen=True, slots=True)
class Still:
    """The author's own picture, with a camera move over it. shown: its size, upright; frames: its length, handles
    included. Where the whole of it fills or blurs, its move is made over the frame; else a view of it is looked at."""

    digest: Digest
    stamp: Stamp
    shown: Size
    fit: Fit
    sight: Sight
    frames: int
    lut: Lut | None = None

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import DRAWING, scaling_toolchain

        drawing = [DRAWING, scaling_toolchain()]
        recipe = {"bytes": self.digest, "fit": self.fit, "move": self.sight.camera, "film": film, "drawing": drawing}
        seen = _seen_through(self._view(film)) | _colours(None, self.lut)
        return Source(
            "still", canonical_json({**recipe, "frames": self.frames} | seen), self.frames, self.stamp.path.name
        )

    def open(self, film: FilmFormat) -> FrameReader:
        from longtake.artwork import StandingStill, StillReader

        view, path = self._view(film), self.stamp.check()
        cube = read_cube(self.lut.stamp.check()) if self.lut else None
        if view:
            crop = view.crop
            box = (crop.left, crop.top, crop.left + crop.width, crop.top + crop.height)
            return ViewReader(StandingStill(path, box, view.stage, cube), view)
        assert self.fit != "letterbox"
        return StillReader(path, self.fit, self.sight.camera, film.size, film.rate, self.frames, cube)

    def _view(self, film: FilmFormat) -> MovingView | None:
        if self.fit != "letterbox" and not self.sight.views:
            return None
        return sampled_view(self.sight, self.shown, self.shown.ratio, film.size, self.fit)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An animatic card. frames: its length, handles included. font: the author's file, if it is lettered in that."""

    card: AnimaticCard
    frames: int
    font: Stamp | None = None

    def source(self, film: FilmFormat) -> Source:
        from longtake.artwork import DRAWING, lettering_toolchain

        drawing = [DRAWING, lettering_toolchain()]
        recipe = {"card": self.card, "film": film, "frames": self.frames, "drawing": drawing}
        return Source("animatic", canonical_json(recipe), self.frames, f"the animatic of {self.card.shot}")

    def open(self, film: FilmFormat) -> FrameReader:
        from longtake.artwork import AnimaticReader

        font = self.font.check() if self.font else None
        return AnimaticReader(self.card, film.size, film.rate, self.frames, font)


Material = Footage | Still | Drawn


def _seen_through(view: MovingView | None) -> dict[str, object]:
    """What a sampled view adds to a recipe."""
    return {"view": view, "viewing": VIEWING} if view else {}


def _colours(grading: Grading | None, lut: Lut | None) -> dict[str, object]:
    """What the colour stage adds to a recipe; nothing where it has nothing to do."""
    if not grading and not lut:
        return {}
    return {"colouring": [COLOURING, grading, lut.digest if lut else None]}

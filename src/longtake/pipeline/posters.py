"""What stands for a film where it is told of: its poster, and on request a waveform and a contact sheet.

All is made of the finished film and kept in the store, so that an edit costs what it shows.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.media import Digest, Size, digest_of, round_half_up
from longtake.packaging import POSTER
from longtake.pipeline.job import Job
from longtake.pipeline.photos import Exposure, FilmStrip, Shutter
from longtake.pipeline.waveform import peaks_of, waveform_of
from longtake.planning.poster import poster_frame
from longtake.store import Store

if TYPE_CHECKING:
    import av

__all__ = ["PosterPhoto", "poster_exposures", "poster_files", "poster_of", "poster_paths"]

WAVEFORM, CONTACT_SHEET = "waveform.svg", "contact-sheet.jpg"
_VERSION = 1
_LONG_SIDE = 1920
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class PosterPhoto:
    """picture: the key of its span's essence, and the frame number within; size: in pixels."""

    picture: tuple[Digest, int]
    size: Size

    @property
    def pictures(self) -> tuple[tuple[Digest, int], ...]:
        return (self.picture,)

    @property
    def key(self) -> Digest:
        return digest_of(["poster", _VERSION, list(self.picture), str(self.size)])

    def made(self, decoded: Mapping[Digest, Sequence[av.VideoFrame]], store: Store) -> bytes:
        """A JPEG. decoded: the span of its picture."""
        from PIL import Image

        key, number = self.picture
        shape = {"width": self.size.width, "height": self.size.height}
        colours = decoded[key][number].reformat(
            **shape, format="rgb24", interpolation="BICUBIC", src_colorspace="ITU709"
        )
        kept = io.BytesIO()
        Image.fromarray(colours.to_ndarray()).save(kept, "JPEG", quality=_QUALITY, progressive=True)
        return kept.getvalue()


def poster_of(job: Job) -> PosterPhoto:
    """Its key is known before anything is encoded."""
    shutter = Shutter(job.span_keys[0], [span.frames for span in job.spans])
    return PosterPhoto(shutter.find(poster_frame(job.planned.plan)), _size(job.ladder.top.size))


def _size(film: Size) -> Size:
    """As the film, or with 1920 pixels on its longer side."""
    share = min(Fraction(1), Fraction(_LONG_SIDE, max(film.width, film.height)))
    return Size(round_half_up(film.width * share), round_half_up(film.height * share))


def poster_paths(job: Job) -> tuple[str, ...]:
    """Of the files beside the film."""
    return (POSTER, WAVEFORM, CONTACT_SHEET) if job.has_posters else (POSTER,)


def poster_exposures(job: Job) -> list[Exposure]:
    """What is to be made of the finished film for them."""
    return [poster_of(job), *(peaks_of(job) if job.has_posters else ())]


def poster_files(job: Job, shots: Sequence[FilmStrip], store: Store) -> dict[str, bytes]:
    """By their paths, when all exposures are there. shots: the photos of the shots' middles."""
    files = {POSTER: store.read(poster_of(job).key)}
    if job.has_posters:
        from longtake.pipeline.contact_sheet import contact_sheet_of

        files[WAVEFORM] = waveform_of(job, store)
        files[CONTACT_SHEET] = contact_sheet_of(job.planned.plan.shots, shots, store.read)
    return files

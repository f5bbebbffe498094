"""What stands for a film where it is told of: its poster, its cover, and on request a waveform and a contact sheet.

All is made of the finished film and kept in the store, so that an edit costs what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from longtake.media import Size, round_half_up
from longtake.packaging import MOST_COVER, POSTER
from longtake.pipeline.job import Job
from longtake.pipeline.photos import Exposure, FilmStrip, Picture, Shutter
from longtake.pipeline.stills import Still
from longtake.pipeline.waveform import peaks_of, waveform_of
from longtake.planning.poster import poster_frame
from longtake.store import Store

__all__ = ["cover_of", "poster_exposures", "poster_files", "poster_of", "poster_paths"]

WAVEFORM, CONTACT_SHEET = "waveform.svg", "contact-sheet.jpg"
_LONG_SIDE, _COVER_SIDE = 1920, 360


def poster_of(job: Job) -> Still:
    """Its key is known before anything is encoded."""
    return Still("poster", _poster_picture(job, 0), _within(job.ladder.top.size, _LONG_SIDE))


def cover_of(job: Job) -> Still:
    """The picture of the poster, with a short side of 360 pixels, as players show it in a list; no larger than it is.
    Its key is known before anything is encoded."""
    rungs = job.ladder.rungs
    number = max((n for n, rung in enumerate(rungs) if rung.size.short_side >= _COVER_SIDE), default=0)
    size = rungs[number].size
    most = Fraction(_COVER_SIDE * max(size.width, size.height), size.short_side)
    return Still("cover", _poster_picture(job, number), _within(size, most), MOST_COVER)


def _poster_picture(job: Job, rung: int) -> Picture:
    shutter = Shutter(job.span_keys[rung], [span.frames for span in job.spans])
    return shutter.find(poster_frame(job.planned.plan))


def _within(film: Size, long_side: int | Fraction) -> Size:
    """As the film, or with so many pixels on its longer side."""
    share = min(Fraction(1), Fraction(long_side) / max(film.width, film.height))
    return Size(round_half_up(film.width * share), round_half_up(film.height * share))


def poster_paths(job: Job) -> tuple[str, ...]:
    """Of the files beside the film."""
    return (POSTER, WAVEFORM, CONTACT_SHEET) if job.extras.posters else (POSTER,)


def poster_exposures(job: Job) -> list[Exposure]:
    """What is to be made of the finished film for them."""
    return [poster_of(job), *(peaks_of(job) if job.extras.posters else ())]


def poster_files(job: Job, shots: Sequence[FilmStrip], store: Store) -> dict[str, bytes]:
    """By their paths, when all exposures are there. shots: the photos of the shots' middles."""
    files = {POSTER: store.read(poster_of(job).key)}
    if job.extras.posters:
        from longtake.pipeline.contact_sheet import contact_sheet_of

        files[WAVEFORM] = waveform_of(job, store)
        files[CONTACT_SHEET] = contact_sheet_of(job.planned.plan.shots, shots, store.read)
    return files

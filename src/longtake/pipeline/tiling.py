"""The sheets of a film's thumbnails, put together of what its spans keep."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial

from longtake.media import Digest, Size, SpanThumbnails, nearest_to_parts, thumbnail_frames, thumbnail_size
from longtake.packaging import ThumbnailEssence, Tile
from longtake.packaging.thumbnails import COLUMNS, ROWS, tiles_for
from longtake.pipeline.job import Job

__all__ = ["sheet_of", "thumbnails_of"]

_QUALITY = 75  # of JPEG


def thumbnails_of(job: Job, load: Callable[[Digest], bytes]) -> ThumbnailEssence:
    """load: gives the thumbnails of a span, once they are in the store."""
    import PIL

    size, tiles = thumbnail_size(job.film.size), _tiles(job)
    return ThumbnailEssence(size, tiles, partial(sheet_of, size, load), f"Pillow {PIL.__version__}")


def _tiles(job: Job) -> list[Tile]:
    frames, tiles = list[int](), list[Tile]()
    for key, span in zip(job.thumbnail_keys, job.spans, strict=True):
        kept = thumbnail_frames(span.frames, job.film.rate)
        frames += (span.start + number for number in kept)
        tiles += ((key, place) for place in range(len(kept)))
    end = job.spans[-1].start + job.spans[-1].frames
    parts = tiles_for(job.film.rate.seconds(end))
    return [tiles[place] for place in nearest_to_parts(frames, end, parts)]


def sheet_of(size: Size, load: Callable[[Digest], bytes], tiles: Sequence[Tile]) -> bytes:
    """A JPEG of these thumbnails, each of `size`, in rows of five."""
    from PIL import Image

    sheet = Image.new("RGB", (COLUMNS * size.width, ROWS * size.height))
    spans = {key: SpanThumbnails.from_bytes(load(key)) for key, _ in tiles}
    for at, (key, place) in enumerate(tiles):
        with Image.open(io.BytesIO(spans[key].pictures[place]), formats=["JPEG"]) as tile:
            sheet.paste(tile, (at % COLUMNS * size.width, at // COLUMNS * size.height))
    kept = io.BytesIO()
    sheet.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()

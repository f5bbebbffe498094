"""Rendering spans: pictures in, encoded essence of every missing rung out. One decode feeds the whole ladder.

A batch is a run of spans in film order. Sources are read forward through the batch, so that a source that several of
its spans need is decoded once.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from longtake.libav.conforming import LadderScaler
from longtake.libav.decoding import check_decodes
from longtake.libav.encoding import SpanEncoder
from longtake.libav.layers import LayerReader, lay
from longtake.libav.toolchain import picture_toolchain
from longtake.media import Digest, EncodedSpan, FrameRate, Rung, Size, SpanThumbnails, canonical_json, digest_bytes
from longtake.render.fidelity import Fidelity, Witness
from longtake.render.joining import FlowRecord, Joiner
from longtake.render.morph import Morph, morph_toolchain
from longtake.render.thumbnails import ThumbnailTaker
from longtake.timeline import Piece, Run, Source, Span

if TYPE_CHECKING:
    import av

__all__ = ["FilmFormat", "FrameReader", "RenderedSpan", "SpanJob", "essence_key", "render_spans"]

_VERSION = 3  # of this step: raise it when the same recipe would give other bytes


class FrameReader(Protocol):
    """Conformed pictures of a source by frame number of the film's grid; quickest for rising numbers."""

    def frame(self, number: int) -> av.VideoFrame: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FilmFormat:
    """What all pictures of a film have in common."""

    size: Size
    rate: FrameRate


@dataclass(frozen=True, slots=True)
class SpanJob:
    """A span and the rungs that the store lacks for it, perhaps none. is_sampled: whether its fidelity is measured;
    has_thumbnails: whether they are taken, too."""

    span: Span
    rungs: tuple[Rung, ...]
    is_sampled: bool = False
    has_thumbnails: bool = False


@dataclass(frozen=True, slots=True)
class RenderedSpan:
    """What became of a job, rung by rung. fidelities: empty where none was asked for. flow: of the flow joins in it;
    None where nothing was encoded."""

    job: SpanJob
    essences: tuple[EncodedSpan, ...]
    fidelities: tuple[Fidelity, ...]
    flow: FlowRecord | None = None
    thumbnails: SpanThumbnails | None = None


def essence_key(span: Span, rung: Rung, film: FilmFormat) -> Digest:
    """The name of a span's essence in one rung: everything that decides its bytes, and not its place in the film."""
    flow = [morph_toolchain()] if span.has_flow else []
    own = canonical_json(["essence", _VERSION, span.recipe, *flow])
    return digest_bytes(f"{own[:-1]},{_common(film, rung)[1:]}".encode())


@lru_cache(maxsize=64)
def _common(film: FilmFormat, rung: Rung) -> str:
    """What the keys of all spans of a rung end with: spelt once, for it is most of the recipe."""
    return canonical_json([film, rung, picture_toolchain()])


def render_spans(
    jobs: Sequence[SpanJob],
    film: FilmFormat,
    open_source: Callable[[Source], FrameReader],
    open_layer: Callable[[Source], LayerReader],
) -> Iterator[RenderedSpan]:
    """Each job with its essence, one for each of its rungs, in the order given (film order).

    open_layer: opens the source of an overlay; its layers lie in a frame of the film's size. Raises MissingExtraError
    for a flow join where OpenCV is not installed.
    """
    morph = Morph() if any(job.span.has_flow for job in jobs) else None
    with ExitStack() as stack:
        readers, layers = _Readers(open_source, stack), _Readers(open_layer, stack)
        scalers: dict[tuple[Rung, ...], LadderScaler] = {}
        for number, job in enumerate(jobs):
            if job.rungs not in scalers:
                scalers[job.rungs] = LadderScaler(film.size, [rung.size for rung in job.rungs])
            joiner = Joiner(morph)
            taker = ThumbnailTaker(job.span.frames, film.size, film.rate) if job.has_thumbnails else None
            wanted = range(job.span.frames) if job.rungs else taker.numbers if taker else ()
            pictures = _pictures(job.span, wanted, joiner, readers, layers)
            yield _rendered(job, film, pictures, scalers[job.rungs], joiner, taker)
            later = jobs[number + 1].span if number + 1 < len(jobs) else None
            readers.keep(later.sources if later else ())
            layers.keep(later.overlay_sources if later else ())


def _rendered(
    job: SpanJob,
    film: FilmFormat,
    pictures: Iterator[tuple[int, av.VideoFrame]],
    scale: LadderScaler,
    joiner: Joiner,
    taker: ThumbnailTaker | None,
) -> RenderedSpan:
    encoders = [SpanEncoder(rung, film.rate) for rung in job.rungs]
    witness = Witness(job.span.frames) if job.is_sampled else None
    for number, frame in pictures:
        if taker:
            taker.see(number, frame)
        scaled = scale(frame)
        for encoder, picture in zip(encoders, scaled, strict=True):
            encoder.add(picture)
        if witness:
            witness.see(number, scaled)
    essences = tuple(encoder.finish() for encoder in encoders)
    for essence in essences:
        check_decodes(essence)
    fidelities = witness.judge(essences) if witness else ()
    flow = joiner.record if job.rungs else None
    return RenderedSpan(job, essences, fidelities, flow, taker.finish() if taker else None)


_Reader = TypeVar("_Reader", FrameReader, LayerReader)


class _Readers(Generic[_Reader]):
    """Open readers by source and lane; closed as soon as the next span needs them no more, so memory stays flat.

    A dissolve of a source into itself reads it at two places at once: each side has a lane of its own.
    """

    def __init__(self, open_source: Callable[[Source], _Reader], stack: ExitStack) -> None:
        self._open_source: Callable[[Source], _Reader] = open_source
        self._open: dict[tuple[Digest, int], _Reader] = {}
        stack.callback(lambda: self.keep(()))

    def __call__(self, source: Source, lane: int = 0) -> _Reader:
        if (source.key, lane) not in self._open:
            self._open[source.key, lane] = self._open_source(source)
        return self._open[source.key, lane]

    def keep(self, sources: Iterable[Source]) -> None:
        keys = {source.key for source in sources}
        for key, lane in [place for place in self._open if place[0] not in keys]:
            self._open.pop((key, lane)).close()


def _pictures(
    span: Span, wanted: Container[int], joiner: Joiner, readers: _Readers[FrameReader], layers: _Readers[LayerReader]
) -> Iterator[tuple[int, av.VideoFrame]]:
    """Those of the span's pictures that are wanted, with their numbers."""
    start = 0
    for piece in span.pieces:
        for offset in range(piece.frames):
            if start + offset in wanted:
                frame = _picture(piece, offset, joiner, readers)
                found = [layers(laid.source).layer(laid.number(offset)) for laid in piece.over]
                seen = [layer for layer in found if layer]
                yield start + offset, lay(frame, *seen) if seen else frame
        start += piece.frames


def _picture(piece: Piece, offset: int, joiner: Joiner, readers: _Readers[FrameReader]) -> av.VideoFrame:
    if isinstance(piece, Run):
        return readers(piece.source).frame(piece.start + offset)
    lane = int(piece.outgoing.key == piece.incoming.key)
    outgoing, incoming = readers(piece.outgoing), readers(piece.incoming, lane)
    sides = outgoing.frame(piece.out_start + offset), incoming.frame(piece.in_start + offset)
    return joiner.mixed(piece, offset, *sides)

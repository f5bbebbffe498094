"""The render task: what one worker does with one batch of spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.media import Digest
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.layer_materials import LayerMaterial
from longtake.pipeline.materials import Material
from longtake.render.fidelity import fidelity_key
from longtake.render.joining import flow_record_key
from longtake.render.spans import FilmFormat, FrameReader, RenderedSpan, SpanJob, essence_key, render_spans
from longtake.render.thumbnails import thumbnails_key
from longtake.store import Store
from longtake.timeline import Source

if TYPE_CHECKING:
    import av

    from longtake.libav.layers import Layer, LayerReader

__all__ = ["RenderTask"]


@dataclass(frozen=True, slots=True)
class RenderTask:
    """A batch of spans with the missing rungs of each, and the materials to make them of. layers: of overlays."""

    jobs: tuple[SpanJob, ...]
    film: FilmFormat
    materials: Mapping[Digest, Material]
    store: Path
    layers: Mapping[Digest, LayerMaterial] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(source.name for source in self._distinct())

    def work(self, recorder: FlightRecorder) -> int:
        """Encodes and stores every span and what was measured; says how many pictures it encoded, over all rungs."""
        store = Store(self.store)
        numbers = {source.key: number for number, source in enumerate(self._distinct())}

        def open_source(source: Source) -> FrameReader:
            reader = self.materials[source.key].open(self.film)
            return _Recorded(reader, recorder, numbers[source.key])

        def open_layer(source: Source) -> LayerReader:
            reader = self.layers[source.key].open(self.film)
            return _RecordedLayers(reader, recorder, numbers[source.key])

        pictures = 0
        for rendered in render_spans(self.jobs, self.film, open_source, open_layer):
            self._keep(rendered, store)
            pictures += sum(essence.frames for essence in rendered.essences)
        return pictures

    def _keep(self, rendered: RenderedSpan, store: Store) -> None:
        keys = [essence_key(rendered.job.span, rung, self.film) for rung in rendered.job.rungs]
        for key, essence in zip(keys, rendered.essences, strict=True):
            store.write(key, essence.to_bytes())
        for key, fidelity in zip(keys, rendered.fidelities, strict=False):
            store.write(fidelity_key(key), fidelity.to_bytes())
        if rendered.thumbnails:
            key = thumbnails_key(rendered.job.span, self.film.size, self.film.rate)
            store.write(key, rendered.thumbnails.to_bytes())
        if rendered.flow:
            store.write(flow_record_key(rendered.job.span, self.film.size), rendered.flow.to_bytes())

    def _distinct(self) -> tuple[Source, ...]:
        found = {source.key: source for job in self.jobs for source in (*job.span.sources, *job.span.overlay_sources)}
        return tuple(found.values())


class _Recorded:
    """A reader that notes in the flight recorder what is being read."""

    def __init__(self, reader: FrameReader, recorder: FlightRecorder, number: int) -> None:
        self._reader, self._recorder, self._number = reader, recorder, number

    def frame(self, number: int) -> av.VideoFrame:
        self._recorder.reading(self._number)
        return self._reader.frame(number)

    def close(self) -> None:
        self._reader.close()


class _RecordedLayers:
    """The same for a reader of layers."""

    def __init__(self, reader: LayerReader, recorder: FlightRecorder, number: int) -> None:
        self._reader, self._recorder, self._number = reader, recorder, number

    def layer(self, number: int) -> Layer | None:
        self._recorder.reading(self._number)
        return self._reader.layer(number)

    def close(self) -> None:
        self._reader.close()

"""The least that the film costs in one process: `python bare.py make NOTE CLIP CLIP …`, `python bare.py decode CLIP …`

`make` walks the film's own spans and does nothing but decode each picture that they need (each clip once), scale it to
four rungs, and encode each rung with libx264 in the product's settings, one encoder a span and a rung. Dissolves are
mixed too, since libx264 needs a tenth more for mixtures than for either side alone; how many seconds of CPU the mixing
itself took is written into the file NOTE, to be taken off. Sound, files and digests are left out.
`decode` decodes every clip to its end, which is what admitting untrusted clips costs in decoding.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
from av.filter import Graph

from longtake.libav.conforming import SCALER, LadderScaler
from longtake.libav.encoding import _context as encoder_context  # the product's own settings, so that none can drift
from longtake.media import Digest, FrameRange, FrameRate, Size, ladder_for
from longtake.render.mixing import dissolve, weight_of
from longtake.timeline import Clip, Dissolve, Join, Run, Source, Timeline, spans_of

RATE, SIZE, JOIN = FrameRate(24), Size(1920, 1080), Join("dissolve", 12)
LADDER = ladder_for(SIZE, RATE, short_sides=[1080, 720, 540, 360]).rungs


def decoded(path: Path) -> Iterator[av.VideoFrame]:
    with av.open(str(path)) as container:
        container.streams.video[0].codec_context.thread_count = 1
        yield from container.decode(video=0)


def conformed(path: Path) -> Iterator[av.VideoFrame]:
    """Every picture of a clip, filling the frame."""
    graph = None
    for number, frame in enumerate(decoded(path)):
        graph = graph or _filler(frame)
        frame.pts = number
        graph.vpush(frame)
        yield graph.vpull()


def make(note: Path, paths: list[Path]) -> None:
    mixing = Mixing()
    timeline = timeline_of(paths)
    pictures = {clip.source.key: conformed(Path(clip.source.name)) for clip in timeline.clips}
    scale = LadderScaler(SIZE, [rung.size for rung in LADDER])
    for span in spans_of(timeline):
        encoders = [encoder_context(rung, RATE) for rung in LADDER]
        for number, frame in enumerate(frame for piece in span.pieces for frame in _shown(piece, pictures, mixing)):
            for encoder, scaled in zip(encoders, scale(frame), strict=True):
                scaled.pict_type, scaled.pts, scaled.time_base = 0, number, encoder.time_base
                encoder.encode(scaled)
        for encoder in encoders:
            encoder.encode(None)
    note.write_text(str(mixing.seconds))


class Mixing:
    """Mixes, and counts the seconds of CPU that it takes."""

    seconds = 0.0

    def __call__(self, piece: Dissolve, number: int, outgoing: av.VideoFrame, incoming: av.VideoFrame) -> av.VideoFrame:
        began = time.process_time()
        mixed = dissolve(outgoing, incoming, weight_of(piece.first + number, piece.total))
        self.seconds += time.process_time() - began
        return mixed


def timeline_of(paths: list[Path]) -> Timeline:
    """The clips with a dissolve between each two, as `longtake assemble` joins them: every frame is used."""
    clips = []
    for number, path in enumerate(paths):
        source = Source("clip", path.name, sum(1 for _ in _packets(path)), str(path))
        head = JOIN.before if number else 0
        tail = JOIN.after if number < len(paths) - 1 else 0
        clips.append(Clip(path.stem, source, FrameRange(head, source.frames - tail)))
    return Timeline(RATE, SIZE, tuple(clips), (JOIN,) * (len(paths) - 1))


def _packets(path: Path) -> Iterator[av.Packet]:  # type: ignore[type-arg]
    with av.open(str(path)) as container:
        yield from (packet for packet in container.demux(video=0) if packet.size)


def _shown(
    piece: Run | Dissolve, pictures: dict[Digest, Iterator[av.VideoFrame]], mixing: Mixing
) -> Iterator[av.VideoFrame]:
    for number in range(piece.frames):
        if isinstance(piece, Run):
            yield next(pictures[piece.source.key])
        else:
            incoming = next(pictures[piece.incoming.key])
            yield mixing(piece, number, next(pictures[piece.outgoing.key]), incoming)


def _filler(frame: av.VideoFrame) -> Graph:
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=1 / RATE.fraction)
    crop = graph.add("crop", "w='min(iw,ih*16/9)':h='min(ih,iw*9/16)'")
    scale = graph.add("scale", f"w={SIZE.width}:h={SIZE.height}:flags={SCALER}")
    sink = graph.add("buffersink")
    graph.link_nodes(source, crop, scale, sink).configure()
    return graph


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    if what == "make":
        make(Path(paths[0]), [Path(path) for path in paths[1:]])
    else:
        for path in paths:
            for _ in decoded(Path(path)):
                pass

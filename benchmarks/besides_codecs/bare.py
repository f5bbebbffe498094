"""The least that the film costs in one process: `python bare.py decode|make CLIP CLIP …`

`make` walks the film's own spans and does nothing but decode each picture that they need (each clip once), scale it to
four rungs, and encode each rung with libx264 in the product's settings, one encoder a span and a rung. A dissolve costs
the decoding and scaling of both sides; its mixing is left out, and so are sound, files and digests.
`decode` decodes every clip to its end, which is what admitting untrusted clips costs in decoding.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import av
from av.filter import Graph

from longtake.libav.conforming import SCALER, LadderScaler
from longtake.libav.encoding import _context as encoder_context  # the product's own settings, so that none can drift
from longtake.media import Digest, FrameRange, FrameRate, Size, ladder_for
from longtake.timeline import Clip, Join, Piece, Run, Source, Timeline, spans_of

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


def make(paths: list[Path]) -> None:
    timeline = timeline_of(paths)
    pictures = {clip.source.key: conformed(Path(clip.source.name)) for clip in timeline.clips}
    scale = LadderScaler(SIZE, [rung.size for rung in LADDER])
    for span in spans_of(timeline):
        encoders = [encoder_context(rung, RATE) for rung in LADDER]
        for number, frame in enumerate(frame for piece in span.pieces for frame in _shown(piece, pictures)):
            for encoder, scaled in zip(encoders, scale(frame), strict=True):
                scaled.pict_type, scaled.pts, scaled.time_base = 0, number, encoder.time_base
                encoder.encode(scaled)
        for encoder in encoders:
            encoder.encode(None)


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


def _shown(piece: Piece, pictures: dict[Digest, Iterator[av.VideoFrame]]) -> Iterator[av.VideoFrame]:
    for _ in range(piece.frames):
        if isinstance(piece, Run):
            yield next(pictures[piece.source.key])
        else:
            next(pictures[piece.incoming.key])
            yield next(pictures[piece.outgoing.key])


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
    what, *clips = sys.argv[1:]
    if what == "make":
        make([Path(clip) for clip in clips])
    else:
        for clip in clips:
            for _ in decoded(Path(clip)):
                pass

"""Our own composition without loss: `python compose.py WORKSPACE OUT CLIP CLIP …`

The pictures are those that the product's spans would encode, in film order, taken before its encoders; dissolves of
half a second at 1280×720. They are written with libx264 at quantiser 0, which loses nothing.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import av

from longtake.libav.layers import LayerReader
from longtake.media import FrameRate, Size, ladder_for
from longtake.pipeline.assembling import plan_of_clips
from longtake.pipeline.job import Job, job_of
from longtake.render.spans import _pictures, _Readers  # the product's own pictures, so that none can drift
from longtake.store import Workspace
from longtake.timeline import Source

RATE, SIZE = FrameRate(24), Size(1280, 720)


def film_of(clips: list[Path], workspace: Path) -> Job:
    planned = plan_of_clips(
        clips, Workspace(workspace), 1, lambda event: None, size=SIZE, rate=RATE, join="dissolve:0.5s", music=None
    )
    return job_of(planned, ladder_for(SIZE, RATE, short_sides=[720]))


def write(job: Job, out: Path) -> None:
    with ExitStack() as stack:
        container = stack.enter_context(av.open(str(out), "w"))
        stream = container.add_stream("libx264", rate=RATE.numerator, options={"qp": "0", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = SIZE.width, SIZE.height, "yuv420p"
        readers = _Readers(lambda source: job.materials[source.key].open(job.film), stack)
        layers = _Readers(_no_layers, stack)
        number = 0
        for place, span in enumerate(job.spans):
            for frame in _pictures(span, readers, layers):
                frame.pict_type, frame.pts, frame.time_base = 0, number, 1 / RATE.fraction
                container.mux(stream.encode(frame))
                number += 1
            readers.keep([source for later in job.spans[place + 1 : place + 2] for source in later.sources])
        container.mux(stream.encode(None))


def _no_layers(source: Source) -> LayerReader:
    raise NotImplementedError(f"{source.key}: the film of this question has no overlays")


if __name__ == "__main__":
    workspace, out, *clips = map(Path, sys.argv[1:])
    write(film_of(clips, workspace), out)

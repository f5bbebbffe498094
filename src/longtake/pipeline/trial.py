"""Trying a hardware encoder on a ladder: what it is worth is found by encoding, in a worker that may crash.

A span of full length and the shortest one are encoded in every rung, with as many encoders open as all workers will
have, then read as packaging will read them and decoded. So what breaks the rules of essence is found before the film.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

from longtake.errors import LongtakeError, QuarantineError, RenderError
from longtake.libav.decoding import pictures_of
from longtake.libav.encoding import CodecOpener, SpanEncoder, create_codec
from longtake.libav.errors import native_messages
from longtake.libav.pattern import moving_pictures
from longtake.media import EncodedSpan, FrameRate, Ladder, Rung, digest_bytes
from longtake.packaging import RungEssence, Stored
from longtake.packaging.samples import PictureReader
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.workers import WorkerPool

__all__ = ["EncoderTrial", "flaw_of", "tried_apart"]

_SHORTEST = 12  # frames: no span is shorter
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class EncoderTrial:
    """Work for one worker: finds out whether the encoder of this ladder does for a film.

    workers: how many will encode at the same time, each with one encoder a rung.
    """

    ladder: Ladder
    rate: FrameRate
    workers: int

    @property
    def sources(self) -> tuple[str, ...]:
        return (f"the driver of {self.ladder.top.encoder}",)

    def work(self, recorder: FlightRecorder) -> str:
        recorder.reading(0)
        return flaw_of(self)


def flaw_of(trial: EncoderTrial, create: CodecOpener = create_codec) -> str:
    """What is wrong with the encoder, in words; "" if nothing is. create: as `av.CodecContext.create`."""
    with native_messages() as said:
        try:
            _open_together(trial, create)
            depths = {_depth(rung, trial.rate, create) for rung in trial.ladder.rungs}
        except LongtakeError as error:
            # The first complaint is the cause, such as a driver that is not there; the others follow from it.
            return error.findings[0].message + (f" (libav: {said[0][2].strip()})" if said else "")
    return "" if len(depths) == 1 else f"its rungs have different reorder depths ({sorted(depths)})"


def _open_together(trial: EncoderTrial, create: CodecOpener) -> None:
    """Opens as many encoders as the film will have open. Raises RenderError; consumer cards allow a few only."""
    rungs = trial.ladder.rungs
    opened: list[SpanEncoder] = []
    for number in range(trial.workers * len(rungs)):
        try:
            opened.append(SpanEncoder(rungs[number % len(rungs)], trial.rate, create))
        except RenderError as error:
            if len(opened) < len(rungs):
                raise
            few = len(opened) // len(rungs)
            raise RenderError(
                f"it opens {len(opened)} encoders at once, and {trial.workers} workers need "
                f"{trial.workers * len(rungs)}: --workers {few} would do"
            ) from error


def _depth(rung: Rung, rate: FrameRate, create: CodecOpener) -> int:
    """The reorder depth of a rung whose two spans went through well. Raises LongtakeError for what did not."""
    spans = [_encoded(SpanEncoder(rung, rate, create), rung, frames) for frames in (rate.cell_frames, _SHORTEST)]
    stored = {digest_bytes(content): content for content in (span.to_bytes() for span in spans)}
    parts = [Stored(key, span.frames) for key, span in zip(stored, spans, strict=True)]
    reader = PictureReader(RungEssence(rung, parts), rate, stored.__getitem__)
    for number, span in enumerate(spans):
        keyframes = sum(sample.is_sync for sample in reader.samples(number))
        if keyframes != 1:
            raise RenderError(f"rung {rung.name}: a span of {span.frames} pictures has {keyframes} IDR pictures, not 1")
        pictures_of(span)
    return spans[0].reorder_depth


def _encoded(encoder: SpanEncoder, rung: Rung, frames: int) -> EncodedSpan:
    for picture in moving_pictures(rung.size, frames):
        encoder.add(picture)
    return encoder.finish()


def tried_apart(trial: EncoderTrial) -> str:
    """As `flaw_of`, in a process of its own: a driver that crashes or hangs is only another flaw."""
    try:
        return asyncio.run(_tried(trial))
    except TimeoutError:
        return f"it did not answer within {_SECONDS} s"


async def _tried(trial: EncoderTrial) -> str:
    async with WorkerPool(1) as pool, asyncio.timeout(_SECONDS), aclosing(pool.run([trial])) as results:
        try:
            return str((await anext(results)).result)
        except QuarantineError:
            return "its driver crashed"
        except LongtakeError as error:
            return error.findings[0].message

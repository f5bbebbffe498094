"""What do thumbnails cost beside encoding, and a sheet while packaging?

CPU time of this process. A real clip at 1280x720 is rendered and encoded in four rungs by the very steps of a worker;
then the pictures that would be kept are taken from its conformed frames, again and again, and 25 of them are put on a
sheet. Nothing else is in the second figure, which is too small to be found as a difference of two runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction

from material import LONG, clips_folder
from measuring import Answer, Result, Row, Settings

import longtake
from longtake.libav.conforming import LadderScaler
from longtake.libav.encoding import SpanEncoder
from longtake.media import ClipFacts, Digest, FrameRate, Size, SpanThumbnails, ladder_for, thumbnail_size
from longtake.pipeline.tiling import sheet_of
from longtake.render import FootageReader, conform_for
from longtake.render.thumbnails import ThumbnailTaker
from longtake.timeline.retime import Shown

ROWS = (
    Row("thumbnails, CPU beside that of encoding 720p in four rungs", "< 1 %"),
    Row("putting a sheet of 25 thumbnails together while packaging, CPU", "–"),
)
_MOST = Fraction(1, 100)
_SIZE, _RATE, _FRAMES = Size(1280, 720), FrameRate(24), 48


def measure(settings: Settings) -> Result:
    rounds = settings.rounds_or(5)
    clip = clips_folder() / LONG[0]
    (facts,) = longtake.inspect([clip])
    assert isinstance(facts, ClipFacts)
    picture = facts.picture
    assert picture
    shown = [Shown(number, number) for number in range(_FRAMES)]
    conform = conform_for(picture, _SIZE, "fill")
    with closing(FootageReader(clip, picture, shown, conform)) as reader:
        frames = [reader.frame(number) for number in range(_FRAMES)]
    encoded = min(_cpu(lambda: _encode(frames)) for _ in range(rounds))
    taken = min(_cpu(lambda: _take(frames)) for _ in range(4 * rounds))
    kept = {Digest("span"): _take(frames).to_bytes()}
    tiles = [(Digest("span"), at % 2) for at in range(25)]
    sheet = min(_cpu(lambda: sheet_of(thumbnail_size(_SIZE), kept.__getitem__, tiles)) for _ in range(rounds))
    share = taken / encoded
    figures = {"encoding_ms": 1000 * encoded, "taking_ms": 1000 * taken, "sheet_ms": 1000 * sheet, "frames": _FRAMES}
    answers = Answer(f"{100 * share:.2f} %", share < _MOST), Answer(f"{1000 * sheet:.1f} ms", None)
    return Result(answers, figures)


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _encode(frames: list) -> None:  # type: ignore[type-arg]
    rungs = ladder_for(_SIZE, _RATE, short_sides=(720, 540, 360, 240)).rungs
    scale, encoders = LadderScaler(_SIZE, [rung.size for rung in rungs]), [SpanEncoder(rung, _RATE) for rung in rungs]
    for frame in frames:
        for encoder, picture in zip(encoders, scale(frame), strict=True):
            encoder.add(picture)
    for encoder in encoders:
        encoder.finish()


def _take(frames: list) -> SpanThumbnails:  # type: ignore[type-arg]
    taker = ThumbnailTaker(len(frames), _SIZE, _RATE)
    for number, frame in enumerate(frames):
        taker.see(number, frame)
    return taker.finish()


if __name__ == "__main__":
    for answer in measure(Settings()).answers:
        print(answer.measured)

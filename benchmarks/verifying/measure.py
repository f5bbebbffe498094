"""What does it cost to verify a film of an hour as a part of its make?

A silent film of an hour at 24 in four rungs of 360 lines and below, with key pictures and DASH, of spans that repeat
(what they show is nothing to whoever reads boxes), packaged into a folder. CPU of this process: what a make does before
it publishes, the first time and after one span was changed in each rung, when only what changed is read; and beside
both what packaging took. What `longtake verify` takes of an hour with sound is asked in `delivery`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import TypeVar

from material import fresh
from measuring import Answer, Result, Row, Settings

from longtake.libav.encoding import SpanEncoder
from longtake.libav.pattern import moving_pictures
from longtake.media import Digest, FrameRate, Rung, Size, digest_bytes, ladder_for
from longtake.packaging import FilmEssence, Package, PackageWriter, RungEssence, Stored, plan_package
from longtake.packaging.verifying import Bundle, Readings, verify_package

ROWS = (Row("CPU of verifying in a make, against packaging: the whole hour; one span changed", "–"),)
_RATE, _SPAN = FrameRate(24), 48
_Made = TypeVar("_Made")


def measure(settings: Settings) -> Result:
    spans = 90 if settings.quick else 1800
    shelf, kept = dict[Digest, bytes](), dict[str, object]()
    rungs = ladder_for(Size(640, 360), _RATE, short_sides=[360, 270, 180, 90]).rungs
    first = _film(shelf, [_spans(shelf, rung, spans) for rung in rungs])
    changed = _film(shelf, [_with_another(shelf, one, spans // 2) for one in first.rungs])
    with fresh() as folder:
        made, packing, whole = _made(folder, first, None, kept)
        _, repacking, edit = _made(folder, changed, made, kept)
    told = f"{whole:.2f} s against {packing:.2f} s; {edit:.2f} s against {repacking:.2f} s"
    return Result((Answer(told, None),), {"packing": [packing, repacking], "in_make": [whole, edit]})


def _made(
    folder: Path, essence: FilmEssence, before: Package | None, kept: dict[str, object]
) -> tuple[Package, float, float]:
    """The package, published, with what packaging and verifying it took. kept: readings, as a make keeps them."""
    known = {file.path: file for file in before.files} if before else {}
    writer = PackageWriter(folder, plan_package(essence), known=known)
    package, packing = _timed(writer.finish)

    def verified() -> bool:
        readings = Readings({file.path: file.sha256 for file in package.files}, kept)
        found = verify_package(Bundle(folder, writer.waiting), readings)
        kept.update(json.loads(json.dumps(readings.to_json(), separators=(",", ":"))))
        return found.is_good

    is_good, verifying = _timed(verified)
    assert is_good
    writer.publish()
    return package, packing, verifying


def _timed(work: Callable[[], _Made]) -> tuple[_Made, float]:
    began = process_time()
    made = work()
    return made, process_time() - began


def _film(shelf: dict[Digest, bytes], rungs: list[RungEssence]) -> FilmEssence:
    return FilmEssence("An hour", _RATE, tuple(rungs), None, shelf.__getitem__)


def _spans(shelf: dict[Digest, bytes], rung: Rung, count: int) -> RungEssence:
    few = [_span(shelf, rung, skipped) for skipped in (0, 30, 60, 90)]
    return RungEssence(rung, [few[number % len(few)] for number in range(count)])


def _with_another(shelf: dict[Digest, bytes], essence: RungEssence, at: int) -> RungEssence:
    spans = list(essence.spans)
    spans[at] = _span(shelf, essence.rung, 15)
    return replace(essence, spans=spans)


def _span(shelf: dict[Digest, bytes], rung: Rung, skipped: int) -> Stored:
    encoder = SpanEncoder(rung, _RATE)
    for picture in list(moving_pictures(rung.size, skipped + _SPAN))[skipped:]:
        encoder.add(picture)
    stored = encoder.finish().to_bytes()
    shelf[digest_bytes(stored)] = stored
    return Stored(digest_bytes(stored), _SPAN)

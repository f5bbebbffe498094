"""Rules of a live preview that is left beside a finished film: it ended with it, whole, and kept what it declared.

What holds for the film's own stream holds for it as well, but for what a preview cannot keep: it is no VOD, has shorter
segments, and declares its rates before there is anything to measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from longtake.packaging.preview import PREVIEW_TARGET_SECONDS
from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.fault import Fault
from longtake.packaging.verifying.ladder_rules import LADDER_RULES
from longtake.packaging.verifying.media_rules import MEDIA_RULES
from longtake.packaging.verifying.playlist_rules import PLAYLIST_RULES
from longtake.packaging.verifying.rates import rates_of
from longtake.packaging.verifying.readings import Readings
from longtake.packaging.verifying.rendition import Rendition
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["PREVIEW_RULES", "preview_faults"]

_NOT_ITS_OWN = ("H04", "H11", "H40", "H41")
_FRAME = Fraction(1, 20)
_Found = Iterator[tuple[str, str]]


@rule("L01", "a preview only grew, and ended with its film")
def _ended(stream: Stream) -> _Found:
    for one in stream.renditions:
        if one.playlist.value("EXT-X-PLAYLIST-TYPE") != "EVENT":
            yield one.path, "EXT-X-PLAYLIST-TYPE:EVENT is missing"
        if not one.playlist.has("EXT-X-ENDLIST"):
            yield one.path, "EXT-X-ENDLIST is missing: who watches it waits for more; make the film again"


@rule("L02", "a preview has one picture and one sound, and states its TARGETDURATION")
def _small(stream: Stream) -> _Found:
    if (len(stream.of("picture")), len(stream.of("sound"))) != (1, 1):
        yield stream.main.path, "it has not one picture and one sound"
    for one in stream.renditions:
        if one.playlist.value("EXT-X-TARGETDURATION") != str(PREVIEW_TARGET_SECONDS):
            found = one.playlist.value("EXT-X-TARGETDURATION")
            yield one.path, f"TARGETDURATION is {found}, not {PREVIEW_TARGET_SECONDS}"


@rule("L03", "no run of segments takes more than BANDWIDTH declares")
def _capped(stream: Stream) -> _Found:
    peak = ceil(sum((_peak(one) for one in stream.renditions), Fraction(0)))
    for line in stream.lines:
        if line.number("BANDWIDTH") < peak:
            yield stream.main.at(line.tag.line), f"BANDWIDTH is {line.number('BANDWIDTH')}, the measured peak {peak}"


def _peak(one: Rendition) -> Fraction:
    """In bits a second."""
    scale, ticks = one.told
    return rates_of([segment.size for segment in one.segments], ticks, scale, PREVIEW_TARGET_SECONDS)[0]


PREVIEW_RULES = (_ended, _small, _capped)


def preview_faults(bundle: Bundle, path: str, film: Stream) -> Iterator[Fault]:
    """What is wrong with the preview at `path`; nothing where there is none. film: the finished film's own stream."""
    if not bundle.has(path):
        return
    stream = Stream.read(bundle, path, Readings())
    yield from stream.faults
    shared = [one for one in (*PLAYLIST_RULES, *MEDIA_RULES, *LADDER_RULES) if one.number not in _NOT_ITS_OWN]
    for one in (*PREVIEW_RULES, *shared):
        yield from one.check(stream)
    whole = film.of("picture")
    for one_picture in stream.of("picture"):
        if whole and abs(one_picture.seconds - whole[0].seconds) > _FRAME:
            what = f"it lasts {float(one_picture.seconds):.3f} s, the film {float(whole[0].seconds):.3f}"
            yield Fault("L04", one_picture.path, what)

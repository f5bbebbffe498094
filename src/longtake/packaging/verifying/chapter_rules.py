"""Rules of what the film in one file says besides its media: its chapters and its cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from longtake.packaging.verifying.box_tree import Box, boxes_in, child, children
from longtake.packaging.verifying.fault import Fault, UnreadableError
from longtake.packaging.verifying.headers import Header, TrackHeader, header_of
from longtake.packaging.verifying.stream import Stream

__all__ = ["CHAPTER_RULES", "chapter_faults"]

CHAPTER_RULES = ("F01", "F02")
_NERO = 10_000_000  # ticks a second
_MOST_LISTED = 255
_JPEG = 13


@dataclass(frozen=True, slots=True)
class _Chapter:
    start: Fraction
    title: str


def chapter_faults(name: str, stream: Stream) -> Iterator[Fault]:
    """What is wrong with the chapters and the cover of the MP4 `name`; a file without them has no fault."""
    try:
        with stream.bundle.mapped(name) as data:
            header, movie = header_of(data), next(box for box in boxes_in(data) if box.kind == "moov")
            yield from (Fault("F01", name, what) for what in _chapters(data, header, movie))
            yield from (Fault("F02", name, what) for what in _cover(movie))
    except (UnreadableError, OSError, UnicodeDecodeError) as error:
        yield Fault("F01", name, f"it cannot be read: {error}")


def _chapters(data: memoryview, header: Header, movie: Box) -> Iterator[str]:
    boxes = {track.number: box for track, box in zip(header.tracks, _tracks(movie), strict=True)}
    tracks = {track.number: track for track in header.tracks}
    named = [number for box in boxes.values() for number in _referred(box)]
    titled = [track.number for track in header.tracks if track.handler == "text"]
    if sorted(named) != titled:
        yield f"its tracks of titles are {titled or 'none'}, those that tref/chap names are {named or 'none'}"
        return
    listed = list(_listed(child(movie, "udta/chpl")))
    for number in titled:
        yield from _track(tracks[number], boxes[number], header)
        found = list(_titles(data, boxes[number], tracks[number]))
        yield from _in_order(found)
        if not _alike(found[:_MOST_LISTED], listed):
            yield f"its track names {len(found)} chapters, its list (chpl) {len(listed)}, or others"
    if listed and not titled:
        yield "it lists chapters that no track names"


def _alike(found: list[_Chapter], listed: list[_Chapter]) -> bool:
    """A list has room for 255 bytes of a title, and counts time in other ticks."""
    if len(found) != len(listed):
        return False
    return all(
        abs(one.start - other.start) <= Fraction(1, _NERO) and one.title.startswith(other.title)
        for one, other in zip(found, listed, strict=True)
    )


def _tracks(movie: Box) -> list[Box]:
    return [box for box in children(movie) if box.kind == "trak"]


def _referred(track: Box) -> tuple[int, ...]:
    found = child(track, "tref/chap")
    return found.numbers("I" * (len(found.body) // 4)) if found else ()


def _track(track: TrackHeader, box: Box, header: Header) -> Iterator[str]:
    if track.is_enabled:
        yield "the track of its chapters would be shown as the film plays"
    times = child(box, "mdia/minf/stbl/stts")
    shown = Fraction(sum(_durations(times)) if times else 0, track.scale or 1)
    whole = Fraction(header.duration, header.scale or 1)
    if shown != whole:
        yield f"its chapters last {float(shown):.3f} s together, the film {float(whole):.3f}"


def _titles(data: memoryview, box: Box, track: TrackHeader) -> Iterator[_Chapter]:
    """Read as one chunk after another: a writer may put each into its own."""
    table = child(box, "mdia/minf/stbl")
    times, sizes = (child(table, name) if table else None for name in ("stts", "stsz"))
    chunks = child(table, "stco") or child(table, "co64") if table else None
    if not (times and sizes and chunks):
        raise UnreadableError("the track of its chapters has no tables")
    (at,) = chunks.numbers("I" if chunks.kind == "stco" else "Q", 8)
    even, count = sizes.numbers("II", 4)
    start = 0
    for number, ticks in zip(range(count), _durations(times), strict=False):
        size = even or sizes.numbers("I", 12 + 4 * number)[0]
        length = int.from_bytes(data[at : at + 2], "big")
        yield _Chapter(Fraction(start, track.scale or 1), bytes(data[at + 2 : at + 2 + length]).decode("utf-8"))
        at, start = at + size, start + ticks


def _durations(times: Box) -> Iterator[int]:
    for run in range(times.numbers("I", 4)[0]):
        count, ticks = times.numbers("II", 8 + 8 * run)
        yield from (ticks for _ in range(min(count, 1 << 20)))


def _in_order(chapters: list[_Chapter]) -> Iterator[str]:
    if not chapters:
        yield "the track of its chapters names none"
    if any(after.start <= before.start for before, after in pairwise(chapters)):
        yield "a chapter has no length"
    if not all(one.title.strip() for one in chapters):
        yield "a chapter has no title"


def _listed(box: Box | None) -> Iterator[_Chapter]:
    if box is None:
        return
    (count,), at = box.numbers("B", 8), 9
    for _ in range(count):
        start, length = box.numbers("QB", at)
        yield _Chapter(Fraction(start, _NERO), bytes(box.body[at + 9 : at + 9 + length]).decode("utf-8"))
        at += 9 + length


def _cover(movie: Box) -> Iterator[str]:
    cover = child(movie, "udta/meta/ilst/covr/data")
    if cover is None:
        return
    picture = bytes(cover.body[8:])
    if cover.numbers("I")[0] != _JPEG or not picture.startswith(b"\xff\xd8\xff") or not picture.endswith(b"\xff\xd9"):
        yield f"its cover is no whole JPEG: it begins with {picture[:4].hex() or 'nothing'}"

"""Rules of the film in one file: that it can be played while it is loaded, from 0 to the end, as long as the stream."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from longtake.packaging.verifying.box_tree import Box, boxes_in, child, children
from longtake.packaging.verifying.fault import Fault, UnreadableError
from longtake.packaging.verifying.headers import Header, TrackHeader, header_of
from longtake.packaging.verifying.stream import Stream

__all__ = ["film_faults"]

_AAC_FRAME = Fraction(1024, 48000)


def film_faults(name: str, stream: Stream) -> Iterator[Fault]:
    """What is wrong with the MP4 `name`, by itself and beside the stream that was made with it."""
    try:
        with stream.bundle.mapped(name) as data:
            header, tops = header_of(data), {box.kind: box for box in boxes_in(data)}
            yield from (Fault(rule, name, what) for rule, what in _file(header, tops))
            yield from (Fault(rule, name, what) for rule, what in _sounds(header, stream))
            yield from (Fault(rule, name, what) for rule, what in _tracks(header, stream))
            yield from (Fault("A23", name, what) for what in _chunks(tops))
    except UnreadableError as error:
        yield Fault("A23", name, str(error))
    except OSError as error:
        yield Fault("H05", name, f"it cannot be read: {error.strerror or error}")


def _file(header: Header, tops: dict[str, Box]) -> Iterator[tuple[str, str]]:
    if "mdat" not in tops:
        yield "A23", "it holds no media"
    elif header.kinds.index("moov") > header.kinds.index("mdat"):
        yield "A23", "moov comes after mdat: it cannot be played while it is loaded"
    kinds = [track.handler for track in header.tracks]
    if kinds.count("vide") != 1:
        yield "A23", f"its tracks are {', '.join(kinds)}, not one of picture and those of sound"


def _sounds(header: Header, stream: Stream) -> Iterator[tuple[str, str]]:
    """A track for each sound of the stream's first group, of which one plays by itself: the stream's default."""
    sounds = [track for track in header.tracks if track.handler == "soun"]
    lines = [line for one in stream.of("sound") for line in one.lines]
    lines = [line for line in lines if line.attributes.get("GROUP-ID") == lines[0].attributes.get("GROUP-ID")]
    found, wanted = [one.language for one in sounds], [line.attributes.get("LANGUAGE", "und") for line in lines]
    if sorted(found) != sorted(wanted):
        yield "A23", f"its sounds are in {', '.join(found) or 'none'}, the stream's in {', '.join(wanted) or 'none'}"
    playing = [one.language for one in sounds if one.is_enabled]
    default = [line.attributes.get("LANGUAGE", "und") for line in lines if line.attributes.get("DEFAULT") == "YES"]
    if playing != default:
        yield "A23", f"the sound in {', '.join(playing) or 'none'} plays by itself, in the stream {', '.join(default)}"


def _tracks(header: Header, stream: Stream) -> Iterator[tuple[str, str]]:
    shown = {track.handler: Fraction(track.shown, header.scale or 1) for track in header.tracks}
    for track in header.tracks:
        if track.handler not in ("vide", "soun"):
            continue
        yield from _begins(track)
        if track.handler == "vide":
            if track.colour is None or track.colour[3] & 0x80:
                yield "A20", "its pictures are not tagged as limited range"
            if track.entry not in ("avc1", "hvc1") or not track.has_square_pixels:
                yield "A21", f"its sample entry is {track.entry}, or its pixels are not square"
    pictures = stream.of("picture")
    frame = (pictures[0].frame if pictures else None) or Fraction(1, 24)
    seen = shown.get("vide", Fraction(0))
    for track in header.tracks:
        heard = Fraction(track.shown, header.scale or 1)
        if track.handler == "soun" and abs(seen - heard) > max(frame, _AAC_FRAME):
            yield "A11", f"picture is shown for {float(seen):.3f} s, sound for {float(heard):.3f}"
    if pictures and abs(seen - pictures[0].seconds) > frame:
        yield "A11", f"it lasts {float(seen):.3f} s, the stream {float(pictures[0].seconds):.3f}"
    yield from _same_samples(header, stream)


def _begins(track: TrackHeader) -> Iterator[tuple[str, str]]:
    if len(track.edits) != 1 or track.edits[0].media_time < 0:
        yield "A13", f"its {track.handler} track has not the one edit that lets it begin at 0"
    elif track.handler == "soun" and track.edits[0].media_time != 1024:
        yield "A12", f"its edit skips {track.edits[0].media_time} samples of sound, the encoder's priming is 1024"


def _same_samples(header: Header, stream: Stream) -> Iterator[tuple[str, str]]:
    """As many pictures as the rung of its size has."""
    video = next((track for track in header.tracks if track.handler == "vide"), None)
    for one in stream.of("picture"):
        if video and one.track and one.track.size == video.size and all(s.fragments for s in one.segments):
            count = sum(fragment.samples for s in one.segments for fragment in s.fragments)
            if count != video.samples:
                yield "A11", f"it has {video.samples} pictures, the stream {count}"


def _chunks(tops: dict[str, Box]) -> Iterator[str]:
    """Chunks that lie outside the media."""
    movie, media = tops["moov"], tops.get("mdat")
    if media is None:
        return
    for track in (box for box in children(movie) if box.kind == "trak"):
        offsets = child(track, "mdia/minf/stbl/stco") or child(track, "mdia/minf/stbl/co64")
        if offsets is None:
            yield "a track has no table of chunks"
            continue
        (count,) = offsets.numbers("I", 4)
        layout, width = ("I", 4) if offsets.kind == "stco" else ("Q", 8)
        if 8 + width * count > len(offsets.body):
            yield "a table of chunks is cut short"
            continue
        found = offsets.numbers(layout * count, 8)
        if found and not media.body_at <= min(found) <= max(found) < media.end:
            yield "its table of chunks points outside the media"

"""Key pictures of an encrypted film, for winding through it: each in a small file of its own.

A range of an encrypted segment is not encrypted on its own: a player would have to load more than it is told, decrypt
that, and cut (RFC 8216, 6.3.6), which not all do. So the smallest rung's key pictures stand beside its segments.
"""

from __future__ import annotations

from itertools import accumulate

from longtake.errors import PackagingError
from longtake.packaging.delivery import Delivery, PackagedFile
from longtake.packaging.key_pictures import KeyPicture, key_file_path, key_playlist, key_playlist_path, ranges_of
from longtake.packaging.package import PackagePlan
from longtake.packaging.playlists import Rates, durations, rates_of
from longtake.packaging.renditions import Rendition
from longtake.packaging.segments import Segment

__all__ = ["write_sealed_keys"]


def write_sealed_keys(delivery: Delivery, plan: PackagePlan, rendition: Rendition) -> tuple[Rates, list[PackagedFile]]:
    """The key pictures of a rung whose segments stand in the folder, and their playlist; what they cost to load."""
    assert rendition.seal
    files = [
        file
        for number, segment in enumerate(plan.segments)
        for file in _of_segment(delivery, rendition, number, segment)
    ]
    rate, spans = plan.essence.rate, plan.span_frames
    lengths = durations([rate.seconds(end) for end in accumulate(spans)])
    pictures = [
        KeyPicture(file.path.rpartition("/")[2], None, file.size, micros)
        for file, micros in zip(files, lengths, strict=True)
    ]
    path = key_playlist_path(rendition)
    text = key_playlist(rendition.init_name, pictures, rendition.seal.line(rendition.folder))
    listed = delivery.at_hand(path) or delivery.put(path, text.encode())
    return rates_of([(file.size, micros) for file, micros in zip(files, lengths, strict=True)]), [*files, listed]


def _of_segment(delivery: Delivery, rendition: Rendition, number: int, segment: Segment) -> list[PackagedFile]:
    """Those that stand there already are not made again."""
    planned, spans = rendition.segments[number], range(segment.first_span, segment.end_span)
    standing = [delivery.at_hand(key_file_path(rendition, planned, span)) for span in spans]
    if all(standing):
        return [file for file in standing if file]
    with delivery.opened(f"{rendition.folder}/{planned.name}") as file:
        data = rendition.opened(file.read(), number)
    pieces = list(ranges_of(data, planned.name))
    if len(pieces) != len(spans):
        raise PackagingError(f"{planned.name} holds {len(pieces)} fragments, not one a span")
    return [
        delivery.put(key_file_path(rendition, planned, span), rendition.sealed(data[start : start + size], span))
        for span, (start, size) in zip(spans, pieces, strict=True)
    ]

"""Segments put into their folder, of whatever kind they are: none is made that stands there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from longtake.packaging.delivery import Delivery, PackagedFile
from longtake.packaging.key_pictures import key_pictures, key_playlist, key_playlist_path
from longtake.packaging.package import PackagePlan
from longtake.packaging.playlists import Rates, rates_of
from longtake.packaging.renditions import Rendition
from longtake.packaging.sealed_keys import write_sealed_keys

__all__ = ["OnSegment", "Put", "put_keys", "put_rendition", "put_segments"]

OnSegment = Callable[[bool], None]
"""Called after each segment with whether it stood there already."""

Put = tuple[Rates, list[PackagedFile]]
"""What it costs to load them, and all their files."""


class _Segment(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def micros(self) -> int: ...


class _Segments(Protocol):
    """A folder of segments and their playlist. target: the latter's TARGETDURATION; made: gives the bytes of a segment,
    by its number from 0."""

    @property
    def folder(self) -> str: ...
    @property
    def segments(self) -> Sequence[_Segment]: ...
    @property
    def target(self) -> int: ...
    @property
    def playlist(self) -> str: ...
    @property
    def playlist_name(self) -> str: ...
    @property
    def made(self) -> Callable[[int], bytes]: ...


def put_rendition(delivery: Delivery, rendition: Rendition, on_segment: OnSegment) -> Put:
    """Pictures or sound: with their initialisation segment."""
    path = f"{rendition.folder}/{rendition.init_name}"
    init = delivery.at_hand(path) or delivery.put(path, rendition.init)
    rates, files = put_segments(delivery, rendition, on_segment)
    return rates, [init, *files]


def put_segments(delivery: Delivery, one: _Segments, on_segment: OnSegment | None = None) -> Put:
    files = []
    for number, segment in enumerate(one.segments):
        path = f"{one.folder}/{segment.name}"
        standing = delivery.at_hand(path)
        files.append(standing or delivery.put(path, one.made(number)))
        if on_segment:
            on_segment(standing is not None)
    sizes = [(file.size, segment.micros) for file, segment in zip(files, one.segments, strict=True)]
    path = f"{one.folder}/{one.playlist_name}"
    files.append(delivery.at_hand(path) or delivery.put(path, one.playlist.encode()))
    return rates_of(sizes, one.target), files


def put_keys(delivery: Delivery, plan: PackagePlan, rendition: Rendition) -> Put:
    """The playlist of a rung's key pictures, whose segments stand in the folder."""
    if rendition.seal:
        return write_sealed_keys(delivery, plan, rendition)
    pictures = key_pictures(delivery.opened, rendition, plan.segments, plan.span_frames, plan.essence.rate)
    path = key_playlist_path(rendition)
    file = delivery.at_hand(path) or delivery.put(path, key_playlist(rendition.init_name, pictures).encode())
    return rates_of([(picture.size, picture.micros) for picture in pictures]), [file]

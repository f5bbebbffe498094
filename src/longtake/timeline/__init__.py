"""The edit as data and its spans. Pure: no files, no pictures, no encoder settings."""

from longtake.timeline.edit import CUT, Clip, Join, Overlay, Source, Timeline
from longtake.timeline.retime import NEAREST, nearest
from longtake.timeline.spans import SHORTEST_SPAN, Dissolve, Laid, Piece, Run, Span, spans_of

__all__ = [
    "CUT",
    "NEAREST",
    "SHORTEST_SPAN",
    "Clip",
    "Dissolve",
    "Join",
    "Laid",
    "Overlay",
    "Piece",
    "Run",
    "Source",
    "Span",
    "Timeline",
    "nearest",
    "spans_of",
]

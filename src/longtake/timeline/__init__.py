"""The edit as data and its spans. Pure: no files, no pictures, no encoder settings."""

from longtake.timeline.edit import CUT, Clip, Join, Overlay, Source, Timeline
from longtake.timeline.pieces import Dissolve, Laid, Piece, Run
from longtake.timeline.retime import Shown, nearest, pictures_of
from longtake.timeline.spans import SHORTEST_SPAN, Span, spans_of

__all__ = [
    "CUT",
    "SHORTEST_SPAN",
    "Clip",
    "Dissolve",
    "Join",
    "Laid",
    "Overlay",
    "Piece",
    "Run",
    "Shown",
    "Source",
    "Span",
    "Timeline",
    "nearest",
    "pictures_of",
    "spans_of",
]

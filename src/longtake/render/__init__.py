"""A span becomes encoded essence for every rung: conform, blend, encode. Knows no containers and no shots."""

from longtake.render.footage import FootageReader, conform_for
from longtake.render.geometry import Fit
from longtake.render.spans import FilmFormat, FrameReader, SpanJob, essence_key, render_spans

__all__ = [
    "FilmFormat",
    "Fit",
    "FootageReader",
    "FrameReader",
    "SpanJob",
    "conform_for",
    "essence_key",
    "render_spans",
]

"""A span becomes encoded essence for every rung: conform, blend, encode. Knows no containers and no shots."""

from longtake.render.footage import FootageReader, conform_for, conform_to_look_at, upright
from longtake.render.geometry import Fit
from longtake.render.spans import FilmFormat, FrameReader, SpanJob, essence_key, render_spans
from longtake.render.viewing import VIEWING, MovingView, Sight, ViewReader, moving_view, sampled_view

__all__ = [
    "VIEWING",
    "FilmFormat",
    "Fit",
    "FootageReader",
    "FrameReader",
    "MovingView",
    "Sight",
    "SpanJob",
    "ViewReader",
    "conform_for",
    "conform_to_look_at",
    "essence_key",
    "moving_view",
    "render_spans",
    "sampled_view",
    "upright",
]

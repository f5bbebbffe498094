"""A span becomes encoded essence for every rung: conform, blend, encode. Knows no containers and no shots."""

from longtake.render.fidelity import Fidelity, fidelity_key, sampled
from longtake.render.footage import FootageReader, conform_for, conform_to_look_at, upright
from longtake.render.geometry import Fit
from longtake.render.joining import FlowRecord, flow_record_key
from longtake.render.morph import morph_toolchain
from longtake.render.spans import FilmFormat, FrameReader, SpanJob, essence_key, render_spans
from longtake.render.thumbnails import thumbnails_key
from longtake.render.viewing import VIEWING, MovingView, Sight, ViewReader, moving_view, sampled_view

__all__ = [
    "VIEWING",
    "Fidelity",
    "FilmFormat",
    "Fit",
    "FlowRecord",
    "FootageReader",
    "FrameReader",
    "MovingView",
    "Sight",
    "SpanJob",
    "ViewReader",
    "conform_for",
    "conform_to_look_at",
    "essence_key",
    "fidelity_key",
    "flow_record_key",
    "morph_toolchain",
    "moving_view",
    "render_spans",
    "sampled",
    "sampled_view",
    "thumbnails_key",
    "upright",
]

"""Measuring one file in this process, as what it is named for: a clip, a LUT, a picture over the film, or a font."""

from __future__ import annotations

from pathlib import Path

from longtake.inspection.limits import Role
from longtake.inspection.luts import is_lut, lut_facts
from longtake.inspection.stills import is_still, still_facts
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.probing import probe
from longtake.media import ClipFacts

__all__ = ["measure"]


def measure(path: Path, limits: MediaLimits = DEFAULT_LIMITS, role: Role = "clip") -> ClipFacts:
    """The facts of a file, decoded whole. path: absolute. Raises MediaError; see `probe`, `still_facts`, `lut_facts`,
    `overlay_facts` and `font_facts`."""
    if role == "overlay":
        from longtake.inspection.overlays import overlay_facts

        return overlay_facts(path, limits)
    if role == "font":
        from longtake.inspection.fonts import font_facts

        return font_facts(path, limits)
    if is_lut(path):
        return lut_facts(path, limits)
    with open_regular_file(path, limits) as file:
        head = file.read(12)
    return still_facts(path, limits) if is_still(head) else probe(path, limits)

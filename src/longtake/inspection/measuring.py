"""Measuring one file in this process, whatever it is: a clip, a sound, a still or a LUT."""

from __future__ import annotations

from pathlib import Path

from longtake.inspection.luts import is_lut, lut_facts
from longtake.inspection.stills import is_still, still_facts
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.probing import probe
from longtake.media import ClipFacts

__all__ = ["measure"]


def measure(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> ClipFacts:
    """The facts of a file, decoded whole. path: absolute. Raises MediaError; see `probe`, `still_facts` and
    `lut_facts`."""
    if is_lut(path):
        return lut_facts(path, limits)
    with open_regular_file(path, limits) as file:
        head = file.read(12)
    return still_facts(path, limits) if is_still(head) else probe(path, limits)

"""Measuring one file in this process, whatever it is: a clip, a sound or a still."""

from __future__ import annotations

from pathlib import Path

from longtake.inspection.stills import is_still, still_facts
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.probing import probe
from longtake.media import ClipFacts

__all__ = ["measure"]


def measure(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> ClipFacts:
    """The facts of a file, decoded whole. path: absolute. Raises MediaError; see `probe` and `still_facts`."""
    with open_regular_file(path, limits) as file:
        head = file.read(12)
    return still_facts(path, limits) if is_still(head) else probe(path, limits)

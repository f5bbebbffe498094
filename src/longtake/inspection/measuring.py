"""Examining one file in this process, as what it is named for: a clip, a LUT, a picture over the film, or a font."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from longtake.errors import MissingExtraError
from longtake.inspection.examined import Examined
from longtake.inspection.limits import Order, Role
from longtake.inspection.luts import is_lut, lut_facts
from longtake.inspection.stills import is_still, still_facts
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.probing import probe
from longtake.media import ClipFacts

__all__ = ["check_measurable", "examine", "measure"]


def check_measurable() -> None:
    """Raises MissingExtraError where what measures clips is not installed. Imports nothing."""
    missing = [name for name in ("cv2", "scenedetect") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"measuring clips needs {' and '.join(missing)}, not installed here",
            advice=("pip install 'longtake[seams]'",),
        )


def examine(order: Order, limits: MediaLimits = DEFAULT_LIMITS) -> Examined:
    """The facts of a file, and the measures of a clip where they are asked for, in one pass. Raises as `measure`."""
    if not (order.is_measured and order.role == "clip" and _is_clip(order.path, limits)):
        return Examined(measure(order.path, limits, order.role))

    # Only here: NumPy and OpenCV take a third of a second to come.
    from longtake.inspection.clip_meter import ClipMeter

    meter = ClipMeter()
    return Examined(probe(order.path, limits, meter), meter.measures())


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
    return probe(path, limits) if _is_clip(path, limits) else still_facts(path, limits)


def _is_clip(path: Path, limits: MediaLimits) -> bool:
    if is_lut(path):
        return False
    with open_regular_file(path, limits) as file:
        return not is_still(file.read(12))

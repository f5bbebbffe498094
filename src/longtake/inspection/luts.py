"""Facts of a LUT: a `.cube` file, read whole under the same limits as a clip."""

from __future__ import annotations

from pathlib import Path

from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.media import ClipFacts, digest_file

__all__ = ["is_lut", "lut_facts"]


def is_lut(path: Path) -> bool:
    """Whether a file is called a `.cube`: such text has no mark of its own to be known by."""
    return path.suffix.lower() == ".cube"


def lut_facts(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> ClipFacts:
    """The facts of a table. path: absolute. Raises MediaError as `read_cube` does."""
    from longtake.libav.cube import read_cube  # brings NumPy, which other files leave out of the limited child's memory

    cube = read_cube(path, limits)
    size = f"{cube.points} points a side" if cube.is_3d else f"{cube.points} points, each channel by itself"
    kind = "3D" if cube.is_3d else "1D"
    return ClipFacts(digest_file(path), path.stat().st_size, "cube", "lut", notes=(f"it is a {kind} table of {size}",))

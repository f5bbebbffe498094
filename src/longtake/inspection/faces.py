"""Where faces are in a clip or a still, found by scikit-image in a process of its own.

Its cascade of local binary patterns comes with the package: it sees faces that look at the camera, and misses many
others.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from longtake.errors import MediaError
from longtake.inspection.limited_child import boot_command, child_environment
from longtake.media import ClipFacts

__all__ = ["FACES", "Face", "are_found", "faces_of"]

FACES = 1
"""The version of how faces are found: part of a store's key, so that faces of an older way are not found."""

Face = tuple[int, int, int, int]
"""Left, top, right and bottom, in thousandths of the upright picture's width and height."""

_BOOT = "from longtake.inspection.face_child import main; main()"
_SECONDS_A_FILE = 60


def are_found() -> bool:
    """Whether what finds faces is installed. Imports nothing."""
    return find_spec("skimage") is not None


def faces_of(files: Sequence[tuple[Path, ClipFacts]]) -> list[tuple[Face, ...]]:
    """For each admitted clip or still the faces in some of its pictures. Raises MediaError where that process fails."""
    orders = [{"path": str(path.absolute()), "facts": facts.to_json()} for path, facts in files]
    try:
        done = subprocess.run(
            boot_command(_BOOT),
            input=json.dumps(orders).encode(),
            capture_output=True,
            env=child_environment() | {"OMP_NUM_THREADS": "1"},  # more would find the same in another order
            timeout=_SECONDS_A_FILE * max(1, len(files)),
            check=False,
        )
        found = json.loads(done.stdout)
        return [tuple((left, top, right, bottom) for left, top, right, bottom in faces) for faces in found]
    except subprocess.TimeoutExpired:
        why = "it took too long"
    except ValueError:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        why = words[-1][:200] if words else "its process ended without an answer"
    advice = ("check that longtake[faces] is whole", "or take it out: captions then stand as if there were none")
    raise MediaError(f"faces cannot be looked for: {why}", advice=advice)

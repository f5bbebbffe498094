"""The beats of music, found by librosa in a process of its own: what it brings is large, and starts slowly.

It is fed with samples that libav decoded; its own readers of files are not used.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from longtake.errors import MediaError, MissingExtraError
from longtake.inspection.limited_child import boot_command, child_environment
from longtake.media import Beats

__all__ = ["BEATS", "beats_of", "check_beats"]

BEATS = 1
"""The version of how beats are found: part of a store's key, so that beats of an older way are not found."""

_BOOT = "from longtake.inspection.beat_child import main; main()"
_SECONDS = 15 * 60


def check_beats() -> None:
    """Raises MissingExtraError where what finds beats is not installed. Imports nothing."""
    if find_spec("librosa") is None:
        raise MissingExtraError(
            "finding the beats of music needs librosa, not installed here",
            advice=("pip install 'longtake[beats]'", "or take on-beat out"),
        )


def beats_of(path: Path, samples: int) -> Beats:
    """Of an admitted sound file. samples: how long it is at 48 kHz. Raises MissingExtraError, MediaError."""
    check_beats()
    order = json.dumps({"path": str(path.absolute()), "samples": samples})
    environment = child_environment()
    try:
        done = subprocess.run(
            boot_command(_BOOT),
            input=order.encode(),
            capture_output=True,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _unfound(path, f"it took longer than {_SECONDS // 60} minutes") from None
    try:
        return Beats.from_json(done.stdout.decode())
    except ValueError:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise _unfound(path, words[-1][:200] if words else "its process ended without an answer") from None


def _unfound(path: Path, why: str) -> MediaError:
    advice = (f"check that longtake[beats] is whole for {sys.executable}", "or take on-beat out")
    return MediaError(f"its beats cannot be found: {why}", place=str(path), advice=advice)

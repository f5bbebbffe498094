"""Films of the real clips, one a sequence: judged by their frames in `journeys`, and by a browser in `players`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import longtake
from workers import in_turn

__all__ = ["SEQUENCES", "film_of"]

# The names are written out so that each is a test with a name of its own; a test sees that none is missing.
SEQUENCES = [
    "A1-presenters", "A2-music", "A3-outdoors", "A4-people-cinematic", "A5-same-subject-mixed-specs",
    "A6-same-start-image", "A7-i2v-30fps", "A8-autoregressive-long", "A9-odd-specs", "A10-true-continuation",
]  # fmt: skip


def film_of(sequence: str, folder: Path, clips: Path, manifest: list[dict[str, Any]]) -> longtake.Package:
    """The film of a sequence, in a folder of its own in `folder`. Who asks first makes it, others find it made.

    Small, quickly encoded, and near enough to its clips to tell their pictures apart.
    """
    shots = [entry for entry in manifest if entry.get("sequence") == sequence and entry["kind"] == "video"]
    files = [clips / entry["file"] for entry in sorted(shots, key=lambda entry: int(entry["shot"].split()[0]))]
    out = folder / sequence
    with in_turn(out):
        return longtake.assemble(files, out, size="384x216", rungs=(216, 108), preset="ultrafast", crf=6)

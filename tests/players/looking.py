"""A page looked at in Chromium: what its console said, what it asked for, and what it is like in each window."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Any

from players.chromium import HERE, chromium_path, node_path

__all__ = ["look"]


def look(url: str, views: Sequence[dict[str, Any]], *, moment: str | None = None) -> dict[str, Any]:
    """look.mjs's report on a page in each of `views`. moment: a media fragment beside it that is opened, too."""
    request = json.dumps({"url": url, "views": list(views), "moment": moment})
    environment = {**os.environ, "CHROMIUM": chromium_path()}
    done = subprocess.run(
        [node_path(), str(HERE / "look.mjs"), request],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=environment,
    )
    if done.returncode:
        raise RuntimeError(f"look.mjs failed: {done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report

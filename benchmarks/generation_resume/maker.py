"""Makes a film of takes in a process of its own: `python maker.py STORYBOARD SPEED`, into the folder where that lies.

Prints one JSON object: seconds from the plan to the last take and of the whole process, how many takes landed and how
many of them were here before, whether the film stood already, and the connections that were made.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

BEGAN = time.monotonic()
connections: list[object] = []
sys.addaudithook(lambda event, args: connections.append(args[1]) if event == "socket.connect" else None)

import longtake  # noqa: E402 - what importing takes is part of the whole


def main() -> None:
    storyboard, at = Path(sys.argv[1]), dict[type, float]()
    last = longtake.Progress("takes", 0, 0)

    def note(event: longtake.Event) -> None:
        nonlocal last
        if isinstance(event, longtake.Progress) and event.stage == "takes":
            last = event
        if isinstance(event, longtake.Planned) or event is last:
            at[type(event)] = time.monotonic()

    options: dict[str, Any] = {"rungs": (180,), "preset": "ultrafast", "emulate": int(sys.argv[2]), "on_event": note}
    folder = storyboard.parent
    package = longtake.make(storyboard, folder / "out", workspace=folder / "space", **options)
    told = {
        "takes": at[longtake.Progress] - at[longtake.Planned],
        "whole": time.monotonic() - BEGAN,
        "landed": last.done,
        "reused": last.reused,
        "stands": package.reused,
        "connections": len(connections),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()

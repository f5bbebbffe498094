"""The limited child: a short-lived process that decodes files from strangers, one after another.

It reads JSON lines and answers each with one: first the limits (`ready`), then a path and its role a line (`facts`, or
`refused` with advice). It gives up what it does not need before it opens anything: memory, files to write, the network.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from pathlib import Path
from typing import Any

from longtake.errors import MediaError
from longtake.libav.limits import MediaLimits

__all__ = ["main"]

_OPEN_FILES = 64
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000


def main() -> None:
    """Serves standard input until it ends."""
    settings = json.loads(sys.stdin.readline())
    limits = MediaLimits(**settings["media"])
    _limit_process(settings["memory_bytes"])
    _leave_network()

    # Only now: whatever libav does, it does inside the limits.
    from longtake.inspection.limits import Order
    from longtake.inspection.measuring import examine

    _answer({"ready": True})
    for line in sys.stdin:
        _allow_cpu(settings["cpu_seconds"])
        question = json.loads(line)
        try:
            found = examine(Order(Path(question["path"]), question["role"], question["measured"]), limits)
            measures = found.measures.to_json() if found.measures else None
            _answer({"facts": found.facts.to_json(), "measures": measures})
        except MediaError as error:
            finding = error.findings[0]
            _answer({"refused": finding.message, "advice": list(finding.advice)})
        except MemoryError:
            _answer({"refused": "it needs more memory than a file is given", "advice": ["make its pictures smaller"]})


def _answer(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _limit_process(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, amount in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (amount, amount))


def _allow_cpu(seconds: int) -> None:
    """Gives the next file its own time: what was used before is not counted."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(usage.ru_utime + usage.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def _leave_network() -> bool:
    """Moves into a namespace without any network; False where the kernel does not let us. No file needs one."""
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))

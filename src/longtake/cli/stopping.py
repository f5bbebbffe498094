"""SIGTERM ends a command as Ctrl-C does: what is done is kept, no process stays behind; the exit code tells which."""

from __future__ import annotations

import signal
from types import FrameType

__all__ = ["INTERRUPTED", "STOP", "TERMINATED"]

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""

TERMINATED = 143
"""128 + SIGTERM."""


class _Stop:
    """Whether this process was told to end, and by what. The library answers no signals; its commands do."""

    def __init__(self) -> None:
        self._by_terminate = False

    def answer(self) -> None:
        """From now on SIGTERM is answered. To be called once, from the main thread."""
        signal.signal(signal.SIGTERM, self._terminate)

    @property
    def exit_code(self) -> int:
        return TERMINATED if self._by_terminate else INTERRUPTED

    def _terminate(self, number: int, frame: FrameType | None) -> None:
        """Does what Ctrl-C does at this moment, also where a shell lets us ignore Ctrl-C itself."""
        self._by_terminate = True
        interrupt = signal.getsignal(signal.SIGINT)
        if callable(interrupt):
            interrupt(signal.SIGINT, frame)
        else:
            raise KeyboardInterrupt


STOP = _Stop()
"""This process's."""

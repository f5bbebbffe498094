"""What keeps a provider in trouble from being sent ever more orders. Decisions alone; the caller waits."""

from __future__ import annotations

__all__ = ["Breaker"]


class Breaker:
    """Opens after so many failures in a row; then lets one through from time to time, until one is answered.

    after: failures; first, most: seconds to the next one that is let through, doubled each time.
    """

    def __init__(self, after: int = 5, first: float = 30.0, most: float = 300.0) -> None:
        self._after, self._first, self._most = after, first, most
        self._failures, self._next, self._since = 0, 0.0, 0.0

    def wait(self, now: float) -> float:
        """Seconds until one may be let through; 0 lets the asker through, and holds the others back until it has been
        answered, or for as long as an answer may take."""
        if self._failures < self._after:
            return 0.0
        if now < self._next:
            return self._next - now
        self._next = now + self._pause()
        return 0.0

    def answered(self) -> None:
        """The provider is there, whatever it said."""
        self._failures = 0

    def failed(self, now: float) -> None:
        self._since = self._since if self._failures else now
        self._failures += 1
        if self._failures >= self._after:
            self._next = now + self._pause()

    def lasts(self, now: float) -> float:
        """Seconds since the first of the failures, while it is open; else 0."""
        return now - self._since if self._failures >= self._after else 0.0

    def _pause(self) -> float:
        return min(self._most, self._first * 2.0 ** min(self._failures - self._after, 60))

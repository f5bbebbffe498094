"""A crew of limited children that share one list of files; a child that dies costs its file and is replaced."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock

from longtake.errors import MediaError
from longtake.inspection.examined import Examined
from longtake.inspection.limited_child import ChildDiedError, LimitedChild
from longtake.inspection.limits import ChildLimits, Order

__all__ = ["Result", "examined"]

Result = tuple[int, Examined | MediaError]
"""The place of a file in the list, and what it is or why it is not taken."""


def examined(
    orders: Sequence[Order], limits: ChildLimits, command: Sequence[str], workers: int
) -> Generator[Result, None, None]:
    """One result a file, as they come. Close the generator to end all children at once.

    Raises PipelineError if a child cannot start.
    """
    if not orders:
        return
    crew = _Crew(orders, limits, command)
    with ThreadPoolExecutor(min(workers, len(orders)), "longtake-inspection") as threads:
        try:
            for _ in range(min(workers, len(orders))):
                threads.submit(crew.work)
            for _ in orders:
                result = crew.results.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            crew.dismiss()


class _Crew:
    def __init__(self, orders: Sequence[Order], limits: ChildLimits, command: Sequence[str]) -> None:
        self._todo = deque(enumerate(orders))
        self._limits, self._command = limits, command
        self._lock, self._dismissed = Lock(), False
        self._children: set[LimitedChild] = set()
        self.results: SimpleQueue[Result | BaseException] = SimpleQueue()

    def work(self) -> None:
        """One thread's work: children one after another, until nothing is left to do."""
        try:
            while child := self._hire():
                try:
                    self._employ(child)
                finally:
                    self._part_with(child)
        except BaseException as error:  # it is raised again by whoever reads the results
            self.results.put(error)

    def _employ(self, child: LimitedChild) -> None:
        """Gives a child files until there are none, or it dies."""
        child.start()
        while item := self._next():
            place, order = item
            try:
                self.results.put((place, child.examine(order)))
            except MediaError as error:
                self.results.put((place, error))
            except ChildDiedError as death:
                refusal = MediaError(str(death), place=str(order.path), advice=["leave it out, or export it again"])
                self.results.put((place, refusal))
                return

    def _hire(self) -> LimitedChild | None:
        with self._lock:
            if self._dismissed or not self._todo:
                return None
            child = LimitedChild(self._limits, self._command)
            self._children.add(child)
            return child

    def _next(self) -> tuple[int, Order] | None:
        with self._lock:
            return self._todo.popleft() if self._todo and not self._dismissed else None

    def _part_with(self, child: LimitedChild) -> None:
        with self._lock:
            self._children.discard(child)
        child.close()

    def dismiss(self) -> None:
        """Ends every child now; their threads see it and finish."""
        with self._lock:
            self._dismissed = True
            for child in self._children:
                child.kill()

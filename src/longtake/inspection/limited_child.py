"""The parent's end of a limited child: start it, ask it about one file at a time, learn how it died."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

from longtake.errors import MediaError, PipelineError
from longtake.inspection.examined import Examined
from longtake.inspection.limits import ChildLimits, Order
from longtake.media import ClipFacts, Measures

__all__ = ["ChildDiedError", "LimitedChild", "boot_command", "child_command", "child_environment"]

_BOOT = "from longtake.inspection.child import main; main()"
# A child is told no more of us than how to find its libraries: no keys, no tokens.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL")
_LONGEST_LINE = 64 << 20
_WORDS_KEPT = 400
# What reading an answer can raise when the child is no longer ours: it decodes files from strangers.
_NONSENSE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class ChildDiedError(Exception):
    """The child ended instead of answering; the message says how."""


def child_command() -> list[str]:
    """How the child is started."""
    return boot_command(_BOOT)


def boot_command(statements: str) -> list[str]:
    """This interpreter, isolated from environment and folder, with our own import path."""
    home = str(Path(__file__).resolve().parents[2])
    boot = f"import sys; sys.path[:] = sys.argv[1:]; {statements}"
    return [sys.executable, "-I", "-c", boot, home, *(entry for entry in sys.path if os.path.isabs(entry))]


def child_environment() -> dict[str, str]:
    """What a child is told of ours."""
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


class LimitedChild:
    """One child process. Raises PipelineError when it cannot even start."""

    def __init__(self, limits: ChildLimits, command: Sequence[str]) -> None:
        self._limits, self._timed_out, self._last_words = limits, False, ""
        self._process = _started(list(command))

    def start(self) -> None:
        """Hands over the limits and waits until the child obeys them. Raises PipelineError if it never does."""
        settings = {
            "memory_bytes": self._limits.memory_bytes,
            "cpu_seconds": self._limits.cpu_seconds,
            "media": asdict(self._limits.media),
        }
        try:
            self._ask(settings, self._limits.start_seconds)
        except ChildDiedError as error:
            raise _unstartable(f"{error} {self._last_words}".rstrip()) from error

    def examine(self, order: Order) -> Examined:
        """What a file is. Raises MediaError if it is refused, ChildDiedError if the child did not survive it."""
        question = {"path": str(order.path), "role": order.role, "measured": order.is_measured}
        answer = self._ask(question, self._limits.wall_seconds)
        try:
            result = _refusal(answer, order.path) if "refused" in answer else _examined(answer)
        except _NONSENSE as error:
            raise ChildDiedError("its inspection answered nonsense") from error
        if isinstance(result, MediaError):
            raise result
        return result

    def kill(self) -> None:
        """Ends the child at once. May be called from any thread."""
        self._process.kill()

    def close(self) -> None:
        """Ends the child and waits for it, so that no zombie stays."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        deadline = Timer(seconds, self._expire)
        deadline.daemon = True
        deadline.start()
        try:
            self._tell(question)
            return self._answer()
        finally:
            deadline.cancel()

    def _expire(self) -> None:
        self._timed_out = True
        self.kill()

    def _tell(self, question: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        # A child that is gone is found out, with its reason, by the answer that does not come.
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        """The next line that is an answer; what else the child prints is kept for the error."""
        assert self._process.stdout is not None
        while line := self._process.stdout.readline(_LONGEST_LINE):
            with suppress(*_NONSENSE):
                answer = json.loads(line)
                if isinstance(answer, dict):
                    return answer
            self._last_words = line.decode(errors="replace").strip()[:_WORDS_KEPT]
        raise ChildDiedError(self._how_it_died())

    def _how_it_died(self) -> str:
        code = self._process.wait()
        if self._timed_out:
            return "it took longer than it is given"
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"it took more than {self._limits.cpu_seconds} s of processor time"
        if code < 0:
            return f"its decoder crashed ({signal.Signals(-code).name})"
        return f"its inspection stopped (exit code {code})"


def _examined(answer: dict[str, Any]) -> Examined:
    text = answer["measures"]
    return Examined(ClipFacts.from_json(answer["facts"]), Measures.from_json(text) if text else None)


def _refusal(answer: dict[str, Any], path: Path) -> MediaError:
    advice = [str(line) for line in answer["advice"]]
    return MediaError(str(answer["refused"]), place=str(path), advice=advice)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=child_environment(),
            # Out of reach of the terminal's Ctrl-C: the parent decides.
            start_new_session=True,
        )
    except OSError as error:
        raise _unstartable(str(error)) from error


def _unstartable(reason: str) -> PipelineError:
    return PipelineError(
        f"the process that inspects clips could not start: {reason}",
        advice=[f"check that longtake and av are installed for {sys.executable}"],
    )

"""How a failure is told, and with which exit code the command ends."""

from __future__ import annotations

import os
import sys
import traceback

import click

from longtake.cli.settings import Settings
from longtake.cli.stopping import STOP, TERMINATED
from longtake.cli.text import ReaderGone, clean, complain, emit
from longtake.errors import Finding, LongtakeError

__all__ = ["BROKEN_PIPE", "tell"]

BROKEN_PIPE = 141
"""128 + SIGPIPE, as shells count."""


def tell(error: BaseException, settings: Settings) -> int:
    """Says what went wrong, on standard error or (`--json`) as an object on standard output. Returns the exit code."""
    try:
        return _told(error, settings)
    except ReaderGone:
        _abandon_output()
        return BROKEN_PIPE


def _told(error: BaseException, settings: Settings) -> int:
    if isinstance(error, ReaderGone):
        raise error
    if isinstance(error, click.ClickException) and not settings.json:
        error.show()
        return error.exit_code
    findings, code = _judged(error)
    if settings.verbose:
        complain("".join(traceback.format_exception(error)).rstrip())
    if settings.json:
        told = [{"place": f.place, "message": f.message, "advice": list(f.advice)} for f in findings]
        emit({"event": "error", "kind": _kind(error), "exit_code": code, "findings": told})
    else:
        for finding in findings:
            complain(_spelled(finding))
    return code


def _judged(error: BaseException) -> tuple[tuple[Finding, ...], int]:
    match error:
        case LongtakeError():
            return error.findings, error.exit_code
        case KeyboardInterrupt():
            return (Finding("", "stopped; what is done is kept", ("run the same command to go on",)),), STOP.exit_code
        case click.ClickException():
            return (Finding("", error.format_message()),), error.exit_code
    wrong = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    advice = ("run it again with --verbose and report what it prints, with the input that shows it",)
    return (Finding("", f"this is a bug in Longtake: {wrong}", (*advice, "what is done is kept")),), 1


def _kind(error: BaseException) -> str:
    match error:
        case LongtakeError():
            return type(error).__name__
        case KeyboardInterrupt():
            return "Terminated" if STOP.exit_code == TERMINATED else "Interrupted"
        case click.ClickException():
            return "UsageError"
    return "Bug"


def _spelled(finding: Finding) -> str:
    """The finding with its place, or the program's name where there is none, as other commands do."""
    cleaned = Finding(clean(finding.place) or "longtake", clean(finding.message), tuple(map(clean, finding.advice)))
    return str(cleaned)


def _abandon_output() -> None:
    """Points standard output at nothing, or the interpreter complains once more when it flushes on its way out."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)

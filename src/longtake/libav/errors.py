"""libav's complaints in Longtake's words: which file, what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import av
import av.error
import av.logging

from longtake.errors import MediaError

__all__ = ["media_errors", "native_messages"]

_ADVICE_REEXPORT = "export it again as MP4 (H.264, AAC)"
_ADVICE_FETCH = "fetch or export the file again"

_SITUATIONS: tuple[tuple[type[Exception], str, str], ...] = (
    (av.error.InvalidDataError, "it is damaged, or no media file", _ADVICE_FETCH),
    (av.error.EOFError, "it ends before it should", _ADVICE_FETCH),
    (av.error.LookupError, "there is no decoder for it", _ADVICE_REEXPORT),
    (av.error.PatchWelcomeError, "it uses a feature that libav does not decode", _ADVICE_REEXPORT),
    (av.error.MemoryError, "it needs more memory than a clip is given", "make the pictures smaller"),
)


@contextmanager
def media_errors(path: Path, done: str) -> Iterator[None]:
    """Raises MediaError for every error of libav inside, naming `path` and what was to be done ("opened", "decoded").

    The message ends with libav's own last words where logging was on (see `native_messages`).
    """
    try:
        yield
    except av.error.FFmpegError as error:
        raise _translated(error, path, done) from error
    except MemoryError as error:
        raise MediaError(
            f"the file could not be {done}: it needs more memory than a clip is given",
            place=str(path),
            advice=["make the pictures smaller"],
        ) from error


def _translated(error: av.error.FFmpegError, path: Path, done: str) -> MediaError:
    problem, advice = "it is damaged, or not as its format demands", _ADVICE_REEXPORT
    for kind, words, way_out in _SITUATIONS:
        if isinstance(error, kind):
            problem, advice = words, way_out
            break
    native = _native(error)
    return MediaError(f"the file could not be {done}: {problem}{native}", place=str(path), advice=[advice])


def _native(error: av.error.FFmpegError) -> str:
    # The stubs nest this tuple deeper than it is.
    last = cast("tuple[int, str, str] | None", error.log)
    words = last[2].strip() if last else error.strerror
    return f" (libav: {words})" if words else ""


@contextmanager
def native_messages() -> Iterator[list[tuple[int, str, str]]]:
    """What libav complains of in this thread while the block runs: (level, component, message), in order.

    Turns libav's logging on for the whole process and puts it back after: meant for a process that only probes.
    """
    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as messages:
            yield messages
    finally:
        av.logging.set_level(before)

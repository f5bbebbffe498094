"""The bridge from MoviePy: a user's clip is played in a process of its own and written to a file or a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from longtake.errors import ArtworkError, InputError, LongtakeError
from longtake.media import FrameRate
from longtake.pipeline.events import Listener, Progress

__all__ = ["from_moviepy"]

_CLIP = ".mov"


def from_moviepy(
    make: Callable[[], Any],
    path: str | Path,
    *,
    rate: FrameRate | str | int = 24,
    patience: float = 60,
    on_event: Listener | None = None,
) -> Path:
    """Writes the MoviePy clip that `make` returns, for use as a shot or an overlay; returns the path.

    path: a name ending in .mov gives one lossless clip with its sound, to be named as a shot's `clip:` or given to
    `assemble`; a name without an ending gives a folder of PNG pictures with alpha, for an overlay. What stood there is
    replaced when the new one is whole. rate: pictures a second. patience: seconds without a new picture after which
    the clip is given up.

    `make` runs in a process of its own, where MoviePy is imported; it may be a lambda or a nested function.
    Raises ArtworkError for a clip that raises, hangs or has no end; MissingExtraError without MoviePy.
    """
    path, name = Path(path).absolute(), getattr(make, "__name__", "clip")
    if path.suffix not in (_CLIP, ""):
        raise InputError(
            "a MoviePy clip becomes a .mov file or a folder",
            place=str(path),
            advice=(f"name it {path.stem}{_CLIP} for a shot, or {path.stem} for an overlay",),
        )
    rate = rate if isinstance(rate, FrameRate) else FrameRate.parse(str(rate))
    beside = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove(beside)
    try:
        _played(make, beside, rate, patience, name, on_event)
        _remove(path)
        beside.rename(path)
    finally:
        _remove(beside)
    return path


def _played(
    make: Callable[[], Any], beside: Path, rate: FrameRate, patience: float, name: str, on_event: Listener | None
) -> None:
    import cloudpickle
    from loky.backend.context import get_context

    context = get_context("loky")
    ours, theirs = context.Pipe(duplex=False)
    is_clip = beside.name.endswith(f"{_CLIP}.part")
    child = context.Process(target=_play, args=(cloudpickle.dumps(make), beside, is_clip, rate, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        while not (news := _next(ours, patience, name)).is_last:
            if on_event:
                on_event(Progress("moviepy", news.done, news.total, 0))
        if news.error:
            raise news.error
    finally:
        child.terminate()
        child.join()
        ours.close()


class _News:
    """What the child tells: pictures written of all, or that it is done, or why it gave up."""

    def __init__(self, done: int = 0, total: int = 0, *, is_last: bool = False, error: LongtakeError | None = None):
        self.done, self.total, self.is_last, self.error = done, total, is_last, error


def _next(pipe: Any, patience: float, name: str) -> _News:
    if not pipe.poll(patience):
        raise ArtworkError(
            f"the MoviePy clip gave no picture for {patience:g} s",
            place=name,
            advice=("look for what hangs in it", "or give it more time: patience=…"),
        )
    try:
        kind, *told = pipe.recv()
    except EOFError:
        raise ArtworkError("the process that played the MoviePy clip died", place=name) from None
    if kind == "frames":
        return _News(*told)
    if kind == "done":
        return _News(is_last=True)
    error = told[0] if kind == "refused" else ArtworkError(f"the MoviePy clip raised {told[0]}", place=name)
    return _News(is_last=True, error=error)


def _play(make: bytes, beside: Path, is_clip: bool, rate: FrameRate, pipe: Any) -> None:
    """In the child."""
    import pickle

    try:
        from longtake.artwork.moviepy_clip import write_clip, write_layers

        write = write_clip if is_clip else write_layers
        # The bytes are our own parent's, of a function that the caller gave it.
        write(pickle.loads(make), beside, rate, lambda done, total: pipe.send(("frames", done, total)))  # noqa: S301
    except LongtakeError as error:
        pipe.send(("refused", error))
    except Exception as error:
        pipe.send(("raised", f"{type(error).__name__}: {error}"))
    else:
        pipe.send(("done",))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

"""Which picture stands for the film before it plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from longtake.media import Frame, FrameRate
from longtake.planning.plan import Plan, PlannedShot
from longtake.storyboard.poster import Poster
from longtake.storyboard.tree import Remark
from longtake.storyboard.units import seconds_text

__all__ = ["chosen_poster", "poster_frame", "wrong_poster"]


def poster_frame(plan: Plan) -> Frame:
    """The film frame of the poster: the author's, else the middle of the first shot."""
    return _middle(plan.shots[0]) if plan.poster is None else plan.poster


def chosen_poster(poster: Poster | None, shots: Sequence[PlannedShot], rate: FrameRate) -> Frame | None:
    """The film frame that the author chose; None where that was left to us."""
    if poster is None:
        return None
    shot = next(shot for shot in shots if shot.name == poster.shot)
    return _middle(shot) if poster.at is None else Frame(shot.start + rate.frames(poster.at))


def wrong_poster(poster: Poster | None, shots: Sequence[PlannedShot], rate: FrameRate) -> Iterator[Remark]:
    """What of it the shots do not have."""
    if poster is None or poster.at is None:
        return
    shot = next(shot for shot in shots if shot.name == poster.shot)
    if rate.frames(poster.at) >= shot.frames:
        lasts = f"{float(rate.seconds(shot.frames)):.2f} s"
        message = f"the poster is {seconds_text(poster.at)} into {shot.name}, which lasts {lasts}"
        yield Remark(("poster", "at"), message, ("name an earlier moment", "or leave at: out, for its middle"))


def _middle(shot: PlannedShot) -> Frame:
    return Frame(shot.start + shot.frames // 2)

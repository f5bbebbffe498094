"""How a planned shot becomes the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from longtake.media import FrameRange
from longtake.storyboard import ContinuingWay

__all__ = ["JoinKind", "PlannedJoin"]

JoinKind = Literal["cut", "dissolve", "flow"]


@dataclass(frozen=True, slots=True)
class PlannedJoin:
    """How a shot becomes the next. frames: of the transition, which stands over the cut; 0 for a cut. continues: how
    the next shot's take goes on from this one's ("" where it does not), and why. by: `measure` where it is chosen by
    what is measured: a cut until then. lead: frames by which the next shot's sound is heard before the join, below 0
    after it. on: `beat` where the cut goes to a beat of the music; roll: the film frames, as far as handles reach, that
    it may go to; None where it stays."""

    kind: JoinKind
    frames: int = 0
    continues: ContinuingWay | None = None
    why: str | None = None
    by: Literal["", "measure"] = ""
    lead: int | None = None
    on: Literal["", "beat"] = ""
    roll: FrameRange | None = None

    @property
    def before(self) -> int:
        """Frames before the cut: taken from the incoming shot's head handle."""
        return self.frames // 2

    @property
    def after(self) -> int:
        """Frames after the cut: taken from the outgoing shot's tail handle."""
        return self.frames - self.frames // 2

    @property
    def head(self) -> int:
        """Frames of handle that picture and sound take before the incoming shot."""
        return self.before + max(0, self.lead or 0)

    @property
    def tail(self) -> int:
        """Frames of handle that picture and sound take after the outgoing shot."""
        return self.after + max(0, -(self.lead or 0))

"""The edit as data: sources, clips with handles, joins, overlays.

A clip shows `visible` frames of its source. What its source holds before and after is its handles. A join of n frames
stands over the cut: the film shows n // 2 of its frames before the cut and the rest after, each made of live pictures
from both sides. The film is as long as its clips' visible frames together; a dissolve never changes that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from math import floor
from typing import Literal

from longtake.errors import Finding, TimelineError
from longtake.media import Digest, Frame, FrameRange, FrameRate, Size, digest_of

__all__ = ["CUT", "Clip", "Join", "Overlay", "Source", "Timeline"]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that has a picture for every frame number in [0, frames).

    recipe: canonical JSON of all that decides its pictures (digest of the bytes, conform, retime). kind says who
    can make them. frames: its length on the film's grid. name: for messages only, no part of the key. plain: the key
    that it would have without what its neighbours make it change, which is done to `altered` frames alone.
    """

    kind: str
    recipe: str
    frames: int
    name: str = field(compare=False)
    plain: Digest | None = None
    altered: tuple[FrameRange, ...] = ()
    key: Digest = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", digest_of([self.kind, self.recipe]))

    def key_of(self, start: int, frames: int) -> Digest:
        """What frames [start, start + frames) are known by: as without a neighbour where none of them is altered."""
        is_altered = any(start < part.end and part.start < start + frames for part in self.altered)
        return self.key if self.plain is None or is_altered else self.plain


@dataclass(frozen=True, slots=True)
class Clip:
    """A shot's place in the edit: the frames of its source that the film shows by right."""

    shot: str
    source: Source
    visible: FrameRange

    @property
    def head(self) -> int:
        """Frames of handle before the visible range."""
        return self.visible.start

    @property
    def tail(self) -> int:
        """Frames of handle after the visible range."""
        return self.source.frames - self.visible.end


@dataclass(frozen=True, slots=True)
class Join:
    """How one clip becomes the next. frames: length of the transition over the cut; 0 for a cut. In a flow what is seen
    on both sides is moved from its place in the one to its place in the other, while it dissolves. lead: frames by
    which the next clip's sound is heard before its pictures, below 0 after them."""

    kind: Literal["cut", "dissolve", "flow"]
    frames: int = 0
    lead: int = 0

    def __post_init__(self) -> None:
        if self.frames < 0 or (self.kind == "cut" and self.frames):
            raise ValueError(f"a {self.kind} has no {self.frames} frames")

    @property
    def before(self) -> int:
        """Film frames of the join that stand before the cut: what it takes from the incoming clip's head handle."""
        return self.frames // 2

    @property
    def after(self) -> int:
        """Film frames of the join that stand after the cut: what it takes from the outgoing clip's tail handle."""
        return self.frames - self.frames // 2


CUT = Join("cut")


@dataclass(frozen=True, slots=True)
class Overlay:
    """Pictures with alpha over the film: `frames` of its source, the first over frame `at` of the visible ones of clip
    number `clip`.

    It moves with its clip and may last into later ones. A source of one picture is held for as long as it shows.
    """

    source: Source
    clip: int
    at: int
    frames: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Clips in film order, the join between each two, and overlays, each above those before it.

    Raises TimelineError with every impossible request.
    """

    rate: FrameRate
    size: Size
    clips: tuple[Clip, ...]
    joins: tuple[Join, ...]
    overlays: tuple[Overlay, ...] = ()

    def __post_init__(self) -> None:
        if not self.clips:
            raise TimelineError("a film has at least one shot", advice=("add a shot or a clip",))
        if len(self.joins) != len(self.clips) - 1:
            raise ValueError(f"{len(self.clips)} clips have {len(self.clips) - 1} joins, not {len(self.joins)}")
        findings = [*self._clip_findings(), *self._join_findings(), *self._overlay_findings()]
        if findings:
            raise TimelineError.of(findings)

    @property
    def frames(self) -> int:
        return sum(len(clip.visible) for clip in self.clips)

    @property
    def starts(self) -> tuple[Frame, ...]:
        """The film frame at which each clip's visible range begins."""
        return tuple(Frame(at) for at in accumulate((len(c.visible) for c in self.clips[:-1]), initial=0))

    @property
    def overlaid(self) -> tuple[tuple[FrameRange, Overlay], ...]:
        """The film frames that each overlay covers, in the order in which they are laid."""
        starts = self.starts
        begins = [starts[overlay.clip] + overlay.at for overlay in self.overlays]
        return tuple(
            (FrameRange(begin, begin + overlay.frames), overlay)
            for begin, overlay in zip(begins, self.overlays, strict=True)
        )

    def _clip_findings(self) -> list[Finding]:
        return [
            Finding(
                clip.shot,
                f"frames {clip.visible.start} to {clip.visible.end} are asked of {clip.source.name}, "
                f"which has {clip.source.frames}",
                ("trim to what is there",),
            )
            for clip in self.clips
            if clip.visible.start < 0 or clip.visible.end > clip.source.frames or not len(clip.visible)
        ]

    def _join_findings(self) -> list[Finding]:
        findings = []
        for out, join, into in zip(self.clips, self.joins, self.clips[1:], strict=False):
            longest = min(2 * out.tail, 2 * into.head + 1)  # of all joins that the handles on both sides allow
            if join.after > out.tail:
                findings.append(self._short(into, join, join.after, f"after {out.shot}", out.tail, longest))
            if join.before > into.head:
                findings.append(self._short(into, join, join.before, f"before {into.shot}", into.head, longest))
        return findings + self._crowded()

    def _overlay_findings(self) -> list[Finding]:
        return [
            Finding(
                self.clips[overlay.clip].shot,
                f"{overlay.source.name} is to lie over frames {shown.start} to {shown.end} of the film, which has "
                f"{self.frames}; it begins {overlay.at} frames into its shot and holds {overlay.source.frames}",
                ("let it begin within its shot and end with the film",),
            )
            for shown, overlay in self.overlaid
            if not 0 <= overlay.at < len(self.clips[overlay.clip].visible)
            or not shown.start < shown.end <= self.frames
            or 1 != overlay.source.frames < overlay.frames
        ]

    def _short(self, into: Clip, join: Join, asked: int, where: str, found: int, longest: int) -> Finding:
        shorter = (f"shorten: join: {join.kind} {self._told(longest)}",) if longest else ()
        return Finding(
            into.shot,
            f"its {join.kind} of {self._told(join.frames)} needs {self._told(asked)} of handle {where}, "
            f"which has {self._told(found)} there",
            ("trim the clip to leave handles", *shorter, "or: join: cut"),
        )

    def _told(self, frames: int) -> str:
        """Seconds for people, rounded down to hundredths, so that a length which fits still fits when written."""
        hundredths = floor(self.rate.seconds(frames) * 100)
        return f"{Decimal(hundredths) / 100:f}s"

    def _crowded(self) -> list[Finding]:
        """Clips too short for the joins at both their ends."""
        before = [0, *(join.after for join in self.joins)]
        after = [*(join.before for join in self.joins), 0]
        return [
            Finding(
                clip.shot,
                f"its two joins take {lead + trail} frames, but it shows only {len(clip.visible)}",
                ("make the shot longer", "shorten its joins", "or: join: cut"),
            )
            for clip, lead, trail in zip(self.clips, before, after, strict=True)
            if lead + trail > len(clip.visible)
        ]

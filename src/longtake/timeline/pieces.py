"""What a film is made of, frame by frame: runs of one source, dissolves between two, and what is laid over them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from longtake.timeline.edit import Source, Timeline

__all__ = ["Dissolve", "Laid", "Piece", "Run", "pieces_of"]


@dataclass(frozen=True, slots=True)
class Laid:
    """What an overlay lays over a piece: pictures of its source, one a frame, from frame number `start`.

    The picture of a source that has only one is held: its number is always 0, so that a recipe does not say where in
    the film it began.
    """

    source: Source
    start: int

    @property
    def recipe(self) -> list[object]:
        """What of it decides the pictures that it is laid over."""
        return ["over", self.source.key, self.number(0)]

    def number(self, offset: int) -> int:
        """Which of its source's pictures lies over frame `offset` of the piece."""
        return 0 if self.source.frames == 1 else self.start + offset

    def part(self, start: int) -> Laid:
        return Laid(self.source, self.number(start))


@dataclass(frozen=True, slots=True)
class Run:
    """`frames` pictures of one source as they are, from its frame number `start`. over: laid over them, in order."""

    source: Source
    start: int
    frames: int
    over: tuple[Laid, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)

    @property
    def recipe(self) -> list[object]:
        """All that decides its pictures, as a digest is made of it."""
        source = self.source.key_of(self.start, self.frames)
        return ["run", source, self.start, self.frames, *(laid.recipe for laid in self.over)]

    def part(self, start: int, frames: int) -> Run:
        return Run(self.source, self.start + start, frames, tuple(laid.part(start) for laid in self.over))


@dataclass(frozen=True, slots=True)
class Dissolve:
    """`frames` pictures of a dissolve that has `total`, the first of them being number `first`.

    Picture i of the whole (0-based) mixes (i + 1) / (total + 1) of the incoming picture with the rest of the outgoing
    one, so that all of them are mixtures and no two are alike. over: laid over the mixture, in order. by_flow: what
    both show is moved from its place in the one to its place in the other meanwhile.
    """

    outgoing: Source
    out_start: int
    incoming: Source
    in_start: int
    frames: int
    first: int
    total: int
    over: tuple[Laid, ...] = ()
    by_flow: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.outgoing, self.incoming

    @property
    def recipe(self) -> list[object]:
        """As of a run."""
        out = self.outgoing.key_of(self.out_start, self.frames), self.out_start
        into = self.incoming.key_of(self.in_start, self.frames), self.in_start
        place, over = (self.frames, self.first, self.total), (laid.recipe for laid in self.over)
        return ["flow" if self.by_flow else "dissolve", *out, *into, *place, *over]

    def part(self, start: int, frames: int) -> Dissolve:
        return replace(
            self,
            out_start=self.out_start + start,
            in_start=self.in_start + start,
            first=self.first + start,
            frames=frames,
            over=tuple(laid.part(start) for laid in self.over),
        )


Piece = Run | Dissolve


def pieces_of(timeline: Timeline) -> list[Piece]:
    """The film as runs and dissolves, in order."""
    pieces: list[Piece] = []
    lead = 0
    for number, clip in enumerate(timeline.clips):
        join = timeline.joins[number] if number < len(timeline.joins) else None
        trail = join.before if join else 0
        start, end = clip.visible.start + lead, clip.visible.end - trail
        if end > start:
            pieces.append(Run(clip.source, start, end - start))
        lead = 0
        if join and join.frames:
            into = timeline.clips[number + 1]
            into_start = into.visible.start - join.before
            sides, length = (clip.source, end, into.source, into_start), join.frames
            pieces.append(Dissolve(*sides, length, 0, length, by_flow=join.kind == "flow"))
            lead = join.after
    return pieces

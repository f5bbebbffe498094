"""Cutting the mix into passages, whose loudness is measured: from where a clip begins to be heard, in steps of 6 s.

Pieces that are encoded stand on the film's packets, so sound that an edit moves comes in other pieces. A passage moves
with its clip: it is measured once, wherever in the film it comes to stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from longtake.media import SAMPLE_RATE, Digest, digest_of
from longtake.sound.cue import Mix
from longtake.sound.level import Level
from longtake.sound.loudness import BLOCKS_A_SECOND, Levels
from longtake.sound.pieces import LEVEL_VERSION, Part, parts_heard

__all__ = ["Passage", "passages_of"]

_VERSION = "passage 1"  # change it whenever the same parts come to be measured otherwise
_BLOCK = SAMPLE_RATE // BLOCKS_A_SECOND
_PRE_ROLL = 4 * _BLOCK  # a block is of the last 400 ms
_POST_ROLL = _BLOCK  # the last block may end after the passage; a limiter looks ahead, too
_UNHEARD = 3  # blocks at the film's beginning that hear what was before it
_LONGEST = 60 * _BLOCK
_SHORTEST = 20 * _BLOCK  # else more is measured before passages than in them


@dataclass(frozen=True, slots=True)
class Passage:
    """Film samples [first, first + samples) and all that is heard around them. parts, level: as of `SoundPiece`."""

    first: int
    samples: int
    parts: tuple[Part, ...] = ()
    level: Level | None = None

    @property
    def pre_roll(self) -> int:
        """Samples that are listened to before it: whole blocks."""
        return min(self.first // _BLOCK * _BLOCK, _PRE_ROLL)

    @property
    def start(self) -> int:
        """The film sample at which its window begins."""
        return self.first - self.pre_roll

    @property
    def window(self) -> int:
        """Samples that are listened to."""
        return self.pre_roll + self.samples + _POST_ROLL

    @property
    def measured(self) -> slice:
        """Its blocks among those of its window, the first of which ends a tenth of a second after it begins. One more
        than it may count: how many do depends on where in the film it stands."""
        before = self.pre_roll // _BLOCK
        return slice(before or _UNHEARD, before - (-self.samples // _BLOCK))

    @property
    def blocks(self) -> int:
        """How many of its blocks count, so that those of all passages together are as many as the film has tenths."""
        ends = (self.first + self.samples + _BLOCK // 2) // _BLOCK
        return max(0, ends - (self.first + _BLOCK // 2) // _BLOCK - (0 if self.pre_roll else _UNHEARD))

    def counted(self, levels: Levels) -> Levels:
        """What was measured of it, as it counts in the film."""
        return replace(levels, momentary=levels.momentary[: self.blocks])

    def key(self, toolchain: Sequence[str]) -> Digest:
        """The name of what is measured of it. toolchain: see `libav.toolchain.metering_toolchain`."""
        level = [LEVEL_VERSION, *self.level.recipe] if self.level else []
        parts = [part.recipe for part in self.parts]
        return digest_of([_VERSION, self.samples, self.pre_roll, parts, *level, list(toolchain)])


def passages_of(mix: Mix) -> tuple[Passage, ...]:
    """The film's sound in order; together they hold every sample exactly once."""
    bare = [Passage(first, end - first) for first, end in pairwise(_cuts(mix))]
    heard = parts_heard(mix, [(one.start, one.window) for one in bare])
    return tuple(replace(one, parts=parts) for one, parts in zip(bare, heard, strict=True))


def _cuts(mix: Mix) -> list[int]:
    """Where clips begin to be heard, unless that is right after the last cut, and between them so that none is long."""
    cuts = [0]
    for begins in sorted({cue.at for cue in mix.cues if cue.role == "native"}):
        cuts += range(cuts[-1] + _LONGEST, begins - _SHORTEST + 1, _LONGEST)
        if begins - cuts[-1] >= _SHORTEST:
            cuts.append(begins)
    return [*cuts, *range(cuts[-1] + _LONGEST, mix.samples - _SHORTEST + 1, _LONGEST), mix.samples]

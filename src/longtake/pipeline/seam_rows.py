"""What is said of a film's seams: a row each, in the report, in the manifest, and on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longtake.errors import FolderError
from longtake.media import Digest, FrameRate, clock
from longtake.pipeline.seam_views import SeamView
from longtake.pipeline.standing_film import StandingFilm
from longtake.planning import Plan, PlannedJoin

if TYPE_CHECKING:
    from longtake.inspection.seam_score import PartName, SeamPart, SeamScore

__all__ = ["SeamRow", "film_seams", "part_text", "seam_rows", "seams_json", "worst_seam"]

_UNITS: Mapping[PartName, str] = {
    "light": "{:.1f} levels a picture",
    "colour": "{:.1f} levels a picture",
    "sharpness": "{:.0%} a picture",
    "jump": "{:.1f} times what moves there",
    "direction": "turned by {:.0%}",
    "pace": "{:.1f} times as fast or as slow",
    "repeats": "{:.0f} of the pictures beside it",
    "loudness": "{:.0f} dB",
    "click": "{:.1f} times the steps around it",
}

_TRY: Mapping[PartName, str] = {
    "light": "match: auto on both shots",
    "colour": "match: auto on both shots",
    "sharpness": "another take of the softer shot, or join: dissolve 0.5s",
    "jump": "join: auto, or join: dissolve 0.5s",
    "direction": "join: auto, which cuts where both move alike",
    "pace": "join: auto, which cuts where both move alike",
    "repeats": "join: auto, which leaves out what repeats, or trim the shot",
    "loudness": "sound: -6 dB on the louder shot",
    "click": "join: dissolve 0.2s, under which the sound fades",
}

_CHOSEN: Collection[PartName] = ("light", "colour", "jump", "direction", "pace", "repeats")
"""What a join that is chosen by what was measured has seen to already, as far as these takes allow."""

_ANOTHER = "another take of one of the two shots"

_KEPT = ("outgoing", "incoming", "kind", "frames", "is_chosen", "at", "time")

_FINE = 0.85
"""From which score on nothing is to be tried."""


@dataclass(frozen=True, slots=True)
class SeamRow:
    """The seam of two shots. kind, frames: of its join; is_chosen: by what was measured. at: the film frame of its cut;
    time: that, for people. is_drawn: whether one of the two is an animatic, of whose seams nothing is to be tried."""

    outgoing: str
    incoming: str
    kind: str
    frames: int
    is_chosen: bool
    at: int
    time: str
    score: SeamScore
    is_drawn: bool = False

    @property
    def advice(self) -> str:
        """What to try; empty where nothing stands out."""
        worst = self.score.worst
        if worst is None or self.is_drawn or self.score.value >= _FINE:
            return ""
        return _ANOTHER if self.is_chosen and worst.name in _CHOSEN else _TRY[worst.name]

    @property
    def why(self) -> str:
        """Its worst part, for people; "another scene" where that is all there is to it."""
        worst = self.score.worst
        if worst and worst.score < 1:
            return part_text(worst)
        return "" if self.score.is_one_scene else "another scene"


def part_text(part: SeamPart) -> str:
    amount = exp(part.amount) if part.name == "pace" else part.amount
    return f"{part.name}: {_UNITS[part.name].format(amount)}"


def seam_rows(plan: Plan, views: Sequence[SeamView], read: Callable[[Digest], bytes]) -> tuple[SeamRow, ...]:
    """The seams in film order. read: gives what is stored of them by its key."""
    from longtake.inspection.seam_score import SeamMeasures, score_of

    def measured(key: Digest) -> SeamMeasures:
        return SeamMeasures.from_json(read(key).decode())

    rows = []
    for (out, into), view in zip(pairwise(plan.shots), views, strict=True):
        join, time = out.join or PlannedJoin("cut"), _time(into.start, plan.rate)
        score = score_of(measured(view.sight.key), measured(view.sound.key))
        is_drawn = "animatic" in (out.kind, into.kind)
        row = SeamRow(out.name, into.name, join.kind, join.frames, bool(join.by), into.start, time, score, is_drawn)
        rows.append(row)
    return tuple(rows)


def seams_json(rows: Iterable[SeamRow]) -> list[dict[str, Any]]:
    """As they stand in the manifest and in `longtake inspect --json`."""
    return [{**asdict(row), "why": row.why, "advice": row.advice} for row in rows]


def film_seams(folder: Path) -> tuple[SeamRow, ...]:
    """The seams of the film in an output folder, the worst first. Raises FolderError where no film stands that tells
    them."""
    try:
        return _told_seams(StandingFilm.read(folder).told)
    except (ValueError, KeyError, TypeError) as error:
        raise FolderError(
            "it holds no film whose seams were measured",
            place=str(folder),
            advice=("make the film again, in a folder of its own",),
        ) from error


def worst_seam(manifest: Mapping[str, Any]) -> SeamRow | None:
    """Of the film that tells this of itself, if it stands out and something can be tried."""
    try:
        rows = _told_seams(manifest)
    except (ValueError, KeyError, TypeError):  # a film from before its seams were measured
        return None
    return next((row for row in rows if row.advice), None)


def _told_seams(manifest: Mapping[str, Any]) -> tuple[SeamRow, ...]:
    from longtake.inspection.seam_score import SeamPart, SeamScore

    rows = []
    for one in manifest["seams"]:
        score = one["score"]
        parts = tuple(SeamPart(**part) for part in score["parts"])
        kept = {name: one[name] for name in _KEPT}
        whole = SeamScore(score["value"], score["is_one_scene"], parts)
        rows.append(SeamRow(**kept, score=whole, is_drawn=bool(one.get("is_drawn"))))
    return tuple(sorted(rows, key=lambda row: (row.score.value, row.at)))


def _time(frame: int, rate: FrameRate) -> str:
    tenths = int(rate.seconds(frame) * 10)
    return f"{clock(Fraction(tenths // 10))}.{tenths % 10}"

"""What does one small edit cost against the whole film of sixty shots?

A storyboard of sixty shots of the author's own footage (real clips of 24 frames a second, each file with a digest of
its own), dissolves of half a second, 1080p with the default ladder. Each round builds it on an empty workspace and then
makes one edit after another, each to the whole storyboard as it first was and each at another shot, so that nothing of
an edit is in the store already: another clip of the same length in one shot; one dissolve made a cut; one made longer;
one shot ended earlier. Ratios are wall times within the round. FFmpeg would make the whole film again: 1.0×.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

from longtake_command import make
from material import WORK, clips_folder, copy, frames_of, fresh, shortened
from measuring import Answer, Result, Row, Settings, Usage, ratio

ROWS = (
    Row("re-roll one shot of 60, same length: wall against a full build", "≤ 0.06×"),
    Row("change, lengthen or re-trim one join of 60", "≤ 0.02×"),
)

CLIPS = (*(f"turbot2av-{number:02}.mp4" for number in (1, 2, 3, 9, 10, 17)), "fastvideo-02.mp4")
"""All of 121 frames, so that any can stand in for any, and all near enough to 16:9 to fill by cropping."""


@dataclass(frozen=True, slots=True)
class Shot:
    clip: Path
    end: Fraction = Fraction(9, 2)
    join: str = "dissolve 0.5s"


SPARE = 10
"""Clips that no shot shows at first: one a round is needed."""

Edit = Callable[[Shot, Path], Shot]

EDITS: dict[str, Edit] = {
    "re-roll": lambda shot, other: replace(shot, clip=other),
    "change": lambda shot, other: replace(shot, join="cut"),
    "lengthen": lambda shot, other: replace(shot, join="dissolve 0.75s"),
    "re-trim": lambda shot, other: replace(shot, end=shot.end - Fraction(1, 4)),
}


def measure(settings: Settings) -> Result:
    shots, others = _shots(8 if settings.quick else 60, quick=settings.quick)
    rounds = []
    for number in range(settings.rounds_or(3)):
        rounds.append(_round(shots, others, number, settings.workers))
        print(
            f"  round {number + 1}: " + " · ".join(f"{name} {usage.wall:.2f} s" for name, usage in rounds[-1].items())
        )
    ratios = {edit: ratio(rounds, edit, "whole", "wall") for edit in EDITS}
    reroll, joins = ratios["re-roll"], [ratios[edit] for edit in ("change", "lengthen", "re-trim")]
    answers = (
        Answer(f"{reroll.median:.3f}×", reroll.median <= 0.06),
        Answer(", ".join(f"{each.median:.3f}×" for each in joins), all(each.median <= 0.02 for each in joins)),
    )
    return Result(answers, {"ratios": ratios, "rounds": rounds})


def _round(shots: list[Shot], others: list[Path], number: int, workers: int) -> dict[str, Usage]:
    with fresh() as folder:
        usages = {"whole": make(_storyboard(shots, folder), folder, workers=workers)}
        for turn, (name, edit) in enumerate(EDITS.items()):
            at = 2 + (7 * turn + 2 * number) % (len(shots) - 4)
            edited = [*shots[:at], edit(shots[at], others[number]), *shots[at + 1 :]]
            usages[name] = make(_storyboard(edited, folder), folder, workers=workers)
    return usages


def _storyboard(shots: list[Shot], folder: Path) -> Path:
    """Written as JSON, which is YAML. The clips stand beside it, since a path may not leave the project's folder."""
    for shot in shots:
        link = folder / "footage" / shot.clip.name
        link.parent.mkdir(exist_ok=True)
        if not link.exists():
            link.hardlink_to(shot.clip)
    words = {
        "storyboard": 1,
        "title": "Sixty shots",
        "frame": {"size": "1920x1080", "rate": 24},
        "scenes": [{"id": "all", "shots": [_written(number, shot) for number, shot in enumerate(shots)]}],
    }
    path = folder / "storyboard.yaml"
    path.write_text(json.dumps(words, indent=1))
    return path


def _written(number: int, shot: Shot) -> dict[str, str]:
    join = {"join": shot.join} if number else {}
    return {
        "id": f"shot-{number:02}",
        "clip": f"footage/{shot.clip.name}",
        "trim": f"0.5s..{float(shot.end)}s",
        **join,
    }


def _shots(count: int, *, quick: bool) -> tuple[list[Shot], list[Path]]:
    """The shots, and clips that no shot shows, to take in later."""
    clips = [clips_folder() / name for name in CLIPS]
    assert {frames_of(clip) for clip in clips} == {121}
    if quick:
        clips = [shortened(clip, 48) for clip in clips]
    sources = list(islice(cycle(clips), count + SPARE))
    targets = [WORK / "sixty" / f"{number:02}-{clip.name}" for number, clip in enumerate(sources)]
    made = [
        target if target.exists() else copy(clip, target, target.stem)
        for target, clip in zip(targets, sources, strict=True)
    ]
    end = Fraction(3, 2) if quick else Fraction(9, 2)
    return [Shot(path, end) for path in made[:count]], made[count:]

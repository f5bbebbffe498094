"""The long film: 360 shots in 30 minutes at 640x360, real clips and numbered ones that flash and click, in turn.

Each shot is a file with a digest of its own. A real clip shows 4.5 s of itself, a numbered one 5.5 s; a numbered shot
is cut to, a real one dissolves in over half a second. The numbers, flashes and clicks say after decoding which frame
of which clip stands where, and whether sound and picture are together.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from material import RATE, WORK, clips_folder, copy

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "fixtures"))

from make_fixtures import SyntheticClip, make_clip

__all__ = ["JOIN", "Shot", "shots_of", "spare_clip", "written"]

REAL = (*(f"turbot2av-{number:02}.mp4" for number in (1, 2, 3, 9, 10, 17)), "fastvideo-02.mp4")
"""All of 121 frames at 24, and all near enough to 16:9 to fill by cropping."""

JOIN = 12
"""Frames of a dissolve: half before the cut, half after."""

_NUMBERED, _NUMBERED_FRAMES = 12, 156


@dataclass(frozen=True, slots=True)
class Shot:
    """Frames [begin, end) of a clip. first: the number that the clip's first frame carries; None for a real clip."""

    clip: Path
    begin: int
    end: int
    first: int | None

    @property
    def frames(self) -> int:
        return self.end - self.begin


def shots_of(count: int) -> list[Shot]:
    """The first `count` shots of the film."""
    return [_numbered(number) if number % 2 else _real(number) for number in range(count)]


def spare_clip() -> Path:
    """A clip that no shot shows."""
    return _mine(clips_folder() / REAL[0], "spare")


def written(shots: Sequence[Shot], folder: Path, titles: Mapping[int, str] | None = None) -> Path:
    """The film's storyboard in `folder`, its clips beside it. titles: over which shots they stand."""
    for shot in shots:
        link = folder / "footage" / shot.clip.name
        link.parent.mkdir(exist_ok=True)
        if not link.exists():
            link.hardlink_to(shot.clip)
    words = {
        "storyboard": 1,
        "title": "The long film",
        "frame": {"size": "640x360", "rate": RATE},
        "scenes": [{"id": "all", "shots": [_words(number, shot, titles or {}) for number, shot in enumerate(shots)]}],
    }
    path = folder / "storyboard.json"
    path.write_text(json.dumps(words, indent=1))
    return path


def _words(number: int, shot: Shot, titles: Mapping[int, str]) -> dict[str, object]:
    join = {"join": "dissolve 0.5s"} if number and shot.first is None else {}
    title = {"title": {"text": titles[number], "at": "1s", "for": "2s"}} if number in titles else {}
    trim = f"{shot.begin / RATE}s..{shot.end / RATE}s"
    return {"id": f"shot-{number:03}", "clip": f"footage/{shot.clip.name}", "trim": trim, **join, **title}


def _real(number: int) -> Shot:
    source = clips_folder() / REAL[number // 2 % len(REAL)]
    return Shot(_mine(source, f"{number:03}"), 6, 114, None)


def _numbered(number: int) -> Shot:
    """Neighbours carry numbers far apart, so that no shot is taken for another."""
    first = number // 2 % _NUMBERED * _NUMBERED_FRAMES
    path = WORK / "numbered" / f"{first:05}.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        clip = SyntheticClip(frames=_NUMBERED_FRAMES, flash=True, first=first)
        make_clip(path.with_suffix(".part.mp4"), clip).rename(path)
    return Shot(_mine(path, f"{number:03}"), 12, 144, first)


def _mine(clip: Path, mark: str) -> Path:
    target = WORK / "long-film" / f"{mark}-{clip.name}"
    return target if target.exists() else copy(clip, target, mark)

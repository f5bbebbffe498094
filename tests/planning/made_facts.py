"""Facts of clips, stills and sound that nobody had to make, and short ways to plan with them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from longtake.errors import PlanningError
from longtake.media import ClipFacts, ColourTags, FrameRate, PictureFacts, Size, SoundFacts, digest_of
from longtake.planning import Plan, plan
from longtake.storyboard import parse


def clip(
    seconds: Fraction | float = 8,
    size: str = "1280x720",
    rate: Fraction | int = 24,
    *,
    sound: bool = True,
    transfer: str | None = None,
    name: str = "",
) -> ClipFacts:
    """A clip at a constant rate. Two clips alike in everything are the same clip."""
    frames = round(Fraction(seconds) * rate)
    picture = _picture(size, 1 / Fraction(rate), frames, transfer)
    own = SoundFacts("aac", 48_000, 2, Fraction(0), round(48_000 * Fraction(seconds))) if sound else None
    digest = digest_of([name, str(seconds), size, str(rate), sound])
    return ClipFacts(digest, 1, "mp4", "video", picture, own)


def still(size: str = "1280x720") -> ClipFacts:
    return ClipFacts(digest_of(["still", size]), 1, "png", "still", _picture(size, Fraction(1), 1, None))


def sound(seconds: Fraction | float) -> ClipFacts:
    facts = SoundFacts("vorbis", 44_100, 2, Fraction(0), round(44_100 * Fraction(seconds)))
    return ClipFacts(digest_of(["sound", str(seconds)]), 1, "ogg", "sound", None, facts)


def lut(name: str = "") -> ClipFacts:
    return ClipFacts(digest_of(["lut", name]), 1, "cube", "lut")


def _picture(size: str, time_base: Fraction, frames: int, transfer: str | None) -> PictureFacts:
    shown = Size.parse(size)
    return PictureFacts(
        codec="h264",
        coded=shown,
        shown=shown,
        pixel_aspect=Fraction(1),
        rotation=0,
        pixel_format="yuv420p",
        bit_depth=8,
        has_alpha=False,
        is_interlaced=False,
        colour=ColourTags(transfer=transfer),
        time_base=time_base,
        ticks=tuple(range(frames)),
        end_tick=frames,
        keyframes=(0,),
    )


def film(*shots: str, narration: str = "", head: str = "") -> str:
    """A storyboard of one scene at 1280x720 and 24."""
    spoken = f"  narration: {narration}\n" if narration else ""
    lines = "".join(f"  - {shot}\n" for shot in shots)
    return f"storyboard: 1\nframe: {{size: 1280x720, rate: 24}}\n{head}scenes:\n- id: film\n{spoken}  shots:\n{lines}"


def plan_of(text: str, facts: Mapping[str, ClipFacts] | None = None) -> Plan:
    return plan(parse(text), facts or {})


def said_of(text: str, facts: Mapping[str, ClipFacts] | None = None) -> list[str]:
    """What the planner says about a storyboard that it must refuse."""
    with pytest.raises(PlanningError) as caught:
        plan_of(text, facts)
    return [str(finding) for finding in caught.value.findings]


def visible(made: Plan) -> list[tuple[int, int, int]]:
    """For each shot: frames of its take, and the first and the end of what is visible."""
    return [(shot.take_frames, shot.visible.start, shot.visible.end) for shot in made.shots]


FILM_RATE = FrameRate(24)

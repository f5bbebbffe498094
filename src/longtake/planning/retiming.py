"""How a clip of another rate or speed comes onto the film's grid: the choice, its reason, and where a ramp lies.

An even pair of rates needs no choice: each picture stands once, or twice, or every second one does. A few per cent
apart, the clip is played that much faster or slower, as 24 and 25 always were. Every other pair would drop or double
pictures here and there, which the eye sees as a stumble, so there two pictures are blended unless the author says else.
A speed that somebody wrote is played as it is written, however near it brings the two rates.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from longtake.media import (
    Distinct,
    FrameRange,
    FrameRate,
    Pace,
    PictureFacts,
    Retime,
    RetimeKind,
    distinct_pictures,
    round_half_up,
)
from longtake.planning.handles import Edges, brief
from longtake.planning.material import Material
from longtake.storyboard import Remark, RetimeWord, Shot, Speed, speed_text

__all__ = ["FASTEST", "SLOWEST", "evened", "ramp_of", "retime_of", "retiming_reason"]

SAME = Fraction(1, 1000)
"""Rates this near are one, such as 24 and 24000/1001: a picture in a thousand is dropped or doubled, one in 40 s."""

PLAYED = Fraction(45, 1000)
"""How much faster or slower a clip may be played without asking: 24 and 25 are 4.2 % apart."""

# As authors write it, 0.25 to 4, and what rates of one family are apart: 120 picture for picture on 29.97 is 0.24975.
SLOWEST, FASTEST = Fraction(1, 4) * (1 - PLAYED), 4 * (1 + PLAYED)


def retime_of(picture: PictureFacts, rate: FrameRate, wanted: RetimeWord, speed: Speed | None) -> Retime:
    """What becomes of the clip's pictures. Of a ramp only its first speed: see `ramp_of` for where it lies."""
    begin, film = speed.begin if speed else Fraction(1), rate.fraction
    pace, has_repeats = Pace(begin, begin), bool(picture.repeats)
    if speed and speed.is_ramp:
        return Retime(wanted if wanted in ("nearest", "flow") else "blend", pace, has_repeats)
    is_own = _is_same(picture.rate * begin, film)
    if is_own and (wanted in ("auto", "nearest", "speed") or not has_repeats):
        return Retime("nearest", pace)
    distinct = distinct_pictures(picture)
    played = distinct.rate * begin
    if wanted == "auto" or (wanted == "speed" and speed):
        wanted = _choice(played, film, is_paced=speed is not None)
    if wanted == "speed":
        pace = Pace(film / distinct.rate, film / distinct.rate)
    if distinct.is_regular and _is_same(played, film):
        wanted = "nearest"
    # Lone repeats have a picture's place each: only where pictures are mixed is there something better for it.
    return Retime(wanted, pace, distinct.is_regular or (has_repeats and wanted in ("blend", "flow")))


def evened(picture: PictureFacts, rate: FrameRate) -> Retime | None:
    """What gives the pictures of a file of the film's rate their even times back where they repeat in a cadence: it is
    played a few per cent faster or slower, or they are moved along their flow. None where there is no cadence."""
    if not picture.repeats or not _is_same(picture.rate, rate.fraction):
        return None
    distinct = distinct_pictures(picture)
    if not distinct.is_regular:
        return None
    speed = rate.fraction / distinct.rate
    is_near = abs(speed - 1) <= PLAYED
    return Retime("speed", Pace(speed, speed), True) if is_near else Retime("flow", leaves_repeats=True)


def _is_same(one: Fraction, other: Fraction) -> bool:
    return abs(one / other - 1) <= SAME


def _choice(played: Fraction, film: Fraction, *, is_paced: bool) -> RetimeKind:
    """What a pair of rates needs: the pictures that the clip plays a second, and the film's frames. is_paced: its speed
    is written, and is not to be bent towards the film's rate."""
    ratio = max(played, film) / min(played, film)
    if _is_same(ratio, Fraction(round_half_up(ratio))):
        return "nearest"
    return "speed" if not is_paced and abs(film / played - 1) <= PLAYED else "blend"


def ramp_of(
    material: Material, picture: PictureFacts, edges: Edges, rate: FrameRate
) -> tuple[Pace, FrameRange] | Remark:
    """The pace of a clip over a ramp of speed and the visible frames of its take; or what is wrong with what is asked.

    The ramp covers what is visible; the handle before it plays at its first speed, the one after it at its last.
    """
    shot, speed = material.shot, material.shot.speed
    assert speed is not None
    assert speed.end is not None
    mean, film = (speed.begin + speed.end) / 2, rate.fraction
    trim = shot.trim if shot.trim != "auto" else None  # which is refused over a ramp
    first = trim.start if trim else edges.head * speed.begin / film
    last = picture.seconds if trim and trim.end else picture.seconds - edges.tail * speed.end / film
    room = floor((last - first) * film / mean)
    asked = _ramp_frames(shot, room, first, mean, rate)
    if not 0 < asked <= room:
        wants = f"asks for {brief(rate.seconds(asked) * mean)} of its clip" if room > 0 else "has nothing left to show"
        ways = ("take less of it: trim or for", "play it slower: speed", "or shorten its joins")
        message = f"shot {material.called}, at {_ramp_text(speed)} times its speed, {wants}"
        return Remark(material.path, f"{message}; the clip has {brief(picture.seconds)}, handles included", ways)
    lead = floor(first * film / speed.begin)
    pace = Pace(speed.begin, speed.end, first - lead * speed.begin / film, lead, asked)
    return pace, FrameRange(lead, lead + asked)


def _ramp_frames(shot: Shot, room: int, first: Fraction, mean: Fraction, rate: FrameRate) -> int:
    """How long a ramp lasts on the film: as written, as trimmed, or all there is."""
    if shot.trim and shot.trim != "auto" and shot.trim.end is not None:
        asked = max(1, rate.frames((shot.trim.end - first) / mean))
        return room if asked == room + 1 else asked  # half a frame that was rounded up
    return max(1, rate.frames(shot.length)) if isinstance(shot.length, Fraction) else room


def retiming_reason(picture: PictureFacts, rate: FrameRate, retime: Retime, speed: Speed | None) -> str:
    """How the clip comes to the film's rate, in the words of the quote; empty where it has it."""
    parts = [f"at {_ramp_text(speed)} times its speed"] if speed else []
    if picture.is_variable or picture.rate != rate.fraction:
        had = "a variable rate" if picture.is_variable else f"{float(picture.rate):.5g}"
        parts.append(f"from {had} to {rate} pictures a second by {_how(retime)}")
    elif retime.kind != "nearest":
        parts.append(_how(retime))
    if picture.repeats:
        parts.append(_repeats(picture, distinct_pictures(picture), retime))
    return "; ".join(parts)


def _how(retime: Retime) -> str:
    if retime.kind == "speed":
        percent = 100 * abs(retime.pace.begin - 1)
        way = "faster" if retime.pace.begin > 1 else "slower"
        return f"playing it {float(percent):.2g} % {way}, picture for picture"
    ways = {"nearest": "nearest frame", "blend": "blending the pictures before and after"}
    return ways.get(retime.kind, "moving pictures along their optical flow")


def _repeats(picture: PictureFacts, distinct: Distinct, retime: Retime) -> str:
    count = len(picture.repeats)
    found = f"{count} of its {picture.frames} pictures only {'repeats' if count == 1 else 'repeat'} the one before"
    new = f" ({float(distinct.rate):.4g} new ones a second)" if distinct.is_regular else ""
    return f"{found}{new}: {'passed over' if retime.leaves_repeats else 'shown as they are in the file'}"


def _ramp_text(speed: Speed) -> str:
    begin = speed_text(speed.begin)
    return f"{begin} to {speed_text(speed.end)}" if speed.is_ramp and speed.end else begin

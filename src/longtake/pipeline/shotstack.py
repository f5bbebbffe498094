"""A film's edit as Shotstack's JSON (Edit API v1): its clips, joins, words, pictures over them and sound, and a list of
all that Shotstack cannot hold. Pure.

The shape is that of Shotstack's own Python client (shotstack-sdk 0.2.8, read 2026-11-21: sdk source). That a fade takes
one second is documented (shotstack.io/learn/how-to-fade-dissolve-video); that `Fast` and `Slow` take half of that and
twice that is recalled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from longtake.media import FrameRate, Size
from longtake.planning import Plan, PlannedOverlay, PlannedShot, PlannedTitle, SoundCue

__all__ = ["Edit", "Footage", "LeftOut", "edit_of"]

_RATES = {
    FrameRate(*pair): told
    for pair, told in {
        (12, 1): 12,
        (15, 1): 15,
        (24000, 1001): 23.976,
        (24, 1): 24,
        (25, 1): 25,
        (30000, 1001): 29.97,
        (30, 1): 30,
        (48, 1): 48,
        (50, 1): 50,
        (60000, 1001): 59.94,
        (60, 1): 60,
    }.items()
}
_LARGEST_SIDE = 1920
_4K = Size(3840, 2160)
_FADES = {"fadeFast": Fraction(1, 2), "fade": Fraction(1), "fadeSlow": Fraction(2)}
_STYLES = {"caption": "subtitle"}
_PLACES = {"lower third": "bottom left", "caption": "bottom", "corner": "top right"}
_FASTEST = 10
_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Footage:
    """The file of a shot. name: below the address that the user gives, "" where there is none; first: the frame of it,
    on the film's grid, that shows first."""

    name: str
    first: int
    is_still: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What Shotstack's edit does not have, or has otherwise. about: a shot, or the film."""

    about: str
    what: str


@dataclass(frozen=True, slots=True)
class Edit:
    """body: what is sent to Shotstack; files: names below the address; left_out: all that is not in it."""

    body: Mapping[str, Any]
    files: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def edit_of(plan: Plan, footage: Sequence[Footage], base: str) -> Edit:
    """footage: of each shot of the plan; base: the address below which the user's files can be read."""
    told = _Told(plan, base.rstrip("/"))
    pictures = told.pictures(footage)
    words = [told.title(one) for shot in plan.shots for one in shot.titles]
    laid = [clip for one in _overlays(plan) for clip in told.overlay(one)]
    sound = [told.cue(one) for one in plan.cues]
    tracks = [clips for clips in (words, laid, *pictures, sound) if clips]  # the first lies above all others
    body = {
        "timeline": {"background": "#000000", "tracks": [{"clips": clips} for clips in tracks]},
        "output": told.output(),
    }
    return Edit(body, tuple(dict.fromkeys(told.files)), tuple(told.left_out))


def _overlays(plan: Plan) -> Iterator[PlannedOverlay]:
    """The topmost first."""
    yield from reversed([*(one for shot in plan.shots for one in shot.overlays), *plan.overlays])


class _Told:
    """One film on its way to Shotstack's words."""

    def __init__(self, plan: Plan, base: str) -> None:
        self._plan, self._base = plan, base
        self.files: list[str] = []
        self.left_out: list[LeftOut] = []

    def output(self) -> Mapping[str, Any]:
        size, rate = self._plan.size, self._plan.rate
        output: dict[str, Any] = {"format": "mp4"}
        if size in (_4K, Size(_4K.height, _4K.width)):
            output |= {"resolution": "4k", "aspectRatio": "16:9" if size == _4K else "9:16"}
        else:
            output["size"] = self._size(size)
        if rate in _RATES:
            return output | {"fps": _RATES[rate]}
        self._leave("the film", f"its rate of {rate} pictures a second: Shotstack makes 25")
        return output | {"fps": 25}

    def pictures(self, footage: Sequence[Footage]) -> tuple[list[Any], list[Any]]:
        """Two tracks, the upper one first: shots stand on them by turns, so that a dissolve has both its sides."""
        tracks: tuple[list[Any], list[Any]] = ([], [])
        shots = list(zip(self._plan.shots, footage, strict=True))
        lead, into = 0, ""
        for number, (shot, file) in enumerate(shots):
            follows = shots[number + 1][1] if number + 1 < len(shots) else None
            fade = self._fade(shot, file, follows)
            tail = shot.join.after if shot.join and fade else 0
            is_upper = number % 2 == 0
            ways = {"in": into if is_upper else "", "out": fade if is_upper else ""}
            if file.name:
                tracks[number % 2].append(self._shot(shot, file, lead, tail, {k: v for k, v in ways.items() if v}))
            else:
                self._leave(shot.name, "its pictures, which are drawn and no file: the time stays black")
            lead, into = (shot.join.before, fade) if shot.join and fade else (0, "")
        return tracks

    def title(self, one: PlannedTitle) -> Mapping[str, Any]:
        about = f"the title {one.text!r}"
        self._leave(about, "its lettering: it is set in a style of Shotstack's")
        asset = {"type": "title", "text": one.text, "style": _STYLES.get(one.style, "minimal")}
        place = one.position or _PLACES.get(one.style, "centre")
        return self._clip({**asset, "position": _position(place)}, one.start, one.frames)

    def overlay(self, one: PlannedOverlay) -> Iterator[Mapping[str, Any]]:
        if one.rate is not None:
            self._leave(f"the overlay {one.asset}", "all of it: pictures in a row are no file that Shotstack plays")
            return
        clip = self._clip({"type": "image", "src": self._url(one.asset)}, one.start, one.frames)
        yield {
            **clip,
            "fit": "contain",
            "scale": _number(one.width),
            "position": _position(one.position),
            "opacity": _number(one.opacity),
        }

    def cue(self, one: SoundCue) -> Mapping[str, Any]:
        """Sound begins and ends at samples, and its fades have a length of Shotstack's."""
        asset = {"type": "audio", "src": self._url(one.asset), "volume": self._volume(one.asset, one.gain)}
        ends = (bool(one.fade_in), bool(one.fade_out))
        if any(ends):
            asset["effect"] = {(True, False): "fadeIn", (False, True): "fadeOut", (True, True): "fadeInFadeOut"}[ends]
            self._leave(f"the {one.kind} {one.asset}", "how long its fades are: Shotstack has a length of its own")
        seconds = (Fraction(one.start, _RATE), Fraction(one.samples, _RATE))
        return {"asset": asset, "start": _number(seconds[0]), "length": _number(seconds[1])}

    def _shot(
        self, shot: PlannedShot, file: Footage, lead: int, tail: int, ways: Mapping[str, str]
    ) -> Mapping[str, Any]:
        """lead, tail: frames of its handles that dissolves show."""
        for what, is_there in (("its move over the picture", shot.views), ("its LUT", shot.lut)):
            if is_there:
                self._leave(shot.name, what)
        if shot.fit == "blur":
            self._leave(shot.name, "blurred edges, where its shape is not the film's: they are black")
        asset = self._still(file) if file.is_still else self._moving(shot, file, lead)
        clip = self._clip(asset, shot.start - lead, lead + shot.frames + tail)
        clip["fit"] = "crop" if shot.fit == "fill" else "contain"
        return {**clip, "transition": dict(ways)} if ways else clip

    def _still(self, file: Footage) -> dict[str, Any]:
        return {"type": "image", "src": self._url(file.name)}

    def _moving(self, shot: PlannedShot, file: Footage, lead: int) -> dict[str, Any]:
        rate, first = self._plan.rate, file.first - lead
        asset: dict[str, Any] = {"type": "video", "src": self._url(file.name)}
        trim, speed = rate.seconds(first), Fraction(1)
        if shot.retime is not None:
            pace = shot.retime.pace
            trim, speed = pace.seconds(first, rate), pace.begin
            if pace.is_ramp:
                self._leave(shot.name, f"its ramp of speed: it plays at {float(pace.begin):g}")
            if shot.retime.kind in ("blend", "flow"):
                self._leave(shot.name, "the pictures that are made between two: each is shown as it is")
        asset["trim"] = _number(Fraction(ceil(trim * 10**6), 10**6))  # below it, the picture before would show
        if speed != 1:
            asset["speed"] = _number(min(speed, Fraction(_FASTEST)))
        asset["volume"] = 0 if shot.sound is None else self._volume(shot.name, shot.sound)
        return asset

    def _fade(self, shot: PlannedShot, file: Footage, follows: Footage | None) -> str:
        """Shotstack's word for the dissolve after a shot; "" where there is none or none is short enough."""
        if shot.join is None or shot.join.kind == "cut" or follows is None:
            return ""
        about, long = f"the {shot.join.kind} after {shot.name}", self._plan.rate.seconds(shot.join.frames)
        if not (file.name and follows.name):
            self._leave(about, "all of it: one of its sides is no file")
            return ""
        fitting = [word for word, seconds in _FADES.items() if seconds <= long]
        if not fitting:
            self._leave(about, f"all of it: {float(long):g} s is shorter than Shotstack's shortest fade")
            return ""
        if shot.join.kind == "flow":
            self._leave(about, "that its pictures move into each other: they are dissolved")
        if shot.sound is not None:
            self._leave(about, "that the sound goes over with the pictures: both sides play through it")
        if _FADES[fitting[-1]] != long:
            self._leave(about, f"its length of {float(long):g} s: it is {float(_FADES[fitting[-1]]):g} s")
        return fitting[-1]

    def _size(self, size: Size) -> Mapping[str, int]:
        longest = max(size.width, size.height)
        if longest <= _LARGEST_SIDE:
            return {"width": size.width, "height": size.height}
        width, height = (side * _LARGEST_SIDE // longest // 2 * 2 for side in (size.width, size.height))
        self._leave("the film", f"its size of {size}: it is made in {width}x{height}")
        return {"width": width, "height": height}

    def _volume(self, about: str, gain: Fraction) -> float:
        """From decibels. Shotstack goes up to 1."""
        if gain > 0:
            self._leave(about, f"its gain of {float(gain):+g} dB: it plays as it is")
        return round(float(min(1.0, 10 ** (float(gain) / 20))), 4)

    def _clip(self, asset: Mapping[str, Any], first: int, frames: int) -> dict[str, Any]:
        rate = self._plan.rate
        return {"asset": asset, "start": _number(rate.seconds(first)), "length": _number(rate.seconds(frames))}

    def _url(self, name: str) -> str:
        """Below the user's address, by the path that the storyboard names; nothing above it."""
        kept = "/".join(part for part in PurePosixPath(name).parts if part not in ("/", ".."))
        self.files.append(kept)
        return f"{self._base}/{quote(kept)}"

    def _leave(self, about: str, what: str) -> None:
        one = LeftOut(about, what)
        if one not in self.left_out:
            self.left_out.append(one)


def _number(value: Fraction) -> float | int:
    """JSON's number, to the microsecond."""
    return int(value) if value.denominator == 1 else round(float(value), 6)


def _position(place: str) -> str:
    """`top right` as `topRight`."""
    first, *rest = place.replace("centre", "center").split()
    return first + "".join(word.title() for word in rest)

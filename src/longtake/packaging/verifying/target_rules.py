"""Rules of the further films in one file: what goes to a target keeps its limits, and a scene plays by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.fault import Fault, UnreadableError
from longtake.packaging.verifying.headers import Header, TrackHeader, header_of

__all__ = ["TARGET_RULES", "target_faults"]

TARGET_RULES = ("F03", "F04")
_SCENES = "scenes/"


def target_faults(bundle: Bundle, manifest: str) -> Iterator[Fault]:
    """What is wrong with the files that the manifest says were made for targets, and with those of scenes."""
    try:
        told: dict[str, Any] = json.loads(bundle.at(manifest).read_text("utf-8"))
        targets = [dict(row) for row in told.get("targets", ())]
        scenes = [str(row["path"]) for row in told["files"] if str(row["path"]).startswith(_SCENES)]
    except (OSError, ValueError, KeyError, TypeError):
        return  # another rule says so
    for row in targets:
        yield from _read("F03", bundle, str(row.get("path")), row)
    for path in scenes:
        yield from _read("F04", bundle, path, {})


def _read(rule: str, bundle: Bundle, path: str, limits: dict[str, Any]) -> Iterator[Fault]:
    """limits: those of the target; {} for none."""
    try:
        if bundle.leads_out(path):
            yield Fault("H06", path, "it lies outside the film's folder")
            return
        with bundle.mapped(path) as data:
            header, size = header_of(data), len(data)
        yield from (Fault(rule, path, what) for what in _plays(header))
        yield from (Fault(rule, path, what) for what in _within(header, size, limits))
    except (UnreadableError, OSError, ValueError, TypeError, ZeroDivisionError) as error:
        yield Fault(rule, path, f"it cannot be read: {error}")


def _plays(header: Header) -> Iterator[str]:
    if "mdat" not in header.kinds or header.kinds.index("moov") > header.kinds.index("mdat"):
        yield "moov does not come before mdat: it cannot be played while it is loaded"
    kinds = [track.handler for track in header.tracks]
    if kinds.count("vide") != 1 or kinds.count("soun") > 1:
        yield f"its tracks are {', '.join(kinds)}, not one of picture and at most one of sound"
    shown = {Fraction(track.shown, header.scale) for track in header.tracks if track.handler in ("vide", "soun")}
    if len(shown) > 1:
        yield "picture and sound do not end together"


def _within(header: Header, size: int, limits: dict[str, Any]) -> Iterator[str]:
    most = limits.get("bytes")
    if most is not None and size > most:
        yield f"it has {size} bytes, {limits['target']} takes {most}"
    picture = next((track for track in header.tracks if track.handler == "vide"), None)
    if picture is None:
        return
    seconds = Fraction(picture.shown, header.scale)
    yield from _between("seconds", seconds, limits)
    yield from _between("rate", _rate(picture), limits)
    for side in picture.size or ():
        yield from _between("sides", Fraction(side), limits)
    if limits.get("edit_lists") is False and any(track.edits for track in header.tracks):
        yield f"it has edit lists, which {limits['target']} does not read"


def _rate(picture: TrackHeader) -> Fraction:
    """Frames a second, of pictures that last equally long."""
    return Fraction(picture.samples * picture.scale, picture.duration)


def _between(name: str, found: Fraction, limits: dict[str, Any]) -> Iterator[str]:
    least, most = limits.get(name) or (None, None)
    if (least is not None and found < Fraction(least)) or (most is not None and found > Fraction(most)):
        yield f"its {name} are {float(found):g}, {limits['target']} takes {least or 'any'} to {most or 'any'}"

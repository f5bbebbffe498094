"""The lock of a film: what was chosen by measure, kept beside it, so that the same clips are cut the same way again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from longtake.errors import InputError
from longtake.inspection.seams import Kind
from longtake.media import Digest, RungChoice
from longtake.sound import Level

__all__ = ["LOCK", "Lock", "LockedCut", "LockedJoin", "LockedLadder", "LockedSlip", "LockedTarget", "read_lock"]

LOCK = "lock.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class LockedSlip:
    """By how many frames a shot's take is slipped, and why. of: the digest of all that its choice may rest on: another
    take, another length is another choice."""

    of: Digest
    slip: int
    why: str


@dataclass(frozen=True, slots=True)
class LockedJoin:
    """What a join became, and why. of: the digest of both its sides, slips included."""

    of: Digest
    kind: Kind
    frames: int
    why: str


@dataclass(frozen=True, slots=True)
class LockedLadder:
    """What became of each rung that was asked for. of: the digest of the ladder before; spans: how many were measured.
    It outlives edits of the film."""

    of: Digest
    spans: int
    rungs: tuple[RungChoice, ...]


@dataclass(frozen=True, slots=True)
class LockedTarget:
    """What a film goes to a target with: the cap of its picture in bits a second, and the level of its sound."""

    rate: int
    level: Level | None


@dataclass(frozen=True, slots=True)
class LockedCut:
    """By how many frames a cut was moved to a beat. of: the digest of all that its choice may rest on."""

    of: Digest
    frames: int


@dataclass(frozen=True, slots=True)
class Lock:
    """shots: by key. joins: by the key of the shot that comes in. level: of the whole sound; None where none was
    decided. levels: of the sound in other languages, by language. ladder: None where it was not left to measure.
    targets: by name. cuts: that went to beats, by the key of the shot that comes in."""

    shots: Mapping[str, LockedSlip] = field(default_factory=dict)
    joins: Mapping[str, LockedJoin] = field(default_factory=dict)
    level: Level | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    ladder: LockedLadder | None = None
    targets: Mapping[str, LockedTarget] = field(default_factory=dict)
    cuts: Mapping[str, LockedCut] = field(default_factory=dict)

    def slip_of(self, shot: str, of: Digest) -> LockedSlip | None:
        """What was chosen for just this; None where nothing was."""
        found = self.shots.get(shot)
        return found if found and found.of == of else None

    def join_of(self, shot: str, of: Digest) -> LockedJoin | None:
        """What was chosen for just this; None where nothing was."""
        found = self.joins.get(shot)
        return found if found and found.of == of else None

    def cut_of(self, shot: str, of: Digest) -> LockedCut | None:
        """What was chosen for just this; None where nothing was."""
        found = self.cuts.get(shot)
        return found if found and found.of == of else None

    def to_json(self) -> str:
        """One spelling: the same lock gives the same bytes."""
        plain = {name: {key: asdict(one) for key, one in getattr(self, name).items()} for name in ("shots", "joins")}
        level = {"level": asdict(self.level)} if self.level else {}
        if self.levels:
            level["levels"] = {language: asdict(one) for language, one in self.levels.items()}
        ladder = {"ladder": asdict(self.ladder)} if self.ladder else {}
        if self.targets:
            ladder["targets"] = {name: asdict(one) for name, one in self.targets.items()}
        if self.cuts:
            plain["cuts"] = {key: asdict(one) for key, one in self.cuts.items()}
        return json.dumps({"lock": _FORMAT, **plain, **level, **ladder}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Lock:
        """Raises ValueError, KeyError or TypeError for what `to_json` does not write."""
        value = json.loads(text)
        if not isinstance(value, dict) or value.get("lock") != _FORMAT:
            raise ValueError(f"this is no lock of format {_FORMAT}")
        return cls(
            {key: _slip(one) for key, one in value["shots"].items()},
            {key: _join(one) for key, one in value["joins"].items()},
            _level(value["level"]) if "level" in value else None,
            {str(language): _level(one) for language, one in value.get("levels", {}).items()},
            _ladder(value["ladder"]) if "ladder" in value else None,
            {str(name): _target(one) for name, one in value.get("targets", {}).items()},
            {key: _cut(one) for key, one in value.get("cuts", {}).items()},
        )


def read_lock(folder: Path) -> Lock:
    """The lock of the film in a folder; an empty one where none was ever written. Raises InputError."""
    path = folder / LOCK
    try:
        return Lock.from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return Lock()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"it cannot be read as the choices of a film: {error}",
            place=str(path),
            advice=("choose anew: --relock", "or put back the file that was here"),
        ) from None


def _slip(value: Mapping[str, Any]) -> LockedSlip:
    if type(value["slip"]) is not int:
        raise ValueError("a slip is a whole number of frames")
    return LockedSlip(Digest(str(value["of"])), value["slip"], str(value["why"]))


def _ladder(value: Mapping[str, Any]) -> LockedLadder:
    rungs = tuple(_rung(row) for row in value["rungs"])
    if not any(rung.maxrate for rung in rungs):
        raise ValueError("a ladder has at least one rung")
    return LockedLadder(Digest(str(value["of"])), int(value["spans"]), rungs)


def _rung(value: Mapping[str, Any]) -> RungChoice:
    cap = value["maxrate"]
    if cap is not None and (type(cap) is not int or cap < 1):
        raise ValueError(
            f"{cap!r} is no rate cap: a whole number of bits a second, or null for a rung that is left out"
        )
    return RungChoice(str(value["name"]), int(value["average"]), int(value["hardest"]), cap, str(value["why"]))


def _target(value: Mapping[str, Any]) -> LockedTarget:
    if type(value["rate"]) is not int or value["rate"] <= 0:
        raise ValueError("a rate is a whole number of bits a second")
    return LockedTarget(value["rate"], _level(value["level"]) if value["level"] else None)


def _cut(value: Mapping[str, Any]) -> LockedCut:
    if type(value["frames"]) is not int:
        raise ValueError("a cut moves by a whole number of frames")
    return LockedCut(Digest(str(value["of"])), value["frames"])


def _level(value: Mapping[str, Any]) -> Level:
    if type(value["gain"]) is not int or type(value["ceiling"]) is not int:
        raise ValueError("a level is two whole numbers of hundredths of a decibel")
    return Level(value["gain"], value["ceiling"])


def _join(value: Mapping[str, Any]) -> LockedJoin:
    kind, frames = value["kind"], value["frames"]
    if kind not in get_args(Kind) or type(frames) is not int or frames < 0 or (kind == "cut") != (frames == 0):
        raise ValueError(f"{kind!r} of {frames!r} frames is no join")
    return LockedJoin(Digest(str(value["of"])), cast("Kind", kind), frames, str(value["why"]))

"""What must hold between the parts of a storyboard: names that exist, ids that differ, shots that mean one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from difflib import get_close_matches

from longtake.storyboard.luts import OFF
from longtake.storyboard.model import Overlay, Scene, Shot, Storyboard
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["contradictions", "each_lut", "each_overlay", "each_shot", "is_sequence"]

_PATTERN = re.compile(r"%0?\d?d")
_REFERENCE = re.compile(r"(?<![\w@.])@([A-Za-z][A-Za-z0-9_-]*)")


def each_shot(storyboard: Storyboard) -> Iterator[tuple[KeyPath, Shot]]:
    """Every shot in film order, with its key path."""
    for number, scene in enumerate(storyboard.scenes):
        for place, shot in enumerate(scene.shots):
            yield ("scenes", number, "shots", place), shot


def each_lut(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Every LUT that the storyboard names, with the key path of its text: the film's, then scenes', then shots'."""
    said: list[tuple[KeyPath, str | None]] = [(("style",), storyboard.style.lut)]
    said += [(("scenes", number), scene.lut) for number, scene in enumerate(storyboard.scenes)]
    said += [(path, shot.lut) for path, shot in each_shot(storyboard)]
    yield from (((*path, "lut"), text) for path, text in said if text and text != OFF)


def each_overlay(storyboard: Storyboard) -> Iterator[tuple[KeyPath, Overlay]]:
    """Every overlay, those of shots first, with its key path."""
    for path, shot in each_shot(storyboard):
        yield from (((*path, "overlay", at), over) for at, over in enumerate(shot.overlay))
    yield from ((("overlays", at), over) for at, over in enumerate(storyboard.overlays))


def is_sequence(over: Overlay) -> bool:
    """Whether an overlay names many files: a rate says so, or a place for their number."""
    return over.rate is not None or bool(_PATTERN.search(over.image))


def contradictions(
    storyboard: Storyboard, cast: Set[str] = frozenset(), places: Set[str] = frozenset()
) -> Iterator[Remark]:
    """Everything that cannot be meant. cast, places: names that count as known besides those that are defined."""
    cast, places = {*cast, *storyboard.cast}, {*places, *storyboard.places}
    for name in sorted(cast & places):
        message = f"{name!r} is both a person and a place, so @{name} means two"
        yield Remark(("places", name), message, ("call one of them otherwise",), on_key=True)
    yield from _doubled_ids(storyboard)
    for number, scene in enumerate(storyboard.scenes):
        yield from _scene(("scenes", number), scene, places)
    for path, shot in each_shot(storyboard):
        yield from _unknown_names(path, shot, cast | places)
        yield from _one_meaning(path, shot)
    yield from _first_join(storyboard)
    for path, text in each_lut(storyboard):
        if not text.lower().endswith(".cube"):
            yield Remark(path, f"{text!r} is no .cube file", ("export the LUT as .cube", "or write lut: off"))
    yield from _sequences(storyboard)


def _doubled_ids(storyboard: Storyboard) -> Iterator[Remark]:
    """Ids that are the same but for capitals count as the same: some file systems can't tell them apart."""
    scenes: dict[str, int] = {}
    for number, scene in enumerate(storyboard.scenes):
        if scene.id:
            first = scenes.setdefault(scene.id.lower(), number)
            if first != number:
                yield _doubled(("scenes", number, "id"), f"scene id {scene.id!r}", f"scene {first + 1}")
        shots: dict[str, int] = {}
        for place, shot in enumerate(scene.shots):
            if shot.id:
                first = shots.setdefault(shot.id.lower(), place)
                if first != place:
                    path = ("scenes", number, "shots", place, "id")
                    yield _doubled(path, f"shot id {shot.id!r}", f"shot {first + 1} of this scene")


def _doubled(path: KeyPath, what: str, owner: str) -> Remark:
    return Remark(path, f"{what} is taken by {owner}", ("give it another id, or none",))


def _scene(path: KeyPath, scene: Scene, places: Set[str]) -> Iterator[Remark]:
    if scene.at and scene.at not in places:
        define = f"define it: places: {{{scene.at}: …}}"
        yield Remark((*path, "at"), f"place {scene.at!r} is not defined", _nearest(scene.at, places, "", define))
    if scene.narration and not scene.narration.words and not scene.narration.file:
        yield Remark((*path, "narration"), "the narration says nothing", ("write text or file",))


def _unknown_names(path: KeyPath, shot: Shot, known: Set[str]) -> Iterator[Remark]:
    for field in ("action", "camera", "motion"):
        for name in dict.fromkeys(_REFERENCE.findall(getattr(shot, field))):
            if name not in known:
                advice = _nearest(name, known, "@", f"define {name} under cast or places")
                yield Remark((*path, field), f"@{name} is not defined", advice)


def _nearest(name: str, known: Set[str], sign: str, define: str) -> tuple[str, ...]:
    near = get_close_matches(name, sorted(known), n=1)
    return (f"did you mean {sign}{near[0]}?", define) if near else (define,)


def _one_meaning(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    if not (shot.action or shot.clip or shot.image):
        yield Remark(path, "nothing happens in it", ("write action, or clip or image with a file of yours",))
    if shot.clip and shot.image:
        yield Remark((*path, "image"), "a shot has a clip or an image, not both", ("make two shots of it",))
    if shot.trim and not shot.clip:
        advice = "for a still, write for: 4s" if shot.image else "take trim out, or name a clip"
        yield Remark((*path, "trim"), "only a clip can be trimmed", (advice,), on_key=True)
    if shot.trim and shot.clip and shot.length != "auto":
        yield Remark(
            (*path, "for"), "trim says already how long it shows", ("keep trim or for, not both",), on_key=True
        )
    yield from _retiming(path, shot)
    if shot.sound not in (None, "off") and not shot.clip:
        yield Remark((*path, "sound"), "only a clip has a sound of its own", ("take sound out",), on_key=True)
    if shot.clip and shot.motion:
        message = "a clip moves as it was shot; motion cannot change it"
        yield Remark((*path, "motion"), message, ("take motion out", "or say it in action"), on_key=True)
    for field in ("view", "fit"):
        if getattr(shot, field) and not (shot.clip or shot.image):
            message = f"only a clip or an image has a {field}: an animatic is drawn for the frame"
            yield Remark((*path, field), message, (f"take {field} out",), on_key=True)
    if shot.view and shot.view.end and shot.camera:
        message = "the view moves from one part to another already"
        yield Remark((*path, "camera"), message, ("take camera out", "or take to: out of view"), on_key=True)
    if shot.lut and not (shot.clip or shot.image):
        message = "what is drawn keeps its own colours; a LUT is for clips and stills"
        yield Remark((*path, "lut"), message, ("take lut out",), on_key=True)


def _sequences(storyboard: Storyboard) -> Iterator[Remark]:
    for path, over in each_overlay(storyboard):
        if over.rate is None and is_sequence(over):
            message = f"{over.image} stands for many files, and nothing says how fast they follow each other"
            yield Remark((*path, "image"), message, ("write rate: 24 beside it",))


def _retiming(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    for field in ("speed", "retime"):
        if getattr(shot, field) is not None and not shot.clip:
            what = "has a speed" if field == "speed" else "is retimed"
            yield Remark((*path, field), f"only a clip {what}", (f"take {field} out",), on_key=True)
    if shot.speed and shot.retime == "speed":
        advice = ("write retime: blend, flow or nearest", "or take speed out")
        yield Remark((*path, "retime"), "speed says already how fast the clip plays", advice, on_key=True)
    if shot.speed and shot.speed.is_ramp and shot.sound not in (None, "off"):
        advice = ("write sound: off", "or one speed, such as speed: 0.5")
        yield Remark((*path, "sound"), "over a ramp of speed a clip's own sound is not made", advice, on_key=True)


def _first_join(storyboard: Storyboard) -> Iterator[Remark]:
    join = storyboard.scenes[0].shots[0].join
    if join and join.kind != "cut":
        path = ("scenes", 0, "shots", 0, "join")
        yield Remark(path, "the film's first shot has none before it to join", ("take join out",), on_key=True)

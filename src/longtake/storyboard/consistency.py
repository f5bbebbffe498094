"""What must hold between the parts of a storyboard: names that exist, ids that differ, shots that mean one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from itertools import combinations, pairwise
from types import MappingProxyType

from longtake.storyboard.conditions import wrong_conditions
from longtake.storyboard.cutting import each_cut
from longtake.storyboard.dubs import wrong_dubs
from longtake.storyboard.luts import OFF
from longtake.storyboard.meanings import wrong_meaning
from longtake.storyboard.model import Cue, Overlay, Scene, Shot, Storyboard
from longtake.storyboard.names import scene_name, shot_name
from longtake.storyboard.references import NAMED, names_of_words, words_of
from longtake.storyboard.shot_sounds import each_music
from longtake.storyboard.tree import KeyPath, Remark
from longtake.storyboard.units import seconds_text

__all__ = ["contradictions", "each_lut", "each_overlay", "each_shot", "is_sequence"]

_PATTERN = re.compile(r"%0?\d?d")


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


def contradictions(storyboard: Storyboard, known: Mapping[str, Set[str]] = MappingProxyType({})) -> Iterator[Remark]:
    """Everything that cannot be meant. known: by group (`cast`, `places`, `props`, `variables`), names that count as
    defined besides those that are."""
    names = {group: {*known.get(group, ()), *getattr(storyboard, group)} for group in NAMED}
    every = set().union(*names.values())
    yield from _doubled_names(names)
    yield from _doubled_ids(storyboard)
    yield from wrong_conditions(storyboard, known.get("variables", frozenset()))
    for number, scene in enumerate(storyboard.scenes):
        yield from _scene(("scenes", number), scene, names)
        for place, shot in enumerate(scene.shots):
            path: KeyPath = ("scenes", number, "shots", place)
            yield from _unknown_names(path, shot, every)
            yield from _people(path, shot, storyboard, names["cast"])
            yield from wrong_meaning(path, shot, scene, storyboard)
    yield from wrong_dubs(storyboard)
    yield from _poster(storyboard)
    yield from _avatars(storyboard)
    yield from _first_join(storyboard)
    for path, text in each_lut(storyboard):
        if not text.lower().endswith(".cube"):
            yield Remark(path, f"{text!r} is no .cube file", ("export the LUT as .cube", "or write lut: off"))
    yield from _sequences(storyboard)
    yield from _beats(storyboard)


def _beats(storyboard: Storyboard) -> Iterator[Remark]:
    """A cut goes to a beat of music; there must be some."""
    if not any(True for _ in each_music(storyboard)):
        for path, word in each_cut(storyboard):
            if word == "on-beat":
                advice = ("write music: for the film or a scene", "or take cut out")
                yield Remark(path, "cuts go to beats of the music, and the film has none", advice, on_key=True)


def _doubled_names(names: Mapping[str, Set[str]]) -> Iterator[Remark]:
    """An @ means one of all people, places and things."""
    kinds = {"cast": "a person", "places": "a place", "props": "a thing"}
    for first, second in combinations(NAMED, 2):
        for name in sorted(names[first] & names[second]):
            message = f"{name!r} is both {kinds[first]} and {kinds[second]}, so @{name} means two"
            yield Remark((second, name), message, ("call one of them otherwise",), on_key=True)


def _poster(storyboard: Storyboard) -> Iterator[Remark]:
    """It is of a shot that the film has."""
    if storyboard.poster is None:
        return
    wanted = storyboard.poster.shot
    names = {
        shot_name(scene_name(number, scene.id), place, shot.id)
        for number, scene in enumerate(storyboard.scenes)
        for place, shot in enumerate(scene.shots)
    }
    if wanted not in names:
        advice = _nearest(wanted, names, "", "name a shot by its scene and its number or id: waking.1")
        yield Remark(("poster", "shot"), f"{wanted!r} is no shot of this film", advice)


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


def _scene(path: KeyPath, scene: Scene, names: Mapping[str, Set[str]]) -> Iterator[Remark]:
    if scene.at and scene.at not in names["places"]:
        define = f"define it: places: {{{scene.at}: …}}"
        advice = _nearest(scene.at, names["places"], "", define)
        yield Remark((*path, "at"), f"place {scene.at!r} is not defined", advice)
    narration = scene.narration
    if not narration:
        return
    path = (*path, "narration")
    if not (narration.text or narration.file or narration.cues):
        yield Remark(path, "the narration says nothing", ("write text or file",))
    if narration.text and narration.cues:
        advice = ("keep text, and the plan times it", "or keep cues")
        yield Remark((*path, "cues"), "cues and text are the same words twice", advice, on_key=True)
    if narration.longer == "slow" and not any(shot.clip for shot in scene.shots):
        advice = ("write longer: hold", "or longer: run on")
        yield Remark((*path, "longer"), "only clips are slowed, and the scene has none", advice)
    if narration.who:
        yield from _member((*path, "who"), narration.who, names["cast"])
    yield from _cues(path, narration.cues)


def _cues(path: KeyPath, cues: Sequence[Cue]) -> Iterator[Remark]:
    """Cues are said one after the other."""
    for number, (before, cue) in enumerate(pairwise(cues), 1):
        end = before.at + before.length
        if cue.at < end:
            message = f"it begins at {seconds_text(cue.at)}, before cue {number} has ended at {seconds_text(end)}"
            advice = ("let one begin later or be shorter", "and write them in the order of their times")
            yield Remark((*path, "cues", number, "at"), message, advice)


def _people(path: KeyPath, shot: Shot, storyboard: Storyboard, cast: Set[str]) -> Iterator[Remark]:
    """Who speaks in a shot is somebody of the cast, and an avatar has a portrait."""
    for number, line in enumerate(shot.says):
        if line.who:
            yield from _member((*path, "says", number, "who"), line.who, cast)
    if shot.avatar:
        yield from _member((*path, "avatar"), shot.avatar, cast)
        member = storyboard.cast.get(shot.avatar)
        if member and not member.reference and not member.avatar:
            message = f"{shot.avatar} has no picture to speak from"
            advice = (f"write reference: in cast.{shot.avatar}", "or avatar: with a provider's own: {synthesia: …}")
            yield Remark((*path, "avatar"), message, advice)


def _avatars(storyboard: Storyboard) -> Iterator[Remark]:
    for name, member in storyboard.cast.items():
        if member.avatar and not member.avatar.told(storyboard.language):
            advice = ("write the provider and its id: {synthesia: …} or {heygen: …}", "or take avatar out")
            yield Remark(("cast", name, "avatar"), f"the avatar of {name} names no provider", advice, on_key=True)


def _member(path: KeyPath, name: str, cast: Set[str]) -> Iterator[Remark]:
    if name not in cast:
        advice = _nearest(name, cast, "", f"define it: cast: {{{name}: …}}")
        yield Remark(path, f"{name!r} is nobody of the cast", advice)


def _unknown_names(path: KeyPath, shot: Shot, known: Set[str]) -> Iterator[Remark]:
    for field, text in words_of(shot):
        for name in names_of_words(text):
            if name not in known:
                advice = _nearest(name, known, "@", f"define {name} under cast, places or props")
                yield Remark((*path, *field), f"@{name} is not defined", advice)


def _nearest(name: str, known: Set[str], sign: str, define: str) -> tuple[str, ...]:
    near = get_close_matches(name, sorted(known), n=1)
    return (f"did you mean {sign}{near[0]}?", define) if near else (define,)


def _sequences(storyboard: Storyboard) -> Iterator[Remark]:
    for path, over in each_overlay(storyboard):
        if over.rate is None and is_sequence(over):
            message = f"{over.image} stands for many files, and nothing says how fast they follow each other"
            yield Remark((*path, "image"), message, ("write rate: 24 beside it",))
    logo = storyboard.brand.logo if storyboard.brand else None
    if logo and _PATTERN.search(logo):
        yield Remark(("brand", "logo"), f"{logo} stands for many files", ("name one picture", "or write overlays:"))


def _first_join(storyboard: Storyboard) -> Iterator[Remark]:
    join = storyboard.scenes[0].shots[0].join
    if join and join.kind != "cut" and not (storyboard.brand and storyboard.brand.intro):
        path = ("scenes", 0, "shots", 0, "join")
        yield Remark(path, "the film's first shot has none before it to join", ("take join out",), on_key=True)

"""What each shot is made of, checked against the measured facts of its file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from longtake.media import ClipFacts, FrameRange
from longtake.planning.plan import PlannedLut
from longtake.planning.splitting import Beat
from longtake.storyboard import (
    KeyPath,
    Remark,
    Shot,
    Storyboard,
    each_lut,
    each_shot,
    lut_of,
    scene_name,
    shot_keys,
    shot_name,
)
from longtake.storyboard.stages import Stage, is_generated, models_of, stage_of

__all__ = ["Material", "fitted", "materials_of", "members_of", "wrong_luts", "wrong_materials"]


@dataclass(frozen=True, slots=True)
class Material:
    """A shot with its names, the kind of its source, the facts of its file if it has one, and the LUT over it.

    fit: the pictures of a clip with `trim: auto` that show. models: the route of a generated shot. part: which part of
    how many of the author's shot this is, from 1; beats: what happens in it, in frames from its first visible one.
    """

    path: KeyPath
    name: str
    key: str
    scene: int
    shot: Shot
    kind: Literal["footage", "still", "animatic", "generated"]
    asset: str | None
    facts: ClipFacts | None
    lut: PlannedLut | None = None
    models: tuple[str, ...] = ()
    part: tuple[int, int] = (1, 1)
    beats: tuple[Beat, ...] = ()
    fit: FrameRange | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it has as many pictures as are needed, drawn or generated; else a clip decides how many."""
        return not self.field.endswith("clip")

    @property
    def field(self) -> str:
        """The storyboard's field of its file, with dots; "" where it has none."""
        shot = self.shot
        if shot.clip or shot.image:
            return "clip" if shot.clip else "image"
        return "edit.clip" if shot.edit else "enhance.clip" if shot.enhance else ""

    @property
    def called(self) -> str:
        """For messages: its name, and its file."""
        return f"{self.name} ({self.asset})" if self.asset else self.name


def materials_of(
    storyboard: Storyboard, facts: Mapping[str, ClipFacts], stage: Stage | None = None
) -> tuple[Material, ...]:
    """All shots in film order. stage: which of its films, by default the one that is made where nobody says."""
    keys = [key for scene in shot_keys(storyboard) for key in scene]
    return tuple(
        _material(storyboard, path, shot, key, facts, stage or stage_of(storyboard))
        for (path, shot), key in zip(each_shot(storyboard), keys, strict=True)
    )


def fitted(materials: tuple[Material, ...], fit: Mapping[KeyPath, FrameRange]) -> tuple[Material, ...]:
    """The same, those of clips with `trim: auto` with the pictures that show. fit: by the path of the shot."""
    return tuple(replace(one, fit=fit.get(one.path)) if one.shot.trim == "auto" else one for one in materials)


def _material(
    storyboard: Storyboard, path: KeyPath, shot: Shot, key: str, facts: Mapping[str, ClipFacts], stage: Stage
) -> Material:
    scene, place = int(path[1]), int(path[3])
    name = shot_name(scene_name(scene, storyboard.scenes[scene].id), place, shot.id)
    asset = shot.clip or shot.image or (shot.edit.clip if shot.edit else shot.enhance.clip if shot.enhance else None)
    found = facts.get(asset) if asset else None
    if is_generated(storyboard, shot, stage):
        models = models_of(storyboard, shot, stage)
        return Material(path, name, key, scene, shot, "generated", asset, found, models=models)
    text = lut_of(storyboard, storyboard.scenes[scene], shot)
    lut = PlannedLut(text, facts[text].digest) if text and text in facts else None
    kind: Literal["footage", "still", "animatic"] = "still" if shot.image else "footage" if asset else "animatic"
    return Material(path, name, key, scene, shot, kind, asset, found, lut)


def members_of(materials: Sequence[Material], scene: int) -> range:
    """The numbers of a scene's shots. materials: of the whole film, in film order."""
    first, end = (bisect_left(materials, number, key=lambda material: material.scene) for number in (scene, scene + 1))
    return range(first, end)


def wrong_materials(materials: tuple[Material, ...]) -> Iterator[Remark]:
    """Files that cannot be what the shot says: sound for a clip, a clip for a still, unread colours, never measured."""
    for material in materials:
        if material.asset:
            wrong = _wrong_picture(material, material.field)
            if wrong:
                message, *advice = wrong
                path = (*material.path, *material.field.split("."))
                yield Remark(path, f"{material.field} of shot {material.called} {message}", tuple(advice))


def _wrong_picture(material: Material, field: str) -> tuple[str, ...] | None:
    facts, wanted = material.facts, "still" if field == "image" else "video"
    if facts is None:
        return "was not measured", "give its ClipFacts with the others"
    if facts.kind == "lut":
        return f"is a LUT, not a {wanted}", f"write lut: {material.asset}", f"and name a {wanted} for this shot"
    if facts.picture is None:
        return (
            "has sound and no picture",
            "use it as music: or narration: {file: …}",
            f"or name a {wanted} for this shot",
        )
    if facts.kind != wanted:
        other = "clip" if field == "image" else "image"
        return f"is a {facts.kind}, not a {wanted}", f"write {other}: {material.asset}"
    if unreadable := facts.picture.colour.unreadable:
        return f"is tagged with {unreadable}, which would be shown in wrong colours", "export it as BT.709 or HLG"
    return None


def wrong_luts(storyboard: Storyboard, facts: Mapping[str, ClipFacts]) -> Iterator[Remark]:
    """Files that are no LUT where one is named."""
    for path, text in each_lut(storyboard):
        if text not in facts:
            yield Remark(path, f"lut ({text}) was not measured", ("give its ClipFacts with the others",))
        elif facts[text].kind != "lut":
            yield Remark(path, f"lut ({text}) is a {facts[text].kind}", ("name a .cube file",))

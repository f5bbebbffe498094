"""What each shot is made of, checked against the measured facts of its file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from longtake.media import ClipFacts
from longtake.storyboard import (
    KeyPath,
    Remark,
    Shot,
    Storyboard,
    each_shot,
    scene_name,
    shot_keys,
    shot_name,
)

__all__ = ["Material", "materials_of", "members_of", "wrong_materials", "wrong_sounds"]


@dataclass(frozen=True, slots=True)
class Material:
    """A shot with its names, the kind of its source, and the facts of its file if it has one."""

    path: KeyPath
    name: str
    key: str
    scene: int
    shot: Shot
    kind: Literal["footage", "still", "animatic"]
    asset: str | None
    facts: ClipFacts | None

    @property
    def is_drawn(self) -> bool:
        """Whether pictures are drawn for it, as many as are needed."""
        return self.kind != "footage"

    @property
    def called(self) -> str:
        """For messages: its name, and its file."""
        return f"{self.name} ({self.asset})" if self.asset else self.name


def materials_of(storyboard: Storyboard, facts: Mapping[str, ClipFacts]) -> tuple[Material, ...]:
    """All shots in film order."""
    keys = [key for scene in shot_keys(storyboard) for key in scene]
    return tuple(
        _material(storyboard, path, shot, key, facts)
        for (path, shot), key in zip(each_shot(storyboard), keys, strict=True)
    )


def _material(storyboard: Storyboard, path: KeyPath, shot: Shot, key: str, facts: Mapping[str, ClipFacts]) -> Material:
    scene, place = int(path[1]), int(path[3])
    name = shot_name(scene_name(scene, storyboard.scenes[scene].id), place, shot.id)
    asset = shot.clip or shot.image
    kind: Literal["footage", "still", "animatic"] = "footage" if shot.clip else "still" if shot.image else "animatic"
    return Material(path, name, key, scene, shot, kind, asset, facts.get(asset) if asset else None)


def members_of(materials: Sequence[Material], scene: int) -> range:
    """The numbers of a scene's shots. materials: of the whole film, in film order."""
    first, end = (bisect_left(materials, number, key=lambda material: material.scene) for number in (scene, scene + 1))
    return range(first, end)


def wrong_materials(materials: tuple[Material, ...]) -> Iterator[Remark]:
    """Files that cannot be what the shot says: sound for a clip, a clip for a still, HDR, never measured."""
    for material in materials:
        if material.asset:
            field = "clip" if material.kind == "footage" else "image"
            wrong = _wrong_picture(material, field)
            if wrong:
                message, *advice = wrong
                yield Remark((*material.path, field), f"{field} of shot {material.called} {message}", tuple(advice))


def _wrong_picture(material: Material, field: str) -> tuple[str, ...] | None:
    facts, wanted = material.facts, "video" if field == "clip" else "still"
    if facts is None:
        return "was not measured", "give its ClipFacts with the others"
    if facts.picture is None:
        return (
            "has sound and no picture",
            "use it as music: or narration: {file: …}",
            f"or name a {wanted} for this shot",
        )
    if facts.kind != wanted:
        other = "image" if field == "clip" else "clip"
        return f"is a {facts.kind}, not a {wanted}", f"write {other}: {material.asset}"
    if facts.picture.colour.is_hdr:
        return (
            f"is HDR ({facts.picture.colour.transfer}), which this version would show in wrong colours",
            "convert it to SDR (BT.709) first",
        )
    return None


def wrong_sounds(storyboard: Storyboard, facts: Mapping[str, ClipFacts]) -> Iterator[Remark]:
    """Music and recordings without any sound in them."""
    named: list[tuple[KeyPath, str, str]] = []
    if storyboard.music:
        named.append((("music", "file"), "music", storyboard.music.file))
    for number, scene in enumerate(storyboard.scenes):
        if scene.narration and scene.narration.file:
            what = f"narration of scene {scene_name(number, scene.id)}"
            named.append((("scenes", number, "narration", "file"), what, scene.narration.file))
    for path, what, asset in named:
        if asset not in facts:
            yield Remark(path, f"{what} ({asset}) was not measured", ("give its ClipFacts with the others",))
        elif not (sound := facts[asset].sound) or not sound.samples:
            yield Remark(path, f"{what} ({asset}) has no sound in it", ("name a file with sound",))

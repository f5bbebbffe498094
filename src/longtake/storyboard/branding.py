"""A brand kit becomes what the format has words for already: shots, titles, overlays and a palette.

`branded` is pure and says it all in one place, so that nothing after it knows of brands. What it laid out is taken out
of the kit: branding twice is branding once.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from longtake.storyboard.luts import OFF
from longtake.storyboard.model import Brand, Overlay, Scene, Shot, Storyboard, Title
from longtake.storyboard.tree import KeyPath, Places, Spot

__all__ = ["branded", "branded_places"]

_STILLS = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif"}


def branded(storyboard: Storyboard) -> Storyboard:
    """The storyboard with its intro and outro as scenes of their own, the call to action as a title of the last shot,
    the font in every title that names none, the logo over the whole film, and the colours as the palette where style
    has none. Without a brand: the same storyboard."""
    brand = storyboard.brand
    if brand is None:
        return storyboard
    taken = {scene.id.lower() for scene in storyboard.scenes if scene.id}
    scenes = list(storyboard.scenes)
    if brand.intro:
        scenes.insert(0, _ident("intro", brand.intro, taken, storyboard))
    if brand.outro:
        scenes.append(_ident("outro", brand.outro, taken, storyboard))
    if brand.call_to_action:
        scenes[-1] = _with_title(scenes[-1], brand.call_to_action)
    if brand.font:
        scenes = [_set_in(scene, brand.font) for scene in scenes]
    logo = (Overlay(image=brand.logo),) if brand.logo else ()
    style = storyboard.style
    return storyboard.model_copy(
        update={
            "scenes": tuple(scenes),
            "overlays": (*storyboard.overlays, *logo),
            "style": style.model_copy(update={"palette": style.palette or brand.colours}),
            "brand": brand.model_copy(update={"logo": None, "intro": None, "outro": None, "call_to_action": None}),
        }
    )


def _ident(name: str, file: str, taken: set[str], storyboard: Storyboard) -> Scene:
    """A scene of one finished picture: it stands as it is, whatever moves and colours the film has."""
    is_still = PurePosixPath(file).suffix.lower() in _STILLS
    shot = {"image": file, "camera": "static"} if is_still else {"clip": file}
    look = {"lut": OFF} if storyboard.style.lut else {}
    name = name if name not in taken else f"brand-{name}"
    return Scene.model_validate({"id": name, "shots": [{**shot, **look}]})


def _with_title(scene: Scene, words: str) -> Scene:
    """The scene with a title over its last shot; where that has titles, a caption, so that none lies over another."""
    shot = scene.shots[-1]
    title = Title(text=words) if not shot.title else Title(text=words, style="caption")
    return _with_shots(scene, (*scene.shots[:-1], shot.model_copy(update={"title": (*shot.title, title)})))


def _set_in(scene: Scene, font: str) -> Scene:
    def titled(shot: Shot) -> Shot:
        titles = tuple(title if title.font else title.model_copy(update={"font": font}) for title in shot.title)
        return shot.model_copy(update={"title": titles}) if shot.title else shot

    return _with_shots(scene, tuple(titled(shot) for shot in scene.shots))


def _with_shots(scene: Scene, shots: tuple[Shot, ...]) -> Scene:
    return scene.model_copy(update={"shots": shots})


def branded_places(places: Places, storyboard: Storyboard) -> Places:
    """Where the parts of `branded(storyboard)` stand: what the kit gave, at its line of the kit. places: of the
    storyboard as it was before."""
    brand = storyboard.brand
    if brand is None:
        return places
    shift = 1 if brand.intro else 0
    values, keys = _shifted(places.values, shift), _shifted(places.keys, shift)
    for path, field in _laid_out(storyboard, brand, shift):
        kit: KeyPath = ("brand", field)
        if kit in places.values:
            values[path] = places.values[kit]
        if kit in places.keys:
            keys[path] = places.keys[kit]
    return Places(places.file, values, keys)


def _shifted(spots: Mapping[KeyPath, Spot], shift: int) -> dict[KeyPath, Spot]:
    found: dict[KeyPath, Spot] = {}
    for path, spot in spots.items():
        match path:
            case ("scenes", int(number), *rest):
                found[("scenes", number + shift, *rest)] = spot
            case _:
                found[path] = spot
    return found


def _laid_out(storyboard: Storyboard, brand: Brand, shift: int) -> list[tuple[KeyPath, str]]:
    """Each key path of the branded storyboard that the kit filled, with the field of the kit that did."""
    made = branded(storyboard).scenes
    found: list[tuple[KeyPath, str]] = []
    if brand.intro:
        found += _ident_paths(0, made[0], "intro")
    if brand.outro:
        found += _ident_paths(len(made) - 1, made[-1], "outro")
    if brand.font:
        for number, scene in enumerate(storyboard.scenes, shift):
            for at, shot in enumerate(scene.shots):
                fonts = [place for place, title in enumerate(shot.title) if not title.font]
                found += [(("scenes", number, "shots", at, "title", place, "font"), "font") for place in fonts]
    if brand.call_to_action:
        last = made[-1].shots[-1]
        title: KeyPath = ("scenes", len(made) - 1, "shots", len(made[-1].shots) - 1, "title", len(last.title) - 1)
        found += [(title, "call_to_action"), *([((*title, "font"), "font")] if brand.font else [])]
    if brand.logo:
        found.append((("overlays", len(storyboard.overlays)), "logo"))
    if brand.colours and not storyboard.style.palette:
        found.append((("style", "palette"), "colours"))
    return found


def _ident_paths(number: int, scene: Scene, field: str) -> list[tuple[KeyPath, str]]:
    source = "image" if scene.shots[0].image else "clip"
    return [(("scenes", number), field), (("scenes", number, "shots", 0, source), field)]

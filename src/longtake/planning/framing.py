"""What of each picture shows, and how it stands in the frame: a scene's one fit, a shot's own view of its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from longtake.media import Size, View
from longtake.planning.fit import NEAR, SceneFit, fit_written
from longtake.planning.material import Material, members_of
from longtake.storyboard import Remark, Shot, Storyboard, Style, ViewMove

__all__ = ["Framing", "camera_of", "framings_of", "wrong_views"]

_LEAST_PIXELS = 16  # of a view, each way: less of a picture is no picture
_TOLD_ENLARGEMENT = Fraction(11, 10)


@dataclass(frozen=True, slots=True)
class Framing:
    """A shot's fit, and the part of its picture that shows: none for all of it, two for a move between them."""

    fit: SceneFit
    views: tuple[View, ...]
    reasons: tuple[str, ...]


def framings_of(storyboard: Storyboard, materials: tuple[Material, ...], frame: Size) -> tuple[Framing, ...]:
    """One for each shot, in film order. The views must have been found sound by `wrong_views`."""
    scenes = [_scene_fit(storyboard, materials, number, frame) for number in range(len(storyboard.scenes))]
    return tuple(_framing(storyboard, material, scenes[material.scene], frame) for material in materials)


def camera_of(shot: Shot, style: Style) -> str:
    """The camera words that a shot moves by. The style's are for what is drawn: a clip moves as it was shot, and a view
    is the author's own framing, unless the shot itself says more."""
    return shot.camera or ("" if shot.clip or shot.view else style.camera)


def wrong_views(materials: tuple[Material, ...], frame: Size) -> Iterator[Remark]:
    """Views that their pictures cannot give."""
    for material in materials:
        if material.shot.view and material.facts and material.facts.picture:
            for field, message, advice in _wrong_view(material.shot.view, material.facts.picture.shown, frame):
                where = f"view of shot {material.called}"
                yield Remark((*material.path, "view", field), f"{where}: {message}", advice)


def _wrong_view(view: ViewMove, shown: Size, frame: Size) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    found = []
    for field, words in (("from", view.start), ("to", view.end)):
        if words:
            try:
                found.append(words.of(shown, frame.ratio))
            except ValueError as error:
                yield field, str(error), tuple(getattr(error, "advice", ()))
                continue
            wide, high = found[-1].pixels_of(shown)
            if min(wide, high) < _LEAST_PIXELS:
                message = f"{words} is only {float(wide):.3g}x{float(high):.3g} pixels of a picture of {shown}"
                yield field, message, (f"show at least {_LEAST_PIXELS} pixels each way",)
    if len(found) == 2 and abs(found[0].ratio / found[1].ratio - 1) > NEAR:
        shapes = " and ".join(f"{float(one.ratio * shown.ratio):.3g}" for one in found)
        yield (
            "to",
            f"its two parts have different shapes ({shapes} times as wide as high), and a move between them would "
            "stretch the picture",
            ("write auto for the width or the height of both",),
        )


def _scene_fit(storyboard: Storyboard, materials: tuple[Material, ...], scene: int, frame: Size) -> SceneFit:
    """The one choice for all pictures of a scene but those that are framed by themselves."""
    members = members_of(materials, scene)
    pictures = [
        material.facts.picture.shown.ratio
        for material in materials[members.start : members.stop]
        if material.facts and material.facts.picture and not _is_framed(material.shot)
    ]
    return fit_written(storyboard.scenes[scene].fit or storyboard.frame.fit, pictures, frame)


def _is_framed(shot: Shot) -> bool:
    return bool(shot.fit or shot.view)


def _framing(storyboard: Storyboard, material: Material, scene: SceneFit, frame: Size) -> Framing:
    picture = material.facts.picture if material.facts else None
    if picture is None or not material.asset:
        return Framing(scene, (), ())
    shot = material.shot
    if not _is_framed(shot):
        return Framing(scene, (), (scene.reason,))
    views = _views(shot.view, picture.shown, frame) if shot.view else ()
    ratio = picture.shown.ratio * (views[0].ratio if views else 1)
    word = shot.fit or storyboard.scenes[material.scene].fit or storyboard.frame.fit
    if not shot.view:
        fit = fit_written(word, [ratio], frame, of="this picture")
        return Framing(fit, (), (fit.reason,))
    fit = fit_written(word, [ratio], frame, NEAR, of="this part")  # what the author framed is shown whole
    hint = "auto for its width or height fills the frame" if fit.kind == "blur" and not fit.is_written else ""
    return Framing(fit, views, (_told(shot.view, views, picture.shown, frame, fit), fit.reason, hint))


def _views(view: ViewMove, shown: Size, frame: Size) -> tuple[View, ...]:
    start = view.start.of(shown, frame.ratio)
    return (start, view.end.of(shown, frame.ratio).of_shape(start.ratio)) if view.end else (start,)


def _told(view: ViewMove, views: tuple[View, ...], shown: Size, frame: Size, fit: SceneFit) -> str:
    """What part of the picture shows, and how much it is enlarged where it is smallest."""
    part = f"moves from {view.start} to {view.end} of the picture" if view.end else f"shows {view.start} of the picture"
    sides = [one.pixels_of(shown) for one in views]
    sizes = [(frame.width / wide, frame.height / high) for wide, high in sides]
    most = max(max(size) if fit.kind == "fill" else min(size) for size in sizes)
    return f"{part}, enlarged {float(most):.2g} times" if most >= _TOLD_ENLARGEMENT else part

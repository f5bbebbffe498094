"""What one shot means: what it is made from, and which of its fields then say anything."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.storyboard.model import Scene, Shot, Storyboard
from longtake.storyboard.shot_sounds import wrong_shot_sounds
from longtake.storyboard.stages import is_own
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["DRIVERS", "wrong_meaning"]

DRIVERS = ("narration", "music")
"""What may drive a picture besides a file of its own: sound that the film has."""

_SOURCES = {
    "clip": "a clip as it is",
    "image": "a still as it is",
    "edit": "another clip made of a clip",
    "enhance": "a clip made larger or cleaner",
    "avatar": "somebody who speaks into the camera",
    "driven_by": "a picture driven by sound",
}
"""What a shot is made from: one of these, or its words alone."""

_FOR_MODELS = ("beats", "says", "energy", "avoid", "model", "seed")
"""Fields that tell a model something, and nothing to a clip or still that is shown as it is."""


def wrong_meaning(path: KeyPath, shot: Shot, scene: Scene, storyboard: Storyboard) -> Iterator[Remark]:
    """Everything about a shot that cannot be meant together."""
    yield from _source(path, shot)
    yield from _made(path, shot, scene, storyboard)
    yield from _continuing(path, shot)
    yield from _trimmed(path, shot)
    yield from _retiming(path, shot)
    yield from _pictured(path, shot)


def _source(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    sources = [field for field in _SOURCES if getattr(shot, field)]
    if shot.edit and not (shot.action or shot.beats):
        yield Remark((*path, "edit"), "nothing says what changes", ("write action: what it becomes",), on_key=True)
    elif not (sources or shot.action or shot.beats or shot.says):
        yield Remark(path, "nothing happens in it", ("write action, or clip or image with a file of yours",))
    if set(sources) == {"clip", "image"}:
        yield Remark((*path, "image"), "a shot has a clip or an image, not both", ("make two shots of it",))
    elif len(sources) > 1:
        message = f"a shot is {_SOURCES[sources[0]]} or {_SOURCES[sources[1]]}, not both"
        advice = (f"keep {sources[0]} or {sources[1]}", "or make two shots of it")
        yield Remark((*path, sources[1]), message, advice, on_key=True)


def _made(path: KeyPath, shot: Shot, scene: Scene, storyboard: Storyboard) -> Iterator[Remark]:
    """What is told to a model: whether there is one to tell, and something to speak or to be driven by."""
    if is_own(shot):
        what = "clip" if shot.clip else "still"
        for field in _FOR_MODELS:
            if getattr(shot, field) not in (None, ()):
                message = f"a {what} is shown as it is; {field} is for a video model"
                advice = (f"take {field} out", *(("or write edit: instead of clip:",) if shot.clip else ()))
                yield Remark((*path, field), message, advice, on_key=True)
    if shot.avatar and not shot.says and not (scene.narration and (scene.narration.words or scene.narration.file)):
        message = f"{shot.avatar} has nothing to say"
        yield Remark((*path, "avatar"), message, ("write says: in the shot", "or narration: in its scene"))
    if shot.driven_by == "narration" and not scene.narration:
        yield Remark((*path, "driven_by"), "the scene has no narration", ("write narration: in the scene",))
    if shot.driven_by == "music" and not storyboard.music:
        yield Remark((*path, "driven_by"), "the film has no music", ("write music: for the film", "or name a file"))


def _continuing(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    """A shot that continues another starts from that one's take, so from nothing else."""
    if not shot.join or shot.join.kind != "continue":
        return
    ways_out = ("write join: cut", "or join: dissolve 0.5s")
    if is_own(shot):
        message = f"a {'clip' if shot.clip else 'still'} that exists already cannot continue another shot"
        yield Remark((*path, "join"), message, ways_out)
        return
    for field in ("edit", "enhance", "avatar"):
        if getattr(shot, field):
            message = f"{_SOURCES[field]} starts from its own pictures, so it cannot continue another shot"
            yield Remark((*path, "join"), message, ways_out)
    if shot.first_frame and shot.join.way in ("", "last frame"):
        message = "it starts from the last frame of the shot before, and from first_frame"
        yield Remark((*path, "first_frame"), message, ("take first_frame out", "or write join: cut"), on_key=True)


def _trimmed(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    is_of_a_take = shot.trim == "auto" and not (shot.image or shot.edit or shot.enhance)
    if shot.trim and not shot.clip and not is_of_a_take:
        advice = "for a still, write for: 4s" if shot.image else "take trim out, or name a clip"
        yield Remark((*path, "trim"), "only a clip can be trimmed", (advice,), on_key=True)
    if shot.trim and shot.clip and shot.length != "auto":
        advice = "keep trim or for, not both"
        yield Remark((*path, "for"), "trim says already how long it shows", (advice,), on_key=True)


def _retiming(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    for field in ("speed", "retime"):
        if getattr(shot, field) is not None and not shot.clip:
            what = "has a speed" if field == "speed" else "is retimed"
            yield Remark((*path, field), f"only a clip {what}", (f"take {field} out",), on_key=True)
    if shot.speed and shot.retime == "speed":
        advice = ("write retime: blend, flow or nearest", "or take speed out")
        yield Remark((*path, "retime"), "speed says already how fast the clip plays", advice, on_key=True)
    if shot.speed and shot.speed.is_ramp and shot.trim == "auto":
        advice = ("say which part: trim: 1s..5s", "or one speed, such as speed: 0.5")
        yield Remark(
            (*path, "trim"), "a ramp of speed lies over a part of the clip that is written", advice, on_key=True
        )
    if shot.speed and shot.speed.is_ramp and shot.own_sound not in (None, "off"):
        advice = ("write sound: off", "or one speed, such as speed: 0.5")
        yield Remark((*path, "sound"), "over a ramp of speed a clip's own sound is not made", advice, on_key=True)


def _pictured(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    """What is done to the pictures and the sound of a clip or still."""
    yield from wrong_shot_sounds(path, shot)
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

"""What the format can say and this version does not make: refused with advice, since nothing is ever dropped.

The rule: a field is refused when the film would come out other than it says. A field that only waits is let through
and the plan gives a notice: reference pictures and first and last frames (an animatic is a sketch and shows none of
them), a narrator (text that is not spoken yet still times its scene), a route for the final film while the draft is
what is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from longtake.storyboard.consistency import each_shot
from longtake.storyboard.model import ANIMATIC, Shot, Storyboard
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["refusals"]


def refusals(storyboard: Storyboard) -> Iterator[Remark]:
    """A remark for each thing asked for that this version cannot make."""
    yield from _hosted_voices(storyboard)
    if storyboard.music and storyboard.music.duck is not None:
        yield Remark(
            ("music", "duck"),
            "music that steps back under speech is not made yet",
            ("take duck out", "and set a lower level, such as level: -24 dB"),
            on_key=True,
        )
    yield from _route(storyboard)
    for path, shot in each_shot(storyboard):
        yield from _shot(path, shot)


def _hosted_voices(storyboard: Storyboard) -> Iterator[Remark]:
    """A voice with a slash names a service: `elevenlabs/rachel`."""
    voices: list[tuple[KeyPath, str]] = [
        (("cast", name, "voice"), member.voice) for name, member in storyboard.cast.items()
    ]
    if storyboard.narrator:
        voices.append((("narrator", "voice"), storyboard.narrator.voice))
    for path, voice in voices:
        if "/" in voice:
            service = voice.partition("/")[0]
            advice = ("record the narration: narration: {file: …}", "or take the voice out: text alone times the scene")
            yield Remark(path, f"voice {voice!r} is of the service {service}, which is not called yet", advice)


def _route(storyboard: Storyboard) -> Iterator[Remark]:
    """Only the route that this make would take matters: the draft's if there is one, else the final's."""
    stage, models = ("draft", storyboard.route.draft) if storyboard.route.draft else ("final", storyboard.route.final)
    is_used = any(not (shot.clip or shot.image) for _, shot in each_shot(storyboard))
    if is_used and models and models[0] != ANIMATIC:
        advice = (f"route: {{draft: {ANIMATIC}}} makes a sketch of every shot", "or give shots a clip: or image:")
        yield Remark(("route", stage), f"{models[0]} is a hosted model, and none is called yet", advice)


def _shot(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    if shot.join and shot.join.kind == "continue":
        message = "continue starts a shot from the last picture of the one before, which takes a video model"
        yield Remark((*path, "join"), f"{message}; none is called yet", ("write join: cut", "or join: dissolve 0.5s"))

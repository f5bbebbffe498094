"""What there is to say about one moment of a shot, clause by clause, each with its origin. No model is known here.

Only what the moment needs: of the cast, the places and the things, those that its words name. What is defined once is
said in the same words in every shot that needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from longtake.catalogue.tongues import tongue_of
from longtake.planning.narration import Speaker
from longtake.planning.prompt import Clause, ClauseKind
from longtake.planning.prompts.moment import Beat, Moment
from longtake.storyboard import MENTION, Scene, Shot, SpokenLine, Storyboard, as_read, shown_name

__all__ = ["clauses_of"]

_JOINTS = " ;,；，、"  # what a beat that was cut from an action may end with


def clauses_of(storyboard: Storyboard, scene: int, shot: Shot, moment: Moment) -> tuple[Clause, ...]:
    """Everything that a model should be told about `moment` of `shot`, which is a shot of scene number `scene` (from
    0). Enhancing needs no words: it gives none. Raises ValueError for a shot that is not in the scene."""
    if moment.kind == "enhance":
        return ()
    teller = _Teller(storyboard, scene, shot, moment)
    return tuple(teller.clauses())


class _Teller:
    """One shot and what it stands in; each method says one kind of thing."""

    def __init__(self, storyboard: Storyboard, scene: int, shot: Shot, moment: Moment) -> None:
        self._story, self._scene, self._shot, self._moment = storyboard, storyboard.scenes[scene], shot, moment
        self._at = f"scenes[{scene + 1}].shots[{_place(shot, self._scene) + 1}]"
        self._tongue = tongue_of(storyboard.language)
        self._rules = self._tongue.of((shot.action, *shot.beats))

    def clauses(self) -> Iterator[Clause]:
        yield from self._subjects()
        yield from self._setting()
        yield from self._action()
        yield from self._movement()
        yield from self._camera()
        yield from self._speech()
        yield from self._sound()
        yield from self._style()
        yield from self._continuity()
        yield from self._negative()

    def _subjects(self) -> Iterator[Clause]:
        for name in self._named():
            if person := self._story.cast.get(name):
                yield from self._clause("subject", person.looks, f"cast.{name}.is", name)
                yield from self._clause("subject", person.wears, f"cast.{name}.wears", name)
            elif prop := self._story.props.get(name):
                yield from self._clause("subject", prop.looks, f"props.{name}.is", name)

    def _setting(self) -> Iterator[Clause]:
        named = [name for name in self._named() if name in self._story.places]
        for name in dict.fromkeys([self._scene.at, *named] if self._scene.at else named):
            if place := self._story.places.get(name):
                yield from self._clause("setting", place.looks, f"places.{name}.is", name)

    def _action(self) -> Iterator[Clause]:
        if self._moment.kind == "avatar":
            yield from self._speaking()
        beats, written = self._moment.beats, self._shot.beats
        if not beats or written:
            yield from self._clause("action", self._spoken(self._shot.action), f"{self._at}.action")
        for number, words in enumerate(written if not beats else ()):
            yield Clause("action", self._spoken(words), f"{self._at}.beats[{number + 1}]")
        for number, beat in enumerate(beats):
            start = self._moment.head + beat.start if number else beat.start
            text = self._spoken(beat.text.rstrip(_JOINTS))
            yield Clause("beat", text, self._beat_origin(beat), start=start, end=self._moment.head + beat.end)

    def _speaking(self) -> Iterator[Clause]:
        """What an avatar does: the sound file has the words, the prompt how they are said."""
        who = shown_name(self._shot.avatar, is_person=True) if self._shot.avatar else self._rules.rule("person")
        yield Clause("action", self._rules.rule("avatar", who), "rule: avatar", self._shot.avatar or "")
        for origin, line in self._lines():
            yield from self._clause("action", line.how, f"{origin}.how")

    def _lines(self) -> Iterator[tuple[str, SpokenLine]]:
        """What is said in this part of the shot, with its origin: the lines go over the parts in order, each once."""
        part, parts = self._moment.part
        for number, line in enumerate(self._shot.says):
            if number * parts // len(self._shot.says) + 1 == part:
                yield f"{self._at}.says[{number + 1}]", line

    def _beat_origin(self, beat: Beat) -> str:
        written = self._shot.beats
        return f"{self._at}.beats[{written.index(beat.text) + 1}]" if beat.text in written else f"{self._at}.action"

    def _movement(self) -> Iterator[Clause]:
        yield from self._clause("motion", self._spoken(self._shot.motion), f"{self._at}.motion")
        if self._shot.energy is not None:
            yield Clause("motion", _percent(self._shot.energy), f"{self._at}.energy")

    def _camera(self) -> Iterator[Clause]:
        if self._shot.camera:
            yield from self._clause("camera", self._spoken(self._shot.camera), f"{self._at}.camera")
        else:
            yield from self._clause("camera", self._story.style.camera, "style.camera")

    def _speech(self) -> Iterator[Clause]:
        """Lines as they are said, and by what voices, where the take has sound; where it has none, who speaks."""
        if self._moment.kind == "avatar":
            return
        lines = tuple(self._lines())
        speakers = dict.fromkeys(line.who or "" for _, line in lines)
        if not self._moment.has_sound:
            for name in speakers:
                who = shown_name(name, is_person=True) or self._rules.rule("somebody")
                yield Clause("action", self._rules.rule("speaking", who), f"{self._at}.says", name)
            return
        for name in speakers:
            voice = self._story.cast[name].voice if name in self._story.cast else ""
            if not Speaker(voice).is_heard:  # the name of a voice is no word that a video model knows
                yield from self._clause("speech", voice, f"cast.{name}.voice", name)
        for origin, line in lines:
            yield from self._clause("speech", line.how, f"{origin}.how", line.who or "")
            yield from self._clause("speech", line.words, f"{origin}.text", line.who or "")

    def _sound(self) -> Iterator[Clause]:
        """Narration and music are laid over the film, so a take must bring none of its own."""
        if self._moment.has_sound and self._moment.kind not in ("avatar", "audio"):
            words = self._rules.rule("heard" if any(self._lines()) else "quiet")
            yield Clause("sound", words, "rule: sound")

    def _style(self) -> Iterator[Clause]:
        style = self._story.style
        yield from self._clause("style", style.look, "style.look")
        yield from self._clause("style", style.light, "style.light")
        yield from self._clause("style", self._tongue.of(style.palette).joint.join(style.palette), "style.palette")
        yield from self._clause("style", style.lens, "style.lens")
        yield from self._clause("style", style.grain, "style.grain")

    def _continuity(self) -> Iterator[Clause]:
        if way := self._moment.continues:
            yield Clause("continuity", self._rules.rule(way), f"rule: continue {_WAYS[way]}")
        part, parts = self._moment.part
        if part < parts:
            yield Clause("continuity", self._rules.rule("unfinished"), "rule: split shot")
        if self._moment.kind == "video":
            yield Clause("continuity", self._rules.rule("edit"), "rule: edit")
        if self._moment.kind == "video" and self._shot.edit:
            yield Clause("continuity", _percent(self._shot.edit.strength), f"{self._at}.edit.strength")
        if self._moment.kind == "audio":
            yield Clause("continuity", self._rules.rule("driven"), "rule: driven by sound")

    def _negative(self) -> Iterator[Clause]:
        style = self._story.style.avoid
        for words in style:
            yield from self._clause("negative", words, "style.avoid")
        for words in self._shot.avoid:
            if words not in style:
                yield from self._clause("negative", words, f"{self._at}.avoid")

    def _named(self) -> tuple[str, ...]:
        """Whom and what the shot's words name, in that order, each once: all of them in each of its parts, for a part
        may go on with "she"."""
        shot = self._shot
        beats = (beat.text for beat in self._moment.beats)
        texts = (shot.action, *shot.beats, *beats, shot.motion, shot.camera)
        names = [shot.avatar] if shot.avatar else []
        names += [name for text in texts for name in MENTION.findall(text)]
        names += [line.who for line in shot.says if line.who]
        return tuple(dict.fromkeys(names))

    def _spoken(self, text: str) -> str:
        """The text with its @names as a reader says them."""
        return as_read(text, self._story)

    def _clause(self, kind: ClauseKind, text: str, origin: str, name: str = "") -> Iterator[Clause]:
        if text:
            yield Clause(kind, text, origin, name)


def _place(shot: Shot, scene: Scene) -> int:
    """Which of the scene's shots it is: itself, for two may have the same words; else the first one like it."""
    itself = (at for at, other in enumerate(scene.shots) if other is shot)
    found = next(itself, None)
    return scene.shots.index(shot) if found is None else found


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


_WAYS = {"last frame": "from last frame", "extension": "by extension", "references": "with references"}

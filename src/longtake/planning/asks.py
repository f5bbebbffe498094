"""What a shot asks of a model: the kind of take and the files that go along, the fullest request first.

A route is tried with the fullest request; what no model on it takes together is left out one by one, pictures of the
same subject before the only one of another, and the reasons say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from longtake.catalogue import Kind, Mode, Role
from longtake.media import ClipFacts, digest_of
from longtake.planning.material import Material
from longtake.planning.narration import speaker_of, words_given
from longtake.planning.segment import SegmentInput
from longtake.storyboard import ContinuingWay, Remark, Scene, Shot, Storyboard, names_of_words

__all__ = ["Ask", "asks_of", "is_divisible", "wrong_inputs"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to ask for a take: its kind, what goes along in the order it is sent, how it continues the take before
    ("" where it does not), and what a person should know about that. speaks: whether the take must have sound. own:
    what each provider would be told of an avatar of its own; settings: the knobs by which it is told so."""

    kind: Kind
    inputs: tuple[SegmentInput, ...] = ()
    way: ContinuingWay = ""
    reasons: tuple[str, ...] = ()
    speaks: bool = False
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> dict[Role, int]:
        """How many inputs of each role."""
        return {role: sum(one.role == role for one in self.inputs) for role in {one.role: None for one in self.inputs}}

    def of_own(self, provider: str, mode: Mode) -> Ask:
        """The same, asked of a mode: without the portrait where it moves the provider's own avatar."""
        if not mode.own:
            return self
        told = self.own[provider]
        return replace(
            self,
            inputs=tuple(one for one in self.inputs if one.role != "portrait"),
            reasons=(*self.reasons, f"{provider}'s own avatar {told['avatar']} speaks"),
            settings=tuple(sorted((knob, told[word]) for word, knob in mode.own)),
        )


def is_divisible(shot: Shot) -> bool:
    """Whether a take of it may be made in parts: not where a clip or a sound goes along as a whole."""
    return not (shot.edit or shot.enhance or shot.avatar or shot.driven_by)


def asks_of(
    storyboard: Storyboard,
    material: Material,
    facts: Mapping[str, ClipFacts],
    way: ContinuingWay = "",
    before: str | None = None,
) -> Iterator[Ask]:
    """Each way to ask for a shot's take, the fullest first. way: how it is to continue the take of the shot with the
    key `before`. Where lines are said, takes with sound come first; a model that is silent shows who speaks."""
    asks = list(_silent(storyboard, material, facts, way, before))
    if material.shot.says and not material.shot.avatar:
        yield from (replace(ask, speaks=True) for ask in asks)
        unheard = "no model on its route makes sound with that, so its lines are seen and not heard"
        asks = [replace(ask, reasons=(*ask.reasons, unheard)) for ask in asks]
    yield from asks


def _silent(
    storyboard: Storyboard, material: Material, facts: Mapping[str, ClipFacts], way: ContinuingWay, before: str | None
) -> Iterator[Ask]:
    """Each way to ask, whether with sound or without."""
    shot, scene = material.shot, storyboard.scenes[material.scene]
    references = _references(storyboard, scene, shot, facts)
    last = [_file("last frame", shot.last_frame, facts)] if shot.last_frame else []
    if way == "last frame":
        yield from _fewer("image", [SegmentInput("first frame", take=before), *last], references, way)
    elif way == "extension":
        yield Ask("extension", (SegmentInput("video", take=before),), way, _left_out(references, 0))
    elif way == "references":
        yield from (ask for ask in _fewer("references", [], references, way) if ask.inputs)
    elif source := shot.edit or shot.enhance:
        clip = _file("video", source.clip, facts)
        yield from _fewer("video", [clip], references) if shot.edit else [Ask("enhance", (clip,))]
    elif shot.avatar or shot.driven_by:
        yield from _heard(storyboard, scene, shot, references, facts)
    elif shot.first_frame or last:
        first = [_file("first frame", shot.first_frame, facts)] if shot.first_frame else []
        yield from _fewer("image", [*first, *last], references)
    else:
        yield from _fewer("references", [], references)


def wrong_inputs(
    storyboard: Storyboard, materials: Iterable[Material], facts: Mapping[str, ClipFacts]
) -> Iterator[Remark]:
    """Pictures that go to a model and were not measured, or are none."""
    told: set[str] = set()
    for material in materials:
        if material.kind == "generated":
            for path, text in _pictures(storyboard, material):
                found = facts.get(text)
                if text in told or (found and found.picture and found.kind == "still"):
                    continue
                told.add(text)
                what = f"is a {found.kind}, not a still" if found else "was not measured"
                advice = ("name a picture",) if found else ("give its ClipFacts with the others",)
                yield Remark(path, f"the picture {text} for shot {material.name} {what}", advice)


def _pictures(storyboard: Storyboard, material: Material) -> Iterator[tuple[tuple[str | int, ...], str]]:
    shot = material.shot
    for name in ("first_frame", "last_frame"):
        if text := getattr(shot, name):
            yield (*material.path, name), text
    yield from (((*material.path, "reference", at), text) for at, text in enumerate(shot.reference))
    for name in _named(storyboard.scenes[material.scene], shot):
        for group in ("cast", "props", "places"):
            if member := getattr(storyboard, group).get(name):
                yield from (((group, name, "reference", at), text) for at, text in enumerate(member.reference))


def _named(scene: Scene, shot: Shot) -> tuple[str, ...]:
    """Whom and what a shot names, and where it plays, each once, in that order."""
    texts = (shot.action, *shot.beats, shot.motion, shot.camera)
    names = [shot.avatar] if shot.avatar else []
    names += [name for text in texts for name in names_of_words(text)]
    names += [line.who for line in shot.says if line.who]
    return tuple(dict.fromkeys([*names, *([scene.at] if scene.at else [])]))


def _references(
    storyboard: Storyboard, scene: Scene, shot: Shot, facts: Mapping[str, ClipFacts]
) -> tuple[SegmentInput, ...]:
    """The shot's own reference pictures, then one of everybody and everything in it, then their further ones."""
    groups: list[list[SegmentInput]] = [[_file("reference", text, facts)] for text in shot.reference]
    for name in _named(scene, shot):
        member = storyboard.cast.get(name) or storyboard.props.get(name) or storyboard.places.get(name)
        groups.append([_file("reference", text, facts, name) for text in (member.reference if member else ())])
    return tuple(one for row in zip_longest(*groups) for one in row if one)


def _file(role: Role, text: str, facts: Mapping[str, ClipFacts], about: str = "") -> SegmentInput:
    return SegmentInput(role, asset=text, digest=facts[text].digest if text in facts else None, about=about)


def _fewer(
    kind: Kind, base: Sequence[SegmentInput], references: Sequence[SegmentInput], way: ContinuingWay = ""
) -> Iterator[Ask]:
    """The request with all references, then with fewer and fewer."""
    for count in range(len(references), -1, -1):
        plain: Kind = "text" if kind == "references" and not count else kind
        sent = (*base, *references[:count])
        yield Ask(plain, sent, way, (*_taken(references[:count]), *_left_out(references, count)))


def _taken(references: Sequence[SegmentInput]) -> tuple[str, ...]:
    if not references:
        return ()
    owners = list(dict.fromkeys(f"@{one.about}'s" if one.about else "its own" for one in references))
    return (f"takes {' and '.join(owners)} reference{'s' if len(references) > 1 else ''}",)


def _left_out(references: Sequence[SegmentInput], sent: int) -> tuple[str, ...]:
    left = [one.asset or "" for one in references[sent:]]
    if not left:
        return ()
    return (f"no model on its route takes {', '.join(left)} {'besides' if sent else 'with that'}, so it is not sent",)


def _heard(
    storyboard: Storyboard,
    scene: Scene,
    shot: Shot,
    references: Sequence[SegmentInput],
    facts: Mapping[str, ClipFacts],
) -> Iterator[Ask]:
    """Somebody who speaks, or a picture that follows a sound."""
    audio = _sound(storyboard, scene, shot, facts)
    if shot.avatar:
        portrait = next((one for one in references if one.about == shot.avatar), None)
        shown = [_file("portrait", portrait.asset, facts, shot.avatar)] if portrait and portrait.asset else []
        member = storyboard.cast.get(shot.avatar)
        own = member.avatar.told(storyboard.language) if member and member.avatar else {}
        yield Ask("avatar", (*shown, audio), own=own)
        return
    first = [_file("first frame", shot.first_frame, facts)] if shot.first_frame else []
    yield from _fewer("audio", [*first, audio], references)


def _sound(storyboard: Storyboard, scene: Scene, shot: Shot, facts: Mapping[str, ClipFacts]) -> SegmentInput:
    """The sound that goes along: a file that is there, or speech by what it will be known by. What a voice says is
    known by more once it has its place (`hearing`)."""
    said, driver = scene.narration, shot.driven_by
    if driver == "music" and storyboard.music:
        return _file("audio", storyboard.music.file, facts)
    if driver and driver not in ("narration", "music"):
        return _file("audio", driver, facts)
    heard = words_given(scene, shot)
    if said and said.file and not heard:
        return _file("audio", said.file, facts, "narration")
    keys = [speaker_of(storyboard, who).key(text) for text, who in heard]
    if said and said.cues and not shot.says:  # each at its own time
        times = [[cue.at, cue.length] for cue in said.cues]
        return SegmentInput("audio", digest=digest_of(["cues", keys, times]), about="speech")
    return SegmentInput("audio", digest=keys[0] if len(keys) == 1 else digest_of(["lines", keys]), about="speech")

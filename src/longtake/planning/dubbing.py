"""A film in its other languages: what is said there, fitted to the pictures as they are.

Pictures are planned for the film's own language, and may be bought. So a line of another language begins where its
original does, pauses after it are used up, and what is still too long is heard a little faster, its pitch kept; what is
shorter is heard a little slower, to end with its original. What does not fit then is told, for longer shots are the
author's to pay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from longtake.media import SAMPLE_RATE, Beats, ClipFacts, FrameRate, Sample, SoundMeasures, round_half_up
from longtake.planning.handles import brief
from longtake.planning.hearing import Spoken
from longtake.planning.material import Material
from longtake.planning.music import sound_samples
from longtake.planning.narration import BREATH
from longtake.planning.placing import Beginnings, beginnings_of, speech_cues
from longtake.planning.plan import Notice, PlannedScene, PlannedShot
from longtake.planning.planned_sound import PlannedDub, PlannedSpeech, SoundCue
from longtake.planning.routing import Limits
from longtake.planning.segment import Segment
from longtake.planning.soundtrack import soundtrack_of
from longtake.planning.speeches import speeches_of, wrong_voices
from longtake.planning.timings import Timings
from longtake.storyboard import Remark, Storyboard, scene_name
from longtake.storyboard.dubs import dub_languages, in_language, shot_in_language
from longtake.storyboard.marks import plain_words
from longtake.storyboard.stages import Stage
from longtake.storyboard.translations import Translations

__all__ = ["FASTEST", "SLOWEST", "Dubbing", "wrong_dub_voices"]

SLOWEST, FASTEST = Fraction(90, 100), Fraction(115, 100)
"""Times its own speed at which a line of another language is heard at least and at most."""

_NEARLY = 97  # per cent of its original: a line that lasts as long as that ends with it
_BREATH = round_half_up(BREATH * SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class _Line:
    """Something that is said, in samples. text: "" of a recording without words; is_sure: whether its length is
    measured."""

    about: str
    start: int
    samples: int
    text: str
    is_sure: bool


_Fitted = tuple[tuple[PlannedSpeech, ...], dict[str, SoundCue], list[tuple[Remark, bool]]]
"""What voices say in a language, its recordings by the name of their scene, and remarks, with whether each is sure."""


@dataclass(frozen=True, slots=True)
class Dubbing:
    """What every language of a film shares. materials, lengths: the shots, and the visible frames of each; sounding: of
    those whose takes bring their lines along; scenes: as they are planned; speech: of the film's own language, in its
    places; segments: what is bought, as far as that is known; shown: the language that the pictures are in, "" for the
    film's own."""

    storyboard: Storyboard
    materials: tuple[Material, ...]
    lengths: tuple[int, ...]
    sounding: Collection[str]
    scenes: tuple[PlannedScene, ...]
    facts: Mapping[str, ClipFacts]
    limits: Limits
    stage: Stage
    timings: Timings
    rate: FrameRate
    speech: tuple[PlannedSpeech, ...]
    segments: Mapping[int, Segment] = field(default_factory=dict)
    shown: str = ""

    def dubs(
        self,
        translations: Translations,
        shots: Sequence[PlannedShot],
        measures: Mapping[str, SoundMeasures],
        beats: Mapping[str, Beats],
    ) -> tuple[tuple[PlannedDub, ...], list[Notice], list[Remark]]:
        """The film in each language; what a person should know of it; what cannot be honoured."""
        dubs, notices, wrong = list[PlannedDub](), list[Notice](), list[Remark]()
        for language in dub_languages(self.storyboard):
            said, materials, (speech, recorded, remarks) = self._in(language, translations.get(language, {}))
            wrong += [remark for remark, is_sure in remarks if is_sure]
            notices += [
                Notice(f"sound in {language}", "; ".join([remark.message, *remark.advice]))
                for remark, is_sure in remarks
                if not is_sure
            ]
            notices += self._kept(language)
            narration = (*self._heard(said, speech), *recorded.values())
            heard = self.facts, self.rate, measures, beats
            sound = soundtrack_of(said, narration, self.scenes, shots, materials, *heard)
            dubs.append(PlannedDub(language, speech, sound.cues, sound.native))
        if self.shown:
            notices += self._kept(self.storyboard.language)
        return tuple(dubs), notices, wrong

    def spoken_in(self, language: str, texts: Mapping[str, str]) -> Spoken:
        """What is said in a language, fitted, for lips to move to. What cannot be honoured of it is told by `dubs`."""
        _, _, (speech, recorded, _) = self._in(language, texts)
        return Spoken(speech, recorded)

    def _in(self, language: str, texts: Mapping[str, str]) -> tuple[Storyboard, tuple[Material, ...], _Fitted]:
        said = in_language(self.storyboard, language, texts)
        materials = tuple(replace(one, shot=shot_in_language(one.shot, texts)) for one in self.materials)
        return said, materials, self._said(said, materials, language)

    @property
    def _frames(self) -> int:
        return sum(self.lengths)

    @property
    def _beginnings(self) -> Beginnings:
        return beginnings_of(self.storyboard, self.materials, self.lengths, self.rate)

    def _said(self, said: Storyboard, materials: tuple[Material, ...], language: str) -> _Fitted:
        """What voices and what recordings say in a language, fitted; remarks, and whether each is sure."""
        begun, sounding = self._beginnings, self.sounding
        planned, wrong = speeches_of(said, materials, self.limits, self.stage, self.timings, sounding, begun.samples)
        wrong = [_of_dub(remark, language) for remark in wrong]
        wrong += () if wrong else self._unsaid(said, planned, language, begun)
        pieces = _as_original([one for one in planned if one.start is not None], self.speech)
        recorded = list(self._recorded(said))
        lines = [*map(_spoken, pieces), *recorded]
        tempos, over = _tempos(lines, self._original, self.rate.samples(self._frames))
        remarks = [(remark, True) for remark in wrong]
        is_timed = not any(one.is_estimated for one in self.speech)  # or the pictures may last longer yet
        remarks += [(_too_long(line, language, by, begun), line.is_sure and is_timed) for line, by in over]
        fitted = tuple(replace(one, tempo=tempos.get(at)) for at, one in enumerate(pieces))
        last = self.rate.samples(self._frames)
        told = enumerate(recorded, len(pieces))
        cues = {line.about: self._cue(said, line, tempos.get(at), last) for at, line in told}
        return _in_turn(fitted), cues, remarks

    @property
    def _original(self) -> dict[int, int]:
        """How many samples the film's own language takes for what begins at each film sample."""
        lines = [*(_spoken(one) for one in self.speech if one.start is not None), *self._recorded(self.storyboard)]
        lengths: dict[int, int] = {}
        for line in lines:
            lengths[line.start] = lengths.get(line.start, 0) + line.samples
        return lengths

    def _kept(self, language: str) -> Iterator[Notice]:
        """What stays in the film's own language, for it is in a take."""
        own = self.storyboard.language
        for number, material in enumerate(self.materials):
            segment, lips = self.segments.get(number), self.shown or own
            if segment and material.shot.follows_speech:
                if language != lips:
                    message = f"lips move to the words in {lips}, and those in {language} are heard"
                    yield Notice(material.name, message)
            elif segment and segment.audio and material.shot.says and language != own:
                message = f"its lines are in its take, in {own}; for {language}, captions translate them"
                yield Notice(material.name, message)

    def _heard(self, said: Storyboard, speech: Sequence[PlannedSpeech]) -> tuple[SoundCue, ...]:
        length = self.rate.samples(self._frames)
        within = [one for one in speech if (one.start or 0) < length]  # the others were told to be too long
        return speech_cues(within, self._gains(said), self._frames, self.rate)

    def _gains(self, said: Storyboard) -> dict[str, Fraction]:
        named = enumerate(said.scenes)
        return {scene_name(at, one.id): one.narration.level for at, one in named if one.narration}

    def _recorded(self, said: Storyboard) -> Iterator[_Line]:
        for scene, planned in zip(said.scenes, self.scenes, strict=True):
            if scene.narration and scene.narration.file:
                samples = sound_samples(self.facts[scene.narration.file])
                start = self.rate.samples(planned.start)
                yield _Line(planned.name, start, samples, scene.narration.text, is_sure=True)

    def _cue(self, said: Storyboard, line: _Line, tempo: Fraction | None, last: int) -> SoundCue:
        narration = next(
            scene.narration
            for scene, planned in zip(said.scenes, self.scenes, strict=True)
            if planned.name == line.about and scene.narration
        )
        file = narration.file or ""
        samples = min(round_half_up(line.samples / (tempo or Fraction(1))), last - line.start)
        digest, start = self.facts[file].digest, Sample(line.start)
        return SoundCue("narration", file, digest, start, samples, narration.level, 0, 0, tempo=tempo)

    def _unsaid(
        self, said: Storyboard, planned: Sequence[PlannedSpeech], language: str, begun: Beginnings
    ) -> Iterator[Remark]:
        """Where somebody speaks in the film's own language, and nobody in this one."""
        own = {one.about for one in self.speech if one.start is not None} | _recorded_scenes(self.storyboard)
        heard = {one.about for one in planned if one.start is not None} | _recorded_scenes(said)
        for about in sorted(own - heard, key=lambda name: begun.samples[name]):
            ways = [f"name a voice: narrator: {{voices: {{{language}: …}}}}"]
            if begun.paths[about][-1] == "narration":
                ways.append(f"or a recording: files: {{{language}: …}}")
            yield Remark(begun.paths[about], f"nobody says the words of {about} in {language}", tuple(ways))


def wrong_dub_voices(storyboard: Storyboard) -> Iterator[Remark]:
    """Voices of other languages that nobody knows, or that do not speak them."""
    for language in dub_languages(storyboard):
        yield from (_of_dub(remark, language) for remark in wrong_voices(in_language(storyboard, language, {})))


def _of_dub(remark: Remark, language: str) -> Remark:
    """What is wrong with a voice, where it stands for a language."""
    if remark.path[-1] != "voice":
        return remark
    message = remark.message.replace("the storyboard's language is", "this is for")
    message = message.replace("the storyboard's language, ", "")
    advice = tuple(way for way in remark.advice if not way.startswith("or write language"))
    return Remark((*remark.path[:-1], "voices", language), message, advice)


def _recorded_scenes(storyboard: Storyboard) -> set[str]:
    scenes = enumerate(storyboard.scenes)
    return {scene_name(at, one.id) for at, one in scenes if one.narration and one.narration.file}


def _as_original(pieces: Sequence[PlannedSpeech], originals: Sequence[PlannedSpeech]) -> list[PlannedSpeech]:
    """Each piece where the same one of the film's own language begins; those without one where they would."""
    starts: dict[str, list[Sample]] = {}
    for one in originals:
        if one.start is not None:
            starts.setdefault(one.about, []).append(one.start)
    queues = {about: iter(found) for about, found in starts.items()}
    return [replace(one, start=next(queues.get(one.about, iter(())), one.start)) for one in pieces]


def _spoken(piece: PlannedSpeech) -> _Line:
    samples = round_half_up(piece.seconds * SAMPLE_RATE)
    return _Line(piece.about, piece.start or 0, samples, plain_words(piece.text), not piece.is_estimated)


def _tempos(
    lines: Sequence[_Line], original: Mapping[int, int], length: int
) -> tuple[dict[int, Fraction], list[tuple[_Line, Fraction]]]:
    """How fast each line is heard, by its number, where it is not at its own speed; and the lines that do not fit even
    so, each with the seconds that are too much. Lines that begin together follow each other. A shorter line than its
    original is heard slower, to end with it. original: lengths by where they begin; length: of the film."""
    groups: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(line.start, []).append(number)
    starts = sorted(groups)
    tempos, over = dict[int, Fraction](), list[tuple[_Line, Fraction]]()
    for start, after in zip(starts, [*starts[1:], length + _BREATH], strict=True):
        numbers = groups[start]
        said = sum(lines[number].samples for number in numbers)
        room = after - start - _BREATH * len(numbers)
        if said <= room:
            if (slower := _slower(said, min(room, original.get(start, 0)))) < 1:
                tempos |= dict.fromkeys(numbers, slower)
            continue
        tempo = min(FASTEST, Fraction(ceil(Fraction(100 * said, room)), 100)) if room > 0 else FASTEST
        tempos |= dict.fromkeys(numbers, tempo)
        if said / tempo > room + len(numbers):
            over.append((lines[numbers[-1]], (said / tempo - room) / SAMPLE_RATE))
    return tempos, over


def _slower(said: int, lasts: int) -> Fraction:
    """How slowly words are heard so that they last that long, within what nobody minds; 1 where they nearly do."""
    if said * 100 >= lasts * _NEARLY:
        return Fraction(1)
    return max(SLOWEST, Fraction(ceil(Fraction(100 * said, lasts)), 100))


def _too_long(line: _Line, language: str, by: Fraction, begun: Beginnings) -> Remark:
    lasts = brief(Fraction(line.samples, SAMPLE_RATE))
    how = "measured" if line.is_sure else "estimated"
    text = f": “{line.text[:40]}{'…' if len(line.text) > 40 else ''}”" if line.text else ""
    message = f"what is said in {line.about} in {language} lasts {lasts} ({how}) and is {brief(by)} too long for its"
    message = f"{message} pictures even at {float(FASTEST):g} times its speed{text}"
    advice = ("translate it with fewer words", f"or make its shots {brief(by)} longer, in every language")
    return Remark(begun.paths[line.about], message, advice)


def _in_turn(pieces: Sequence[PlannedSpeech]) -> tuple[PlannedSpeech, ...]:
    """None before the one before it is over and a breath is taken."""
    free, placed = 0, list[PlannedSpeech]()
    for piece in sorted(pieces, key=lambda one: one.start or 0):
        start = max(piece.start or 0, free)
        placed.append(replace(piece, start=Sample(start)))
        free = start + round_half_up(piece.heard * SAMPLE_RATE) + _BREATH
    return tuple(placed)

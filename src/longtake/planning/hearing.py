"""Which part of a sound a take is made from, to the sample: what is heard while it is seen, its handles included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import accumulate

from longtake.media import SAMPLE_RATE, Sample, digest_of, round_half_up
from longtake.planning.handles import brief
from longtake.planning.material import Material, members_of
from longtake.planning.planned_sound import PlannedSpeech, SoundCue
from longtake.planning.purchases import Market, Purchase
from longtake.planning.segment import HeardLine, SegmentInput
from longtake.planning.timing import Timing
from longtake.storyboard import Remark, scene_name

__all__ = ["Spoken", "heard"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said in a film, in its place. pieces: by voices; recordings: that are heard instead of the author's own,
    by the name of their scene, where the film is shown in another language."""

    pieces: tuple[PlannedSpeech, ...] = ()
    recordings: Mapping[str, SoundCue] = field(default_factory=dict)


_NOTHING = Spoken()


@dataclass(frozen=True, slots=True)
class _Track:
    """A sound as it lies in the film. begins: the film sample that it begins at; seconds: how long it lasts, None where
    the shot lasts as long as it does; is_measured: whether that is more than an estimate; said: the pieces of speech
    that it is, where voices say it; recording: that is heard instead of the author's own."""

    name: str
    begins: int
    seconds: Fraction | None = None
    is_measured: bool = True
    said: tuple[PlannedSpeech, ...] = ()
    recording: SoundCue | None = None

    @property
    def samples(self) -> int | None:
        return None if self.seconds is None else round_half_up(self.seconds * SAMPLE_RATE)


def heard(
    market: Market,
    materials: Sequence[Material],
    timing: Timing,
    found: Mapping[int, Purchase],
    said: Spoken = _NOTHING,
) -> tuple[dict[int, Purchase], list[Remark]]:
    """The purchases, those made from a sound with the part of it that is theirs; and a remark for each whose sound is
    over before it begins."""
    starts = list(accumulate((len(visible) for _, visible in timing.ranges), initial=0))
    purchases, remarks = dict(found), list[Remark]()
    for number, bought in found.items():
        if not bought.ask.counts.get("audio"):
            continue
        track = _spoken(market, materials[number], said) or _track(market, materials, timing, starts, number)
        part = _part(market, track, starts[number], timing.edges[number].tail, bought)
        if track.samples is not None and part.start is not None and part.start >= track.samples and track.is_measured:
            remarks.append(_silence(market, materials[number], track, starts[number]))
        purchases[number] = _hearing(bought, part, track)
    return purchases, remarks


def _track(market: Market, materials: Sequence[Material], timing: Timing, starts: Sequence[int], number: int) -> _Track:
    """What the shot is made from: music lies under the whole film, narration under its scene, all else under the
    shot."""
    material, music = materials[number], market.storyboard.music
    shot, driver = material.shot, material.shot.driven_by
    if driver == "music" and music:
        return _Track("the music", 0, _length(market, music.file))
    if driver and driver != "narration":
        return _Track(driver, market.rate.samples(starts[number]), _length(market, driver))
    speech = timing.speeches[material.scene]
    if shot.says or speech is None:
        return _Track("its lines", market.rate.samples(starts[number]))
    begins = market.rate.samples(starts[members_of(materials, material.scene).start])
    return _Track("the narration", begins, speech.seconds, speech.is_measured)


def _spoken(market: Market, material: Material, said: Spoken) -> _Track | None:
    """What voices say of which the shot is made, or the recording in its place; None where there is neither."""
    shot = material.shot
    if not shot.follows_speech:
        return None
    about = material.name if shot.says else scene_name(material.scene, market.storyboard.scenes[material.scene].id)
    if (cue := said.recordings.get(about)) is not None:
        return _Track("the narration", cue.start, Fraction(cue.samples, SAMPLE_RATE), recording=cue)
    lines = tuple(sorted((one for one in said.pieces if one.about == about), key=lambda one: one.start or 0))
    if not lines:
        return None
    begins = lines[0].start or 0
    ends = max(Fraction((one.start or 0) - begins, SAMPLE_RATE) + one.heard for one in lines)
    is_measured = not any(one.is_estimated for one in lines)
    return _Track("its lines" if shot.says else "the narration", begins, ends, is_measured, lines)


def _length(market: Market, asset: str) -> Fraction | None:
    facts = market.facts.get(asset)
    return facts.sound.seconds if facts and facts.sound else None


def _part(market: Market, track: _Track, start: int, tail: int, bought: Purchase) -> SegmentInput:
    """The sound that goes along, with its part. start: the film frame that the shot begins at; its take begins a handle
    earlier, and so before the sound where nothing is heard there yet."""
    (sound,) = (one for one in bought.ask.inputs if one.role == "audio")
    if cue := track.recording:
        sound = replace(sound, asset=cue.asset, digest=cue.digest, tempo=cue.tempo)
    first = start - bought.visible.start
    begins = market.rate.samples(first) - track.begins
    margin = market.margin if track.said else 0
    seen = min(bought.take_frames, bought.visible.end + tail + margin)
    ends = market.rate.samples(first + seen) - track.begins
    is_cut = track.samples is not None and begins < track.samples and ends < track.samples
    part = replace(sound, start=Sample(begins) if begins else None, samples=ends - begins if is_cut else None)
    return _of_lines(part, track, begins, ends) if track.said else part


def _of_lines(part: SegmentInput, track: _Track, begins: int, ends: int) -> SegmentInput:
    """The part as the lines that are heard in it, known by their orders and where they lie: an edit of another line is
    none of it. Counted from the first of them."""
    spans = [(at := (one.start or 0) - track.begins, at + _samples(one)) for one in track.said]
    lying = list(zip(track.said, spans, strict=True))
    heard = [one for one, (at, end) in lying if at < ends and end > begins] or list(track.said[:1])
    is_cut = ends < max(end for one, (_, end) in lying if one in heard)
    origin = heard[0].start or 0
    lines = tuple(HeardLine(one.asset, Sample((one.start or 0) - origin), one.tempo) for one in heard)
    placed = [
        [one.order, line.at, *([line.tempo] if line.tempo else [])] for one, line in zip(heard, lines, strict=True)
    ]
    is_plain = len(heard) == 1 and heard[0].tempo is None
    digest = heard[0].order if is_plain else digest_of(["lines", placed])
    start = begins + track.begins - origin
    samples = ends - begins if is_cut else None
    return replace(part, digest=digest, lines=lines, start=Sample(start) if start else None, samples=samples)


def _samples(one: PlannedSpeech) -> int:
    return round_half_up(one.heard * SAMPLE_RATE)


def _hearing(bought: Purchase, part: SegmentInput, track: _Track) -> Purchase:
    if part == next(one for one in bought.ask.inputs if one.role == "audio"):
        return bought
    inputs = tuple(part if one.role == "audio" else one for one in bought.ask.inputs)
    notes = (*bought.notes, f"made from {track.name}, {part.window}") if part.window else bought.notes
    return replace(bought, ask=replace(bought.ask, inputs=inputs), notes=notes)


def _silence(market: Market, material: Material, track: _Track, start: int) -> Remark:
    since = Fraction(market.rate.samples(start) - track.begins, SAMPLE_RATE)
    ends, begins = brief(track.seconds or Fraction(0)), brief(since)
    message = f"shot {material.name} is made from {track.name}, which is over after {ends}; the shot begins at {begins}"
    advice = ("let it begin earlier", "give it words of its own: says: …", "or a sound: driven_by: …")
    return Remark(material.path, message, advice)

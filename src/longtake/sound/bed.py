"""From the edit to the mix: where each clip's own sound stands on the sample clock, beside narration and music.

A clip's sound goes with its pictures, handles under a dissolve included: there the two sounds cross at equal power.
Where a join says so, both change over before or after the pictures do (J and L cuts). At a cut between two clips that
both sound they cross over 5 ms, and where the same sound goes on over it, evenly, as if nothing was there. At every
other edge, of narration and music too, a fade of 5 ms keeps the wave from stepping.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from longtake.errors import Finding
from longtake.media import SAMPLE_RATE, GainPoint, SampleRange, SoundFacts, round_half_up
from longtake.sound.cue import Fade, Mix, Shape, SoundCue, SoundSource
from longtake.timeline import CUT, Clip, Join, Timeline

__all__ = ["Bed", "NativeSound", "build_mix", "notices_of"]

_DECLICK = SAMPLE_RATE * 5 // 1000
_LAP = _DECLICK // 2  # how far a sound reaches over a cut


@dataclass(frozen=True, slots=True)
class NativeSound:
    """The sound in a clip's own file. lag: samples, as heard, by which it begins after the first picture, below 0 if
    before."""

    source: SoundSource
    lag: int = 0
    gain_millibels: int = 0

    @classmethod
    def of(cls, source: SoundSource, facts: SoundFacts, gain_millibels: int = 0) -> NativeSound:
        return cls(source, round_half_up(facts.start * SAMPLE_RATE / source.tempo), gain_millibels)


@dataclass(frozen=True, slots=True)
class Bed:
    """What the mix is built from. native: one entry a clip of the timeline, None where the clip is silent or off;
    cues: narration and music, placed already; curve: gain of the clips' own sound at film samples; room_tone: whether
    clips whose sound is too short go on with tone made of it."""

    timeline: Timeline
    native: tuple[NativeSound | None, ...]
    cues: tuple[SoundCue, ...] = ()
    curve: tuple[GainPoint, ...] = ()
    room_tone: bool = False

    @property
    def samples(self) -> int:
        return self.timeline.rate.samples(self.timeline.frames)

    @property
    def places(self) -> tuple[_Place, ...]:
        joins = (CUT, *self.timeline.joins, CUT)
        lines = zip(self.timeline.clips, self.timeline.starts, joins, joins[1:], self.native, strict=False)
        bare = [_Place(self.timeline, *line) for line in lines]
        around = zip([None, *bare], bare, [*bare[1:], None], strict=False)
        return tuple(replace(at, into=_crossing(before, at), out=_crossing(at, after)) for before, at, after in around)


def build_mix(bed: Bed) -> Mix:
    """Raises ValueError if a cue goes on after the film."""
    if len(bed.native) != len(bed.timeline.clips):
        raise ValueError(f"{len(bed.timeline.clips)} clips have as many native sounds or None, not {len(bed.native)}")
    native = [cue for place in bed.places if (cue := _native_cue(place))]
    if bed.room_tone:
        native += [cue for place in bed.places for cue in _tone_cues(place)]
    native = [replace(cue, curve=bed.curve) for cue in native]
    return Mix((*native, *map(_declicked, bed.cues)), bed.samples)


def notices_of(bed: Bed) -> tuple[Finding, ...]:
    """What is conformed and a person should know: sound that does not last as long as its picture."""
    return tuple(finding for place in bed.places if (finding := _gap(place, bed.room_tone)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A clip's pictures and sound in the film, between its joins, whose sound may lead or lag the pictures. into, out:
    how it crosses at a cut with the sound of the clip before and after; None where it does not."""

    timeline: Timeline
    clip: Clip
    start: int
    lead: Join
    trail: Join
    native: NativeSound | None
    into: Shape | None = None
    out: Shape | None = None

    def at(self, frame: int) -> int:
        return self.timeline.rate.samples(frame)

    @property
    def shown(self) -> SampleRange:
        """Film samples at which the clip is to be heard, joins included: under its pictures, unless a sound leads, and
        a little more where it crosses at a cut."""
        start, end = self.start - self.lead.lead, self.start + len(self.clip.visible) - self.trail.lead
        first, last = self.at(start - self.lead.before), self.at(end + self.trail.after)
        return SampleRange(first - (_LAP if self.into else 0), last + (_LAP if self.out else 0))

    @property
    def alone_from(self) -> int:
        """The film sample at which the join before it is over."""
        return self.at(self.start - self.lead.lead + self.lead.after)

    @property
    def alone_until(self) -> int:
        """The film sample at which the join after it begins."""
        return self.at(self.start + len(self.clip.visible) - self.trail.lead - self.trail.before)

    def offset(self, native: NativeSound) -> int:
        """Source sample less film sample; the visible range's first frame is where they are tied together."""
        return self.at(self.clip.visible.start) - native.lag - self.at(self.start)

    def heard(self, native: NativeSound) -> SampleRange | None:
        """Film samples where the source has sound and the film shows its pictures."""
        offset = self.offset(native)
        start, end = max(self.shown.start, -offset), min(self.shown.end, native.source.samples - offset)
        return SampleRange(start, end) if start < end else None


def _native_cue(place: _Place) -> SoundCue | None:
    native = place.native
    heard = place.heard(native) if native else None
    if native is None or heard is None:
        return None
    return SoundCue(
        native.source,
        "native",
        heard.start,
        heard.start + place.offset(native),
        len(heard),
        native.gain_millibels,
        _fade(place.lead, place.alone_from - heard.start, len(heard), place.into),
        _fade(place.trail, heard.end - place.alone_until, len(heard), place.out),
    )


def _tone_cues(place: _Place) -> Iterator[SoundCue]:
    """Room tone where a clip's sound is not there yet, or over, for a frame or more; it crosses with the sound."""
    native, shown = place.native, place.shown
    if native is None:
        return
    heard = place.heard(native)
    middle = (heard.start, heard.end) if heard else (shown.end, shown.end)
    for start, end in ((shown.start, middle[0]), (middle[1], shown.end)):
        if end - start < place.at(1):
            continue
        first = max(shown.start, start - (_DECLICK if start != shown.start else 0))
        last = min(shown.end, end + (_DECLICK if end != shown.end else 0))
        samples = last - first
        source = replace(native.source, samples=samples, tone_of=native.source.samples, tempo=Fraction(1))
        fade = Fade(min(_DECLICK, samples), "equal-power")
        yield SoundCue(source, "native", first, 0, samples, native.gain_millibels, fade, fade)


def _crossing(before: _Place | None, after: _Place | None) -> Shape | None:
    """How two sounds cross at the cut between them; None where there is no cut, or one of them is silent."""
    if before is None or after is None or before.trail.frames or not (before.native and after.native):
        return None
    goes_on = before.native.source == after.native.source and before.offset(before.native) == after.offset(after.native)
    return "linear" if goes_on else "equal-power"


def _fade(join: Join, samples: int, room: int, crossing: Shape | None) -> Fade:
    """A fade over what is heard of a dissolve, or over the crossing at a cut; else just no click."""
    if crossing and samples >= 0:
        return Fade(min(samples + _LAP, room), crossing)
    if join.frames and samples > _DECLICK:
        return Fade(min(samples, room), "equal-power")
    return Fade(min(_DECLICK, room))


def _declicked(cue: SoundCue) -> SoundCue:
    """The cue with fades that are long enough to begin and end without a click (delivery rule A06)."""
    return replace(
        cue,
        fade_in=replace(cue.fade_in, samples=max(cue.fade_in.samples, min(_DECLICK, cue.samples))),
        fade_out=replace(cue.fade_out, samples=max(cue.fade_out.samples, min(_DECLICK, cue.samples))),
    )


def _gap(place: _Place, is_filled: bool) -> Finding | None:
    """Silence of a frame or more under pictures whose file has sound. is_filled: with room tone."""
    if place.native is None:
        return None
    heard = place.heard(place.native)
    silent = len(place.shown) - (len(heard) if heard else 0)
    if silent < place.at(1):
        return None
    name = place.native.source.name
    ends = "with room tone made of it" if is_filled else "in silence"
    return Finding(place.clip.shot, f"the sound of {name} leaves {_seconds(silent)} of its pictures {ends}")


def _seconds(samples: int) -> str:
    return f"{samples / SAMPLE_RATE:.2f} s"

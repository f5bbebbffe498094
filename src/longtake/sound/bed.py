"""From the edit to the mix: where each clip's own sound, the narration and the music stand on the sample clock.

A clip's sound goes with its pictures, handles under a dissolve included: there the two sounds cross at equal power. At
every other edge a fade of 5 ms keeps the wave from stepping.
"""

from __future__ import annotations

from dataclasses import dataclass

from longtake.errors import Finding, SoundError
from longtake.media import SAMPLE_RATE, SampleRange, SoundFacts, round_half_up
from longtake.sound.cue import Fade, Mix, SoundCue, SoundSource
from longtake.timeline import CUT, Clip, Join, Timeline

__all__ = ["Bed", "Music", "Narration", "NativeSound", "build_mix", "notices_of"]

_DECLICK = SAMPLE_RATE * 5 // 1000
_MUSIC_FADE = 2 * SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class NativeSound:
    """The sound in a clip's own file. lag: samples by which it begins after the first picture, below 0 if before."""

    source: SoundSource
    lag: int = 0
    gain_millibels: int = 0

    @classmethod
    def of(cls, source: SoundSource, facts: SoundFacts, gain_millibels: int = 0) -> NativeSound:
        return cls(source, round_half_up(facts.start * SAMPLE_RATE), gain_millibels)


@dataclass(frozen=True, slots=True)
class Narration:
    """A file that is heard whole from film sample `at`."""

    source: SoundSource
    at: int
    gain_millibels: int = 0


@dataclass(frozen=True, slots=True)
class Music:
    """A file that is heard once, from the film's start until one of them ends."""

    source: SoundSource
    gain_millibels: int = 0


@dataclass(frozen=True, slots=True)
class Bed:
    """What the mix is built from. native: one entry a clip of the timeline, None where the clip is silent or off."""

    timeline: Timeline
    native: tuple[NativeSound | None, ...]
    narration: tuple[Narration, ...] = ()
    music: Music | None = None

    @property
    def samples(self) -> int:
        return self.timeline.rate.samples(self.timeline.frames)

    @property
    def places(self) -> tuple[_Place, ...]:
        joins = (CUT, *self.timeline.joins, CUT)
        lines = zip(self.timeline.clips, self.timeline.starts, joins, joins[1:], self.native, strict=False)
        return tuple(_Place(self.timeline, *line) for line in lines)


def build_mix(bed: Bed) -> Mix:
    """Raises SoundError if narration does not fit into the film."""
    if len(bed.native) != len(bed.timeline.clips):
        raise ValueError(f"{len(bed.timeline.clips)} clips have as many native sounds or None, not {len(bed.native)}")
    findings = [_late(narration, bed.samples) for narration in bed.narration if _end(narration) > bed.samples]
    if findings:
        raise SoundError.of(findings)
    native = [cue for place in bed.places if (cue := _native_cue(place))]
    narration = [_narration_cue(narration) for narration in bed.narration]
    music = [_music_cue(bed.music, bed.samples)] if bed.music else []
    return Mix((*native, *narration, *music), bed.samples)


def notices_of(bed: Bed) -> tuple[Finding, ...]:
    """What is conformed and a person should know: sound that does not last as long as its picture, or as the film."""
    found = [finding for place in bed.places if (finding := _gap(place))]
    if bed.music and bed.music.source.samples < bed.samples:
        found.append(
            Finding(
                bed.music.source.name,
                f"the music lasts {_seconds(bed.music.source.samples)} of the film's {_seconds(bed.samples)}: "
                "it is played once and fades out, then there is none",
                ("choose a longer file",),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    """A clip's pictures and sound in the film, between its joins."""

    timeline: Timeline
    clip: Clip
    start: int
    lead: Join
    trail: Join
    native: NativeSound | None

    def at(self, frame: int) -> int:
        return self.timeline.rate.samples(frame)

    @property
    def shown(self) -> SampleRange:
        """Film samples under the clip's pictures, joins included."""
        end = self.start + len(self.clip.visible)
        return SampleRange(self.at(self.start - self.lead.before), self.at(end + self.trail.after))

    @property
    def alone_from(self) -> int:
        """The film sample at which the join before it is over."""
        return self.at(self.start + self.lead.after)

    @property
    def alone_until(self) -> int:
        """The film sample at which the join after it begins."""
        return self.at(self.start + len(self.clip.visible) - self.trail.before)

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
        _fade(place.lead, place.alone_from - heard.start, len(heard)),
        _fade(place.trail, heard.end - place.alone_until, len(heard)),
    )


def _fade(join: Join, samples: int, room: int) -> Fade:
    """A fade over what is heard of a dissolve; where that is next to nothing, as at a cut, just no click."""
    if join.frames and samples > _DECLICK:
        return Fade(min(samples, room), "equal-power")
    return Fade(min(_DECLICK, room))


def _narration_cue(narration: Narration) -> SoundCue:
    source = narration.source
    fade = Fade(min(_DECLICK, source.samples))
    return SoundCue(source, "narration", narration.at, 0, source.samples, narration.gain_millibels, fade, fade)


def _music_cue(music: Music, film: int) -> SoundCue:
    length = min(music.source.samples, film)
    fade_in, fade_out = Fade(min(_DECLICK, length)), Fade(min(_MUSIC_FADE, length))
    return SoundCue(music.source, "music", 0, 0, length, music.gain_millibels, fade_in, fade_out)


def _end(narration: Narration) -> int:
    return narration.at + narration.source.samples


def _late(narration: Narration, film: int) -> Finding:
    return Finding(
        narration.source.name,
        f"the narration ends {_seconds(_end(narration) - film)} after the film",
        ("make its scene longer", "shorten the narration", "start it earlier"),
    )


def _gap(place: _Place) -> Finding | None:
    """Silence of a frame or more under pictures whose file has sound."""
    if place.native is None:
        return None
    heard = place.heard(place.native)
    silent = len(place.shown) - (len(heard) if heard else 0)
    if silent < place.at(1):
        return None
    name = place.native.source.name
    return Finding(place.clip.shot, f"the sound of {name} leaves {_seconds(silent)} of its pictures in silence")


def _seconds(samples: int) -> str:
    return f"{samples / SAMPLE_RATE:.2f} s"

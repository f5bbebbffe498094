"""All that is heard in a film, where it stands in the edit: the bed that its mix is built of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from longtake.media import ClipFacts
from longtake.pipeline.fitting import retime_of_take
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.tongues import sounds_of
from longtake.planning import PlannedShot
from longtake.planning import SoundCue as PlannedCue
from longtake.planning.planned_sound import PlannedDub
from longtake.sound import Bed, Fade, NativeSound, SoundCue, SoundSource
from longtake.timeline import Timeline

__all__ = ["bed_of", "dubbed_bed"]


def bed_of(planned: PlannedFilm, timeline: Timeline) -> Bed:
    """All that is heard in the film first, with its places. timeline: of that film. Raises MissingExtraError for room
    tone without pydub."""
    plan, heard = planned.plan, sounds_of(planned)[0]
    native = tuple(_native(shot, planned) for shot in plan.shots)
    if plan.room_tone:
        from longtake.sound.room_tone import check_room_tone

        check_room_tone()
    cues = tuple(_cue(cue, planned.facts) for cue in heard.cues)
    return Bed(timeline, native, cues, heard.native, plan.room_tone == "on")


def dubbed_bed(planned: PlannedFilm, bed: Bed, dub: PlannedDub) -> Bed:
    """All that is heard in a language. bed: in another."""
    return replace(bed, cues=tuple(_cue(cue, planned.facts) for cue in dub.cues), curve=dub.native)


def _native(shot: PlannedShot, planned: PlannedFilm) -> NativeSound | None:
    take = planned.takes.of(shot.key)
    facts = take.facts if take else planned.facts.get(shot.asset or "")
    if shot.sound is None or facts is None or facts.sound is None:
        return None
    retime = shot.retime
    if take is not None and facts.picture is not None:
        retime = retime_of_take(facts.picture, shot, planned.plan.rate)
    tempo = retime.pace.begin if retime else Fraction(1)  # over a ramp there is no sound
    source = SoundSource.of(facts.digest, facts.sound, shot.asset or shot.name, tempo)
    return NativeSound.of(source, facts.sound, _millibels(shot.sound))


def _cue(cue: PlannedCue, facts: Mapping[str, ClipFacts]) -> SoundCue:
    found = facts[cue.asset]
    assert found.sound is not None
    source = SoundSource.of(found.digest, found.sound, cue.asset, cue.tempo or Fraction(1))
    begin = cue.source_start or 0
    samples = min(cue.samples, source.samples - begin)
    fades = _fade(cue.fade_in, cue.cross_in, samples), _fade(cue.fade_out, cue.cross_out, samples)
    return SoundCue(source, cue.kind, cue.start, begin, samples, _millibels(cue.gain), *fades, cue.curve)


def _fade(samples: int, crossing: int | None, most: int) -> Fade:
    return Fade(min(crossing, most), "equal-power") if crossing else Fade(min(samples, most))


def _millibels(decibels: Fraction) -> int:
    return round(decibels * 100)

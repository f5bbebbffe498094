"""Sound that changes over before or after the pictures do: J and L cuts, on the sample clock."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sound import edit

from longtake.media import Digest
from longtake.sound import Bed, Fade, NativeSound, SoundCue, SoundSource, build_mix
from longtake.timeline import Join, Timeline, spans_of

FRAME = 2000  # samples of a frame at 24


def native(frames: int, name: str) -> NativeSound:
    return NativeSound(SoundSource(Digest(name), frames * FRAME, name))


def cues(timeline: Timeline) -> tuple[SoundCue, ...]:
    return build_mix(Bed(timeline, (native(100, "first"), native(100, "second")))).cues


def led(lead: int, frames: int = 0) -> Timeline:
    whole = edit([(10, 58), (20, 68)], [frames])
    return replace(whole, joins=(replace(whole.joins[0], lead=lead),))


@pytest.mark.parametrize("lead", [7, -7])
def test_both_sounds_change_over_where_the_join_says_as_they_do_at_a_cut(lead: int) -> None:
    (first, second), (before, after) = cues(led(0)), cues(led(lead))
    assert (before.at, before.end) == (first.at, first.end - lead * FRAME)
    assert (after.at, after.end) == (second.at - lead * FRAME, second.end)
    assert abs(before.end - (48 - lead) * FRAME) < FRAME
    assert (before.fade_out, after.fade_in) == (first.fade_out, second.fade_in)


def test_a_dissolve_that_leads_crosses_both_sounds_earlier_and_as_long() -> None:
    first, second = cues(led(5, frames=12))
    assert (second.at, first.end) == ((48 - 6 - 5) * FRAME, (48 + 6 - 5) * FRAME)
    assert first.fade_out == second.fade_in == Fade(12 * FRAME, "equal-power")


@given(lead=st.integers(-30, 30), frames=st.integers(0, 12))
def test_whatever_leads_sound_stays_in_step_with_its_pictures_and_pictures_stay(lead: int, frames: int) -> None:
    straight, moved = led(0, frames), led(lead, frames)
    for before, after in zip(cues(straight), cues(moved), strict=True):
        assert after.source_start - after.at == before.source_start - before.at
    assert [span.recipe for span in spans_of(moved)] == [span.recipe for span in spans_of(straight)]


def test_sound_that_is_not_there_is_not_led() -> None:
    """The second clip's file has no sound before its first visible picture."""
    timeline = replace(edit([(10, 58), (0, 48)], [0]), joins=(Join("cut", lead=6),))
    _, second = cues(timeline)
    assert (second.at, second.source_start) == (48 * FRAME, 0)

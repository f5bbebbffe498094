"""From the edit to cues: pure arithmetic on frames and samples."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sound import edit

from longtake.media import Digest, FrameRate, SoundFacts
from longtake.sound import Bed, Fade, Mix, NativeSound, SoundCue, SoundSource, build_mix, notices_of

FRAME = 2000  # samples of a frame at 24
DECLICK = Fade(240)
LAP = 120  # samples by which a sound may reach over a cut


def source(samples: int, name: str = "sound.wav") -> SoundSource:
    return SoundSource(Digest(name), samples, name)


def native(frames: int, lag: int = 0, name: str = "clip.mp4") -> NativeSound:
    return NativeSound(source(frames * FRAME, name), lag)


def test_sounds_of_two_clips_cross_over_5_ms_at_a_cut() -> None:
    mix = build_mix(Bed(edit([(10, 58), (5, 29)], [0]), (native(100), native(100, name="other.mp4"))))
    first, second = mix.cues
    assert (first.at, first.source_start, first.end) == (0, 10 * FRAME, 48 * FRAME + 120)
    assert (second.at, second.source_start, second.end) == (48 * FRAME - 120, 5 * FRAME - 120, 72 * FRAME)
    assert first.fade_out == second.fade_in == Fade(240, "equal-power")
    assert first.fade_in == second.fade_out == DECLICK
    assert mix.samples == 72 * FRAME


def test_a_sound_beside_a_silent_clip_fades_5_ms_at_the_cut() -> None:
    (cue,) = build_mix(Bed(edit([(10, 58), (5, 29)], [0]), (native(100), None))).cues
    assert (cue.end, cue.fade_out) == (48 * FRAME, DECLICK)


def test_a_sound_that_ends_with_its_picture_still_gives_way_at_the_cut() -> None:
    first, second = build_mix(Bed(edit([(10, 58), (0, 24)], [0]), (native(58), native(24, name="b.mp4")))).cues
    assert (first.end, first.fade_out) == (48 * FRAME, Fade(120, "equal-power"))
    assert (second.at, second.fade_in) == (48 * FRAME, Fade(120, "equal-power"))


def test_a_sound_that_goes_on_over_a_cut_is_as_loud_there_as_anywhere() -> None:
    first, second = build_mix(Bed(edit([(10, 58), (58, 90)], [0]), (native(100), native(100)))).cues
    assert first.fade_out == second.fade_in == Fade(240, "linear")
    assert first.source_start - first.at == second.source_start - second.at


def test_sound_crosses_at_equal_power_over_the_whole_dissolve() -> None:
    mix = build_mix(Bed(edit([(10, 58), (20, 44)], [11]), (native(100), native(100))))
    first, second = mix.cues
    dissolve = (43 * FRAME, 54 * FRAME)  # 5 frames before the cut at 48, 6 after
    assert (second.at, first.end) == dissolve
    assert second.source_start == 15 * FRAME
    assert first.fade_out == second.fade_in == Fade(11 * FRAME, "equal-power")


def test_a_clip_without_sound_leaves_its_neighbour_fading_alone() -> None:
    mix = build_mix(Bed(edit([(10, 58), (20, 44)], [12]), (None, native(100))))
    assert [cue.fade_in for cue in mix.cues] == [Fade(12 * FRAME, "equal-power")]


def test_sound_that_starts_late_is_placed_late() -> None:
    (cue,) = build_mix(Bed(edit([(0, 48)], []), (native(100, lag=777),))).cues
    assert (cue.at, cue.source_start, cue.end) == (777, 0, 48 * FRAME)


def test_sound_that_starts_early_loses_what_comes_before_the_picture() -> None:
    (cue,) = build_mix(Bed(edit([(0, 48)], []), (native(100, lag=-777),))).cues
    assert (cue.at, cue.source_start) == (0, 777)


def test_lag_is_the_start_of_the_facts_in_samples() -> None:
    facts = SoundFacts("aac", 44_100, 2, Fraction(-1, 90), 44_100)
    assert NativeSound.of(source(10), facts).lag == -533


def test_length_at_48_khz_is_rounded_from_exact_seconds() -> None:
    assert SoundSource.of(Digest("d"), SoundFacts("aac", 44_100, 2, Fraction(0), 1001), "a.mp4").samples == 1090


def test_sound_shorter_than_its_picture_fades_out_where_it_ends_and_is_told() -> None:
    bed = Bed(edit([(0, 48)], []), (native(30),))
    (cue,) = build_mix(bed).cues
    assert (cue.end, cue.fade_out) == (30 * FRAME, DECLICK)
    assert [str(finding) for finding in notices_of(bed)] == [
        "shot 0: the sound of clip.mp4 leaves 0.75 s of its pictures in silence"
    ]


def test_sound_that_ends_within_a_dissolve_fades_over_what_it_has() -> None:
    bed = Bed(edit([(0, 48), (20, 44)], [12]), (native(46), None))
    (cue,) = build_mix(bed).cues
    assert (cue.end, cue.fade_out) == (46 * FRAME, Fade(4 * FRAME, "equal-power"))


def test_sound_wholly_outside_the_visible_frames_makes_no_cue_but_a_notice() -> None:
    bed = Bed(edit([(50, 98)], []), (native(30),))
    assert build_mix(bed).cues == ()
    assert "2.00 s of its pictures in silence" in str(notices_of(bed)[0])


def test_sound_as_long_as_its_picture_to_less_than_a_frame_is_no_notice() -> None:
    sound = NativeSound(source(48 * FRAME - 500))
    assert notices_of(Bed(edit([(0, 48)], []), (sound,))) == ()


def test_narration_and_music_stand_where_they_were_put() -> None:
    spoken = SoundCue(source(5000), "narration", 1234, 0, 5000, -300)
    music = SoundCue(source(10_000_000), "music", 0, 0, 48 * FRAME, -2000, Fade(0), Fade(48_000))
    mix = build_mix(Bed(edit([(0, 48)], []), (None,), (spoken, music)))
    edges = [(cue.role, cue.at, cue.end, cue.fade_in, cue.fade_out) for cue in mix.cues]
    assert edges == [
        ("narration", 1234, 6234, Fade(240), Fade(240)),
        ("music", 0, 48 * FRAME, Fade(240), Fade(48_000)),
    ]


def test_a_cue_shorter_than_its_fades_fades_over_all_of_it() -> None:
    (cue,) = build_mix(Bed(edit([(0, 48)], []), (None,), (SoundCue(source(100), "narration", 0, 0, 100),))).cues
    assert (cue.fade_in, cue.fade_out) == (Fade(100), Fade(100))


def test_each_clip_needs_its_entry() -> None:
    with pytest.raises(ValueError, match="2 clips have as many native sounds"):
        build_mix(Bed(edit([(0, 48), (0, 48)], [0]), (None,)))


def test_a_cue_stays_within_its_source() -> None:
    with pytest.raises(ValueError, match=r"clip\.mp4 has 100 samples; 50 to 110 are asked of it"):
        SoundCue(source(100, "clip.mp4"), "native", 0, 50, 60)


def test_a_cue_stays_within_the_film() -> None:
    with pytest.raises(ValueError, match="ends at 160, after the film at 159"):
        Mix((SoundCue(source(100), "native", 100, 0, 60),), 159)


def test_an_hour_at_29_97_has_exact_totals_and_does_not_drift() -> None:
    rate = FrameRate(30_000, 1001)
    clips = 719  # of 150 frames, and one that makes it 107 892 frames: an hour less a frame's part
    timeline = edit([(31, 181)] * clips + [(31, 73)], [12] * clips, rate)
    mix = build_mix(Bed(timeline, tuple(NativeSound(source(400_000, str(n))) for n in range(clips + 1))))
    assert timeline.frames == 107_892
    assert mix.samples == 107_892 * 48_000 * 1001 // 30_000 == 172_799_827
    assert mix.cues[-1].end == mix.samples
    for number, cue in enumerate(mix.cues):
        shown_at = number * 150 - (6 if number else 0)  # where the incoming picture of the dissolve begins
        taken_at = 31 - (6 if number else 0)
        exact = Fraction(48_000 * 1001, 30_000)
        assert abs(cue.at - shown_at * exact) <= Fraction(1, 2)
        assert abs(cue.source_start - taken_at * exact) <= Fraction(3, 2)


@st.composite
def beds(draw: st.DrawFn) -> Bed:
    rate = draw(st.sampled_from([FrameRate(24), FrameRate(30_000, 1001), FrameRate(25), FrameRate(16)]))
    count = draw(st.integers(1, 5))
    starts = draw(st.lists(st.integers(20, 90), min_size=count, max_size=count))
    lengths = draw(st.lists(st.integers(40, 200), min_size=count, max_size=count))
    joins = draw(st.lists(st.integers(0, 38), min_size=count - 1, max_size=count - 1))
    sound = st.builds(NativeSound, st.builds(source, st.integers(1, 700_000)), st.integers(-90_000, 90_000))
    drawn = draw(st.lists(st.none() | sound, min_size=count, max_size=count))
    sounds = [replace(s, source=source(s.source.samples, f"{n}.mp4")) if s else None for n, s in enumerate(drawn)]
    return Bed(edit([(s, s + n) for s, n in zip(starts, lengths, strict=True)], joins, rate), tuple(sounds))


@given(beds())
def test_native_sound_keeps_its_distance_to_its_pictures(bed: Bed) -> None:
    rate, places = bed.timeline.rate, zip(bed.timeline.clips, bed.timeline.starts, bed.native, strict=True)
    wanted = {
        (rate.samples(clip.visible.start) - native.lag - rate.samples(start), native.source)
        for clip, start, native in places
        if native
    }
    assert {(cue.source_start - cue.at, cue.source) for cue in build_mix(bed).cues} <= wanted


@given(beds())
def test_sound_ends_where_its_pictures_or_its_source_end_or_just_over_a_cut(bed: Bed) -> None:
    at, joins = bed.timeline.rate.samples, bed.timeline.joins
    shown = {
        native.source: (at(start - lead), at(start + len(clip.visible) + trail))
        for clip, start, native, lead, trail in zip(
            bed.timeline.clips,
            bed.timeline.starts,
            bed.native,
            [0, *(join.before for join in joins)],
            [*(join.after for join in joins), 0],
            strict=True,
        )
        if native
    }
    for cue in build_mix(bed).cues:
        start, end = shown[cue.source]
        assert cue.at in (start, start - LAP) or (cue.at > start - LAP and cue.source_start == 0)
        whole = cue.source_start + cue.samples == cue.source.samples
        assert cue.end in (end, end + LAP) or (cue.end < end + LAP and whole)

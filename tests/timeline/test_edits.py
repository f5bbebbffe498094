"""An edit that cannot be is refused in words; one that can be says how long it is."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import pytest
from drawn_films import RATE, SIZE, source, timelines
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import TimelineError
from longtake.media import FrameRange, FrameRate, parse_seconds
from longtake.timeline import CUT, Clip, Join, Source, Timeline


def clip(shot: str, start: int, end: int, of: int) -> Clip:
    return Clip(shot, source(shot, of), FrameRange(start, end))


def edit(*clips: Clip, joins: tuple[Join, ...] = (), rate: FrameRate = RATE) -> Timeline:
    return Timeline(rate, SIZE, clips, joins)


def words_of(*clips: Clip, joins: tuple[Join, ...] = ()) -> list[str]:
    with pytest.raises(TimelineError) as refused:
        edit(*clips, joins=joins)
    return [str(finding) for finding in refused.value.findings]


@given(timelines())
def test_a_film_is_as_long_as_its_visible_frames_whatever_its_joins(timeline: Timeline) -> None:
    lengths = [len(clip.visible) for clip in timeline.clips]
    assert timeline.frames == sum(lengths)
    assert timeline.starts == tuple(accumulate(lengths[:-1], initial=0))


@given(st.integers(0, 10_000))
def test_a_join_stands_over_the_cut_half_before_and_half_after(frames: int) -> None:
    join = Join("dissolve", frames)
    assert join.before + join.after == frames
    assert 0 <= join.after - join.before <= 1


@pytest.mark.parametrize(("kind", "frames"), [("cut", 1), ("dissolve", -1), ("cut", -1)])
def test_a_join_of_a_length_that_its_kind_cannot_have_is_refused(kind: str, frames: int) -> None:
    with pytest.raises(ValueError, match=f"a {kind} has no {frames} frames"):
        Join(kind, frames)  # type: ignore[arg-type]


@given(st.text(), st.text(), st.integers(1, 100), st.integers(1, 100))
def test_a_source_is_known_by_its_pictures_and_not_by_its_name(one: str, other: str, first: int, second: int) -> None:
    assert Source("clip", "recipe", first, one).key == Source("clip", "recipe", second, other).key
    assert Source("clip", "recipe", first, one).key != Source("still", "recipe", first, one).key
    assert Source("clip", "recipe", first, one).key != Source("clip", "other", first, one).key


def test_a_film_without_shots_is_refused() -> None:
    assert words_of() == ["a film has at least one shot\n  add a shot or a clip"]


def test_clips_and_joins_that_do_not_match_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2 clips have 1 joins, not 0"):
        edit(clip("a", 0, 10, 10), clip("b", 0, 10, 10))


def test_frames_that_a_source_has_not_are_refused() -> None:
    assert words_of(clip("waking", 90, 110, 100)) == [
        "waking: frames 90 to 110 are asked of waking.mp4, which has 100\n  trim to what is there"
    ]


def test_a_shot_that_shows_nothing_is_refused() -> None:
    assert words_of(clip("waking", 5, 5, 100)) == [
        "waking: frames 5 to 5 are asked of waking.mp4, which has 100\n  trim to what is there"
    ]


def test_a_dissolve_longer_than_the_handle_after_is_refused_with_the_longest_that_fits() -> None:
    clips = clip("a", 0, 95, 100), clip("b", 20, 100, 100)
    assert words_of(*clips, joins=(Join("dissolve", 24),)) == [
        "b: its dissolve of 1s needs 0.5s of handle after a, which has 0.2s there\n"
        "  trim the clip to leave handles · shorten: join: dissolve 0.41s · or: join: cut"
    ]


def test_a_dissolve_longer_than_the_handle_before_is_refused() -> None:
    clips = clip("a", 0, 50, 100), clip("b", 6, 100, 100)
    [words] = words_of(*clips, joins=(Join("dissolve", 24),))
    assert words.startswith("b: its dissolve of 1s needs 0.5s of handle before b, which has 0.25s there")


def test_without_any_handle_only_a_cut_is_offered() -> None:
    clips = clip("a", 0, 100, 100), clip("b", 20, 100, 100)
    [words] = words_of(*clips, joins=(Join("dissolve", 24),))
    assert words.endswith("\n  trim the clip to leave handles · or: join: cut")


@given(st.sampled_from([RATE, FrameRate(25), FrameRate(30000, 1001), FrameRate(60)]), st.data())
def test_the_shorter_dissolve_that_is_offered_can_be_had(rate: FrameRate, data: st.DataObject) -> None:
    tail, head = data.draw(st.integers(1, 30)), data.draw(st.integers(0, 30))
    clips = clip("a", 0, 500, 500 + tail), clip("b", head, 500, 500)
    frames = 1 + max(min(2 * tail, 2 * head + 1), data.draw(st.integers(1, 200)))
    with pytest.raises(TimelineError) as refused:
        edit(*clips, joins=(Join("dissolve", frames),), rate=rate)
    [offer] = {way for finding in refused.value.findings for way in finding.advice if way.startswith("shorten")}
    offered = rate.frames(parse_seconds(offer.removeprefix("shorten: join: dissolve ")))
    assert edit(*clips, joins=(Join("dissolve", offered),), rate=rate).frames == 1000 - head


def test_a_shot_too_short_for_the_joins_at_both_its_ends_is_refused() -> None:
    clips = clip("a", 0, 100, 200), clip("b", 50, 60, 200), clip("c", 50, 100, 200)
    assert words_of(*clips, joins=(Join("dissolve", 12), Join("dissolve", 12))) == [
        "b: its two joins take 12 frames, but it shows only 10\n"
        "  make the shot longer · shorten its joins · or: join: cut"
    ]


def test_all_problems_are_told_at_once_in_film_order() -> None:
    clips = clip("a", 0, 200, 100), clip("b", 0, 100, 100), clip("c", 0, 0, 10)
    words = words_of(*clips, joins=(CUT, Join("dissolve", 8)))
    assert [line.split(":")[0] for line in words][:2] == ["a", "c"]
    assert len(words) > 2


def test_seconds_are_never_told_as_floats() -> None:
    clips = clip("a", 0, 30_000, 60_000), clip("b", 0, 100, 100)
    [words] = words_of(
        *clips,
        joins=(Join("dissolve", int(150 * RATE.fraction)),),
    )[:1]
    assert "its dissolve of 150s needs 75s of handle before b, which has 0s there" in words
    assert RATE.seconds(3600) == Fraction(150)

"""Laws of spans: what they cover, how long they are, and what an edit leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_films import RATE, SIZE, film_of, naive_film, pictures_of, source, timelines
from hypothesis import example, given
from hypothesis import strategies as st

from longtake.media import Frame, FrameRange, FrameRate, digest_of
from longtake.timeline import CUT, SHORTEST_SPAN, Clip, Dissolve, Join, Run, Source, Span, Timeline, spans_of

CELL = RATE.cell_frames


def two_slivers() -> Timeline:
    """One cell between a sliver at the start of the film and a sliver at the first cut: both want it."""
    one, two = source("one", 200), source("two", 200)
    return Timeline(RATE, SIZE, (Clip("a", one, FrameRange(43, 97)), Clip("b", two, FrameRange(46, 144))), (CUT,))


@given(timelines())
@example(two_slivers())
def test_spans_show_what_the_edit_says_frame_by_frame(timeline: Timeline) -> None:
    assert film_of(spans_of(timeline)) == naive_film(timeline)


@given(timelines())
def test_spans_stand_end_to_end_over_the_whole_film(timeline: Timeline) -> None:
    spans = spans_of(timeline)
    ends = [span.start + span.frames for span in spans]
    assert [span.start for span in spans] == [0, *ends[:-1]]
    assert ends[-1] == timeline.frames


@given(timelines())
@example(two_slivers())
def test_no_span_is_longer_than_a_cell(timeline: Timeline) -> None:
    assert max(span.frames for span in spans_of(timeline)) <= timeline.rate.cell_frames


@given(timelines())
@example(two_slivers())
def test_no_span_is_shorter_than_twelve_frames_unless_the_film_is(timeline: Timeline) -> None:
    assert min(span.frames for span in spans_of(timeline)) >= min(SHORTEST_SPAN, timeline.frames)


@pytest.mark.parametrize("frames_a_second", range(1, 12))
@given(data=st.data())
def test_under_twelve_frames_a_second_no_span_is_shorter_than_half_a_cell(
    frames_a_second: int, data: st.DataObject
) -> None:
    timeline = data.draw(timelines(FrameRate(frames_a_second)))
    lengths = [span.frames for span in spans_of(timeline)]
    assert max(lengths) <= timeline.rate.cell_frames
    assert min(lengths) >= min(timeline.rate.cell_frames // 2, SHORTEST_SPAN, timeline.frames)


@given(timelines())
def test_a_frame_of_a_source_never_leaves_it(timeline: Timeline) -> None:
    lengths = {clip.source.key: clip.source.frames for clip in timeline.clips}
    for key, number, *rest in film_of(spans_of(timeline)):
        assert 0 <= number < lengths[key]
        assert not rest or 0 <= rest[1] < lengths[rest[0]]


@given(timelines(visible=(3 * 120, 500)))
def test_body_spans_are_whole_cells_at_fixed_multiples(timeline: Timeline) -> None:
    """Every cell of a take that its run holds whole is a span, but for one beside each gap that a sliver took."""
    cell = timeline.rate.cell_frames
    bodies = {
        (piece.source.key, piece.start)
        for span in spans_of(timeline)
        for piece in span.pieces
        if isinstance(piece, Run) and piece.frames == cell and piece.start % cell == 0
    }
    for clip, into, out in zip(timeline.clips, (CUT, *timeline.joins), (*timeline.joins, CUT), strict=True):
        first = -(-(clip.visible.start + into.after) // cell)
        last = (clip.visible.end - out.before) // cell
        whole = [(clip.source.key, number * cell) for number in range(first, last)]
        assert set(whole[1:-1]) <= bodies


@given(timelines())
def test_a_span_names_each_of_its_sources_once(timeline: Timeline) -> None:
    for span in spans_of(timeline):
        shown = [key for picture in pictures_of(span) for key in picture[0::2][: 2 if len(picture) > 2 else 1]]
        assert [source.key for source in span.sources] == list(dict.fromkeys(shown))


@given(timelines())
def test_equal_recipes_mean_equal_pictures(timeline: Timeline) -> None:
    shown: dict[str, object] = {}
    for span in spans_of(timeline):
        assert shown.setdefault(span.recipe, pictures_of(span)) == pictures_of(span)


@given(timelines())
def test_cutting_twice_gives_the_same_spans(timeline: Timeline) -> None:
    assert spans_of(timeline) == spans_of(timeline)


# What an edit leaves alone. Takes are long enough here that every shot has whole cells of its own.

long_films = timelines(RATE, shots=(2, 6), visible=(3 * CELL, 6 * CELL))


def made_anew(before: Timeline, after: Timeline) -> list[Span]:
    """The spans that the store would lack after the edit."""
    stored = {span.recipe for span in spans_of(before)}
    return [span for span in spans_of(after) if span.recipe not in stored]


def within(span: Span, timeline: Timeline, join: int) -> bool:
    """Whether a span lies at the join: no further from its cut than its half and two cells."""
    cut, reach = timeline.starts[join + 1], timeline.joins[join].frames + 2 * CELL
    return cut - reach <= span.start and span.start + span.frames <= cut + reach


def with_join(timeline: Timeline, at: int, join: Join) -> Timeline:
    return replace(timeline, joins=(*timeline.joins[:at], join, *timeline.joins[at + 1 :]))


@given(long_films, st.data())
def test_another_transition_makes_only_the_spans_of_its_join_anew(timeline: Timeline, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(timeline.joins) - 1))
    out, into = timeline.clips[at], timeline.clips[at + 1]
    frames = data.draw(st.integers(0, min(2 * out.tail, 2 * into.head, 48)))
    edited = with_join(timeline, at, Join("dissolve", frames) if frames else CUT)
    assert all(within(span, timeline, at) or within(span, edited, at) for span in made_anew(timeline, edited)), (
        "a span away from the join was made anew"
    )


@given(long_films, st.data())
def test_a_trim_makes_only_the_spans_of_that_join_anew(timeline: Timeline, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(timeline.joins) - 1))
    clip = timeline.clips[at]
    end = clip.visible.end - data.draw(st.integers(1, CELL))
    trimmed = replace(clip, visible=FrameRange(clip.visible.start, end))
    edited = replace(timeline, clips=(*timeline.clips[:at], trimmed, *timeline.clips[at + 1 :]))
    assert all(within(span, edited, at) for span in made_anew(timeline, edited))


@given(timelines(RATE, shots=(8, 12), visible=(24, 3 * CELL)), st.data())
def test_shots_too_short_for_cells_keep_an_edit_beside_its_join_too(timeline: Timeline, data: st.DataObject) -> None:
    at = data.draw(st.integers(2, len(timeline.joins) - 3))
    clip = timeline.clips[at]
    trimmed = replace(clip, visible=FrameRange(clip.visible.start, clip.visible.end - data.draw(st.integers(1, 12))))
    edited = replace(timeline, clips=(*timeline.clips[:at], trimmed, *timeline.clips[at + 1 :]))
    start, end = edited.starts[at - 1], edited.starts[at + 3]
    for span in made_anew(timeline, edited):
        assert start <= span.start
        assert span.start + span.frames <= end


@given(long_films, st.data())
def test_a_re_rolled_shot_makes_its_body_and_its_two_joins_anew(timeline: Timeline, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(timeline.clips) - 1))
    clip = timeline.clips[at]
    other = replace(clip, source=source("another take", clip.source.frames))
    edited = replace(timeline, clips=(*timeline.clips[:at], other, *timeline.clips[at + 1 :]))
    for span in made_anew(timeline, edited):
        joins = [join for join in (at - 1, at) if 0 <= join < len(timeline.joins)]
        assert other.source in span.sources or any(within(span, edited, join) for join in joins)


@given(long_films, st.data())
def test_a_shot_put_in_leaves_all_others_as_they_were(timeline: Timeline, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(timeline.joins) - 1))
    length = data.draw(st.integers(3 * CELL, 5 * CELL))
    new = Clip("new", source("new", length + 100), FrameRange(50, 50 + length))
    joins = (*timeline.joins[:at], CUT, CUT, *timeline.joins[at + 1 :])
    edited = Timeline(RATE, SIZE, (*timeline.clips[: at + 1], new, *timeline.clips[at + 1 :]), joins)
    for span in made_anew(timeline, edited):
        assert new.source in span.sources or within(span, edited, at) or within(span, edited, at + 1)


@given(long_films)
def test_moving_a_film_along_makes_nothing_anew(timeline: Timeline) -> None:
    """A shot at the start of the film moves all that follows."""
    title = Clip("title", source("title", 60), FrameRange(0, 60))
    edited = Timeline(RATE, SIZE, (title, *timeline.clips), (CUT, *timeline.joins))
    new = made_anew(timeline, edited)
    assert all(span.start + span.frames <= title.visible.end + 2 * CELL for span in new)


@given(long_films)
def test_names_are_no_part_of_a_recipe(timeline: Timeline) -> None:
    renamed = [replace(clip, shot="other", source=replace(clip.source, name="other")) for clip in timeline.clips]
    assert not made_anew(timeline, replace(timeline, clips=tuple(renamed)))


@given(timelines())
def test_a_flow_is_cut_as_a_dissolve_is_and_known_from_it(timeline: Timeline) -> None:
    joins = tuple(replace(join, kind="flow") if join.frames else join for join in timeline.joins)
    flowing, dissolving = spans_of(replace(timeline, joins=joins)), spans_of(timeline)
    assert film_of(flowing) == film_of(dissolving)
    for flow, span in zip(flowing, dissolving, strict=True):
        has_join = any(isinstance(piece, Dissolve) for piece in span.pieces)
        assert (flow.recipe != span.recipe) == flow.has_flow == has_join


def test_the_recipe_of_a_dissolve_stands() -> None:
    one, other = Source("test", "one", 100, "one"), Source("test", "other", 100, "other")
    dissolve = Span(Frame(0), (Dissolve(one, 60, other, 40, 12, 0, 12),))
    assert dissolve.recipe == digest_of([["dissolve", one.key, 60, other.key, 40, 12, 0, 12]])

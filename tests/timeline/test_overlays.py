"""Laws of overlays: what lies over which frame, and that nothing else of the film is made anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_films import RATE, SIZE, film_of, source, timelines
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import TimelineError
from longtake.media import FrameRange
from longtake.timeline import CUT, Clip, Overlay, Source, Span, Timeline, spans_of

STILL = source("logo", 1)


@st.composite
def placed(draw: st.DrawFn, timeline: Timeline, name: str = "") -> Overlay:
    """Any overlay that the film has room for: a still, or pictures of its own for each frame."""
    clip = draw(st.integers(0, len(timeline.clips) - 1))
    at = draw(st.integers(0, len(timeline.clips[clip].visible) - 1))
    frames = draw(st.integers(1, timeline.frames - timeline.starts[clip] - at))
    is_still = not name and draw(st.booleans())
    chosen = STILL if is_still else source(name or draw(st.sampled_from(["one", "other"])), 10_000)
    return Overlay(chosen, clip, at, frames)


@st.composite
def overlaid_films(draw: st.DrawFn) -> Timeline:
    timeline = draw(timelines())
    return replace(timeline, overlays=tuple(draw(st.lists(placed(timeline), max_size=4))))


Over = list[tuple[str, int]]
"""(source, frame) of everything over one frame of the film, in order."""


def over_of(spans: tuple[Span, ...]) -> list[Over]:
    """What lies over every frame of the film, as its spans say."""
    return [
        [(laid.source.key, laid.number(offset)) for laid in piece.over]
        for span in spans
        for piece in span.pieces
        for offset in range(piece.frames)
    ]


def naive_over(timeline: Timeline) -> list[Over]:
    film: list[Over] = [[] for _ in range(timeline.frames)]
    for overlay in timeline.overlays:
        for number in range(overlay.frames):
            shown = 0 if overlay.source is STILL else number
            film[timeline.starts[overlay.clip] + overlay.at + number].append((overlay.source.key, shown))
    return film


def bare(timeline: Timeline) -> Timeline:
    return replace(timeline, overlays=())


def edges(timeline: Timeline) -> list[tuple[int, int]]:
    return [(span.start, span.frames) for span in spans_of(timeline)]


def changed(before: Timeline, after: Timeline) -> list[bool]:
    """For each span of the film whether its recipe changed."""
    pairs = zip(spans_of(before), spans_of(after), strict=True)
    return [one.recipe != other.recipe for one, other in pairs]


def touched(timeline: Timeline, *overlays: Overlay) -> list[bool]:
    """For each span of the film whether one of the overlays lies over a frame of it."""
    shown = [where for where, _ in replace(timeline, overlays=overlays).overlaid]
    return [
        any(where.start < start + frames and where.end > start for where in shown) for start, frames in edges(timeline)
    ]


@given(overlaid_films())
def test_every_frame_has_over_it_what_the_edit_says_in_its_order(timeline: Timeline) -> None:
    assert over_of(spans_of(timeline)) == naive_over(timeline)


@given(overlaid_films())
def test_what_lies_over_the_film_changes_no_picture_and_no_edge_of_a_span(timeline: Timeline) -> None:
    assert edges(timeline) == edges(bare(timeline))
    assert film_of(spans_of(timeline)) == film_of(spans_of(bare(timeline)))


@given(timelines(), st.data())
def test_a_title_that_comes_or_goes_changes_the_spans_it_covers_and_no_others(
    timeline: Timeline, data: st.DataObject
) -> None:
    others = tuple(data.draw(st.lists(placed(timeline), max_size=2)))
    title = data.draw(placed(timeline, "title"))
    place = data.draw(st.integers(0, len(others)))
    without = replace(timeline, overlays=others)
    titled = replace(timeline, overlays=(*others[:place], title, *others[place:]))
    assert changed(without, titled) == touched(timeline, title)


@given(timelines(), st.data())
def test_another_text_changes_the_spans_it_covers_and_no_others(timeline: Timeline, data: st.DataObject) -> None:
    title = data.draw(placed(timeline, "title"))
    other = replace(title, source=source("another title", 10_000))
    titled, edited = (replace(timeline, overlays=(one,)) for one in (title, other))
    assert changed(titled, edited) == touched(timeline, title)


@given(timelines(), st.data())
def test_a_title_that_moves_changes_only_spans_that_it_left_or_came_to(timeline: Timeline, data: st.DataObject) -> None:
    title, moved = data.draw(placed(timeline, "title")), data.draw(placed(timeline, "title"))
    titled, edited = (replace(timeline, overlays=(one,)) for one in (title, moved))
    pairs = zip(changed(titled, edited), touched(timeline, title, moved), strict=True)
    assert all(may or not did for did, may in pairs)


@given(timelines(RATE, shots=(2, 5), visible=(150, 300)))
def test_a_still_over_the_whole_film_costs_an_edit_nothing(timeline: Timeline) -> None:
    """A watermark: a shot put in before all others makes no more spans anew than it does without one."""
    opening = Clip("opening", source("opening", 60), FrameRange(0, 60))
    longer = replace(timeline, clips=(opening, *timeline.clips), joins=(CUT, *timeline.joins))

    def made_anew(*films: Timeline) -> list[int]:
        before, after = (
            spans_of(replace(film, overlays=(Overlay(STILL, 0, 0, film.frames),) if marked else ())) for film in films
        )
        stored = {span.recipe for span in before}
        return [span.start for span in after if span.recipe not in stored]

    marked = False
    plain = made_anew(timeline, longer)
    marked = True
    assert made_anew(timeline, longer) == plain


@given(timelines(RATE, shots=(2, 5), visible=(150, 300)), st.data())
def test_a_title_moves_with_its_shot(timeline: Timeline, data: st.DataObject) -> None:
    last = len(timeline.clips) - 1
    title = Overlay(source("title", 100), last, data.draw(st.integers(100, 120)), 24)
    opening = Clip("opening", source("opening", 60), FrameRange(0, 60))
    longer = replace(timeline, clips=(opening, *timeline.clips), joins=(CUT, *timeline.joins))
    before = spans_of(replace(timeline, overlays=(title,)))
    after = spans_of(replace(longer, overlays=(replace(title, clip=last + 1),)))
    titled = [[span.recipe for span in spans if span.overlay_sources] for spans in (before, after)]
    assert titled[0] == titled[1] != []


@given(overlaid_films())
def test_a_span_names_the_source_of_each_overlay_once(timeline: Timeline) -> None:
    for span in spans_of(timeline):
        shown = [key for frame in over_of((span,)) for key, _ in frame]
        assert [source.key for source in span.overlay_sources] == list(dict.fromkeys(shown))
        assert not {source.key for source in span.sources} & set(shown)


@given(overlaid_films(), st.data())
def test_a_part_of_a_piece_has_the_same_over_it(timeline: Timeline, data: st.DataObject) -> None:
    spans = [span for span in spans_of(timeline) if span.frames > 1]
    if not spans:
        return
    span = data.draw(st.sampled_from(spans))
    piece = max(span.pieces, key=lambda piece: piece.frames)
    at = data.draw(st.integers(0, piece.frames - 1))
    for whole, part in zip(piece.over, piece.part(at, piece.frames - at).over, strict=True):
        assert (whole.source, whole.number(at)) == (part.source, part.number(0))


WRONG = {
    "before its shot": Overlay(STILL, 1, -1, 10),
    "after its shot": Overlay(STILL, 1, 40, 10),
    "past the end of the film": Overlay(STILL, 1, 39, 2),
    "for no time": Overlay(STILL, 0, 0, 0),
    "longer than its pictures": Overlay(source("title", 5), 0, 0, 6),
}


@pytest.mark.parametrize("overlay", WRONG.values(), ids=WRONG)
def test_an_overlay_that_the_film_has_no_place_for_is_refused(overlay: Overlay) -> None:
    clips = Clip("a", source("a", 60), FrameRange(0, 60)), Clip("b", source("b", 40), FrameRange(0, 40))
    with pytest.raises(TimelineError) as refused:
        Timeline(RATE, SIZE, clips, (CUT,), (overlay,))
    [finding] = refused.value.findings
    assert finding.place == clips[overlay.clip].shot
    assert f"{overlay.source.name} is to lie over frames" in finding.message
    assert "let it begin within its shot" in finding.advice[0]


def test_a_film_without_overlays_has_the_recipes_it_always_had() -> None:
    """The digests of films that were made before there were overlays."""
    clips = Clip("a", Source("footage", "{}", 200, "a"), FrameRange(10, 130)), Clip("b", STILL, FrameRange(0, 1))
    recipes = [span.recipe[:12] for span in spans_of(Timeline(RATE, SIZE, clips, (CUT,)))]
    assert recipes == ["a4b52e44ad0a", "7d2a4778a887", "418217fc8bf8"]

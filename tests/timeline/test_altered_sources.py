"""A source that its neighbours change near its ends is, elsewhere, known by what it is without them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRange, FrameRate, Size
from longtake.timeline import CUT, Clip, Source, Timeline, spans_of

PLAIN = Source("footage", "a take", 300, "a.mp4")
OTHER = Source("footage", "another", 300, "b.mp4")


def recipes(source: Source) -> dict[tuple[int, int], str]:
    """By the frames of the film that they cover."""
    film = Timeline(
        FrameRate(24), Size(320, 180), tuple(Clip("s", one, FrameRange(0, 300)) for one in (source, OTHER)), (CUT,)
    )
    return {(span.start, span.start + span.frames): span.recipe for span in spans_of(film)}


@given(st.integers(1, 120))
def test_only_spans_that_show_altered_frames_are_others(altered: int) -> None:
    source = Source("footage", "a take, matched", 300, "a.mp4", PLAIN.key, (FrameRange(300 - altered, 300),))
    plain, matched = recipes(PLAIN), recipes(source)
    changed = {span for span in plain if plain[span] != matched[span]}
    assert changed == {(start, end) for start, end in plain if start < 300 and end > 300 - altered}

"""What of a film can be shown before it is made: in film order, whatever lands first, and never more than is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import Digest, FrameRate, Size, SoundRung, ladder_for
from longtake.packaging import SoundEssence, Stored
from longtake.packaging.preview import preview_segments, preview_sound
from longtake.pipeline.ahead import pending_sources
from longtake.pipeline.provisional import Provisional, known_spans
from longtake.pipeline.showing import Showing
from longtake.pipeline.taken import MissingTake
from longtake.sound import Level, SoundPiece
from longtake.store import OutputFolder

RATE = FrameRate(24)


def film_of(spans: list[int]) -> Provisional:
    segments = preview_segments(spans, sum(spans), RATE)
    heard = preview_sound(segments, sum(spans), RATE)
    pieces = tuple((SoundPiece(one.first, one.end - one.first, 0, ()), Digest(f"heard {one.number}")) for one in heard)
    return Provisional(
        title="A film",
        rate=RATE,
        frames=sum(spans),
        rung=ladder_for(Size(320, 180), RATE).rungs[-1],
        spans=tuple(Stored(Digest(f"shown {number}"), frames) for number, frames in enumerate(spans)),
        sound=SoundEssence(SoundRung(), [], "und", "Original"),
        pieces=pieces,
        segments=segments,
        heard=heard,
        level=None,
        load=lambda key: b"",
    )


@given(st.lists(st.integers(1, 48), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_segments_come_in_film_order_each_once_all_that_it_needs_is_there(spans: list[int], order: Any) -> None:
    film, there, shown = film_of(spans), set[Digest](), list[int]()
    keys = [key for number in range(len(film.segments)) for key in film.needs(number)]
    order.shuffle(keys)
    for key in keys:
        there.add(key)
        while more := film.landed(len(shown), there.__contains__):
            assert all(there.issuperset(film.needs(number)) for number in more)
            shown += more
    assert shown == list(range(len(film.segments)))


def span(*sources: str) -> Any:
    return SimpleNamespace(sources=tuple(SimpleNamespace(key=Digest(source)) for source in sources))


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1), st.sets(st.sampled_from("abcd")), st.data())
def test_nothing_is_known_from_the_first_span_on_that_shows_what_is_awaited_or_may_change(
    shown: list[set[str]], pending: set[str], data: st.DataObject
) -> None:
    unsure = data.draw(st.sets(st.integers(0, len(shown) - 1)))
    job = cast("Any", SimpleNamespace(spans=[span(*sources) for sources in shown]))
    known = known_spans(job, {Digest(one) for one in pending}, unsure)
    assert not any(pending & sources for sources in shown[:known])
    assert not unsure & set(range(known))
    assert known == len(shown) or known in unsure or pending & shown[known]


def test_a_take_that_a_stopped_run_left_is_awaited_and_no_stand_in_is_shown_for_it() -> None:
    shots = [SimpleNamespace(key=key, segment=object()) for key in ("landed", "stopped", "refused", "coming")]
    takes = SimpleNamespace(
        landed={"landed": object()},
        missing={by: MissingTake(by, by, why, "", ()) for by, why in (("stopped", "stopped"), ("refused", "refusal"))},
    )
    clips = [SimpleNamespace(source=SimpleNamespace(key=Digest(shot.key))) for shot in shots]
    planned = SimpleNamespace(plan=SimpleNamespace(shots=shots), takes=takes)
    job = cast("Any", SimpleNamespace(planned=planned, timeline=SimpleNamespace(clips=clips)))
    assert pending_sources(job) == {"stopped", "coming"}


@pytest.mark.parametrize(
    "change",
    [
        lambda film: replace(film, rung=replace(film.rung, maxrate=film.rung.maxrate // 2)),
        lambda film: replace(film, level=Level(100, -100)),
        lambda film: replace(film, segments=(replace(film.segments[0], frames=24), *film.segments[1:])),
    ],
    ids=["another rung", "another level", "cut otherwise"],
)
def test_what_was_shown_does_not_go_on_as_another_film(
    change: Callable[[Provisional], Provisional], tmp_path: Path
) -> None:
    film = film_of([48, 48, 48])
    showing = Showing(OutputFolder(tmp_path), 1, film.kind, ends=film.ends[:2])
    assert showing.goes_on_with(film)
    assert showing.goes_on_with(replace(film, segments=film.segments[:1]))
    assert not showing.goes_on_with(change(film))

"""Spans with layers over them, encoded and decoded again: readers of flat pictures stand in for clips and titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from longtake.libav.decoding import pictures_of
from longtake.libav.layers import Layer
from longtake.libav.planes import Planes, frame_of, planes_of
from longtake.media import FrameRange, FrameRate, Rung, Size, ladder_for
from longtake.render import FilmFormat, SpanJob, render_spans
from longtake.timeline import CUT, Clip, Join, Overlay, Source, Timeline, spans_of

FILM = FilmFormat(Size(320, 180), FrameRate(24))
RUNGS = ladder_for(FILM.size, FILM.rate, short_sides=[180, 90], preset="ultrafast", crf=4).rungs
DARK, LIGHT = Source("flat", "60", 200, "dark"), Source("flat", "180", 200, "light")
TITLE = Source("title", "235", 40, "title")


def flat(value: int, width: int, height: int) -> Planes:
    shapes = (height, width), (height // 2, width // 2), (height // 2, width // 2)
    return Planes(*(np.full(shape, level, np.uint8) for shape, level in zip(shapes, (value, 128, 128), strict=True)))


class Flat:
    """One picture, held and given out again and again, as a clip's reader does with doubled ones."""

    def __init__(self, source: Source) -> None:
        self._frame = frame_of(flat(int(source.recipe), FILM.size.width, FILM.size.height))

    def frame(self, number: int):  # type: ignore[no-untyped-def]
        return self._frame

    def close(self) -> None:
        """Nothing is open."""


class Band:
    """A white band, opaque; unseen in its first frame. Notes what is asked of it."""

    asked: list[int] = []  # noqa: RUF012, one for all on purpose
    closed = 0

    def __init__(self, source: Source) -> None:
        self._layer = Layer(80, 60, flat(int(source.recipe), 160, 60), np.full((60, 160), 255, np.uint8))

    def layer(self, number: int) -> Layer | None:
        Band.asked.append(number)
        return self._layer if number else None

    def close(self) -> None:
        Band.closed += 1


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    Band.asked, Band.closed = [], 0


def film(*overlays: Overlay, join: Join = CUT) -> Timeline:
    clips = Clip("a", DARK, FrameRange(20, 80)), Clip("b", LIGHT, FrameRange(20, 80))
    return Timeline(FILM.rate, FILM.size, clips, (join,), overlays)


def rendered(timeline: Timeline, rungs: Sequence[Rung] = RUNGS[:1]) -> list[list[Planes]]:
    """The pictures of each rung."""
    jobs = [SpanJob(span, tuple(rungs)) for span in spans_of(timeline)]
    pictures: list[list[Planes]] = [[] for _ in rungs]
    for rendered in render_spans(jobs, FILM, Flat, Band):
        for found, essence in zip(pictures, rendered.essences, strict=True):
            found += [planes_of(frame) for frame in pictures_of(essence)]
    return pictures


def inside(picture: Planes) -> float:
    height, width = picture.luma.shape
    return float(picture.luma[height * 4 // 9 : height * 5 // 9, width * 3 // 8 : width * 5 // 8].mean())


def outside(picture: Planes) -> float:
    return float(picture.luma[: picture.luma.shape[0] // 6].mean())


def test_a_title_lies_over_the_frames_of_its_time_and_no_others() -> None:
    [pictures] = rendered(film(Overlay(TITLE, 0, 10, 30)))
    white = [number for number, picture in enumerate(pictures) if inside(picture) > 200]
    assert white == list(range(11, 40))  # its own first picture is unseen
    assert Band.asked == list(range(30))


def test_a_title_over_a_dissolve_stands_still_while_the_pictures_change() -> None:
    [pictures] = rendered(film(Overlay(TITLE, 0, 40, 40), join=Join("dissolve", 24)))
    titled = pictures[41:80]
    assert max(abs(inside(picture) - 235) for picture in titled) < 2
    assert outside(titled[0]) < 65 < 175 < outside(titled[-1])


def test_every_rung_has_the_title() -> None:
    for pictures in rendered(film(Overlay(TITLE, 0, 10, 30)), RUNGS):
        assert [number for number, picture in enumerate(pictures) if inside(picture) > 200] == list(range(11, 40))


def test_a_picture_that_is_shown_again_has_nothing_left_of_a_title() -> None:
    [pictures] = rendered(film(Overlay(TITLE, 0, 10, 30)))
    assert max(abs(inside(picture) - 60) for picture in pictures[40:60]) < 2


def test_of_two_overlays_the_later_is_seen() -> None:
    below = Overlay(replace(TITLE, recipe="120"), 0, 0, 40)
    [pictures] = rendered(film(below, Overlay(TITLE, 0, 10, 20)))
    assert [round(inside(pictures[number]) / 5) * 5 for number in (5, 20, 35)] == [120, 235, 120]


def test_frames_away_from_a_title_are_the_same_essence_with_or_without_it() -> None:
    def essences(timeline: Timeline) -> dict[int, bytes]:
        jobs = [SpanJob(span, RUNGS[:1]) for span in spans_of(timeline)]
        made = render_spans(jobs, FILM, Flat, Band)
        return {rendered.job.span.start: rendered.essences[0].to_bytes() for rendered in made}

    plain, titled = essences(film()), essences(film(Overlay(TITLE, 0, 10, 20)))
    differing = [start for start in plain if plain[start] != titled[start]]
    assert differing == [0]
    assert len(plain) > 2


def test_readers_of_layers_are_closed() -> None:
    rendered(film(Overlay(TITLE, 0, 10, 20), Overlay(replace(TITLE, recipe="120"), 1, 30, 10)))
    assert Band.closed == 2

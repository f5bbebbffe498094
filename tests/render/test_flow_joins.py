"""Flow joins: what moves on both sides is moved from the one to the other, what cannot be followed is dissolved."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from longtake.errors import MissingExtraError
from longtake.libav.decoding import pictures_of
from longtake.libav.planes import Planes, frame_of, planes_of
from longtake.media import FrameRange, FrameRate, Size, ladder_for
from longtake.render import FilmFormat, FlowRecord, SpanJob, essence_key, flow_record_key, morph_toolchain, render_spans
from longtake.render.mixing import dissolve, weight_of
from longtake.render.morph import Morph
from longtake.timeline import Clip, Dissolve, Join, Source, Span, Timeline, spans_of
from needs import need

WIDTH, HEIGHT = 320, 192
FILM = FilmFormat(Size(WIDTH, HEIGHT), FrameRate(24))
RUNGS = ladder_for(FILM.size, FILM.rate, short_sides=[HEIGHT], preset="ultrafast", crf=4).rungs


@pytest.fixture(scope="module", autouse=True)
def _opencv() -> None:
    try:
        import cv2
    except ImportError:
        cv2 = None
    need(cv2 is not None, "OpenCV is not installed: pip install 'longtake[seams]'.")


def scenery(seed: int) -> NDArray[np.float64]:
    """Detail of all sizes, larger than the picture, from 30 to 220."""
    random = np.random.default_rng(seed)
    texture = np.zeros((HEIGHT, WIDTH + 256))
    for size in (4, 8, 16, 32):
        small = random.random((HEIGHT // size + 1, (WIDTH + 256) // size + 1))
        texture += np.kron(small, np.ones((size, size)))[: texture.shape[0], : texture.shape[1]]
    texture = (texture + np.roll(texture, 1, 0) + np.roll(texture, 1, 1)) / 3
    return 30 + 190 * (texture - texture.min()) / np.ptp(texture)


GROUNDS = {seed: scenery(seed) for seed in (1, 2)}


def panned(at: int, seed: int = 1, chroma: int = 128) -> av.VideoFrame:
    """The scenery, with the camera moved by `at` pixels to the right."""
    luma = np.rint(GROUNDS[seed][:, at : at + WIDTH]).astype(np.uint8)
    colour = np.full((HEIGHT // 2, WIDTH // 2), chroma, np.uint8)
    return frame_of(Planes(np.ascontiguousarray(luma), colour, colour))


def error(one: av.VideoFrame, other: av.VideoFrame) -> float:
    """The mean difference of luma in code values, the frame's outer fifth left out."""
    a, b = (planes_of(frame).luma.astype(float)[38:-38, 64:-64] for frame in (one, other))
    return float(np.abs(a - b).mean())


def same(one: av.VideoFrame, other: av.VideoFrame) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(planes_of(one), planes_of(other), strict=True))


@pytest.mark.parametrize("weight", [64, 128, 192])
@pytest.mark.parametrize("move", [4, 8, 16])
def test_a_pan_that_is_broken_off_goes_on(move: int, weight: int) -> None:
    one, other, truth = panned(40), panned(40 + move), panned(40 + round(move * weight / 256))
    flow = Morph()(one, other, weight)
    assert error(flow.frame, truth) < 0.5 * error(dissolve(one, other, weight), truth)
    assert flow.dissolved < 0.2


def test_colours_go_from_one_side_to_the_other_in_the_time_of_the_join() -> None:
    chroma = [
        float(planes_of(Morph()(panned(40, chroma=100), panned(46, chroma=140), weight).frame).cb.mean())
        for weight in (0, 64, 128, 192, 256)
    ]
    assert chroma == pytest.approx([100, 110, 120, 130, 140], abs=1)


@pytest.mark.parametrize("weight", [20, 128, 236])
def test_pictures_with_nothing_in_common_are_dissolved_and_this_is_told(weight: int) -> None:
    one, other = panned(0), panned(0, seed=2)
    flow = Morph()(one, other, weight)
    assert same(flow.frame, dissolve(one, other, weight))
    assert flow.dissolved == 1


def test_what_cannot_be_followed_is_dissolved_there_and_nowhere_else() -> None:
    one, other, truth = panned(40), panned(46), panned(43)
    for frame, seed in ((one, 1), (other, 2)):
        planes_of(frame).luma[64:128, 96:224] = np.rint(GROUNDS[seed][64:128, 300:428]).astype(np.uint8)
    flow = Morph()(one, other, 128)
    torn, mixed = (
        planes_of(frame).luma[80:112, 128:192].astype(int) for frame in (flow.frame, dissolve(one, other, 128))
    )
    assert np.abs(torn - mixed).mean() < 6
    planes_of(truth).luma[56:136, 88:232] = planes_of(flow.frame).luma[56:136, 88:232]
    assert error(flow.frame, truth) < 4
    assert 0.08 < flow.dissolved < 0.4


@pytest.mark.parametrize("size", [Size(64, 64), Size(66, 130), Size(98, 64)])
def test_small_and_odd_shapes_are_joined_too(size: Size) -> None:
    def cut(at: int) -> av.VideoFrame:
        luma = np.rint(GROUNDS[1][: size.height, at : at + size.width]).astype(np.uint8)
        grey = np.full((size.height // 2, size.width // 2), 128, np.uint8)
        return frame_of(Planes(luma, grey, grey))

    joined = Morph()(cut(40), cut(42), 128)
    assert Size(joined.frame.width, joined.frame.height) == size
    assert 0 <= joined.dissolved <= 1


@pytest.mark.parametrize("level", [16, 128, 235])
def test_flat_pictures_are_joined_to_flat_ones(level: int) -> None:
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    one = frame_of(Planes(np.full((HEIGHT, WIDTH), 16, np.uint8), grey, grey))
    other = frame_of(Planes(np.full((HEIGHT, WIDTH), level, np.uint8), grey, grey))
    assert same(Morph()(one, other, 100).frame, dissolve(one, other, 100))


class Pan:
    """A source whose camera moves by two pixels a frame; its recipe says which scenery, and where it begins."""

    def __init__(self, source: Source) -> None:
        self._seed, self._at = map(int, source.recipe.split())

    def frame(self, number: int) -> av.VideoFrame:
        return panned(self._at + 2 * number, self._seed)

    def close(self) -> None:
        """Nothing is open."""


def film(incoming: str, kind: str = "flow") -> tuple[Span, ...]:
    one, other = Source("pan", "1 0", 60, "one"), Source("pan", incoming, 60, "other")
    clips = Clip("a", one, FrameRange(10, 40)), Clip("b", other, FrameRange(10, 40))
    return spans_of(Timeline(FILM.rate, FILM.size, clips, (Join(kind, 12),)))  # type: ignore[arg-type]


def rendered(spans: Sequence[Span]) -> tuple[list[av.VideoFrame], list[int]]:
    """The pictures, and how much of each of the flow's was dissolved."""
    pictures: list[av.VideoFrame] = []
    shares: list[int] = []
    for one in render_spans([SpanJob(span, RUNGS) for span in spans], FILM, Pan, Pan):  # type: ignore[arg-type]
        pictures += pictures_of(one.essences[0])
        shares += one.flow.dissolved if one.flow else ()
    return pictures, shares


def test_a_film_goes_on_through_a_flow_and_tells_how_much_was_dissolved() -> None:
    pictures, shares = rendered(film("1 70"))
    assert len(shares) == 12
    assert max(shares) < 2000
    for number in range(12):  # of the join, which begins with the outgoing clip's frame 34 and the incoming one's 4
        truth = panned(round(2 * 34 + 2 * number + weight_of(number, 12) / 256 * (70 + 2 * 4 - 2 * 34)))
        assert error(pictures[24 + number], truth) < 6
    assert rendered(film("2 70"))[1] == [10_000] * 12
    assert rendered(film("1 70", "dissolve"))[1] == []


def test_a_join_that_is_divided_gives_the_same_pictures() -> None:
    whole = Dissolve(
        Source("pan", "1 0", 60, "one"), 34, Source("pan", "1 70", 60, "other"), 4, 12, 0, 12, by_flow=True
    )
    parts = [whole.part(0, 5), whole.part(5, 7)]
    morphs = [
        [Morph()(Pan(one.outgoing).frame(one.out_start + n), Pan(one.incoming).frame(one.in_start + n),
                 weight_of(one.first + n, one.total)).frame for one in some for n in range(one.frames)]
        for some in ([whole], parts)
        if all(isinstance(one, Dissolve) for one in some)
    ]  # fmt: skip
    assert all(part.by_flow for part in parts if isinstance(part, Dissolve))
    assert all(same(one, other) for one, other in zip(*morphs, strict=True))


def test_what_is_made_by_flow_is_known_by_what_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    span = next(span for span in film("1 70") if span.has_flow)
    key, record = essence_key(span, RUNGS[0], FILM), flow_record_key(span, FILM.size)
    plain = [essence_key(one, RUNGS[0], FILM) for one in film("1 70", "dissolve")]
    monkeypatch.setattr("longtake.render.morph._STEP", "morph of tomorrow")
    assert essence_key(span, RUNGS[0], FILM) != key
    assert flow_record_key(span, FILM.size) != record
    assert [essence_key(one, RUNGS[0], FILM) for one in film("1 70", "dissolve")] == plain


def test_a_record_is_read_as_it_was_written() -> None:
    record = FlowRecord((0, 412, 10_000))
    assert FlowRecord.from_bytes(record.to_bytes()) == record
    with pytest.raises(ValueError, match="no record of flow"):
        FlowRecord.from_bytes(b'{"flow": "another", "dissolved": []}')


def test_without_opencv_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    words = r"join: flow needs OpenCV, which is not installed\n.*longtake\[seams\].*or write join: dissolve"
    with pytest.raises(MissingExtraError, match=words):
        morph_toolchain()

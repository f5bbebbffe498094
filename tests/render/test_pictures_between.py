"""What is made between two pictures of a clip: blends and flow, cuts left alone, the same whoever asks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_fixtures import SyntheticClip, make_clip
from numpy.typing import NDArray

from longtake.errors import MissingExtraError
from longtake.libav.planes import Planes, frame_of, planes_of
from longtake.libav.probing import probe
from longtake.media import FrameRate, Retime, Size
from longtake.render import FilmFormat, FootageReader, conform_for
from longtake.render.flow import FlowMixer, flow_toolchain
from longtake.render.mixing import blend, dissolve
from longtake.timeline import pictures_of
from needs import need

WIDTH, HEIGHT = 320, 192
FILM = FilmFormat(Size(WIDTH, HEIGHT), FrameRate(24))

Mixer = Callable[[av.VideoFrame, av.VideoFrame, int], av.VideoFrame]


@pytest.fixture(scope="module")
def flow() -> FlowMixer:
    try:
        import cv2
    except ImportError:
        cv2 = None
    need(cv2 is not None, "OpenCV is not installed: pip install 'longtake[seams]'.")
    return FlowMixer()


def ground(seed: int) -> NDArray[np.float64]:
    """A texture with detail of all sizes, larger than the picture, from 30 to 220."""
    random = np.random.default_rng(seed)
    texture = np.zeros((HEIGHT + 128, WIDTH + 128))
    for size in (4, 8, 16, 32):
        small = random.random((texture.shape[0] // size + 2, texture.shape[1] // size + 2))
        texture += np.kron(small, np.ones((size, size)))[: texture.shape[0], : texture.shape[1]]
    texture = (texture + np.roll(texture, 1, 0) + np.roll(texture, 1, 1)) / 3
    return 30 + 190 * (texture - texture.min()) / np.ptp(texture)


def panned(at: int, seed: int = 1) -> av.VideoFrame:
    """The ground, with the camera moved by `at` pixels to the right."""
    luma = np.rint(ground(seed)[32 : 32 + HEIGHT, 32 + at : 32 + at + WIDTH]).astype(np.uint8)
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    return frame_of(Planes(np.ascontiguousarray(luma), grey, grey))


def passing(at: int) -> av.VideoFrame:
    """A bright textured box over the resting ground, its left edge at `at`."""
    frame = panned(0)
    box = np.rint(0.4 * ground(2)[:64, :64] + 140).astype(np.uint8)
    planes_of(frame).luma[64:128, at : at + 64] = box
    planes_of(frame).cb[32:64, at // 2 : at // 2 + 32] = 90
    return frame


def error(one: av.VideoFrame, other: av.VideoFrame) -> float:
    """The mean difference of luma in code values, the frame's outer tenth left out."""
    a, b = (planes_of(frame).luma.astype(float)[20:-20, 32:-32] for frame in (one, other))
    return float(np.abs(a - b).mean())


def same(one: av.VideoFrame, other: av.VideoFrame) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(planes_of(one), planes_of(other), strict=True))


@pytest.mark.parametrize("move", [4, 8, 12, 20])
@pytest.mark.parametrize("weight", [64, 128, 192])
def test_flow_moves_a_pan_to_where_it_is_by_then(flow: FlowMixer, move: int, weight: int) -> None:
    truth = panned(round(move * weight / 256))
    first, second = panned(0), panned(move)
    assert error(flow(first, second, weight), truth) < 2
    assert error(flow(first, second, weight), truth) < 0.5 * error(dissolve(first, second, weight), truth)


@pytest.mark.parametrize("weight", [64, 128, 192])
def test_flow_moves_what_passes_before_a_ground_that_rests(flow: FlowMixer, weight: int) -> None:
    truth = passing(100 + round(16 * weight / 256))
    first, second = passing(100), passing(116)
    between = flow(first, second, weight)
    assert error(between, truth) < 0.5 * error(dissolve(first, second, weight), truth)
    chroma = [planes_of(frame).cb.astype(int) for frame in (between, truth)]
    assert np.abs(chroma[0] - chroma[1]).mean() < 0.5


def test_flow_between_two_pictures_alike_is_that_picture(flow: FlowMixer) -> None:
    assert error(flow(panned(0), panned(0), 128), panned(0)) < 0.5


def mixers(flow: FlowMixer) -> list[Mixer]:
    return [flow, blend]


@pytest.mark.parametrize("weight", [1, 100, 128, 129, 255])
def test_a_cut_inside_a_clip_stays_a_cut(flow: FlowMixer, weight: int) -> None:
    first = panned(0)
    second = frame_of(planes_of(panned(0, seed=9)))
    planes_of(second).luma[:] = 255 - planes_of(second).luma
    planes_of(first).luma[: HEIGHT // 2] //= 2
    for mixer in mixers(flow):
        assert same(mixer(first, second, weight), first if weight <= 128 else second)


def test_a_flash_is_not_spread_over_its_neighbours() -> None:
    white = panned(0)
    planes_of(white).luma[:] = 235
    assert same(blend(panned(0), white, 100), panned(0))


def test_a_pan_is_blended_and_not_taken_for_a_cut() -> None:
    assert same(blend(panned(0), panned(60), 77), dissolve(panned(0), panned(60), 77))


def test_flow_gives_the_same_bytes_whatever_it_made_before(flow: FlowMixer) -> None:
    first, second = panned(0), panned(8)
    once = flow(first, second, 100)
    flow(panned(40), panned(50), 30)
    assert same(FlowMixer()(panned(0), panned(8), 100), once)
    assert same(flow(first, second, 100), once)


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clip = SyntheticClip(rate=Fraction(30), frames=60, tone=None, gop=12)
    return make_clip(tmp_path_factory.mktemp("between") / "thirty.mp4", clip)


def reader_of(path: Path, mixer: Mixer, kind: str) -> FootageReader:
    facts = probe(path).picture
    assert facts
    shown = pictures_of(facts, FILM.rate, Retime(kind))  # type: ignore[arg-type]
    return FootageReader(path, facts, shown, conform_for(facts, FILM.size, "fill"), between=mixer)


@pytest.mark.parametrize("kind", ["blend", "flow"])
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(0, 47, 5)))
def test_frames_are_the_same_in_whatever_order_they_are_read(
    kind: str, thirty: Path, flow: FlowMixer, order: list[int]
) -> None:
    rising, mixed = (reader_of(thirty, flow if kind == "flow" else blend, kind) for _ in range(2))
    expected = {number: rising.frame(number) for number in sorted(order)}
    assert all(same(mixed.frame(number), expected[number]) for number in order)
    rising.close()
    mixed.close()


def test_without_opencv_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(
        MissingExtraError, match=r"retime: flow needs OpenCV, which is not installed\n.*longtake\[seams\]"
    ):
        flow_toolchain()

"""Conform is measured: every way of coding colours comes out within two code values of the ITU's formulas."""

from __future__ import annotations

import itertools

import av
import numpy as np
import pytest
from colour_reference import (
    Colours,
    codes_in,
    codes_of,
    cube_text,
    gamut_to_709,
    patches,
    pq_inverse,
    rgb_of,
    sdr_of_hdr,
    table_of,
    tetrahedral,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from longtake.libav.colouring import Colouring, coloured
from longtake.libav.conforming import Conform, ConformStage
from longtake.libav.cube import Cube, cube_of
from longtake.media import Colour, Grading, Size

CLOSE = 2
IDENTITY = cube_of(cube_text(table_of(17, lambda colours: colours)).encode(), "identity.cube")
seeds = st.integers(0, 2**32 - 1)
several = settings(max_examples=15)
few = settings(max_examples=3)  # tables are written, read and looked up for each


def conformed(
    frame: av.VideoFrame, read_as: Colour, colouring: Colouring | None = None, *, has_alpha: bool = False
) -> av.VideoFrame:
    """The picture conformed to its own size."""
    size = Size(frame.width, frame.height)
    conform = Conform(read_as, 0, False, has_alpha, None, (0, 0, size.width, size.height), size)
    return ConformStage(conform, colouring)(frame)


def colour(matrix: str, *, full: bool = False, primaries: str = "bt709", transfer: str = "bt709") -> Colour:
    return Colour(matrix, primaries, transfer, full)


def some_colours(seed: int, count: int = 60) -> Colours:
    return np.random.default_rng(seed).random((count, 3))


def error_of(frame: av.VideoFrame, expected: Colours) -> float:
    return float(np.abs(codes_in(frame, len(expected)) - np.clip(expected, 0, 255)).max())


DEPTHS = {8: "", 10: "10le", 12: "12le"}


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("layout", ["420", "422", "444"])
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", ["bt709", "smpte170m", "bt470bg", "bt2020nc"])
@several
@given(seed=seeds)
def test_any_code_values_of_any_matrix_range_depth_and_layout_are_read_right(
    matrix: str, full: bool, layout: str, depth: int, seed: int
) -> None:
    codes = np.random.default_rng(seed).integers(0, 2**depth, (60, 3)).astype(float)
    picture = patches(codes, f"yuv{layout}p{DEPTHS[depth]}")
    expected = codes_of(rgb_of(codes, matrix, depth=depth, full=full))
    assert error_of(conformed(picture, colour(matrix, full=full)), expected) <= CLOSE


@several
@given(seed=seeds)
def test_the_old_names_of_full_range_are_read_right(seed: int) -> None:
    codes = np.rint(codes_of(some_colours(seed), full=True))
    expected = codes_of(rgb_of(codes, "bt709", full=True))
    assert error_of(conformed(patches(codes, "yuvj420p"), colour("bt709", full=True)), expected) <= CLOSE


@pytest.mark.parametrize(("pixel_format", "top"), [("gbrp", 255), ("gbrp10le", 1023), ("gbrp12le", 4095)])
@several
@given(seed=seeds)
def test_rgb_is_read_as_it_is(pixel_format: str, top: int, seed: int) -> None:
    levels = np.rint(some_colours(seed) * top)
    picture = patches(levels[:, [1, 2, 0]], pixel_format)
    assert error_of(conformed(picture, colour("rgb", full=True)), codes_of(levels / top)) <= CLOSE


@pytest.mark.parametrize("matrix", ["bt709", "smpte170m"])
@pytest.mark.parametrize("depth", DEPTHS)
@several
@given(seed=seeds)
def test_what_shines_through_is_laid_over_black(depth: int, matrix: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    codes = np.rint(codes_of(chance.random((60, 3)), matrix, depth=depth))
    alpha = chance.integers(0, 2**depth, (60, 1))
    picture = patches(np.concatenate([codes, alpha], axis=1), f"yuva444p{DEPTHS[depth]}")
    expected = codes_of(np.clip(rgb_of(codes, matrix, depth=depth), 0, 1) * alpha / (2**depth - 1))
    assert error_of(conformed(picture, colour(matrix), has_alpha=True), expected) <= CLOSE


HDR = {"smpte2084": "PQ", "arib-std-b67": "HLG"}


def mapped_error(codes: Colours, transfer: str, peak: int = 1000, pixel_format: str = "yuv444p10le") -> float:
    """The largest error of an HDR picture of 10-bit BT.2020 code values.

    At the edge of BT.709 one of a colour's channels ends in black, where the least step of the source is worth many of
    the result: an error that a quarter of a source's code value would make too is none.
    """
    read_as = colour("bt2020nc", primaries="bt2020", transfer=transfer)
    picture = patches(codes, pixel_format)
    found = conformed(picture, read_as, Colouring(Grading("bt2020", transfer, peak), None))

    def mapped(codes: Colours) -> Colours:
        hdr = rgb_of(codes, "bt2020nc", depth=10)
        return codes_of(gamut_to_709(sdr_of_hdr(hdr, transfer, peak)))

    expected = mapped(codes)
    error = np.abs(codes_in(found, len(codes)) - expected)
    for step in np.concatenate([np.eye(3), -np.eye(3)])[:, None] / 4:
        error[error <= np.abs(mapped(codes + step) - expected)] = 0
    return float(error.max())


@pytest.mark.parametrize("transfer", HDR, ids=HDR.values())
@pytest.mark.parametrize("pixel_format", ["yuv420p10le", "yuv444p10le"])
def test_a_grey_ramp_of_every_hdr_code_is_mapped_by_the_book(transfer: str, pixel_format: str) -> None:
    luma = np.arange(4, 1020)
    ramp = np.stack([luma, np.full_like(luma, 512), np.full_like(luma, 512)], axis=1).astype(float)
    assert mapped_error(ramp, transfer, pixel_format=pixel_format) <= CLOSE


@pytest.mark.parametrize("transfer", HDR, ids=HDR.values())
def test_a_lattice_of_hdr_colours_is_mapped_by_the_book_and_cut_at_the_edge_of_bt709(transfer: str) -> None:
    lattice = np.array(list(itertools.product(np.linspace(0, 1, 9), repeat=3)))
    assert mapped_error(np.rint(codes_of(lattice, "bt2020nc", depth=10)), transfer) <= CLOSE


@pytest.mark.parametrize("peak", [203, 1000, 4000])
@few
@given(seed=seeds)
def test_any_pq_colour_of_any_peak_is_mapped_by_the_book(peak: int, seed: int) -> None:
    colours = some_colours(seed) * pq_inverse(peak)
    assert mapped_error(np.rint(codes_of(colours, "bt2020nc", depth=10)), "smpte2084", peak) <= CLOSE


def test_hdr_white_greys_and_black_keep_their_order_and_stay_neutral() -> None:
    nits = np.array([0, 0.1, 1, 5, 26, 100, 203, 400, 550, 1000])
    signal = np.array([[pq_inverse(value)] * 3 for value in nits])
    picture = patches(np.rint(codes_of(signal, "bt2020nc", depth=10)), "yuv444p10le")
    read_as = colour("bt2020nc", primaries="bt2020", transfer="smpte2084")
    found = codes_in(conformed(picture, read_as, Colouring(Grading("bt2020", "smpte2084", 1000), None)), len(nits))
    assert (np.diff(found[:, 0]) > 0).all()
    assert (found[0, 0], found[-1, 0]) == (16, 235)
    assert found[6, 0] == pytest.approx(213, abs=2)  # a white page: 90 % of SDR's white
    assert np.abs(found[:, 1:] - 128).max() <= 1


@few
@given(seed=seeds)
def test_colours_of_an_sdr_bt2020_clip_are_brought_to_bt709(seed: int) -> None:
    codes = np.rint(codes_of(some_colours(seed), "bt2020nc", depth=10))
    picture = patches(codes, "yuv444p10le")
    found = conformed(picture, colour("bt2020nc", primaries="bt2020"), Colouring(Grading("bt2020"), None))
    assert error_of(found, codes_of(gamut_to_709(rgb_of(codes, "bt2020nc", depth=10)))) <= CLOSE


def test_bt709s_own_colours_in_a_p3_clip_come_out_as_they_were() -> None:
    p3_of_709 = np.array([[0.8225, 0.1774, 0.0], [0.0332, 0.9669, 0.0], [0.0171, 0.0724, 0.9108]])
    colours = some_colours(5, 200)
    codes = np.rint(codes_of((colours**2.4 @ p3_of_709.T) ** (1 / 2.4), depth=12))
    picture = patches(codes, "yuv444p12le")
    found = conformed(picture, colour("bt709", primaries="smpte432"), Colouring(Grading("smpte432"), None))
    assert error_of(found, codes_of(colours)) <= CLOSE


SOURCES = {
    "8-bit": ("yuv420p", "bt709", 8, False),
    "BT.601": ("yuv420p", "smpte170m", 8, False),
    "full range": ("yuv422p", "bt709", 8, True),
    "10-bit": ("yuv420p10le", "bt709", 10, False),
    "10-bit full range": ("yuv444p10le", "smpte170m", 10, True),
    "12-bit": ("yuv444p12le", "bt709", 12, False),
}


def through(codes: Colours, source: tuple[str, str, int, bool], cube: Cube) -> av.VideoFrame:
    pixel_format, matrix, _, full = source
    return conformed(patches(codes, pixel_format), colour(matrix, full=full), Colouring(None, cube))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@few
@given(seed=seeds)
def test_a_lut_that_changes_nothing_changes_nothing(source: tuple[str, str, int, bool], seed: int) -> None:
    _, matrix, depth, full = source
    codes = np.rint(codes_of(some_colours(seed), matrix, depth=depth, full=full))
    expected = codes_of(np.clip(rgb_of(codes, matrix, depth=depth, full=full), 0, 1))
    assert error_of(through(codes, source, IDENTITY), expected) <= 1


def strong(colours: Colours) -> Colours:
    """A look that nobody would use: every channel hangs on all three, with bends and clipping."""
    red, green, blue = np.moveaxis(colours, -1, 0)
    return np.clip(np.stack([red**0.6 * (1 - 0.3 * blue), 1.2 * green - 0.1, 0.5 + 0.5 * blue - 0.4 * red], -1), 0, 1)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("points", [2, 17, 33])
@few
@given(seed=seeds)
def test_a_lut_is_asked_by_tetrahedra(points: int, source: tuple[str, str, int, bool], seed: int) -> None:
    _, matrix, depth, full = source
    table = table_of(points, strong)
    codes = np.rint(codes_of(some_colours(seed), matrix, depth=depth, full=full))
    colours = rgb_of(codes, matrix, depth=depth, full=full)
    expected = codes_of(np.array([tetrahedral(table, one) for one in colours.tolist()]))
    assert error_of(through(codes, source, cube_of(cube_text(table).encode(), "x.cube")), expected) <= CLOSE


@few
@given(seed=seeds)
def test_a_1d_lut_changes_each_channel_by_itself(seed: int) -> None:
    curve = np.linspace(0, 1, 64)[:, None] ** np.array([0.7, 1.0, 1.6])
    text = "LUT_1D_SIZE 64\n" + "".join("{:.9f} {:.9f} {:.9f}\n".format(*row) for row in curve)
    codes = np.rint(codes_of(some_colours(seed)))
    colours = np.clip(rgb_of(codes, "bt709"), 0, 1)
    side = np.linspace(0, 1, 64)
    expected = np.stack([np.interp(colours[:, n], side, curve[:, n]) for n in range(3)], axis=1)
    found = through(codes, SOURCES["8-bit"], cube_of(text.encode(), "x.cube"))
    assert error_of(found, codes_of(expected)) <= CLOSE


@pytest.mark.parametrize("domain", [(-0.5, 1.5), (0.0, 2.0), (0.25, 0.75), (0.0, 0.5)])
def test_a_lut_of_another_domain_is_asked_at_the_right_place(domain: tuple[float, float]) -> None:
    low, high = domain
    table = table_of(9, strong)
    head = f"DOMAIN_MIN {low} {low} {low}\nDOMAIN_MAX {high} {high} {high}\n"
    codes = np.rint(codes_of(some_colours(7, 200)))
    places = (np.clip(rgb_of(codes, "bt709"), 0, 1) - low) / (high - low)
    expected = codes_of(np.array([tetrahedral(table, one) for one in places.tolist()]))
    found = through(codes, SOURCES["8-bit"], cube_of(cube_text(table, head).encode(), "x.cube"))
    assert error_of(found, expected) <= CLOSE


def test_a_lut_comes_after_the_mapping_of_hdr() -> None:
    table = table_of(17, lambda colours: 1 - colours)
    codes = np.rint(codes_of(some_colours(3, 100), "bt2020nc", depth=10))
    cube = cube_of(cube_text(table).encode(), "negative.cube")
    read_as = colour("bt2020nc", primaries="bt2020", transfer="smpte2084")
    found = conformed(patches(codes, "yuv444p10le"), read_as, Colouring(Grading("bt2020", "smpte2084", 1000), cube))
    sdr = gamut_to_709(sdr_of_hdr(rgb_of(codes, "bt2020nc", depth=10), "smpte2084"))
    assert error_of(found, codes_of(1 - sdr)) <= CLOSE


def test_a_drawn_picture_goes_through_a_lut_alike() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (8, 34, 3), np.uint8)
    table = table_of(17, strong)
    found = np.stack(coloured(picture, cube_of(cube_text(table).encode(), "x.cube")), axis=-1)
    expected = np.array([tetrahedral(table, one) for one in (picture.reshape(-1, 3) / 255).tolist()])
    assert np.abs(found.reshape(-1, 3) - expected).max() * 255 < 0.5


def test_a_larger_picture_is_scaled_before_its_colours_are_looked_up() -> None:
    picture = patches(np.array([[120.0, 100, 150]] * 4), "yuv420p")
    size = Size(32, 8)
    conform = Conform(colour("bt709"), 0, False, False, None, (0, 0, 32, 8), size)
    found = ConformStage(conform, Colouring(None, IDENTITY))(picture)
    assert (found.width, found.height, found.format.name) == (32, 8, "yuv420p")
    assert np.abs(codes_in(found, 4) - [120, 100, 150]).max() <= 1

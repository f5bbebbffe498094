"""The colour part of conform: HDR and wide colours brought to BT.709, then the author's LUT; R'G'B' in floats.

Everything is a table or a matrix that libavfilter applies to its own frames. Tables reach it as files: they are written
where only this user reads, parsed while the graph is built, and gone before the first picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from longtake.errors import MediaError
from longtake.libav.cube import Cube
from longtake.libav.tonemapping import SDR_GAMMA, brightest_signal, primaries_to_709, tone_mapped
from longtake.media import Grading, Size

__all__ = ["COLOURING", "Colouring", "add_colouring", "coloured", "white_of"]

COLOURING = 1
"""Version of this stage: raised whenever the same grading or LUT would give other pictures."""

_TONE_POINTS = 65
_LIGHT_POINTS, _CODE_POINTS = 4096, 65_536
_SHAPER_POINTS = 4096
_TETRAHEDRAL = {"interp": "tetrahedral"}
_Step = tuple[str, dict[str, str]]
_TOP, _WHITE = 0xFFFF, 0xFF00  # of 16 bits: all of them, and where swscale has white
_AS_RGB: _Step = ("format", {"pix_fmts": "gbrpf32le"})


@dataclass(frozen=True, slots=True)
class Colouring:
    """grading: how the clip's colours are brought to BT.709, None where they are there. cube: the author's LUT."""

    grading: Grading | None
    cube: Cube | None


def white_of(pixel_format: str, *, full: bool) -> float:
    """What swscale makes of a picture's white in single precision: it takes the code values for the upper bits of 16,
    so that only the white of 16-bit full range is 1."""
    bits = max(part.bits for part in av.VideoFormat(pixel_format).components)
    return (((1 << bits) - 1) << (16 - bits) if full else _WHITE) / _TOP


def add_colouring(
    graph: Graph, last: FilterContext, colouring: Colouring, onto: Size, scaler: str, white: float
) -> FilterContext:
    """Adds the stage behind `last`, which gives pictures of a known matrix and range; gives R'G'B' pictures of BT.709.

    white: of the pictures, see `white_of`. A picture with more pixels than `onto` is scaled to it first, so that no
    table is asked more often than it shows. Raises MediaError where tables cannot be written.
    """
    with _private_folder() as folder:
        into = _gain(1 / white / _table_end(colouring.grading))
        steps = [_to_rgb(onto, scaler), _AS_RGB, into, *_steps(colouring, folder), _gain(_WHITE / _TOP)]
        for name, options in steps:
            step = graph.add(name, **options)
            last.link_to(step)
            last = step
    return last


def coloured(picture: NDArray[np.uint8], cube: Cube) -> tuple[NDArray[np.float32], ...]:
    """A drawn picture (height x width x 3, R'G'B') through the LUT: red, green and blue, height x width, 0 to 1."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    graph = Graph()
    graph.threads = 1
    shape = f"video_size={frame.width}x{frame.height}:pix_fmt=rgb24:time_base=1/1:pixel_aspect=1/1"
    source = graph.add("buffer", f"{shape}:colorspace=gbr:range=pc")
    size = Size(frame.width, frame.height)
    white = white_of("rgb24", full=True)
    last = add_colouring(graph, source, Colouring(None, cube), size, "bicubic+accurate_rnd+bitexact", white)
    last.link_to(graph.add("buffersink"))
    graph.configure()
    frame.pts = 0
    graph.vpush(frame)
    green, blue, red = (_floats(plane) * np.float32(_TOP / _WHITE) for plane in graph.vpull().planes)
    return red, green, blue


def _floats(plane: VideoPlane) -> NDArray[np.float32]:
    lines = np.frombuffer(plane, np.float32).reshape(plane.height, -1)  # type: ignore[call-overload]
    return np.array(lines[:, : plane.width])


def _to_rgb(onto: Size, scaler: str) -> _Step:
    side = "if(gt(iw*ih,{most}),{side},{own})"
    width = side.format(most=onto.pixels, side=onto.width, own="iw")
    height = side.format(most=onto.pixels, side=onto.height, own="ih")
    flags = f"{scaler}+full_chroma_int+full_chroma_inp"
    return "scale", {"w": width, "h": height, "flags": flags, "in_h_chr_pos": "0"}


def _gain(factor: float) -> _Step:
    return "colorchannelmixer", dict.fromkeys(("rr", "gg", "bb"), f"{factor:.9f}")


def _steps(colouring: Colouring, folder: Path) -> Iterator[_Step]:
    grading = colouring.grading
    if grading and grading.transfer:
        yield "lut3d", {"file": _written(folder, "tone", _tone_text(grading)), **_TETRAHEDRAL}
    if grading and grading.primaries != "bt709":
        yield "lut1d", {"file": _written(folder, "light", _curve_text(_LIGHT_POINTS, SDR_GAMMA))}
        yield "colorchannelmixer", _mixer(grading.primaries)
        yield "lut1d", {"file": _written(folder, "code", _curve_text(_CODE_POINTS, 1 / SDR_GAMMA))}
    if colouring.cube:
        yield from _cube_steps(colouring.cube, folder)


def _cube_steps(cube: Cube, folder: Path) -> Iterator[_Step]:
    if (cube.low, cube.high) != ((0.0,) * 3, (1.0,) * 3):
        yield "lut1d", {"file": _written(folder, "shaper", _text(_shaper(cube)))}
    path = _written(folder, "cube", _text(cube.table))
    yield ("lut3d", {"file": path, **_TETRAHEDRAL}) if cube.is_3d else ("lut1d", {"file": path})


def _mixer(primaries: str) -> dict[str, str]:
    names = [f"{out}{into}" for out in "rgb" for into in "rgb"]
    return {name: f"{share:.9f}" for name, share in zip(names, primaries_to_709(primaries).flat, strict=True)}


def _shaper(cube: Cube) -> NDArray[np.float64]:
    """Where in the cube's domain a colour from 0 to 1 lies: libavfilter's own reading of a domain knows its length
    only."""
    low, high = np.array(cube.low), np.array(cube.high)
    colours = np.linspace(0, 1, _SHAPER_POINTS)[:, None]
    return np.asarray(np.clip((colours - low) / (high - low), 0, 1))


def _table_end(grading: Grading | None) -> float:
    """The signal that the first table ends at; what is brighter counts as that."""
    return brightest_signal(grading) if grading and grading.transfer else 1.0


@cache
def _tone_text(grading: Grading) -> bytes:
    side = np.linspace(0, _table_end(grading), _TONE_POINTS)
    blue, green, red = np.meshgrid(side, side, side, indexing="ij")
    return _text(tone_mapped(np.stack([red, green, blue], axis=-1), grading))


@cache
def _curve_text(points: int, power: float) -> bytes:
    return _text(np.repeat(np.linspace(0, 1, points)[:, None] ** power, 3, axis=1))


def _text(table: NDArray[np.floating]) -> bytes:
    """A table as the text of a `.cube` file, exact to single precision."""
    head = f"LUT_{'3D' if table.ndim == 4 else '1D'}_SIZE {len(table)}\n"
    rows = table.reshape(-1, 3).astype(np.float32).tolist()
    return (head + "".join(f"{red:.9g} {green:.9g} {blue:.9g}\n" for red, green, blue in rows)).encode("ascii")


@contextmanager
def _private_folder() -> Iterator[Path]:
    try:
        folder = TemporaryDirectory(prefix="longtake-")
    except OSError as error:
        raise _unwritable(error) from error
    with folder as name:
        yield Path(name)


def _written(folder: Path, name: str, text: bytes) -> str:
    path = folder / f"{name}.cube"
    try:
        path.write_bytes(text)
    except OSError as error:
        raise _unwritable(error) from error
    return str(path)


def _unwritable(error: OSError) -> MediaError:
    return MediaError(
        f"a table of colours cannot be written for libavfilter: {error.strerror}",
        advice=("make room in the folder for temporary files", "or name another folder by TMPDIR"),
    )

"""What conform is measured against: the ITU's formulas in double precision, written apart from the product.

Pictures are flat patches: 16 x 16 pixels of one colour each, so that neither scaling nor chroma siting has a say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log

import av
import numpy as np
from numpy.typing import NDArray

PATCH = 16
KR_KB = {
    "bt709": (0.2126, 0.0722),
    "smpte170m": (0.299, 0.114),
    "bt470bg": (0.299, 0.114),
    "bt2020nc": (0.2627, 0.0593),
}
Colours = NDArray[np.float64]


def rgb_of(codes: Colours, matrix: str, *, depth: int = 8, full: bool = False) -> Colours:
    """Y'CbCr code values (n x 3) as R'G'B', 0 to 1, not clipped. ITU-R BT.709-6 section 3; H.273 for full range."""
    step = 1 << (depth - 8)
    if full:
        luma, cb, cr = (codes - [0, 128 * step, 128 * step]).T / (2**depth - 1)
    else:
        luma, cb, cr = (codes - [16 * step, 128 * step, 128 * step]).T / (np.array([[219], [224], [224]]) * step)
    kr, kb = KR_KB[matrix]
    red, blue = luma + 2 * (1 - kr) * cr, luma + 2 * (1 - kb) * cb
    green = (luma - kr * red - kb * blue) / (1 - kr - kb)
    return np.stack([red, green, blue], axis=1)


def codes_of(rgb: Colours, matrix: str = "bt709", *, depth: int = 8, full: bool = False) -> Colours:
    """R'G'B' as Y'CbCr code values, not rounded."""
    red, green, blue = rgb.T
    kr, kb = KR_KB[matrix]
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    step, top = 1 << (depth - 8), 2**depth - 1
    if full:
        return np.stack([luma * top, cb * top + 128 * step, cr * top + 128 * step], axis=1)
    return np.stack([16 + 219 * luma, 128 + 224 * cb, 128 + 224 * cr], axis=1) * step


def patches(codes: Colours, pixel_format: str) -> av.VideoFrame:
    """A row of flat patches with these code values, in the order of the format's planes."""
    frame = av.VideoFrame(PATCH * len(codes), PATCH, pixel_format)
    kind = np.uint8 if max(part.bits for part in frame.format.components) == 8 else np.uint16
    for plane, values in zip(frame.planes, np.rint(codes).astype(kind).T, strict=False):
        lines = np.frombuffer(plane, kind).reshape(plane.height, -1)
        lines[:, : plane.width] = np.repeat(values, plane.width // len(codes))
    return frame


def codes_in(frame: av.VideoFrame, count: int) -> Colours:
    """The code values in the middle of each patch of an 8-bit picture, count x 3."""
    found = []
    for plane in frame.planes:
        lines = np.frombuffer(plane, np.uint8).reshape(plane.height, -1)[:, : plane.width]
        width = plane.width // count
        found.append(lines[plane.height // 2, width // 2 :: width][:count])
    return np.stack(found, axis=1).astype(np.float64)


def sdr_of_hdr(rgb: Colours, transfer: str, peak: float = 1000) -> Colours:
    """One colour after another: BT.2100 (EOTFs, OOTF), BT.2390 section 5.4.1, BT.2408 for white, BT.1886."""
    most = pq_inverse(peak) if transfer == "smpte2084" else 1.0
    return np.array([_sdr_of_hdr(colour, transfer, peak) for colour in np.clip(rgb, 0, most).tolist()])


def _sdr_of_hdr(colour: Sequence[float], transfer: str, peak: float) -> list[float]:
    nits = [pq_eotf(part) for part in colour] if transfer == "smpte2084" else _hlg_display(colour)
    top = max(nits)
    if top == 0:
        return [0.0, 0.0, 0.0]
    ratio = pq_eotf(eetf(pq_inverse(top), peak, 203)) / top
    return [(part * ratio / 203) ** (1 / 2.4) for part in nits]


def pq_eotf(signal: float) -> float:
    power = signal ** (1 / 78.84375)
    return 10_000 * (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)


def pq_inverse(nits: float) -> float:
    power = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def _hlg_display(colour: Sequence[float]) -> list[float]:
    a = 0.17883277
    b, c = 1 - 4 * a, 0.5 - a * log(4 * a)
    scene = [part * part / 3 if part <= 0.5 else (exp((part - c) / a) + b) / 12 for part in colour]
    luminance = 0.2627 * scene[0] + 0.6780 * scene[1] + 0.0593 * scene[2]
    return [1000 * luminance**0.2 * part for part in scene]


def eetf(signal: float, source_peak: float, target_peak: float) -> float:
    """BT.2390's curve with blacks of 0: PQ in, PQ out."""
    top = pq_inverse(source_peak)
    e1, most = signal / top, pq_inverse(target_peak) / top
    if most >= 1:
        return signal
    knee = 1.5 * most - 0.5
    if e1 < knee:
        return e1 * top
    t = (e1 - knee) / (1 - knee)
    p = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    return p * top


# ITU-R BT.2087 turns BT.709 into BT.2020 with this matrix; BT.2407 goes back with its inverse.
_709_TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])


def gamut_to_709(rgb: Colours) -> Colours:
    """R'G'B' of BT.2020 on a BT.1886 screen as that of BT.709; what lies outside is cut."""
    light = np.clip(rgb, 0, 1) ** 2.4 @ np.linalg.inv(_709_TO_2020).T
    return np.asarray(np.clip(light, 0, 1) ** (1 / 2.4))


def tetrahedral(table: Colours, colour: Sequence[float]) -> Colours:
    """A 3D table (by red, green, blue) asked for one colour: Kasson et al., the corners passed in order of size."""
    points = len(table) - 1
    place = [min(max(part, 0.0), 1.0) * points for part in colour]
    corner = [min(int(part), points - 1) for part in place]
    shares = [part - whole for part, whole in zip(place, corner, strict=True)]
    order = sorted(range(3), key=lambda axis: -shares[axis])
    found = table[tuple(corner)] * (1 - shares[order[0]])
    for step, axis in enumerate(order):
        corner[axis] += 1
        following = shares[order[step + 1]] if step < 2 else 0.0
        found = found + table[tuple(corner)] * (shares[axis] - following)
    return np.asarray(found)


def table_of(points: int, change: Callable[[Colours], Colours]) -> Colours:
    """A 3D table by red, green, blue of what `change` makes of each colour (... x 3)."""
    side = np.linspace(0, 1, points)
    return change(np.stack(np.meshgrid(side, side, side, indexing="ij"), axis=-1))


def cube_text(table: Colours, head: str = "") -> str:
    """The table as a `.cube` file, red fastest."""
    rows = "".join(f"{r:.9f} {g:.9f} {b:.9f}\n" for r, g, b in table.transpose(2, 1, 0, 3).reshape(-1, 3))
    return f"{head}LUT_3D_SIZE {len(table)}\n{rows}"

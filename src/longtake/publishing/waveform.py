"""The waveform of a film's finished sound, drawn as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

__all__ = ["waveform_svg"]

_WIDTH, _HEIGHT = 1200, 160
_MIDDLE = _HEIGHT // 2
_FULL = 255


def waveform_svg(peaks: Sequence[int]) -> str:
    """A band around a middle line. peaks: the loudest sample of equal parts of the film, one at least, 0 to 255 of full
    scale."""
    columns = min(_WIDTH, len(peaks))
    edges = [len(peaks) * number // columns for number in range(columns + 1)]
    tall = [max(peaks[start:end]) for start, end in pairwise(edges)]
    places = [_WIDTH * number // max(1, columns - 1) for number in range(columns)]
    heights = [max(1, one * (_MIDDLE - 2) // _FULL) for one in tall]
    above = [f"{x} {_MIDDLE - height}" for x, height in zip(places, heights, strict=True)]
    below = [f"{x} {_MIDDLE + height}" for x, height in zip(places, heights, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">\n'
        f"<title>The sound of the film</title>\n"
        f'<path fill="#2f7f86" d="M{" L".join([*above, *reversed(below)])}Z"/>\n'
        "</svg>\n"
    )

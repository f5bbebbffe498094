"""How many first pictures of a clip are off in light, colour or sharpness, by what the clip does elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from longtake.media import PictureMeasures

__all__ = ["Settling", "unsettled"]

Series = NDArray[np.float64]
_RARE = 0.98


@dataclass(frozen=True, slots=True)
class Settling:
    """Thresholds; levels are 8-bit code values.

    settled: pictures after which every clip has settled; trend: how many after those tell how it goes on.
    step: so many times the clip's own largest usual step is a jump; pause: quiet steps that end a run of jumps.
    ran: so many times the furthest that the clip runs elsewhere is a run. level: what nobody sees.
    fell: so many times the usual distance from the trend, and `collapse` levels, is a collapse of exposure; it is over
    when less than `left` of it is left, and less than `usual` of the usual distance.
    sharpness, noise: change of their logarithms that nobody sees; soft: how many times that, both together, is soft;
    sharp: what is left of it when it is over. short: the longest run and softness, in pictures; beyond: how many
    after those it is compared with.
    """

    settled: int = 18
    trend: int = 24
    step: float = 1.2
    pause: int = 3
    ran: float = 1.1
    level: float = 0.5
    collapse: float = 3.0
    fell: float = 2.0
    left: float = 0.12
    usual: float = 0.6
    sharpness: float = 0.04
    noise: float = 0.05
    soft: float = 1.7
    sharp: float = 0.35
    short: int = 5
    beyond: int = 10


def unsettled(picture: PictureMeasures, settings: Settling = Settling()) -> int:
    """Pictures to leave out at the head; 0 also for clips that are too short to tell."""
    if picture.frames < settings.settled + 2 * settings.trend:
        return 0
    luma, *chroma = (np.array(values) for values in (picture.luma, picture.cb, picture.cr))
    stepped = [_stepped(values, settings) for values in (luma, *chroma)]
    ran = 0 if any(stepped) else _ran((luma, *chroma), settings)
    collapsed = _collapsed(luma, settings) if stepped[0] or ran else 0
    return max(_soft(picture, settings), ran, collapsed or stepped[0], *stepped[1:])


def _stepped(values: Series, settings: Settling) -> int:
    """Pictures until the steps are no larger than anywhere else, 0 if the first is not."""
    steps = np.abs(np.diff(values))
    limit = max(settings.level / 4, settings.step * float(np.quantile(steps[settings.settled :], _RARE)))
    if steps[0] <= limit:
        return 0
    large = np.nonzero(steps[: settings.settled] > limit)[0]
    gaps = np.nonzero(np.diff(large) > settings.pause)[0]
    count = int(large[gaps[0]] if len(gaps) else large[-1]) + 1
    return count if np.abs(values[: count + 1] - values[count]).max() >= settings.level else 0


def _ran(series: Sequence[Series], settings: Settling) -> int:
    """In how many pictures two of the series run further one way than in as many anywhere else; 0 if they don't: what
    moves into the picture changes one of them."""
    best, count = 1.0, 0
    for many in range(2, settings.short + 1):
        excesses = sorted(_excess(values, many, settings) for values in series)
        if excesses[-2] > best:
            best, count = excesses[-2], many
    return count


def _excess(values: Series, many: int, settings: Settling) -> float:
    ways = np.abs(values[many:] - values[:-many])
    return float(ways[0] / max(settings.level, settings.ran * float(ways[settings.settled :].max())))


def _collapsed(values: Series, settings: Settling) -> int:
    """Pictures before the values come to the line that they follow later, 0 if they are never far from it; the same is
    asked of every other place of the clip, to know how far off is far."""
    everywhere = np.abs(_off_line(values, settings))
    off, usual = everywhere[0], np.quantile(everywhere[settings.settled // 2 :], 0.95, axis=0)
    if off.max() < settings.collapse or not (off > settings.fell * usual).any():
        return 0
    far = np.nonzero(off > np.maximum(settings.usual * usual, settings.left * off.max()))[0]
    return int(far[-1]) + 1 if len(far) else 0


def _off_line(values: Series, settings: Settling) -> Series:
    """By how much `settled` values from each place on are off the line through the `trend` values after them."""
    windows = sliding_window_view(values, settings.settled + settings.trend)
    line = np.stack([np.arange(windows.shape[1]), np.ones(windows.shape[1])])
    before, after = line[:, : settings.settled], line[:, settings.settled :]
    lines = windows[:, settings.settled :] @ np.linalg.pinv(after)
    return np.asarray(windows[:, : settings.settled] - lines @ before)


def _soft(picture: PictureMeasures, settings: Settling) -> int:
    """Pictures that are softer than what follows, in detail and in grain. A sharper first picture is the codec's."""
    series = [np.log(np.maximum(values, 1e-3)) for values in (picture.sharpness, picture.noise)]
    least = settings.sharpness, settings.noise
    score = sum(_softness(values, floor, settings) for values, floor in zip(series, least, strict=True))
    if score < settings.soft:
        return 0
    below = np.mean([(_after(values, settings)[0] - values)[: settings.short + 1] for values in series], axis=0)
    sharp = np.nonzero(below[1:] < settings.sharp * below[0])[0]
    return int(sharp[0]) + 1 if len(sharp) else settings.short


def _softness(values: Series, floor: float, settings: Settling) -> float:
    """By how much the first two pictures lie below what follows, in units of what the clip does elsewhere."""
    after = _after(values, settings)
    below = after - (values[:-1] + values[1:])[: len(after)] / 2
    usual = float(np.quantile(below[settings.settled // 2 :], 0.97))
    return max(0.0, float(below[0])) / max(floor, usual)


def _after(values: Series, settings: Settling) -> Series:
    """The median of what follows each place, once `short` pictures have passed."""
    return np.asarray(np.median(sliding_window_view(values[settings.short :], settings.beyond), axis=1))

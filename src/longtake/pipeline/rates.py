"""What the rungs of a finished film came to, and which peaks stand further above their averages than players like.

Each rung has a cap, and each span keeps to it. That its peak is at most twice its average nobody can promise for every
film: a second of still and a second of noise differ as much as they do, and bits follow the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from longtake.packaging import Package as Packaged
from longtake.pipeline.events import Notice

__all__ = ["RungRates", "rate_notices", "rates_json", "rates_of_film", "rates_of_package", "rates_text"]

_MOST = 2  # times its average that a peak is good for (Apple's rule 1.30)


@dataclass(frozen=True, slots=True)
class RungRates:
    """A picture rung as it was packaged. peak and average in bits a second, container included."""

    name: str
    peak: int
    average: int

    @property
    def is_uneven(self) -> bool:
        return self.peak > _MOST * self.average


def rates_of_package(packaged: Packaged, rungs: Iterable[str]) -> tuple[RungRates, ...]:
    """rungs: names of those of pictures."""
    names = set(rungs)
    return tuple(RungRates(one.name, one.peak, one.average) for one in packaged.renditions if one.name in names)


def rates_of_film(manifest: Mapping[str, Any]) -> tuple[RungRates, ...]:
    """Of the film that tells this of itself; none where it does not tell them."""
    try:
        rows = manifest["renditions"]
        return tuple(RungRates(str(row["name"]), int(row["peak"]), int(row["average"])) for row in rows)
    except (ValueError, KeyError, TypeError):
        return ()


def rates_json(rows: Iterable[Mapping[str, Any]], rates: Iterable[RungRates]) -> list[dict[str, Any]]:
    """The manifest's rows of renditions with what was measured, and with what is to be known of it."""
    by_name = {one.name: one for one in rates}
    return [{**row, **_told(by_name[row["name"]])} for row in rows]


def rate_notices(rates: Iterable[RungRates]) -> tuple[Notice, ...]:
    """One for all rungs whose peak is more than twice the average."""
    uneven = [one for one in rates if one.is_uneven]
    if not uneven:
        return ()
    names = ", ".join(f"{one.name} {_figures(one)}" for one in uneven)
    why = "parts of the film are much harder than the rest, and bits follow the picture"
    return (Notice("rungs", f"peaks of more than twice the average: {names}; {why}. Players are told both figures"),)


def rates_text(bits: int) -> str:
    """Bits a second for people: `312 kbit/s`, `4.50 Mbit/s`."""
    return f"{bits / 1_000_000:.2f} Mbit/s" if bits >= 1_000_000 else f"{round(bits / 1000)} kbit/s"


def _told(one: RungRates) -> dict[str, Any]:
    rates: dict[str, Any] = {"average": one.average, "peak": one.peak}
    return {**rates, "finding": f"peak {_figures(one)}"} if one.is_uneven else rates


def _figures(one: RungRates) -> str:
    times = Fraction(one.peak, one.average)
    return f"{rates_text(one.peak)} over {rates_text(one.average)} ({float(times):.1f} times)"

"""The report: one page, offline, that plays the film beside it and says what it is made of.

Everything that somebody else wrote passes the template's escaping; the page runs no script and may load nothing but the
film beside it and the pictures it carries.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from longtake.media import FrameRate, clock
from longtake.media.amounts import bit_rate_text, bytes_text
from longtake.publishing.facts import Photo, ReportFacts

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["report_page"]


def report_page(facts: ReportFacts) -> Iterator[str]:
    """The page as HTML, in parts; the same facts give the same text. Raises ValueError for a path that leaves the
    folder."""
    return _template().generate(film=facts)


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("longtake.publishing", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "address": _address,
        "bits": bit_rate_text,
        "bytes": bytes_text,
        "grouped": _grouped,
        "inline": _inline,
        "rate": _rate,
        "time": _time,
        "unit": _unit,
    }
    return environment.get_template("report.html.jinja")


def _address(path: str) -> str:
    """A path of the folder as a relative address: no scheme, no host, no way out."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        raise ValueError(f"{path!r} is no path inside the film's folder")
    return quote("/".join(parts), safe="/")


def _inline(photo: Photo) -> str:
    return f"data:image/jpeg;base64,{b64encode(photo.jpeg()).decode()}"


def _grouped(number: int) -> str:
    """`12 345`, with a narrow space that does not break."""
    return f"{number:,}".replace(",", "\u202f")


def _rate(rate: FrameRate) -> str:
    """`24`, or `29.97 (30000/1001)` where the rate is no whole number."""
    return str(rate) if rate.denominator == 1 else f"{float(rate.fraction):.2f} ({rate})"


def _time(frame: int, rate: FrameRate) -> str:
    """Where a frame begins, with tenths while the whole is short: `0:04.2`; hours only where needed."""
    tenths = int(rate.seconds(frame) * 10)
    return f"{clock(Fraction(tenths // 10))}.{tenths % 10}"


def _unit(ten_thousandths: int) -> str:
    """`0.9731`."""
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04}"

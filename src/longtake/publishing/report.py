"""The report: one page, offline, that plays the film beside it and says what it is made of.

Everything that somebody else wrote passes the template's escaping; the page runs no script and may load nothing but the
film beside it and the pictures it carries. Where others have a script, it has links into the film (`film.mp4#t=4.167`).
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
from longtake.publishing.facts import JoinFacts, Photo, ReportFacts, ShotFacts

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["compile_page", "report_page"]


def report_page(facts: ReportFacts) -> Iterator[str]:
    """The page as HTML, in parts; the same facts give the same text. Raises ValueError for a path that leaves the
    folder."""
    numbers = {shot.name: number for number, shot in enumerate(facts.shots, 1)}
    return _template().generate(film=facts, numbers=numbers)


def compile_page() -> None:
    """Compiles the page's templates, which takes as long as writing the page of a hundred shots: for whoever has to
    wait for something else before there are facts."""
    environment = _template().environment
    for name in environment.list_templates():
        environment.get_template(name)


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
        "crowd": _crowd,
        "grouped": _grouped,
        "hundredths": _hundredths,
        "inline": _inline,
        "is_mixed": _is_mixed,
        "part": _part,
        "rate": _rate,
        "share": _share,
        "thousandths": _thousandths,
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


def _part(thing: ShotFacts | JoinFacts, film: ReportFacts) -> str:
    """The film from where a shot, or the second before a join, begins to where it ends, as a media fragment."""
    if isinstance(thing, ShotFacts):
        start, end = thing.start, thing.start + thing.frames
    else:
        second = film.rate.frames(Fraction(1))
        start = max(0, thing.at - thing.before - second)
        end = min(film.frames, thing.at - thing.before + thing.frames + second)
    first, last = -(-1000 * start * film.rate.denominator // film.rate.numerator), _units(end, film.rate, 1000)
    return f"{_address(film.film)}#t={_moment(first)},{_moment(last)}"


def _moment(milliseconds: int) -> str:
    """Seconds as a media fragment has them: `4.167`."""
    return f"{milliseconds // 1000}.{milliseconds % 1000:03}"


def _crowd(shots: int) -> str:
    """How the page is laid out for so many shots."""
    return "few" if shots <= 6 else "some" if shots <= 24 else "many"


def _share(frames: int, film: ReportFacts) -> str:
    """How wide a shot stands in the ribbon before that is stretched to fill its rows, in rem: 2.4 on average."""
    hundredths = frames * len(film.shots) * 240 // max(film.frames, 1)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _is_mixed(join: JoinFacts, frame: int) -> bool:
    """Whether both shots are seen in this frame of the film."""
    return 0 <= frame - (join.at - join.before) < join.frames


def _inline(photo: Photo) -> str:
    return f"data:image/webp;base64,{b64encode(photo.webp()).decode()}"


def _grouped(number: int) -> str:
    """`12 345`, with a narrow space that does not break."""
    return f"{number:,}".replace(",", "\u202f")


def _hundredths(value: int) -> str:
    """`-16.0`."""
    return f"{value / 100:.1f}"


def _rate(rate: FrameRate) -> str:
    """`24`, or `29.97 (30000/1001)` where the rate is no whole number."""
    return str(rate) if rate.denominator == 1 else f"{float(rate.fraction):.2f} ({rate})"


def _time(frame: int, rate: FrameRate) -> str:
    """Where a frame begins, with tenths while the whole is short: `0:04.2`; hours only where needed."""
    tenths = _units(frame, rate, 10)
    return f"{clock(tenths // 10)}.{tenths % 10}"


def _units(frame: int, rate: FrameRate, a_second: int) -> int:
    """Whole units of time before a frame."""
    return a_second * frame * rate.denominator // rate.numerator


def _thousandths(number: int) -> str:
    """`0.91`, of 1."""
    return f"{number / 1000:.2f}"


def _unit(ten_thousandths: int) -> str:
    """`0.9731`."""
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04}"

"""Clips in a row as a storyboard: what `assemble` makes of files that the user has already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from longtake.errors import Finding, PlanningError
from longtake.media import ClipFacts, FrameRate, PictureFacts, Size
from longtake.planning.handles import brief, edges_of
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.retiming import retime_of
from longtake.storyboard import (
    FitWord,
    JoinWords,
    MatchWord,
    RetimeWord,
    Storyboard,
    checked_size,
    parse_fit,
    parse_match,
    parse_retime,
)

__all__ = ["join_words", "storyboard_of_clips"]

_T = TypeVar("_T")

_DEFAULT_SIZE, _DEFAULT_RATE = Size(1920, 1080), FrameRate(24)
_STANDARD_RATES = tuple(
    FrameRate(*rate) for rate in ((24,), (24000, 1001), (25,), (30,), (30000, 1001), (50,), (60,), (60000, 1001))
)
_DEFAULT_JOIN = JoinWords("dissolve", Fraction(1, 2))


def storyboard_of_clips(
    clips: Sequence[tuple[str, ClipFacts]],
    *,
    size: Size | None = None,
    rate: FrameRate | None = None,
    join: JoinWords | str = _DEFAULT_JOIN,
    music: str | None = None,
    retime: RetimeWord | str = "auto",
    lut: str | None = None,
    title: str = "Assembled",
    fit: str = "auto",
    match: str | None = None,
) -> Storyboard:
    """One scene of these clips in this order, each whole, a still for 4 s.

    clips: path text and facts of each; a clip may come twice. size, rate: by default those of most of the clips (the
    earlier one of two that are as frequent; stills have no say), or 1920x1080 and 24 of stills alone. join: between
    each two, a cut, a dissolve, a flow, or auto, when each clip shows what of it is fit; text as on the command line is
    read. fit: of all pictures, as in a storyboard.
    retime: how clips of other rates are brought to the film's. lut: path text of the one over all of them. match:
    whether clips of one scene are matched in light and colour; None leaves it to the joins.
    Raises PlanningError with a finding for each clip that cannot be used.
    """
    join = join_words(join)
    pictures = [facts.picture for _, facts in clips if facts.kind == "video" and facts.picture]
    rate = rate or _most([_film_rate(picture) for picture in pictures], _DEFAULT_RATE)
    size = size or _most([_even(picture.shown) for picture in pictures], _DEFAULT_SIZE)
    retime = _retime(retime)
    findings = [*_unusable(clips, rate, join, retime), *_bad_size(size)]
    if findings:
        raise PlanningError.of(findings)
    is_measured = join.kind == "auto"
    shots = [_shot(text, facts, join if number else None, is_measured) for number, (text, facts) in enumerate(clips)]
    written: dict[str, object] = {
        "storyboard": 1,
        "title": title,
        "frame": {"size": size, "rate": rate, "fit": _fit(fit), "retime": retime},
        "scenes": [{"id": "film", "shots": shots}],
    }
    named = {"music": music} if music else {}
    style = {"lut": lut, "match": _match(match) if match else None}
    return Storyboard.model_validate(written | named | {"style": {name: one for name, one in style.items() if one}})


def join_words(join: JoinWords | str) -> JoinWords:
    """The join between each two clips, as it is written on the command line. Raises PlanningError."""
    try:
        words = JoinWords.parse(join) if isinstance(join, str) else join
    except ValueError as error:
        advice = ("write dissolve:0.5s, flow:0.5s, cut or auto",)
        raise PlanningError(str(error), place="--join", advice=advice) from None
    if words.kind == "continue":
        raise PlanningError(
            "clips that exist already cannot continue each other", place="--join", advice=("write cut",)
        )
    return words


def _fit(text: str) -> FitWord:
    try:
        return parse_fit(text)
    except ValueError as error:
        raise PlanningError(str(error), place="--fit", advice=tuple(getattr(error, "advice", ()))) from None


def _retime(text: str) -> RetimeWord:
    try:
        return parse_retime(text)
    except ValueError as error:
        advice = tuple(getattr(error, "advice", ()))
        raise PlanningError(str(error), place="--retime", advice=advice) from None


def _match(text: str) -> MatchWord:
    try:
        return parse_match(text)
    except ValueError as error:
        raise PlanningError(str(error), place="--match", advice=tuple(getattr(error, "advice", ()))) from None


def _shot(text: str, facts: ClipFacts, join: JoinWords | None, is_measured: bool) -> Mapping[str, object]:
    source: dict[str, object] = {"clip": text} if facts.kind == "video" else {"image": text, "for": "4s"}
    is_fitted = is_measured and facts.kind == "video"
    return source | ({"join": join} if join else {}) | ({"trim": "auto"} if is_fitted else {})


def _most(values: Sequence[_T], default: _T) -> _T:
    return Counter(values).most_common(1)[0][0] if values else default


def _even(size: Size) -> Size:
    """The size with both sides even: an odd one gets a pixel more."""
    return Size(size.width + size.width % 2, size.height + size.height % 2)


def _film_rate(picture: PictureFacts) -> FrameRate:
    """The film rate that suits a clip: its own where that is constant and plain, else the nearest standard rate.

    A variable rate or a stray average is nothing to build a film on.
    """
    if not picture.is_variable and picture.rate.denominator in (1, 2, 1001) and 1 <= picture.rate <= 240:
        return FrameRate.of(picture.rate)
    return min(_STANDARD_RATES, key=lambda rate: abs(rate.fraction - picture.rate))


def _unusable(
    clips: Sequence[tuple[str, ClipFacts]], rate: FrameRate, join: JoinWords, retime: RetimeWord
) -> Iterator[Finding]:
    """Files without a picture, and clips that are all joins: each needs its handles, and to show for as long as the
    joins stand over it."""
    if not clips:
        yield Finding("", "no clips are named", ("name at least one",))
        return
    frames = rate.frames(join.seconds)
    planned = PlannedJoin("dissolve" if frames else "cut", frames, lead=rate.frames(join.lead) or None)
    for (text, facts), edges in zip(clips, edges_of([planned] * (len(clips) - 1)), strict=True):
        needs = edges.head + edges.tail + max(1, edges.lead + edges.trail)
        if facts.kind == "lut":
            yield Finding(text, "it is a LUT, not a clip", (f"lay it over the film: --lut {text}",))
        elif facts.picture is None:
            advice = (f"play it under the film: --music {text}", "or leave it out")
            yield Finding(text, "it has sound and no picture", advice)
        elif facts.kind == "video" and _frames(facts.picture, rate, retime) < needs:
            has, wants = brief(facts.picture.seconds), brief(rate.seconds(needs))
            message = f"it lasts {has}, but joined by {join} it needs {wants}"
            yield Finding(
                text, message, (f"shorten the joins: --join {join.kind}:0.2s", "--join cut", "or leave it out")
            )


def _frames(picture: PictureFacts, rate: FrameRate, retime: RetimeWord) -> int:
    return picture.frames_on(rate, retime_of(picture, rate, retime, None).pace)


def _bad_size(size: Size) -> Iterator[Finding]:
    try:
        checked_size(size)
    except ValueError as error:
        yield Finding("--size", str(error), tuple(getattr(error, "advice", ())))

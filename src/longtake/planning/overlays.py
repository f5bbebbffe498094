"""Titles and overlays on the frame grid: what lies over which frames of the film."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from longtake.media import ClipFacts, Frame, FrameRate
from longtake.planning.handles import brief
from longtake.planning.material import Material
from longtake.planning.plan import Notice, PlannedOverlay, PlannedShot, PlannedTitle
from longtake.storyboard import KeyPath, Overlay, Remark, Storyboard, Title

__all__ = ["film_overlays", "overlaid", "overlay_notices", "wrong_overlays"]


@dataclass(frozen=True, slots=True)
class _Stay:
    """How long something stays: film frames from `start`; asked: how many were wanted, where the film has fewer."""

    start: Frame
    frames: int
    asked: int


def overlaid(
    shots: Sequence[PlannedShot],
    materials: Sequence[Material],
    laid: Mapping[str, ClipFacts],
    rate: FrameRate,
) -> tuple[PlannedShot, ...]:
    """The shots with their titles and overlays, cut off where the film ends."""
    film = _length(shots)
    return tuple(
        replace(
            shot,
            titles=tuple(_title(title, shot, laid, film, rate) for title in material.shot.title),
            overlays=tuple(
                _overlay(over, laid, _stay(over, shot.start, shot.frames, film, rate)) for over in material.shot.overlay
            ),
        )
        for shot, material in zip(shots, materials, strict=True)
    )


def film_overlays(
    storyboard: Storyboard, laid: Mapping[str, ClipFacts], frames: int, rate: FrameRate
) -> tuple[PlannedOverlay, ...]:
    """What lies over the whole film of `frames`, cut off where it ends."""
    return tuple(_overlay(over, laid, _stay(over, 0, frames, frames, rate)) for over in storyboard.overlays)


def wrong_overlays(
    storyboard: Storyboard,
    materials: Sequence[Material],
    frames: Sequence[int],
    laid: Mapping[str, ClipFacts],
    rate: FrameRate,
) -> Iterator[Remark]:
    """What begins after its shot (or film) is over, and files that cannot be used. frames: of each shot."""
    for material, shown in zip(materials, frames, strict=True):
        where = f"shot {material.name}"
        for number, title in enumerate(material.shot.title):
            path = (*material.path, "title", number)
            yield from _late(path, "title", title, where, shown, rate)
            if title.font and title.font not in laid:
                message = f"font of the title of {where} ({title.font}) was not measured"
                yield Remark((*path, "font"), message, ("give its ClipFacts with the others",))
        for number, over in enumerate(material.shot.overlay):
            yield from _wrong((*material.path, "overlay", number), over, where, shown, laid, rate)
    for number, over in enumerate(storyboard.overlays):
        yield from _wrong(("overlays", number), over, "the film", sum(frames), laid, rate)


def overlay_notices(
    storyboard: Storyboard, materials: Sequence[Material], shots: Sequence[PlannedShot], rate: FrameRate
) -> Iterator[Notice]:
    """What stays on over the next shots, and what the end of the film cuts off."""
    film = _length(shots)
    for material, shot in zip(materials, shots, strict=True):
        overs: tuple[Title | Overlay, ...] = (*material.shot.title, *material.shot.overlay)
        for over in overs:
            stay = _stay(over, shot.start, shot.frames, film, rate)
            yield from _told(_called(over), shot.name, stay, shot.start + shot.frames, rate)
    for over in storyboard.overlays:
        yield from _told(_called(over), "overlays", _stay(over, 0, film, film, rate), film, rate)


def _told(called: str, about: str, stay: _Stay, end: int, rate: FrameRate) -> Iterator[Notice]:
    if stay.asked > stay.frames:
        short = brief(rate.seconds(stay.asked - stay.frames))
        yield Notice(about, f"its {called} is cut off {short} early, where the film ends")
    elif stay.start + stay.frames > end:
        over = brief(rate.seconds(stay.start + stay.frames - end))
        yield Notice(about, f"its {called} stays for {over} after the shot, over what comes next")


def _length(shots: Sequence[PlannedShot]) -> int:
    return sum(shot.frames for shot in shots)


def _stay(over: Title | Overlay, start: int, shown: int, film: int, rate: FrameRate) -> _Stay:
    """From its moment in a shot (or film) that begins at film frame `start` and shows `shown` frames; by default to the
    end of that. Written times round to the nearest frame, a length to one at least."""
    at = min(rate.frames(over.at), shown - 1)
    asked = max(1, shown - at if over.length is None else rate.frames(over.length))
    return _Stay(Frame(start + at), min(asked, film - start - at), asked)


def _title(title: Title, shot: PlannedShot, laid: Mapping[str, ClipFacts], film: int, rate: FrameRate) -> PlannedTitle:
    stay = _stay(title, shot.start, shot.frames, film, rate)
    return PlannedTitle(
        text=title.text,
        style=title.style,
        position=title.position,
        font=title.font,
        digest=laid[title.font].digest if title.font else None,
        start=stay.start,
        frames=stay.frames,
    )


def _overlay(over: Overlay, laid: Mapping[str, ClipFacts], stay: _Stay) -> PlannedOverlay:
    return PlannedOverlay(
        asset=over.image,
        digest=laid[over.image].digest,
        position=over.position,
        width=over.width,
        opacity=over.opacity,
        start=stay.start,
        frames=stay.frames,
        rate=over.rate,
    )


def _wrong(
    path: KeyPath, over: Overlay, where: str, shown: int, laid: Mapping[str, ClipFacts], rate: FrameRate
) -> Iterator[Remark]:
    yield from _late(path, "overlay", over, where, shown, rate)
    found = laid.get(over.image)
    called = f"overlay of {where} ({over.image})"
    if found is None:
        yield Remark((*path, "image"), f"{called} was not measured", ("give its ClipFacts with the others",))
    elif found.kind not in ("still", "animation", "sequence"):
        what = "has sound and no picture" if found.picture is None else f"is a {found.kind}, not a still"
        yield Remark((*path, "image"), f"{called} {what}", ("name a PNG or WebP picture",))


def _late(
    path: KeyPath, field: str, over: Title | Overlay, where: str, shown: int, rate: FrameRate
) -> Iterator[Remark]:
    if over.at >= rate.seconds(shown):
        lasts = brief(rate.seconds(shown))
        message = f"{field} of {where} is to appear {brief(over.at)} after its start, but it shows for {lasts} only"
        yield Remark((*path, "at"), message, ("let it appear earlier", "or make the shot longer"))


def _called(over: Title | Overlay) -> str:
    return f"overlay {over.image}" if isinstance(over, Overlay) else f"title “{_short(over.text)}”"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:29]}…"

"""Which of a model's slots serves a shot: pure comparison of what is wanted with the rows of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from longtake.catalogue.modes import Kind, Mode, Role, Slot, SoundForm
from longtake.media import FrameRate, Size
from longtake.planning.handles import brief

__all__ = ["LARGEST_CROP", "SENT_FORMS", "Wanted", "longest_slot", "size_for", "slot_for", "with_words"]

LARGEST_CROP = Fraction(1, 3)
"""The largest part of a picture that may be cut off to fill the frame; a model that makes only such is not taken."""

SENT_FORMS: tuple[SoundForm, ...] = ("mp3", "wav")
"""The forms that any sound can be put into before it is sent."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a shot needs of a model. seconds: of the take, handles included. inputs: how many of each role go along.
    has_sound: whether the take must have sound (None: either will do). own: what each provider would be told of an
    avatar of its own, which then stands for the portrait."""

    kind: Kind
    seconds: Fraction
    size: Size
    rate: FrameRate
    inputs: Mapping[Role, int] = field(default_factory=dict)
    has_sound: bool | None = None
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def slot_for(modes: Iterable[Mode], wanted: Wanted, provider: str = "") -> Slot | str:
    """The slot that serves: of the modes that can, one with the provider's own avatar before others, one as large as
    the film before smaller ones, then the shortest, then the first. Else why none can. provider: whose modes they are.

    The reason is that of the mode that comes closest, as it ends a sentence about the model: `makes 8 s at most`.
    """
    slots, closest = [], (0, f"makes nothing of the kind {_KIND_WORDS[wanted.kind]}")
    for mode in modes:
        if mode.kind == wanted.kind:
            found = _slot(mode, wanted, provider)
            if isinstance(found, Slot):
                slots.append(found)
            else:
                closest = max(closest, found, key=lambda reason: reason[0])
    if not slots:
        return closest[1]
    return min(slots, key=lambda slot: (not slot.mode.own, _is_small(slot.size, wanted.size), slot.seconds))


def longest_slot(modes: Iterable[Mode], wanted: Wanted, provider: str = "") -> Fraction | None:
    """The longest take that serves in everything but its length, in seconds; None where none does."""
    fits = [mode for mode in modes if mode.kind == wanted.kind and not any(_obstacles(mode, wanted, provider))]
    return max((mode.lengths.longest for mode in fits), default=None)


def size_for(sizes: tuple[Size, ...], wanted: Size) -> Size | None:
    """Of the sizes on offer the one to ask for: least cut off (to a twentieth), then large enough, then the smallest.

    None where each would lose more than LARGEST_CROP. No sizes on offer mean any: the one wanted.
    """
    if not sizes:
        return wanted
    usable = [size for size in sizes if _cropped(size, wanted) <= LARGEST_CROP]

    def rank(size: Size) -> tuple[int, bool, int]:
        is_small, area = _is_small(size, wanted), size.width * size.height
        return int(_cropped(size, wanted) * 20), is_small, -area if is_small else area

    return min(usable, key=rank, default=None)


def _slot(mode: Mode, wanted: Wanted, provider: str) -> Slot | tuple[int, str]:
    """The slot, or how close the mode comes and what is in its way."""
    reasons = [*_obstacles(mode, wanted, provider)]
    seconds = mode.lengths.reaching(wanted.seconds)
    if seconds is None:
        reasons.append(
            f"makes {brief(mode.lengths.longest)} at most{with_words(mode)}, and {brief(wanted.seconds)} is needed"
        )
    if reasons:
        return 10 - len(reasons), reasons[0]
    assert seconds is not None
    size = size_for(mode.sizes, wanted.size)
    assert size is not None  # or it would have been in the way
    rate = min(mode.rates, key=lambda rate: abs(rate.fraction - wanted.rate.fraction), default=None)
    return Slot(mode, seconds, size, rate, mode.sound == "always" or (mode.sound == "asked" and bool(wanted.has_sound)))


def _obstacles(mode: Mode, wanted: Wanted, provider: str) -> Iterator[str]:
    """What keeps a mode from serving, besides the length."""
    takes = {one.role: one for one in mode.inputs}
    given = {role: count for role, count in wanted.inputs.items() if not (mode.own and role == "portrait")}
    yield from _own_obstacles(mode, wanted, provider)
    for role, count in given.items():
        most = takes[role].most if role in takes else 0
        if count > most:
            yield (
                f"takes no {_ROLE_WORDS[role]}{with_words(mode)}"
                if not most
                else f"takes {most} {_ROLE_WORDS[role]}s, not {count}"
            )
    for role, one in takes.items():
        if given.get(role, 0) < one.least:
            yield f"needs {'a' if one.least == 1 else one.least} {_ROLE_WORDS[role]}{'s' if one.least > 1 else ''}"
    if size_for(mode.sizes, wanted.size) is None:
        offered = ", ".join(str(size) for size in mode.sizes[:3])
        yield f"makes {offered} only, and most of that would be cut off in {wanted.size}"
    if wanted.has_sound and mode.sound == "never":
        yield "makes no sound"
    if mode.forms and given.get("audio") and not set(mode.forms) & set(SENT_FORMS):
        yield f"takes sound as {' or '.join(mode.forms).upper()} alone, and it is sent as MP3 or WAV"


def _own_obstacles(mode: Mode, wanted: Wanted, provider: str) -> Iterator[str]:
    """What keeps a mode from moving the provider's own avatar of somebody."""
    told = wanted.own.get(provider)
    if mode.own and told is None:
        yield f"moves avatars of {provider}'s alone, and cast names none: write avatar: {{{provider}: …}} there"
    elif mode.own and told is not None and told.keys() != dict(mode.own).keys():
        yield f"is told the {', '.join(dict(mode.own))} of its avatars, not the {', '.join(told)}"


def _cropped(size: Size, frame: Size) -> Fraction:
    """The part of a picture that is cut off when it fills the frame."""
    own, wanted = Fraction(size.width, size.height), Fraction(frame.width, frame.height)
    return 1 - min(own / wanted, wanted / own)


def _is_small(size: Size, frame: Size) -> bool:
    """Whether a picture must be enlarged to fill the frame."""
    return size.width < frame.width or size.height < frame.height


def with_words(mode: Mode) -> str:
    """` with a portrait`: the first input that a mode cannot do without; "" for none."""
    needed = [_ROLE_WORDS[one.role] for one in mode.inputs if one.least]
    return f" with a {needed[0]}" if needed else ""


_KIND_WORDS: Mapping[Kind, str] = {
    "text": "text to video",
    "image": "image to video",
    "references": "video with references",
    "extension": "extension",
    "video": "video to video",
    "enhance": "enhancement",
    "avatar": "avatar",
    "audio": "video from sound",
}
_ROLE_WORDS: Mapping[Role, str] = {
    "first frame": "first frame",
    "last frame": "last frame",
    "reference": "reference",
    "video": "source clip",
    "audio": "sound",
    "portrait": "portrait",
}

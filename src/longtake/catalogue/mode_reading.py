"""Modes as they are written in a model's file."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from longtake.catalogue.group import Group
from longtake.catalogue.modes import InputRange, Kind, Lengths, Mode, Role, SoundForm
from longtake.catalogue.source_reading import Sources, source_of
from longtake.media import Size

__all__ = ["MODE_KEYS", "OWN_WORDS", "ROLES", "mode_of"]

MODE_KEYS = ("source", "kind", "inputs", "seconds", "sizes", "upscaled", "rates", "sound", "price", "forms", "own")
ROLES: dict[str, Role] = {role.replace(" ", "_"): role for role in get_args(Role)}
"""Roles by the keys that stand for them."""
_NEEDED: dict[Kind, str] = {
    "image": "first_frame",
    "references": "reference",
    "extension": "video",
    "video": "video",
    "enhance": "video",
    "audio": "audio",
    "avatar": "audio",
}
_LONGEST_S = 36_000
_FORMS: dict[str, SoundForm] = {form: form for form in get_args(SoundForm)}
OWN_WORDS = ("avatar", "background", "language")
"""What may be told of an avatar of the provider's own."""


def mode_of(group: Group, top: Group, sources: Sources) -> Mode:
    """The mode in `[modes.NAME]`. top: the whole file, whose lists of sizes and prices it names."""
    kind: Kind = group.choice("kind", get_args(Kind))
    sizes = _sizes(group, "sizes", top)
    upscaled = _sizes(group, "upscaled", top) if group.has("upscaled") else ()
    if not set(upscaled) <= set(sizes):
        raise group.refused("upscaled", "names sizes that are not among the mode's", "add them to sizes")
    return Mode(
        name=group.name,
        kind=kind,
        inputs=_inputs(group, kind),
        lengths=_lengths(group),
        sizes=sizes,
        rates=group.rates("rates"),
        sound=group.choice("sound", ("never", "always", "asked")),
        price=group.choice("price", top.names("prices")),
        source=source_of(group, sources),
        upscaled=upscaled,
        forms=_forms(group),
        own=_own(group, kind),
    )


def _inputs(group: Group, kind: Kind) -> tuple[InputRange, ...]:
    """`{first_frame = 1, reference = [1, 3]}`: exactly so many, or from and to."""
    table = group.group("inputs", tuple(ROLES)) if group.has("inputs") else None
    ranges = tuple(InputRange(role, *table.span(key)) for key, role in ROLES.items() if table and table.has(key))
    needed = _NEEDED.get(kind)
    if needed and not any(one.role == ROLES[needed] and one.least for one in ranges):
        raise group.refused("", f"is of kind {kind} and takes no {needed}", f"write inputs = {{{needed} = 1}}")
    return ranges


def _forms(group: Group) -> tuple[SoundForm, ...]:
    """`["mp3"]`: the forms that a sound may be sent in; without it, any."""
    found = []
    for word in group.texts("forms"):
        if word not in _FORMS:
            raise group.refused("forms", f"has {word!r}, which is no form of sound", f"known: {', '.join(_FORMS)}")
        found.append(_FORMS[word])
    return tuple(found)


def _own(group: Group, kind: Kind) -> tuple[tuple[str, str], ...]:
    """`{avatar = "avatar_id"}`: what is told of an avatar of the provider's own, and the knobs that say it."""
    if not group.has("own"):
        return ()
    if kind != "avatar":
        raise group.refused("own", f"is of an avatar, and the mode is of kind {kind}", "take it out")
    table = group.group("own", OWN_WORDS)
    if not table.has("avatar"):
        raise table.refused("", "does not say which avatar", 'write own = {avatar = "avatar_id"}')
    return tuple((word, table.text(word)) for word in OWN_WORDS if table.has(word))


def _lengths(group: Group) -> Lengths:
    """`[4, 6, 8]`, or `{from = 2, to = 10, step = 1}`."""
    if not group.is_table("seconds"):
        lengths = Lengths(these=tuple(sorted(group.numbers("seconds"))))
    else:
        table = group.group("seconds", ("from", "to", "step"))
        lengths = Lengths((), table.number("from"), table.number("to"), table.number("step", Fraction(1)))
        if lengths.least > lengths.most:
            raise table.refused("from", "is more than to", "write the shorter length first")
    if lengths.longest > _LONGEST_S:
        raise group.refused("seconds", f"reaches {lengths.longest} s", "lengths are in seconds, ten hours at most")
    return lengths


def _sizes(group: Group, key: str, top: Group) -> tuple[Size, ...]:
    """Sizes as `1280x720`, and names of lists in the file's own table of sizes."""
    lists = top.group("sizes", None) if top.has("sizes") else None
    sizes: list[Size] = []
    for word in group.texts(key, is_needed=True):
        if lists and lists.has(word):
            sizes += (lists.size(word, one) for one in lists.texts(word, is_needed=True))
        else:
            sizes.append(group.size(key, word))
    return tuple(dict.fromkeys(sizes))

"""Order forms as they are written in a model's file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from longtake.catalogue.group import Group
from longtake.catalogue.mode_reading import ROLES
from longtake.catalogue.modes import Kind, Role
from longtake.catalogue.order_form import Choice, OrderForm, Spelling, Way, WayName

__all__ = ["form_of"]

_WAYS: tuple[WayName, ...] = (*get_args(Kind), "frames")
_FIELDS = ("seconds", "ratio", "grade", "size", "shots", "sound", "seed", "negative")
_KEYS = ("source", *_FIELDS, "settings", "always", *_WAYS)


def form_of(top: Group) -> OrderForm | None:
    """What `[form]` says; None without it. top: the whole file."""
    if not top.has("form"):
        return None
    form = top.group("form", _KEYS)
    ways = tuple((name, _way(form, name)) for name in _WAYS if form.has(name))
    if not ways:
        raise form.refused("", "says of no kind of take how it is asked for", 'write text = {path = ""}')
    return OrderForm(
        ways,
        seconds=_spelling(form, "seconds"),
        ratio=_choice(form, "ratio"),
        grade=_choice(form, "grade"),
        size=_choice(form, "size"),
        shots=_spelling(form, "shots"),
        sound=form.text("sound", ""),
        seed=form.text("seed", ""),
        negative=form.text("negative", ""),
        settings=form.texts("settings"),
        always=tuple(_constants(form)),
    )


def _way(form: Group, name: WayName) -> Way:
    """`{path = "/image-to-video", first_frame = "image_url", without = ["ratio"]}`."""
    group = form.group(name, ("path", "without", *ROLES))
    for word in (without := group.texts("without")):
        if word not in _FIELDS or not form.has(word):
            raise group.refused("without", f"names {word!r}, which the form does not have", "name a field of the form")
    inputs: tuple[tuple[Role, str], ...] = tuple(
        (role, group.text(key)) for key, role in ROLES.items() if group.has(key)
    )
    return Way(group.text("path", ""), inputs, without)


def _spelling(form: Group, key: str) -> Spelling | None:
    """`{name = "duration", as = "{}s"}`; without `as` the number itself is sent."""
    if not form.has(key):
        return None
    group = form.group(key, ("name", "as"))
    by = group.text("as", "number")
    if by != "number" and by.count("{}") != 1:
        raise group.refused("as", f"is {by!r}, which has no place for the number", 'write as = "number" or as = "{}s"')
    return Spelling(group.text("name"), by)


def _choice(form: Group, key: str) -> Choice | None:
    """`{name = "resolution", of = ["720p", "1080p"]}`, or with their words: `of = {"720p" = "std"}`."""
    if not form.has(key):
        return None
    group = form.group(key, ("name", "of"))
    if not group.is_table("of"):
        return Choice(group.text("name"), tuple((word, word) for word in group.texts("of", is_needed=True)))
    words = group.group("of", None)
    return Choice(group.text("name"), tuple((word, words.text(word)) for word in group.names("of")))


def _constants(form: Group) -> Iterator[tuple[str, bool | int | str]]:
    if form.has("always"):
        always = form.group("always", None)
        yield from ((name, always.constant(name)) for name in form.names("always"))

"""What scenes and shots are called, and by what they are known when the storyboard around them changes.

A *name* is for people and may count: `waking.1` is the first shot of scene waking. A *key* is for everything that must
stay with a shot (an approval, an override, a purchase): it is made of the shot's own id, or else of its own words
(action, clip, image, trim), never of its position. Shots of one scene with the very same words are told apart by a
count, and are interchangeable. The key of a scene without an id has no scene in it, for its only name is its position.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from longtake.media import digest_of
from longtake.storyboard.model import Shot, Storyboard
from longtake.storyboard.tree import KeyPath, Remark

__all__ = [
    "MENTION",
    "as_read",
    "label",
    "labelled",
    "own_words",
    "scene_name",
    "shot_keys",
    "shot_name",
    "shown_name",
]

MENTION = re.compile(
    r"(?:(?<![\w@.])|(?<=[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0e7f]))@([A-Za-z][A-Za-z0-9_-]*)"
)
"""A name behind an @. What stands before is no part of a word, so that an e-mail address names nobody; but for scripts
that put no space between words, where a name may follow at once."""

_SLUG_WORDS, _SLUG_LENGTH, _DIGEST_DIGITS = 5, 40, 6


def scene_name(number: int, given: object = None) -> str:
    """A scene's id, or `scene-2` for the second scene that has none. number counts from 0."""
    return given if isinstance(given, str) else f"scene-{number + 1}"


def shot_name(scene: str, number: int, given: object = None) -> str:
    """`waking.pour` by its id, or `waking.1` by its position. number counts from 0."""
    return f"{scene}.{given if isinstance(given, str) else number + 1}"


def shot_keys(storyboard: Storyboard) -> tuple[tuple[str, ...], ...]:
    """The stable keys of all shots, scene by scene."""
    seen: Counter[str] = Counter()
    return tuple(tuple(_counted(_key(scene.id, shot), seen) for shot in scene.shots) for scene in storyboard.scenes)


def _key(scene: str | None, shot: Shot) -> str:
    prefix = f"{scene}." if scene else ""
    return prefix + (shot.id or _slug(shot))


def _counted(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}~{seen[key]}"


def own_words(shot: Shot) -> tuple[str | None, ...]:
    """The texts in which an author says what a shot shows, in an order that stays; None for what is not said."""
    words = (shot.action, shot.clip, shot.image, str(shot.trim) if shot.trim and shot.clip else None)
    return (*words, *_further_words(shot))


def _slug(shot: Shot) -> str:
    """A slug of the words, for people, and a digest of them, which decides."""
    digest = digest_of(list(own_words(shot)))[:_DIGEST_DIGITS]
    more = _further_words(shot)
    first = next((text for text in (shot.action, shot.clip, shot.image, *more) if text), "")
    ascii_text = unicodedata.normalize("NFKD", first).encode("ascii", "ignore")
    parts = re.findall(r"[a-z0-9]+", ascii_text.decode().lower())[:_SLUG_WORDS]
    return "-".join([*parts, digest])[-_SLUG_LENGTH:].lstrip("-")


def _further_words(shot: Shot) -> tuple[str, ...]:
    """Its beats, lines, and what a model makes it from."""
    return (*shot.beats, *(line.text for line in shot.says), *(text for text in _made_of(shot) if text))


def _made_of(shot: Shot) -> tuple[str | None, ...]:
    """What a model makes it from."""
    sources = (shot.edit, shot.enhance)
    return (*(source.clip if source else None for source in sources), shot.avatar, shot.driven_by)


def shown_name(name: str, *, is_person: bool) -> str:
    """A name as it is read: `mara` is Mara, `old-anna` Old Anna, `tea_pot` tea pot. Capitals of the author's stay."""
    words = re.split(r"[_-]+", name)
    if not is_person or any(letter.isupper() for letter in name):
        return " ".join(words)
    return " ".join(word.capitalize() for word in words)


def as_read(text: str, storyboard: Storyboard) -> str:
    """The text with its @names as people read them: `@mara pours` becomes `Mara pours`, `the @tea_pot` the tea pot."""

    def read(found: re.Match[str]) -> str:
        name = found[1]
        if name in storyboard.cast:
            return shown_name(name, is_person=True)
        is_thing = name in storyboard.places or name in storyboard.props
        return shown_name(name, is_person=False) if is_thing else name

    return MENTION.sub(read, text)


def label(path: KeyPath, data: object) -> str:
    """A key path in the author's words: `join of shot promise.1`, `frame.size`. data: the storyboard's plain form."""
    path = _as_written(path, data)
    match path:
        case ("scenes", int(scene), "shots", int(shot), *rest):
            owner = f"shot {shot_name(scene_name(scene, _id(data, path[:2])), shot, _id(data, path[:4]))}"
        case ("scenes", int(scene), *rest):
            owner = f"scene {scene_name(scene, _id(data, path[:2]))}"
        case _:
            return _dotted(path) or "the storyboard"
    return f"{_dotted(tuple(rest))} of {owner}" if rest else owner


def labelled(remark: Remark, data: object) -> Remark:
    """The remark with the author's words for its place before its message. data: the storyboard's plain form."""
    return replace(remark, message=f"{label(remark.path, data)}: {remark.message}")


def _as_written(path: KeyPath, data: object) -> KeyPath:
    """The path without numbers of items that stand without their list, as far as the data go."""
    written: KeyPath = ()
    for part in path:
        if part == 0 and data is not None and not isinstance(data, list | tuple):
            continue
        written = (*written, part)
        data = _inside(data, part)
    return written


def _inside(data: object, part: str | int) -> object:
    if isinstance(part, int):
        return data[part] if isinstance(data, list | tuple) and part < len(data) else None
    return data.get(part) if isinstance(data, dict) else None


def _dotted(path: KeyPath) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _id(data: object, path: KeyPath) -> object:
    """The id written at a path of plain data, if one is."""
    for part in path:
        data = _inside(data, part)
    return data.get("id") if isinstance(data, dict) else None

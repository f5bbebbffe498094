"""A draft to an adaptation: what is open is filled, the whole is validated, and all that it does not hold is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from longtake.errors import Finding, StoryboardError
from longtake.storyboard.consistency import contradictions, each_shot
from longtake.storyboard.model import Storyboard
from longtake.storyboard.names import MENTION, label, labelled
from longtake.storyboard.phrasing import language_of, sentences
from longtake.storyboard.scripts.accounting import forgotten, notes_of
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.intake import LARGEST
from longtake.storyboard.tree import KeyPath, Places, Remark, Spot, finding
from longtake.storyboard.validating import validated
from longtake.storyboard.writing import written

__all__ = ["Adaptation", "finished"]

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A script as a storyboard.

    text: the storyboard as YAML, with comments where something was guessed. notes: what was left out or changed, with
    its place in the script. guesses: what the author should look at next, each `shot: what to do`. left_out: the whole
    words of what the notes only begin to quote.
    """

    storyboard: Storyboard
    text: str
    notes: tuple[Finding, ...]
    guesses: tuple[str, ...]
    left_out: tuple[str, ...]


def finished(draft: Draft, text: str, name: str) -> Adaptation:
    """The adaptation. text: the script, where its words can be looked for. Raises StoryboardError."""
    if not any(scene["shots"] or "narration" in scene or "id" in scene for scene in draft.scenes):
        advice = ("write what is seen or said, a paragraph a scene",)
        is_empty = not text.strip() and not draft.left
        message = "the script is empty" if is_empty else "the script says nothing that could be seen or heard"
        raise StoryboardError.of([finding(name, None, message, *advice), *notes_of(draft.left, name)])
    _settle_language(draft)
    for number in range(len(draft.scenes)):
        _fill(draft, number)
    _drop_empty(draft)
    storyboard = _checked(draft, name)
    held = written(storyboard, _comments(draft, name))
    _check_length(held, name)
    left = [*draft.left, *forgotten(text, _kept(draft))]
    guesses = tuple(f"{label(path, draft.data)}: {words}" for path, words in draft.guesses.items())
    return Adaptation(storyboard, held, tuple(notes_of(left, name)), guesses, tuple(item.text for item in left))


def _checked(draft: Draft, name: str) -> Storyboard:
    """The storyboard of the draft's data, in which nothing is faulty. Raises StoryboardError with every finding."""
    storyboard, remarks = validated(draft.data)
    if storyboard and not remarks:
        _define_names(draft, storyboard)
        storyboard, remarks = validated(draft.data)
    if storyboard and not remarks:
        remarks = [labelled(remark, draft.data) for remark in contradictions(storyboard)]
    if remarks or storyboard is None:
        raise StoryboardError.of(Places(name, draft.places, {}).findings(_own_faults(draft, remarks)))
    return storyboard


def _own_faults(draft: Draft, remarks: Sequence[Remark]) -> list[Remark]:
    """The remarks without those about guessed shots that only repeat what is wrong with the words they came from."""
    guessed = {path[:2] for path in draft.guesses if path[2:] == ("shots",)}
    faulty = {remark.path[:2] for remark in remarks if remark.path[2:3] == ("narration",)} & guessed
    return [remark for remark in remarks if remark.path[2:3] != ("shots",) or remark.path[:2] not in faulty]


def _kept(draft: Draft) -> Iterator[str]:
    """All texts that the words of the script went into, and those that were told to be left out."""
    yield from _texts(draft.data)
    yield from (line for lines in draft.comments.values() for line in lines)
    yield from draft.taken
    yield from (left.text for left in draft.left)


def _check_length(text: str, name: str) -> None:
    if len(text.encode()) > LARGEST:
        message = "the storyboard of this script would be larger than 1 MB"
        raise StoryboardError(message, place=name, advice=("split the script: one file a film, or a part of it",))


def _settle_language(draft: Draft) -> None:
    if "language" not in draft.data:
        words = " ".join(_texts(draft.data))
        language = language_of(words)
        if language != "en":
            draft.data = {**draft.data, "language": language}
            draft.guess(("language",), "from the letters alone; say if it is another")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _fill(draft: Draft, number: int) -> None:
    """Gives a scene without shots one for each sentence of its narration; one that has a heading only, that."""
    scene, path = draft.scenes[number], ("scenes", number)
    narration = scene.get("narration", "")
    words = narration.get("text", "") if isinstance(narration, dict) else narration
    language = draft.data.get("language")
    told = sentences(words, language if isinstance(language, str) else "en") if words else ()
    headings = [*draft.comments.get(path, ())]
    if scene["shots"]:
        _show(draft, path, [*told, *headings])
        return
    scene["shots"] = [{"action": sentence} for sentence in told] or [{"action": words} for words in headings]
    spot = draft.places.get((*path, "narration"), draft.places.get(path, Spot(1, 1)))
    draft.places |= {(*path, "shots", place): spot for place in range(len(scene["shots"]))}
    if told:
        draft.guess((*path, "shots"), "the narration's own words: say what is seen")
    elif headings:
        draft.guess((*path, "shots"), "nothing stands below this heading: say what is seen")


def _show(draft: Draft, path: KeyPath, words: Sequence[str]) -> None:
    """Gives the shots of a scene in which nothing is seen yet the scene's own words."""
    for number, shot in enumerate(draft.data["scenes"][path[1]]["shots"]):
        if words and not any(part in shot for part in ("action", "clip", "image")):
            shot["action"] = words[min(number, len(words) - 1)]
            draft.guess((*path, "shots", number), "say what is seen")


def _drop_empty(draft: Draft) -> None:
    """Takes out scenes that nothing was said in, such as between two rules; what stands behind them moves up."""
    kept = [number for number, scene in enumerate(draft.scenes) if scene["shots"]]
    if len(kept) == len(draft.scenes):
        return
    moved = {number: place for place, number in enumerate(kept)}

    def follows(path: KeyPath) -> KeyPath | None:
        if path[:1] != ("scenes",) or len(path) < 2:
            return path
        return ("scenes", moved[path[1]], *path[2:]) if path[1] in moved else None

    draft.data["scenes"] = [draft.scenes[number] for number in kept]
    draft.places = _moved(draft.places, follows)
    draft.comments = _moved(draft.comments, follows)
    draft.guesses = _moved(draft.guesses, follows)


def _moved(by_path: Mapping[KeyPath, Any], follows: Callable[[KeyPath], KeyPath | None]) -> dict[KeyPath, Any]:
    return {new: value for path, value in by_path.items() if (new := follows(path)) is not None}


def _define_names(draft: Draft, storyboard: Storyboard) -> None:
    """Adds to the cast whoever the script calls by @name and says no more of."""
    known = {*storyboard.cast, *storyboard.places, *storyboard.props}
    for path, shot in each_shot(storyboard):
        for name in MENTION.findall("\n".join((shot.action, shot.camera, shot.motion, *shot.beats))):
            if name not in known and len(name) <= _LONGEST_NAME:
                known.add(name)
                draft.data.setdefault("cast", {})[name] = {}
                draft.places[("cast", name)] = draft.places.get(path, Spot(1, 1))
                draft.guess(("cast", name), "say who this is, or move the name to places or props")


def _comments(draft: Draft, name: str) -> dict[KeyPath, list[str]]:
    head = [f"Made from {name.rpartition('/')[2]} by longtake storyboard; it is yours now: change what you like."]
    comments = {path: list(words) for path, words in draft.comments.items()}
    comments[()] = [*head, *comments.get((), [])]
    for path, words in draft.guesses.items():
        comments.setdefault(path, []).append(f"guess: {words}")
    return comments

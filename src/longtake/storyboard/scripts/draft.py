"""A storyboard while a script is read into it: plain data, where each part stands in the script, and what was guessed.

Readers add scenes, shots and words in the order of the script. What has no place in a storyboard is left out by name,
never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from longtake.storyboard.phrasing import join_lines
from longtake.storyboard.scripts.naming import Names, slug
from longtake.storyboard.tree import KeyPath, Spot

__all__ = ["Draft", "LeftOut"]

_WHAT_TO_SAY = {"cast": "say how each of them looks", "places": "say what each of them looks like"}


class LeftOut(NamedTuple):
    """Words of a script that the storyboard does not hold. what: a noun with its article, `the address
    of a link`. advice: what the author can do."""

    spot: Spot | None
    what: str
    text: str
    advice: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """Storyboard data in the making.

    comments: by key path, lines that stand above a value, each once, in order. guesses: what the author should look at,
    by key path. taken: words that went in in another form, such as `00:04` for 4 s. known: the names of people and
    places, by group and by what they are called.
    """

    data: dict[str, Any] = field(default_factory=lambda: {"storyboard": "1"})
    places: dict[KeyPath, Spot] = field(default_factory=dict)
    comments: dict[KeyPath, dict[str, None]] = field(default_factory=dict)
    guesses: dict[KeyPath, str] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    ids: Names = field(default_factory=Names)
    shot_ids: dict[KeyPath, Names] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def scenes(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.data.setdefault("scenes", [])
        return found

    @property
    def here(self) -> KeyPath:
        """The path of the scene that is being read."""
        return ("scenes", len(self.scenes) - 1)

    @property
    def shots(self) -> list[dict[str, Any]]:
        """The shots of the scene that is being read."""
        found: list[dict[str, Any]] = self.scenes[-1]["shots"] if self.scenes else []
        return found

    @property
    def last_shot(self) -> KeyPath:
        return (*self.here, "shots", len(self.shots) - 1)

    def set(self, key: str, value: Any, spot: Spot) -> None:
        self.data[key] = value
        self.places[(key,)] = spot

    def scene(self, spot: Spot, words: str = "", name: str = "") -> None:
        """Begins a scene. words: its heading, kept as a comment; name: its id, by default made of the words.

        A heading right below another one goes on with its scene.
        """
        if not self.scenes or self.shots or "narration" in self.scenes[-1]:
            self.scenes.append({"shots": []})
        if words:
            self.say(self.here, words)
        wanted = name or slug(words)
        if wanted:
            self.scenes[-1] = {**self.scenes[-1], "id": self.ids.take(wanted)}
        self.places[self.here] = self.places[(*self.here, "id")] = spot

    def begun(self, spot: Spot) -> dict[str, Any]:
        """The scene that is being read; a new one where none is yet."""
        if not self.scenes:
            self.scene(spot)
        return self.scenes[-1]

    def shot(self, spot: Spot, **fields: Any) -> dict[str, Any]:
        """Adds a shot to the scene; its fields by their keys in a storyboard (`for_` for `for`)."""
        self.begun(spot)
        self.shots.append({key.rstrip("_"): value for key, value in fields.items() if value})
        self.places[self.last_shot] = spot
        return self.shots[-1]

    def shot_id(self, wanted: str) -> str:
        """An id for the next shot of the scene: the one wanted, or with a number; none where none is."""
        if not wanted:
            return ""
        scene = self.here if self.scenes else ("scenes", 0)
        return self.shot_ids.setdefault(scene, Names()).take(wanted)

    def narrate(self, spot: Spot, text: str) -> None:
        """Adds words to the narration of the scene."""
        scene, path = self.begun(spot), (*self.here, "narration")
        before = scene.get("narration", "")
        if isinstance(before, dict):
            before["text"] = f"{before['text']}\n\n{text}"
        else:
            scene["narration"] = f"{before}\n\n{text}" if before else text
        self.places.setdefault(path, spot)

    def say(self, path: KeyPath, words: str) -> None:
        """Keeps words as a comment above a value."""
        line = join_lines(words.split("\n"))
        if line:
            self.comments.setdefault(path, {})[line] = None

    def guess(self, path: KeyPath, words: str) -> None:
        """Marks a value as guessed, with what the author should make of it."""
        self.guesses[path] = words

    def leave(self, spot: Spot | None, what: str, text: str, *advice: str) -> None:
        """Tells that words are left out."""
        if text.strip():
            self.left.append(LeftOut(spot, what, text.strip(), advice))

    def cast(self, called: str, spot: Spot) -> str:
        """The name of somebody in the cast, who is added where the script has not named them before."""
        return self._defined("cast", called, slug(called) or "person", spot)

    def place(self, called: str, spot: Spot, wanted: str = "") -> str:
        """The name of a place, which is added where the script has not named it before."""
        return self._defined("places", called, wanted or slug(called) or "place", spot)

    def given(self, group: str, name: str) -> None:
        """Takes a name that the script's settings define: whatever is called so is meant."""
        self.known[(group, slug(name))] = self.names.take(name)

    def _defined(self, group: str, called: str, wanted: str, spot: Spot) -> str:
        words = called.capitalize() if called.isupper() else called
        is_person = group == "cast" and bool(slug(called))  # ANN-MARIE and Ann Marie are one, two kitchens may be two
        key = (group, slug(called) if is_person else words.casefold())
        name = self.known.get(key) or self.known.get((group, slug(called)))
        if name is None:
            name = self.known[key] = self.names.take(wanted)
            self.data.setdefault(group, {})[name] = words
            self.places[(group, name)] = spot
            self.guess((group,), _WHAT_TO_SAY[group])
        return name

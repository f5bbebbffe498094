"""Fountain screenplays: scene headings, action, dialogue, transitions; notes as comments, the boneyard left out.

The parser is fountain-py. It drops boneyards and notes inside a line without a trace, so those are found here.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from fountain import ElementType, FountainElement, FountainParser

from longtake.errors import StoryboardError
from longtake.storyboard.phrasing import join_lines
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.labels import join_text
from longtake.storyboard.scripts.lines import Lines, enclosed
from longtake.storyboard.scripts.mentioning import mention_people
from longtake.storyboard.scripts.naming import slug
from longtake.storyboard.tree import Spot, finding

__all__ = ["read_fountain"]

_LONGEST_LINE = 20_000
_EMPHASIS = re.compile(r"\\.|\*{1,3}|_")
_HEADING = re.compile(
    r"(?P<way>(?:int\./ext|int/ext|ext\./int|ext/int|int|ext|est|i/e)\b\.?)\s*(?P<rest>.*)", re.IGNORECASE
)
_NARRATORS = ("narrator", "voiceover", "voice-over", "narration", "v-o", "vo")
_WAYS = {"int": "interior", "ext": "exterior", "est": "establishing"}


def read_fountain(draft: Draft, text: str, name: str) -> None:
    """Adds what a screenplay says to the draft. Raises StoryboardError for a boneyard that is never closed."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST_LINE:
            message = f"the line has {len(line)} characters; a line has at most {_LONGEST_LINE}"
            raise StoryboardError.of([finding(name, Spot(number, 0), message, "make paragraphs of it")])
    document = FountainParser().parse(text)
    for issue in document.issues:
        if issue.code == "unclosed-boneyard":
            message = "the boneyard that begins here (/*) is never closed, so all after it would be lost"
            raise StoryboardError.of([finding(name, Spot(issue.line_number, 0), message, "close it with */")])
    reader = _Reader(draft, text)
    reader.title_page({key: str(value) for key, value in document.metadata.items()})
    for element in document.elements:
        reader.read(element)
    reader.end()


class _Reader:
    """Reads element after element. join, remarks: what waits for the next shot."""

    def __init__(self, draft: Draft, text: str) -> None:
        self.draft = draft
        self.lines = text.split("\n")
        where = Lines(text)
        for start, end in enclosed(text, "/*", "*/"):
            draft.leave(where.spot(start), "a boneyard", text[start + 2 : end - 2])
        self.notes = deque(
            (where.spot(start), text[start + 2 : end - 2])
            for start, end in enclosed(_without_boneyards(text), "[[", "]]")
        )
        self.join: tuple[str, str, Spot] | None = None
        self.remarks: list[str] = []
        self.who = ""
        self.how: list[str] = []
        self.is_voice = False
        self.is_open = False

    def title_page(self, page: dict[str, str]) -> None:
        for key, value in page.items():
            words = _plain(value)
            if key == "title" and words:
                self.draft.set("title", words, Spot(1, 1))
                self.draft.taken.append(key)
            elif words:
                self.draft.say((), f"{key.capitalize()}: {words}")
            else:
                self.draft.taken.append(key)

    def read(self, element: FountainElement) -> None:
        spot = self.spot_of(element.line_number)
        self.remarks += self.notes_before(spot)
        text = " ".join(join_lines(element.text.split("\n")).split())
        match element.type:
            case ElementType.SCENE_HEADING:
                self.heading(text, element, spot)
            case ElementType.CHARACTER:
                self.character(element)
            case ElementType.PARENTHETICAL:
                self.how.append(text.strip("()"))
            case ElementType.DIALOGUE | ElementType.LYRICS:
                self.speech(text, spot, "singing" if element.type is ElementType.LYRICS else "")
            case ElementType.DUAL_DIALOGUE:
                self.dual(element)
            case ElementType.TRANSITION:
                self.transition(text, spot)
            case ElementType.SECTION | ElementType.SYNOPSIS:
                self.remarks.append(text)
            case ElementType.CENTERED:
                self.centred(text, spot)
            case ElementType.ACTION if text:
                self.flush_how()
                self.shot(spot, action=text)
            case _:
                pass

    def spot_of(self, number: int) -> Spot:
        line = self.lines[number - 1] if number <= len(self.lines) else ""
        return Spot(number, len(line) - len(line.lstrip()) + 1)

    def notes_before(self, spot: Spot) -> Iterator[str]:
        while self.notes and self.notes[0][0].line <= spot.line:
            yield f"note: {self.notes.popleft()[1]}"

    def heading(self, text: str, element: FountainElement, spot: Spot) -> None:
        self.flush_how()
        self.close_scene()
        match = _HEADING.fullmatch(text)
        number = str(element.metadata.get("scene_number") or "")
        self.draft.taken.append(number)
        place = (match["rest"].strip(" .") if match else text) or text
        name = slug(f"scene {number}") if number else slug(place)
        self.draft.scene(spot, text, name)
        self.draft.scenes[-1]["at"] = self.draft.place(
            _setting(match["way"], place) if match else place, spot, slug(place)
        )
        self.flush_remarks(self.draft.here)

    def shot(self, spot: Spot, **fields: Any) -> None:
        self.draft.shot(spot, **fields)
        path = self.draft.last_shot
        self.flush_remarks(path)
        if self.join:
            words, text, place = self.join
            self.join = None
            if self.draft.scenes[0]["shots"][0] is self.draft.shots[-1]:
                self.draft.leave(place, "a transition before the first shot", text)
            elif words:
                self.draft.shots[-1]["join"] = words
                self.draft.say(path, text)

    def flush_remarks(self, path: tuple[str | int, ...]) -> None:
        for words in self.remarks:
            self.draft.say(path, words)
        self.remarks = []

    def character(self, element: FountainElement) -> None:
        self.flush_how()
        called = _plain(element.text)
        extension = str(element.metadata.get("extension") or "")
        marks = [mark.strip() for mark in re.split(r"[()]+", extension) if mark.strip()]
        kept = [mark for mark in marks if mark.upper().replace("’", "'").strip(".") not in ("CONT'D", "CONTD", "CONT")]
        self.draft.taken += [mark for mark in marks if mark not in kept]
        self.is_voice = slug(called) in _NARRATORS or any(mark.upper().replace(".", "") == "VO" for mark in kept)
        self.who = called
        self.how = kept
        self.is_open = False

    def speech(self, text: str, spot: Spot, way: str) -> None:
        if not text:
            return
        if not self.who:  # words sung by nobody
            self.shot(spot, action=text)
            return
        if way:
            self.how.append(way)
        if self.is_voice and self.narrates(text, spot):
            return
        line = {"who": self.draft.cast(self.who, spot), "text": text}
        if self.how:
            line["how"] = ", ".join(self.how)
        self.how = []
        self.add_line(line, spot)

    def add_line(self, line: dict[str, str], spot: Spot) -> None:
        """Gives a line to the shot in view; somebody else's next line is another shot."""
        shot = self.draft.shots[-1] if self.draft.shots else None
        if shot is not None and "says" in shot and self.is_open:
            last = shot["says"][-1]
            if "how" not in line and last["who"] == line["who"]:
                last["text"] += f" {line['text']}"
            else:
                shot["says"].append(line)
        elif shot is not None and "says" not in shot and not self.join and not self.remarks:
            shot["says"] = [line]
        else:
            self.shot(spot, action=f"@{line['who']} speaks", says=[line])
            self.draft.guess(self.draft.last_shot, "say what is seen while this is said")
        self.is_open = True

    def narrates(self, text: str, spot: Spot) -> bool:
        """Takes a voice that is not seen as the scene's narration; not where somebody else narrates it already."""
        scene = self.draft.begun(spot)
        who = "" if slug(self.who) in _NARRATORS else self.draft.cast(self.who, spot)
        given = scene.get("narration")
        if given is not None and (given.get("who", "") if isinstance(given, dict) else "") != who:
            return False
        if given is None and who:
            scene["narration"] = {"text": text, "who": who}
            self.draft.places[(*self.draft.here, "narration")] = spot
        else:
            self.draft.narrate(spot, text)
        kept = [mark for mark in self.how if mark.upper().replace(".", "") != "VO"]
        self.draft.taken += [self.who, *self.how]
        if kept:
            self.draft.leave(spot, "the way in which a narration is spoken", ", ".join(kept))
        self.how = []
        return True

    def dual(self, element: FountainElement) -> None:
        """Two who speak at once: two lines of one shot."""
        for number, column in enumerate(element.dual_dialogue_columns()):
            was_open = self.is_open and bool(number)
            for part in column:
                self.read(part)
                if part.type is ElementType.CHARACTER:
                    self.is_open = was_open
        if self.draft.shots:
            self.draft.say(self.draft.last_shot, "both speak at once in the screenplay; here one after the other")

    def transition(self, text: str, spot: Spot) -> None:
        self.flush_how()
        words = join_text(text)
        if not words:
            self.draft.leave(spot, "a transition that is not made", text, "join: cut and join: dissolve 0.5s are")
            return
        self.leave_join()
        self.join = (words, text, spot)

    def leave_join(self) -> None:
        if self.join:
            self.draft.leave(self.join[2], "a transition that leads nowhere", self.join[1])
        self.join = None

    def centred(self, text: str, spot: Spot) -> None:
        self.flush_how()
        if self.draft.shots:
            self.draft.shots[-1].setdefault("title", []).append(text)
        else:
            self.shot(spot, action=text)

    def flush_how(self) -> None:
        """What was said of how a line is spoken, after the last words of it."""
        says = self.draft.shots[-1].get("says") if self.draft.shots else None
        if self.how and self.who:
            if says:
                says[-1]["how"] = ", ".join(filter(None, [says[-1].get("how", ""), *self.how]))
            else:
                self.draft.leave(None, "a direction to nobody", ", ".join([self.who, *self.how]))
        self.who, self.how, self.is_open = "", [], False

    def close_scene(self) -> None:
        """A scene in which nothing happens shows its place."""
        scenes = self.draft.scenes
        if scenes and not self.draft.shots and "at" in scenes[-1] and "narration" not in scenes[-1]:
            self.shot(self.draft.places[self.draft.here], action=f"@{scenes[-1]['at']}")
            self.draft.guess(self.draft.last_shot, "nothing happens in this scene; say what is seen")

    def end(self) -> None:
        self.flush_how()
        self.remarks += [f"note: {words}" for _, words in self.notes]
        if self.draft.scenes:
            self.close_scene()
            self.flush_remarks(self.draft.here)
        self.leave_join()
        mention_people(self.draft)
        for words in self.remarks:
            self.draft.leave(None, "a note", words)


def _without_boneyards(text: str) -> str:
    """The text with spaces where boneyards are, so that every other sign keeps its place."""
    pieces: list[str] = []
    done = 0
    for start, end in enclosed(text, "/*", "*/"):
        pieces += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _plain(text: str) -> str:
    return join_lines(_EMPHASIS.sub(lambda match: match[0][1:] if match[0][0] == "\\" else "", text).split("\n"))


def _setting(way: str, place: str) -> str:
    """`Brick's patio - day, exterior` for EXT. BRICK'S PATIO - DAY."""
    words = [_WAYS[part] for part in re.findall(r"int|ext|est", way.lower())] or ["interior", "exterior"]
    calm = place.capitalize() if place.isupper() else place
    return f"{calm}, {' and '.join(words)}"

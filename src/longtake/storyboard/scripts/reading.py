"""A script's file to an adaptation of it: the storyboard it became, what was guessed and what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from longtake.errors import Finding, MissingExtraError, StoryboardError
from longtake.storyboard.consistency import contradictions, each_shot
from longtake.storyboard.model import Storyboard
from longtake.storyboard.names import label
from longtake.storyboard.phrasing import language_of, sentences
from longtake.storyboard.scripts.accounting import forgotten
from longtake.storyboard.scripts.draft import Draft, LeftOut
from longtake.storyboard.scripts.intake import LARGEST, bytes_of, cleaned, text_of
from longtake.storyboard.tree import KeyPath, Places, Remark, Spot, finding
from longtake.storyboard.validating import validated
from longtake.storyboard.writing import written

__all__ = ["FORMATS", "Adaptation", "adapt", "adapt_text", "format_of"]

FORMATS = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown", ".mkd"),
    "fountain": (".fountain", ".spmd"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "srt": (".srt",),
    "vtt": (".vtt",),
    "html": (".html", ".htm", ".xhtml"),
    "docx": (".docx",),
}
"""What is read, with the ends of its files' names."""

_NAMED = re.compile(r"(?<![\w@.])@([A-Za-z][A-Za-z0-9_-]{0,63})(?![A-Za-z0-9_-])")
_LARGEST_DOCX = 20_000_000
_MOST_LISTED = 3
_EXCERPT = 60


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


def format_of(path: Path) -> str:
    """The format of a script by the end of its name; nothing for one that is not known."""
    return next((name for name, suffixes in FORMATS.items() if path.suffix.lower() in suffixes), "")


def adapt(path: Path | str, format: str = "") -> Adaptation:
    """The storyboard of a script's file. format: one of FORMATS, by default by the file's name.

    Raises StoryboardError with a finding for each thing that stops it, MissingExtraError for HTML and Word documents
    without the extra `scripts`.
    """
    path = Path(path)
    name, kind = path.as_posix(), format or format_of(path)
    if kind not in FORMATS:
        known = ", ".join(suffixes[0] for suffixes in FORMATS.values())
        message = f"{format or path.suffix or 'a name without an end'} is no kind of script that is read"
        raise StoryboardError(message, place=name, advice=(f"known: {known}", "or say what it is: --from text"))
    if kind == "docx":
        return _adapted_docx(bytes_of(path, _LARGEST_DOCX), name)
    return adapt_text(text_of(bytes_of(path, LARGEST), name), kind, name)


def adapt_text(text: str, format: str, name: str = "script") -> Adaptation:
    """The storyboard of a script's text, as `adapt`; any format but docx. Raises as `adapt` does."""
    if format not in FORMATS or format == "docx":
        raise ValueError(f"format is one of {', '.join(FORMATS)}, not {format!r}")
    text, hidden = cleaned(text)
    draft = Draft()
    draft.left += hidden
    _read(draft, text, format, name)
    return _finished(draft, text if format != "html" else "", name)


def _read(draft: Draft, text: str, format: str, name: str) -> None:
    """Asks the reader of the format, imported when it is first needed."""
    match format:
        case "markdown":
            from longtake.storyboard.scripts.markdown import read_markdown

            read_markdown(draft, text, name)
        case "fountain":
            from longtake.storyboard.scripts.fountain import read_fountain

            read_fountain(draft, text, name)
        case "csv" | "tsv":
            from longtake.storyboard.scripts.tables import read_table

            read_table(draft, text, name, "\t" if format == "tsv" else "")
        case "srt" | "vtt":
            from longtake.storyboard.scripts.subtitles import read_subtitles

            if text.strip():
                read_subtitles(draft, text, name, format)
        case "html":
            _html_reader(name)(draft, text)
        case _:
            from longtake.storyboard.scripts.plain import read_text

            read_text(draft, text)


def _html_reader(name: str) -> Callable[[Draft, str], None]:
    try:
        from longtake.storyboard.scripts.webpage import read_html
    except ModuleNotFoundError as error:
        raise _missing(name, error) from None
    return read_html


def _adapted_docx(data: bytes, name: str) -> Adaptation:
    try:
        from longtake.storyboard.scripts.worddoc import read_docx
    except ModuleNotFoundError as error:
        raise _missing(name, error) from None
    draft = Draft()
    read_docx(draft, data, name)
    return _finished(draft, "", name)


def _missing(name: str, error: ModuleNotFoundError) -> MissingExtraError:
    advice = ('pip install "longtake[scripts]"', "or save the script as plain text or Markdown")
    return MissingExtraError(f"reading it needs the package {error.name}", place=name, advice=advice)


def _finished(draft: Draft, text: str, name: str) -> Adaptation:
    """Fills what is open, validates, and tells what the storyboard does not hold."""
    if not any(scene["shots"] or "narration" in scene or "id" in scene for scene in draft.scenes):
        advice = ("write what is seen or said, a paragraph a scene",)
        is_empty = not text.strip() and not draft.left
        message = "the script is empty" if is_empty else "the script says nothing that could be seen or heard"
        raise StoryboardError.of([finding(name, None, message, *advice), *_notes(draft.left, name)])
    _settle_language(draft)
    for number in range(len(draft.scenes)):
        _fill(draft, number)
    _drop_empty(draft)
    places = Places(name, draft.places, {})
    storyboard, remarks = validated(draft.data)
    if storyboard and not remarks:
        _define_names(draft, storyboard)
        storyboard, remarks = validated(draft.data)
    if storyboard and not remarks:
        remarks = [
            Remark(remark.path, f"{label(remark.path, draft.data)}: {remark.message}", remark.advice)
            for remark in contradictions(storyboard)
        ]
    if remarks or storyboard is None:
        raise StoryboardError.of(places.findings(remarks))
    comments = _comments(draft, name)
    held = written(storyboard, comments)
    _check_length(held, name)
    left = [*draft.left, *forgotten(text, [held, *draft.taken, *(left.text for left in draft.left)])]
    guesses = tuple(f"{label(path, draft.data)}: {words}" for path, words in draft.guesses.items())
    return Adaptation(storyboard, held, tuple(_notes(left, name)), guesses, tuple(item.text for item in left))


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
            draft.guess(("language",), "guessed from the letters; say which it is")


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
    headings = draft.comments.get(path, [])
    if scene["shots"]:
        _show(draft, path, [*told, *headings])
        return
    scene["shots"] = [{"action": sentence} for sentence in told] or [{"action": words} for words in headings]
    for place in range(len(scene["shots"])):
        draft.places[(*path, "shots", place)] = draft.places.get(
            (*path, "narration"), draft.places.get(path, Spot(1, 1))
        )
    if told:
        draft.guess((*path, "shots"), "the narration's own words: say what is seen")
    elif headings:
        draft.guess((*path, "shots"), "nothing stands below this heading: say what is seen")


def _show(draft: Draft, path: KeyPath, words: list[str]) -> None:
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
        for name in _NAMED.findall("\n".join((shot.action, shot.camera, shot.motion, *shot.beats))):
            if name not in known:
                known.add(name)
                draft.data["cast"] = {**draft.data.get("cast", {}), name: {}}
                draft.places[("cast", name)] = draft.places.get(path, Spot(1, 1))
                draft.guess(("cast", name), "say who this is, or move the name to places or props")


def _comments(draft: Draft, name: str) -> dict[KeyPath, list[str]]:
    head = [f"Made from {name.rpartition('/')[2]} by longtake storyboard; it is yours now: change what you like."]
    comments = {path: list(words) for path, words in draft.comments.items()}
    comments[()] = [*head, *comments.get((), [])]
    for path, words in draft.guesses.items():
        comments.setdefault(path, []).append(f"guess: {words}")
    return comments


def _notes(left: list[LeftOut], name: str) -> Iterator[Finding]:
    """A note for each thing left out; one for all of a kind where they are many."""
    for what, items in groupby(sorted(left, key=_by_kind), key=lambda item: item.what):
        found = list(items)
        if len(found) <= _MOST_LISTED:
            for item in found:
                yield finding(name, item.spot, f"left out: {what}: {_excerpt(item.text)}", *item.advice)
        else:
            lines = ", ".join(dict.fromkeys(str(item.spot.line) for item in found[:12] if item.spot))
            where = f" (lines {lines}{', …' if len(found) > 12 else ''})" if lines else ""
            message = f"left out, {len(found)} times: {what}{where}; first: {_excerpt(found[0].text)}"
            yield finding(name, found[0].spot, message, *found[0].advice)


def _by_kind(item: LeftOut) -> tuple[str, int]:
    return item.what, item.spot.line if item.spot else 0


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else f"{words[: _EXCERPT - 1].rstrip()}…"

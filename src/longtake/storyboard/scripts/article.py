"""Blocks of writing, as text, Markdown, HTML and Word have them, put together as scenes and shots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.labels import join_text, label_of, length_text, names_file
from longtake.storyboard.scripts.tables import Row, is_shot_list, read_rows
from longtake.storyboard.tree import Spot

__all__ = ["Block", "Direction", "Heading", "Line", "Paragraph", "Picture", "Rows", "Rule", "assemble", "labelled"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a scene. level: 1 for the highest."""

    text: str
    level: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words to be spoken."""

    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Direction:
    """What is to be seen: an item of a list, or words in square brackets. depth: 0, or more inside another item."""

    text: str
    spot: Spot
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says in view."""

    who: str
    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the author's, with the words that stand for it."""

    path: str
    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its header and its rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page: a new scene without a heading."""

    spot: Spot


# A shot has one of each part; and what it shows is either said, or a file.
_EXCLUDED = {"action": ("action", "clip", "image"), "clip": ("clip", "image"), "image": ("clip", "image")}

Block = Heading | Paragraph | Direction | Line | Picture | Rows | Rule


def assemble(draft: Draft, blocks: Sequence[Block]) -> None:
    """Adds the blocks to the draft: headings begin scenes, paragraphs are narration, items, rows and pictures shots."""
    title = _title(blocks)
    if title and draft.data.setdefault("title", title.text) == title.text:
        draft.places.setdefault(("title",), title.spot)
        blocks = [block for block in blocks if block is not title]
    has_scenes = any(isinstance(block, Heading | Rule) for block in blocks)
    for block in blocks:
        match block:
            case Heading():
                draft.scene(block.spot, block.text)
            case Rule():
                draft.scene(block.spot)
            case Paragraph():
                _paragraph(draft, block, is_scene=not has_scenes)
            case Direction():
                _direction(draft, block)
            case Line():
                draft.shot(block.spot, says=[_said(draft, block)], action=_speaking(draft, block))
                draft.guess(draft.last_shot, "say what is seen while this is said")
            case Picture():
                _picture(draft, block)
            case Rows():
                _rows(draft, block)


def _title(blocks: Sequence[Block]) -> Heading | None:
    """The heading that names the whole: the first block, if no other heading is as high."""
    if not blocks or not isinstance(blocks[0], Heading):
        return None
    first = blocks[0]
    rivals = [block for block in blocks[1:] if isinstance(block, Heading)]
    is_alone = all(rival.level > first.level for rival in rivals)
    return first if first.level == 1 and is_alone and (rivals or len(blocks) > 1) else None


def labelled(text: str) -> tuple[str, str]:
    """The part and the words of `Camera: slow dolly-in`; ("", text) where no known label stands before a colon."""
    for colon in (":", "："):
        label, sign, words = text.partition(colon)
        if sign and words.strip() and len(label) <= 24 and label_of(label):
            return label_of(label), words.strip()
    return "", text


def _paragraph(draft: Draft, block: Paragraph, *, is_scene: bool) -> None:
    """is_scene: whether words begin a scene, for want of headings; those with a label only after others."""
    field, words = labelled(block.text)
    if field:
        draft.taken.append(block.text.partition(words)[0])
    if field in ("", "narration"):
        if is_scene and (not field or (draft.scenes and "narration" in draft.scenes[-1])):
            draft.scene(block.spot)
        draft.narrate(block.spot, words)
    else:
        _apply(draft, field, words, block.spot)


def _direction(draft: Draft, block: Direction) -> None:
    field, words = labelled(block.text)
    if field:
        draft.taken.append(block.text.partition(words)[0])
    if field == "narration":
        draft.narrate(block.spot, words)
    elif field not in ("", "action"):
        _apply(draft, field, words, block.spot)
    elif block.depth and draft.shots and draft.shots[-1].get("action"):
        draft.shots[-1].setdefault("beats", []).append(words)
    else:
        _apply(draft, "action", words, block.spot)


def _apply(draft: Draft, field: str, words: str, spot: Spot) -> None:
    """Sets a part of the shot that is being read; of a new one where it has that part already."""
    draft.begun(spot)
    if field == "at":
        if "at" in draft.scenes[-1]:
            draft.scene(spot)
        draft.scenes[-1]["at"] = draft.place(words, spot)
        return
    if field in ("clip", "image") and not names_file(words):
        field = "action"
    value = length_text(words) if field == "for" else words
    if field == "join":
        value = join_text(words)
        if not value:
            draft.leave(spot, "a transition that is not made", words, "join: cut and join: dissolve 0.5s are")
            return
    if value != words:
        draft.taken.append(words)
    is_taken = bool(draft.shots) and any(other in draft.shots[-1] for other in _EXCLUDED.get(field, (field,)))
    shot = draft.shot(spot) if is_taken or not draft.shots else draft.shots[-1]
    shot[field] = value
    draft.places[(*draft.last_shot, field)] = spot


def _said(draft: Draft, block: Line) -> dict[str, str]:
    return {"who": draft.cast(block.who, block.spot), "text": block.text}


def _speaking(draft: Draft, block: Line) -> str:
    return f"@{draft.cast(block.who, block.spot)} speaks"


def _picture(draft: Draft, block: Picture) -> None:
    if "://" in block.path or block.path.startswith(("//", "data:")):
        advice = "save the picture beside the storyboard and name it: image: pictures/it.jpg"
        draft.leave(block.spot, "a picture from elsewhere", block.path, advice)
        if block.text:
            draft.shot(block.spot, action=block.text)
    else:
        draft.shot(block.spot, action=block.text, image=block.path)


def _rows(draft: Draft, block: Rows) -> None:
    if is_shot_list(block.header):
        read_rows(draft, block.header, block.rows)
        return
    words = " · ".join(cell for row in ((Row(block.header, block.spot)), *block.rows) for cell in row.cells if cell)
    advice = "a table of shots has a column action, narration, clip or image"
    draft.leave(block.spot, "a table that lists no shots", words, advice)

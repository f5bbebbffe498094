"""Asset paths: text in a storyboard becomes a file inside the project folder, or is refused.

A storyboard may come from somebody else, so a path is data: relative, with forward slashes, and after all links are
followed still inside the folder (delivery rule S11).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from longtake.errors import Finding, StoryboardError
from longtake.storyboard.consistency import each_lut, each_overlay, each_shot, is_sequence
from longtake.storyboard.meanings import DRIVERS
from longtake.storyboard.model import Shot, Storyboard
from longtake.storyboard.references import NAMED
from longtake.storyboard.shot_sounds import each_effect, each_music
from longtake.storyboard.tree import KeyPath

__all__ = ["asset_paths", "assets_of", "is_device", "resolve", "resolve_sequence", "sequence_paths"]

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?")
_MOVE_IN = "copy the file into the folder of the storyboard and write its path from there"


def resolve(root: Path, text: str) -> Path:
    """The real path of the asset that `text` names in the project folder `root`.

    Raises StoryboardError (no place in it: the caller knows that) if the path leaves the folder, is written for one
    system only, or names no readable regular file.
    """
    path = _inside(root, text)
    if not path.is_file():
        raise _refused(text, "is no file" if path.exists() else "is not there", "name a file")
    if not os.access(path, os.R_OK):
        raise _refused(text, "may not be read", "change its permissions")
    return path


def resolve_sequence(root: Path, text: str) -> Path:
    """The real path of the folder of pictures that `text` names, or of the pattern in it (`frames/f_%04d.png`).

    Raises StoryboardError as `resolve` does, and if it is no folder.
    """
    head, _, last = text.rpartition("/")
    is_pattern = "%" in last
    folder = _inside(root, (head or ".") if is_pattern else text)
    if not folder.is_dir():
        raise _refused(text, "is no folder of pictures", "name a folder, or a pattern such as frames/f_%04d.png")
    return folder / last if is_pattern else folder


def _inside(root: Path, text: str) -> Path:
    """What `text` names, all links followed, inside the folder."""
    _check_text(text)
    folder = Path(os.path.realpath(root))
    try:
        path = Path(os.path.realpath(folder / text, strict=True))
    except (FileNotFoundError, NotADirectoryError):
        raise _refused(text, "is not there", *_nearest_file(folder, text)) from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be followed"
        raise _refused(text, f"cannot be reached: {reason}", "check the path and its links") from None
    if not path.is_relative_to(folder):
        raise _refused(text, "is a link that leads out of the project folder", _MOVE_IN)
    return path


def _check_text(text: str) -> None:
    if not text.strip() or text.startswith("~"):
        raise _refused(text, "is no path inside the project folder", _MOVE_IN)
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise _refused(text, "holds control characters", "rename the file")
    if re.match(r"[A-Za-z][A-Za-z0-9+-]+:", text) and not re.match(r"[A-Za-z]:", text):
        raise _refused(text, "is an address, and nothing is downloaded", "download the file and name it here")
    if text.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", text):
        raise _refused(text, "is not relative to the project folder", _MOVE_IN)
    if "\\" in text or ":" in text:
        raise _refused(text, "holds a \\ or a :", "write it with / between folders, without colons")
    for part in text.split("/"):
        if part == "..":
            raise _refused(text, "leaves the project folder", _MOVE_IN)
        if is_device(part):
            raise _refused(text, f"names the device {part}", "rename the file")


def is_device(name: str) -> bool:
    """Whether some system takes a file or folder of this name for a device: `con`, `nul.txt`."""
    return bool(_DEVICES.fullmatch(name.rstrip(". ")))


def _nearest_file(folder: Path, text: str) -> tuple[str, ...]:
    """The file that is there and is called nearly so, if there is one."""
    parent, _, name = text.rpartition("/")
    try:
        there = sorted(os.listdir(folder / parent))
    except OSError:
        return (f"make the folder {parent}" if parent else "check the path",)
    near = get_close_matches(name, there, n=1)
    return (f"did you mean {parent}/{near[0]}?".replace(" /", " "),) if near else ("put the file there",)


def _refused(text: str, what: str, *advice: str) -> StoryboardError:
    return StoryboardError(f"{text!r} {what}", advice=advice)


def asset_paths(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Every asset that is one file, with the key path of its text, in file order of the format."""
    for group in NAMED:
        for name, member in getattr(storyboard, group).items():
            yield from (((group, name, "reference", at), text) for at, text in enumerate(member.reference))
    for field in ("logo", "font", "intro", "outro"):
        text = getattr(storyboard.brand, field, None)
        if text:
            yield ("brand", field), text
    yield from (((*path, "file"), music.file) for path, music in each_music(storyboard))
    if storyboard.captions.font:
        yield ("captions", "font"), storyboard.captions.font
    yield from each_lut(storyboard)
    for number, scene in enumerate(storyboard.scenes):
        for written, file in scene.narration.recordings if scene.narration else ():
            yield ("scenes", number, "narration", *written), file
    for path, shot in each_shot(storyboard):
        for field in ("clip", "image", "first_frame", "last_frame"):
            text = getattr(shot, field)
            if text:
                yield (*path, field), text
        yield from _for_models(path, shot)
        yield from (((*place, "file"), file) for place, _, file in each_effect(path, shot))
        yield from (((*path, "reference", at), text) for at, text in enumerate(shot.reference))
        yield from (((*path, "title", at, "font"), title.font) for at, title in enumerate(shot.title) if title.font)
    yield from (((*path, "image"), over.image) for path, over in each_overlay(storyboard) if not is_sequence(over))


def _for_models(path: KeyPath, shot: Shot) -> Iterator[tuple[KeyPath, str]]:
    """What a model makes the shot from: a clip, or sound of its own."""
    if shot.edit:
        yield (*path, "edit", "clip"), shot.edit.clip
    if shot.enhance:
        yield (*path, "enhance", "clip"), shot.enhance.clip
    if shot.driven_by and shot.driven_by not in DRIVERS:
        yield (*path, "driven_by"), shot.driven_by


def sequence_paths(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Every overlay that is a sequence of files, with the key path of its text."""
    yield from (((*path, "image"), over.image) for path, over in each_overlay(storyboard) if is_sequence(over))


def assets_of(
    storyboard: Storyboard, root: Path | None = None, given: Mapping[str, Path] | None = None
) -> dict[str, Path]:
    """The file of every asset text in the storyboard.

    given: texts that are resolved already (clips named on a command line), taken as they stand. All others are
    resolved in `root`. Raises StoryboardError with a finding for each that is refused.
    """
    found: dict[str, Path] = {}
    findings: list[Finding] = []
    for text in dict.fromkeys(text for _, text in asset_paths(storyboard)):
        try:
            if given and text in given:
                found[text] = given[text]
            elif root is None:
                raise _refused(text, "has no file: no project folder is known", "give the folder, or the file itself")
            else:
                found[text] = resolve(root, text)
        except StoryboardError as error:
            findings += error.findings
    if findings:
        raise StoryboardError.of(findings)
    return found

"""Faces in a film: looked for once in each clip that captions stand over, and where they are in its frames."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.inspection.faces import FACES, Face, are_found, faces_of
from longtake.media import ClipFacts, Digest, Size, digest_of
from longtake.pipeline.events import Listener, Notice
from longtake.planning import PlannedShot
from longtake.store import DamagedObjectError, Store

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["faces_between", "with_faces"]

Box = tuple[int, int, int, int]


def with_faces(planned: PlannedFilm, store: Store, say: Listener) -> PlannedFilm:
    """The film with the faces of its clips, takes and stills, where words stand over them. Without the extra nobody
    looks, and a notice says so. Raises MediaError."""
    if planned.storyboard is None or not planned.storyboard.captions.are_on or not _speaks(planned):
        return planned
    sources = {facts.digest: (path, facts) for _, path, facts in _pictures(planned)}
    if not sources:
        return planned
    if not are_found():
        message = "nobody looks for faces that they may cover; with pip install 'longtake[faces]' they are kept clear"
        say(Notice("captions", message))
        return planned
    known = {digest: _known(digest, store) for digest in sources}
    missing = [digest for digest, faces in known.items() if faces is None]
    for digest, faces in zip(missing, faces_of([sources[one] for one in missing]) if missing else (), strict=True):
        store.write(_key(digest), json.dumps(faces).encode())
        known[digest] = faces
    return replace(planned, faces={digest: faces for digest, faces in known.items() if faces})


def faces_between(start: int, end: int, planned: PlannedFilm) -> tuple[Box, ...]:
    """Where faces may be in film frames [start, end): left, top, width and height in pixels."""
    if not planned.faces:
        return ()
    size = planned.plan.size
    over = (one for one in _pictures(planned) if one[0].start < end and start < one[0].start + one[0].frames)
    return tuple(
        box
        for shot, _, facts in over
        for face in planned.faces.get(facts.digest, ())
        if facts.picture and (box := _box(face, facts.picture.shown, shot, size))
    )


def _speaks(planned: PlannedFilm) -> bool:
    storyboard = planned.storyboard
    return storyboard is not None and any(
        (scene.narration and scene.narration.words) or scene.caption or any(shot.says for shot in scene.shots)
        for scene in storyboard.scenes
    )


def _pictures(planned: PlannedFilm) -> Iterator[tuple[PlannedShot, Path, ClipFacts]]:
    """Shots that show a file, with it."""
    for shot in planned.plan.shots:
        take = planned.takes.of(shot.key)
        if take is not None and take.facts.picture:
            yield shot, take.path, take.facts
        elif take is None and shot.kind in ("footage", "still") and shot.asset and shot.asset in planned.files:
            yield shot, planned.files[shot.asset].path, planned.facts[shot.asset]


def _box(face: Face, shown: Size, shot: PlannedShot, film: Size) -> Box | None:
    """A face of an upright picture as the film shows it; None where it is cut off. Views that move count as they
    begin."""
    left, top, right, bottom = (Fraction(value, 1000) for value in face)
    wide, high = Fraction(shown.width), Fraction(shown.height)
    if shot.views:
        view = shot.views[0]
        left, right = ((at - view.left) / view.width for at in (left, right))
        top, bottom = ((at - view.top) / view.height for at in (top, bottom))
        wide, high = view.pixels_of(shown)
    choose = max if shot.fit == "fill" else min
    scale = choose(film.width / wide, film.height / high)
    across, down = (film.width - wide * scale) / 2, (film.height - high * scale) / 2
    x, x2 = (min(max(across + at * wide * scale, Fraction(0)), Fraction(film.width)) for at in (left, right))
    y, y2 = (min(max(down + at * high * scale, Fraction(0)), Fraction(film.height)) for at in (top, bottom))
    x, y, x2, y2 = (
        max(x, Fraction(0)),
        max(y, Fraction(0)),
        min(x2, Fraction(film.width)),
        min(y2, Fraction(film.height)),
    )
    return (int(x), int(y), int(x2 - x), int(y2 - y)) if x < x2 and y < y2 else None


def _known(digest: Digest, store: Store) -> tuple[Face, ...] | None:
    try:
        found = json.loads(store.read(_key(digest)))
        return tuple((left, top, right, bottom) for left, top, right, bottom in found)
    except (KeyError, ValueError, TypeError, DamagedObjectError):
        return None


def _key(digest: Digest) -> Digest:
    return digest_of(["faces", FACES, digest])

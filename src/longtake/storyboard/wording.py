"""The wording of a shot: what of it an author wrote about its picture, as one digest.

An approval is bound to it. What a shot is called, where it stands, how it is joined and what is laid over it are no
part of it, nor which model makes it: those may change under an approved picture.
"""

from __future__ import annotations

from longtake.media import Digest, digest_of
from longtake.storyboard.model import Shot, Storyboard
from longtake.storyboard.names import shot_keys

__all__ = ["wording_of", "wordings"]

_OF_THE_PICTURE = frozenset(
    {
        *("action", "camera", "motion", "energy", "beats", "says", "avoid", "length"),
        *("clip", "image", "trim", "speed", "view", "first_frame", "last_frame", "reference"),
        *("edit", "enhance", "avatar", "driven_by"),
    }
)


def wording_of(shot: Shot) -> Digest:
    """The digest of the shot's own words. Fields as they are by default are left out, so that a field that joins the
    format later changes no digest. What of a take is trimmed is no word about its picture."""
    fields = _OF_THE_PICTURE if shot.clip else _OF_THE_PICTURE - {"trim"}
    return digest_of(shot.model_dump(include=set(fields), exclude_defaults=True))


def wordings(storyboard: Storyboard) -> dict[str, Digest]:
    """The wording of every shot, by its key."""
    return {
        key: wording_of(shot)
        for scene, keys in zip(storyboard.scenes, shot_keys(storyboard), strict=True)
        for shot, key in zip(scene.shots, keys, strict=True)
    }

"""The beats of a film's music: found once, and kept in the workspace by the digest of the sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from longtake.inspection.beats import BEATS, beats_of, check_beats
from longtake.media import SAMPLE_RATE, Beats, ClipFacts, Digest, digest_of, round_half_up
from longtake.store import DamagedObjectError, Store
from longtake.storyboard import Storyboard, each_music
from longtake.storyboard.cutting import each_cut

__all__ = ["heard_beats"]


def heard_beats(
    storyboard: Storyboard, facts: Mapping[str, ClipFacts], files: Mapping[str, Path], store: Store
) -> dict[str, Beats]:
    """The beats of all music that something goes by, by its path text: cuts, a loop, a fade. facts, files: of what was
    admitted. Raises MissingExtraError, MediaError."""
    is_cut = any(word == "on-beat" for _, word in each_cut(storyboard))
    wanted = dict.fromkeys(
        music.file for _, music in each_music(storyboard) if is_cut or "on-beat" in (music.loop, music.fade.end)
    )
    if wanted:
        check_beats()
    return {text: _kept(files[text], facts[text], store) for text in wanted if facts[text].sound}


def _kept(path: Path, facts: ClipFacts, store: Store) -> Beats:
    key = _key(facts.digest)
    try:
        return Beats.from_json(store.read(key).decode())
    except (KeyError, ValueError, DamagedObjectError):  # not there, torn or foreign
        assert facts.sound is not None
        found = beats_of(path, round_half_up(facts.sound.seconds * SAMPLE_RATE))
    store.write(key, found.to_json().encode())
    return found


def _key(digest: Digest) -> Digest:
    return digest_of(["beats", BEATS, digest])

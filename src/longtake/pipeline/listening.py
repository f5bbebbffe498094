"""Listening to a film's sounds before it is planned: when recordings speak, how noisy they are, what is silent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from longtake.inspection import Admitted, admit
from longtake.media import SoundMeasures
from longtake.pipeline.facts import StoredFacts, StoredMeasures
from longtake.store import Workspace
from longtake.storyboard import Storyboard, each_effect, each_music, each_shot

__all__ = ["listened_to"]


def listened_to(
    storyboard: Storyboard, files: Mapping[str, Path], workspace: Workspace, workers: int
) -> dict[str, SoundMeasures]:
    """What was measured of each recording, music and sound, by its path text. files: where they lie; all were admitted
    before. Raises PipelineError if no child starts."""
    texts = list(dict.fromkeys(text for text in _sounds(storyboard) if text in files))
    if not texts:
        return {}
    store = workspace.store
    results = admit(
        [files[text] for text in texts], StoredFacts(store), workers=workers, measures=StoredMeasures(store)
    )
    return {
        text: result.measures.sound
        for text, result in zip(texts, results, strict=True)
        if isinstance(result, Admitted) and result.measures and result.measures.sound
    }


def _sounds(storyboard: Storyboard) -> list[str]:
    narrations = [scene.narration for scene in storyboard.scenes if scene.narration]
    found = [file for narration in narrations for _, file in narration.recordings]
    found += [music.file for _, music in each_music(storyboard)]
    return found + [file for path, shot in each_shot(storyboard) for _, _, file in each_effect(path, shot)]

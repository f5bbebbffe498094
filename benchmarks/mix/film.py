"""The film of these questions: an hour of narration, music that goes round and steps back, and clips' own sound."""

from __future__ import annotations

import shutil
from pathlib import Path

from material import clips_folder

__all__ = ["CLIPS", "MUSIC", "SPEECH", "written"]

SPEECH, MUSIC = "speech-01.ogg", "music-01.ogg"
CLIPS = ("turbot2av-01.mp4", "humo-02.mp4", "infinitetalk-03.mp4", "turbot2av-10.mp4", "longcat-02.mp4")
_UNIT_SECONDS = 22  # of a scene that is narrated, and one of a clip with its own sound


def written(folder: Path, rate: str, minutes: float) -> Path:
    """The storyboard in `folder`, with all files beside it. Pictures are as small as may be: sound is the question."""
    for name in (SPEECH, MUSIC, "still-01.png", *CLIPS):
        shutil.copy(clips_folder() / name, folder / name)
    scenes = []
    for number in range(max(2, round(minutes * 60 / _UNIT_SECONDS))):
        scenes.append(f"- narration: {{file: {SPEECH}}}\n  shots: [{{image: still-01.png, camera: static}}]\n")
        scenes.append(f"- shots: [{{clip: {CLIPS[number % len(CLIPS)]}}}, {{image: still-01.png, for: 2.5s}}]\n")
    path = folder / "film.yaml"
    path.write_text(
        f"storyboard: 1\ntitle: An hour\nframe: {{size: 128x72, rate: {rate}}}\n"
        f"music: {{file: {MUSIC}, level: -8 dB, duck: 12 dB, loop: on}}\nscenes:\n{''.join(scenes)}"
    )
    return path

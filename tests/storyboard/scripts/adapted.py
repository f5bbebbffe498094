"""What a script became, for tests to read."""

import pytest

from longtake.errors import StoryboardError
from longtake.storyboard import Shot
from longtake.storyboard.scripts import Adaptation, adapt_text


def shots_of(adaptation: Adaptation) -> list[list[Shot]]:
    return [list(scene.shots) for scene in adaptation.storyboard.scenes]


def actions_of(adaptation: Adaptation) -> list[list[str]]:
    return [[shot.action for shot in shots] for shots in shots_of(adaptation)]


def notes_of(adaptation: Adaptation) -> list[str]:
    return [str(note) for note in adaptation.notes]


def refused(text: str, format: str) -> list[str]:
    """The findings about a script that cannot be read."""
    with pytest.raises(StoryboardError) as caught:
        adapt_text(text, format, "film")
    return [str(finding) for finding in caught.value.findings]

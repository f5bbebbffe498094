"""What can be read, planned and quoted, and only making stops at; and what a sketch stands for."""

import pytest
from said import film

from longtake.storyboard import Remark, Storyboard, not_made_yet, parse

SKETCH = "route: {draft: animatic, final: [veo-3.1-fast]}\n"
CAST = "cast: {mara: {is: a woman, reference: mara.png}}\n"


def said(remarks: list[Remark]) -> list[str]:
    return [f"{'.'.join(map(str, remark.path))}: {remark.message}" for remark in remarks]


def waits(text: str) -> list[str]:
    storyboard: Storyboard = parse(text)
    return said(list(not_made_yet(storyboard)))


FINAL = "route: {final: [kling-3.0]}\n"
WAITING = {
    "a shot that continues another and is drawn": (
        film("x", "{action: y, join: continue}"),
        [
            "scenes.0.shots.1.join: continue starts a shot from the last picture of the one before, which takes a "
            "video model; none makes this shot"
        ],
    ),
    "an avatar that would be drawn": (
        film("{avatar: mara, says: Good morning.}", head=CAST),
        [
            "scenes.0.shots.0.avatar: somebody speaks into the camera by a video model, and none makes this shot",
            "scenes.0.shots.0.says: words are said in view by a video model, and none makes this shot",
        ],
    ),
    "words in view that would be drawn": (
        film("{action: x, says: Good morning.}"),
        ["scenes.0.shots.0.says: words are said in view by a video model, and none makes this shot"],
    ),
}


@pytest.mark.parametrize(("text", "words"), WAITING.values(), ids=WAITING)
def test_making_stops_at_what_nothing_here_makes(text: str, words: list[str]) -> None:
    assert waits(text) == words


MADE = {
    "a sketch of what a model makes": film("x", head=SKETCH),
    "a sketch of an avatar": film("{avatar: mara, says: Good morning.}", head=SKETCH + CAST),
    "a sketch of a shot that continues another": film("x", "{action: y, join: continue}", head=SKETCH),
    "a sketch with a hosted voice": film("x", head=SKETCH + "narrator: eleven/rachel\n"),
    "a sketch of a shot with a model of its own": film("{action: x, model: kling-3.0}", head=SKETCH),
    "a final model that no shot needs": film("clip: a.mp4", head="route: {final: veo-3.1-fast}\n"),
    "animatics": film("x"),
    "a hosted model for the draft": film("x", "y", head="route: {draft: [veo-3.1-fast], final: [kling-3.0]}\n"),
    "a model of one shot": film("{action: x, model: kling-3.0}"),
    "a take that continues another": film("x", "{action: y, join: continue}", head=FINAL),
    "an avatar that a model makes": film("{avatar: mara, says: Good morning.}", head=CAST + FINAL),
    "words in view that a model says": film("{action: x, says: Good morning.}", head=FINAL),
    "an avatar with a recording": film("{avatar: mara}", head=CAST + FINAL) + "  narration: {file: line.ogg}\n",
}


@pytest.mark.parametrize("text", MADE.values(), ids=MADE)
def test_a_sketch_stands_for_what_waits(text: str) -> None:
    assert waits(text) == []

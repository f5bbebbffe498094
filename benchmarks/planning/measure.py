"""How long does planning 300 shots take, once everything is loaded?

Thirty scenes of ten shots, with a cast, references, narration whose length is measured, chains and dissolves, on a
route of two models. CPU of the planning alone, median, after one plan that warms what is read once.
"""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from time import process_time

from measuring import Answer, Result, Row, Settings

from longtake.catalogue import load_catalogue
from longtake.media import ClipFacts, ColourTags, PictureFacts, Size, digest_of
from longtake.planning import Timings, plan, plan_to_json, speech_key
from longtake.storyboard import Storyboard

ROWS = (Row("planning a storyboard of 300 shots, generated, with measured speech", "≤ 1 s"),)
_SCENES, _SHOTS = 30, 10


def measure(settings: Settings) -> Result:
    storyboard, facts, timings = _storyboard(), {"mara.png": _still()}, _timings()
    catalogue = load_catalogue()

    def planned() -> float:
        began = process_time()
        made = plan(storyboard, facts, stage="final", catalogue=catalogue, timings=timings)
        took = process_time() - began
        assert len(made.shots) >= _SCENES * _SHOTS
        return took

    planned()
    times = [planned() for _ in range(settings.rounds_or(7))]
    text = plan_to_json(plan(storyboard, facts, stage="final", catalogue=catalogue, timings=timings))
    answer = Answer(f"{median(times):.2f} s", median(times) <= 1)
    return Result((answer,), {"median": median(times), "least": min(times), "most": max(times), "bytes": len(text)})


def _words(scene: int) -> str:
    return f"This is what is said over scene number {scene}, and it takes a while to say."


def _timings() -> Timings:
    return Timings({speech_key(_words(scene)): Fraction(50) for scene in range(_SCENES)})


def _storyboard() -> Storyboard:
    shots = [
        {"action": f"@mara does thing {number}. Then she waits. A train passes"}
        | ({"join": "continue"} if number % 5 == 1 else {"join": "dissolve 0.5s"} if number % 5 == 3 else {})
        for number in range(_SHOTS)
    ]
    scenes = [
        {
            "id": f"scene-{scene}",
            "at": "kitchen",
            "narration": _words(scene),
            "shots": [shot | {"action": f"{shot['action']} at {scene} o'clock."} for shot in shots],
        }
        for scene in range(_SCENES)
    ]
    return Storyboard.model_validate(
        {
            "storyboard": 1,
            "frame": {"size": "1280x720", "rate": "24"},
            "style": {"look": "clean product commercial", "light": "soft", "avoid": ["text", "flicker"]},
            "cast": {"mara": {"is": "a woman in her thirties", "wears": "a teal shirt", "reference": "mara.png"}},
            "places": {"kitchen": "a small bright kitchen"},
            "route": {"final": ["veo-3.1", "kling-3.0"], "max_price": "9 USD"},
            "scenes": scenes,
        }
    )


def _still() -> ClipFacts:
    size, tags = Size(640, 640), ColourTags()
    picture = PictureFacts(
        "png", size, size, Fraction(1), 0, "rgb24", 8, False, False, tags, Fraction(1), (0,), 1, (0,)
    )
    return ClipFacts(digest_of(["mara"]), 1, "png", "still", picture)

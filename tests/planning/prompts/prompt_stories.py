"""One small story that the tests of prompts share, and short ways to say things about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from longtake.catalogue.dialects import dialects
from longtake.planning.prompt import Clause, Prompt
from longtake.planning.prompts import Moment, clauses_of, compiled
from longtake.storyboard import Storyboard

MARA = "a woman in her thirties, short black hair"
SHIRT = "a teal linen shirt"
TEA = {
    "storyboard": "1",
    "style": {
        "look": "quiet family drama",
        "light": "late sun",
        "palette": ["ochre", "dusty blue"],
        "lens": "40 mm",
        "grain": "fine 16 mm",
        "camera": "handheld",
        "avoid": ["text", "watermark"],
    },
    "cast": {"mara": {"is": MARA, "wears": SHIRT}, "old-tom": {"is": "a man of seventy"}, "ida": {"is": "a child"}},
    "places": {"kitchen": {"is": "a small bright kitchen"}, "yard": {"is": "a yard in the rain"}},
    "props": {"kettle": {"is": "a matt black kettle"}},
}


def story(*shots: dict[str, Any], **more: Any) -> Storyboard:
    """The tea story with these shots in its one scene, in the kitchen."""
    return Storyboard.model_validate({**TEA, "scenes": [{"at": "kitchen", "shots": list(shots)}], **more})


def clauses(*shots: dict[str, Any], at: int = 0, moment: Moment | None = None) -> tuple[Clause, ...]:
    """The clauses of one of these shots."""
    storyboard = story(*shots)
    return clauses_of(storyboard, 0, storyboard.scenes[0].shots[at], moment or silent())


def silent(seconds: int = 5, **more: Any) -> Moment:
    return Moment(Fraction(seconds), **more)


def heard(seconds: int = 5, **more: Any) -> Moment:
    return Moment(Fraction(seconds), has_sound=True, **more)


def prompt(dialect: str, *shots: dict[str, Any], moment: Moment | None = None, **more: Any) -> Prompt:
    """The prompt of the first of these shots in a dialect."""
    return compiled(clauses(*shots, moment=moment), dialects()[dialect], **more)


@dataclass(frozen=True)
class AtMost:
    count: int
    unit: Any = "characters"

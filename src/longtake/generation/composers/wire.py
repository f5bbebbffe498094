"""How a service is asked for music, as pure functions: what is sent for a piece, and the sound file in its answer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from longtake.generation.http import Answer
from longtake.generation.wire import Call, Wire

__all__ = ["MusicOrder", "MusicWire"]


@dataclass(frozen=True, slots=True)
class MusicOrder:
    """A piece of music, without voices. model: the service's name for it; seed: None where any will do."""

    model: str
    prompt: str
    seconds: Fraction
    seed: int | None = None


class MusicWire(Wire):
    """The base of all services that compose. Readings raise ValueError for an answer that holds no sound."""

    most_answer = 64 << 20
    patience = 600.0
    suffix: ClassVar[str]
    """Of the sound file that it is asked for."""

    def composing(self, order: MusicOrder) -> Call:
        raise NotImplementedError

    def composed(self, answer: Answer) -> bytes:
        """A sound file, as it came: a stranger's."""
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        if not answer.body or kind.startswith(("text/", "application/json")):
            raise ValueError(f"it holds {kind or 'nothing'}, and sound was asked for")
        return answer.body

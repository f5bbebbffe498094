"""What an animatic shows of one shot."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media.digest import later

__all__ = ["AnimaticCard"]


@dataclass(frozen=True, slots=True)
class AnimaticCard:
    """One shot in words, ready to be drawn. Every field decides pixels, so the card is part of a recipe.

    words: what happens; narration: what is said meanwhile. camera and motion are free text. palette: colour words or
    `#rrggbb`, the main colour first; empty for the house palette. style: the look, which seeds the composition.
    lead, shown: frames of handle before the shot and frames of the shot itself, for time code and progress; by default
    the whole take is the shot. font: what it is lettered in, `Inter-Regular` for ours of that name, or the digest of
    the author's own font file; "" for the hand that letters what needs neither. clear: what titles and pictures lie
    over, as left, top, width and height in pixels of the film; words keep out of it.
    """

    shot: str
    scene: str
    words: str
    narration: str = ""
    place: str = ""
    camera: str = ""
    motion: str = ""
    palette: tuple[str, ...] = ()
    style: str = ""
    lead: int = 0
    shown: int | None = None
    font: str = later("")
    clear: tuple[tuple[int, int, int, int], ...] = later(())

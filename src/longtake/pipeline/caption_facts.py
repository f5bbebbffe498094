"""What the report tells of a film's captions."""

from __future__ import annotations

from longtake.captions import language_name
from longtake.pipeline.captioning import FilmCaptions
from longtake.publishing import CaptionFacts, CaptionFinding

__all__ = ["caption_facts"]


def caption_facts(captions: FilmCaptions) -> CaptionFacts:
    """Of one language."""
    written = captions.as_written
    shown = (
        f"burned in, {written.style or 'plain'}" if written.are_burned else "in the stream, for who switches them on"
    )
    return CaptionFacts(
        language_name(captions.language),
        len(captions.cues),
        shown,
        tuple(captions.essence.sidecars),
        tuple(CaptionFinding(one.place, one.message, " · ".join(one.advice)) for one in captions.findings),
    )

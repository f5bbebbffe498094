"""Where norms do not hold: a finding for each cue that is too wide, too fast, too short or too late. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from longtake.captions.cue import Cue
from longtake.captions.norms import Norms, columns
from longtake.errors import Finding
from longtake.media import FrameRate, SaidLine, clock

__all__ = ["findings_of", "unseen_words"]

_SHOWN = 40  # characters of a cue in a message


def findings_of(cues: Sequence[Cue], norms: Norms, rate: FrameRate) -> tuple[Finding, ...]:
    """What a reader would stumble over, in film order. A finding's place is the cue's time in the film; its message
    names the scene and quotes the words."""
    return tuple(
        Finding(clock(rate.seconds(cue.start)), f"{_called(cue)}: {message}", advice)
        for number, cue in enumerate(cues)
        for message, advice in _wrong(cue, cues[number + 1] if number + 1 < len(cues) else None, norms, rate)
    )


def unseen_words(lines: Sequence[SaidLine], rate: FrameRate, frames: int) -> tuple[Finding, ...]:
    """Lines with words that are heard after the film's end, if at all, and so have no cue."""
    end, found = rate.samples(frames), []
    for line in lines:
        late = [word.text for word in line.words if word.start >= end]
        if late:
            message = (
                f"{len(late)} words of {line.about} have no caption, for the film is over: {_short(' '.join(late))}"
            )
            found.append(Finding(clock(rate.seconds(frames)), message, ("give the scene more time", "or cut words")))
    return tuple(found)


def _wrong(cue: Cue, after: Cue | None, norms: Norms, rate: FrameRate) -> Iterator[tuple[str, tuple[str, ...]]]:
    shown, width = cue.end - cue.start, columns(cue.text)
    wide = max(columns(line) for line in cue.lines)
    if wide > norms.columns:
        message = f"a line is {wide} columns wide, not {norms.columns} at most, for a word in it is longer than a line"
        yield message, ("put a zero-width space or a soft hyphen where it may break",)
    if len(cue.rows) > norms.lines:
        yield f"it has {len(cue.rows)} lines, not {norms.lines} at most", ("write shorter sentences",)
    if shown < norms.least_frames(rate):
        yield (
            f"it shows for {_seconds(shown, rate)} only, not {float(norms.shortest):.2f} s",
            ("let it be said slower",),
        )
    if shown > norms.most_frames(rate):
        yield f"it shows for {_seconds(shown, rate)}, longer than {norms.longest} s", ("part the words",)
    if width * rate.fraction > norms.speed * shown:
        speed = float(width * rate.fraction / shown)
        advice = ("cut words, or speak slower: narrator: {pace: …}", "or leave a pause after it")
        yield f"it is read at {speed:.0f} columns a second, not {norms.speed} at most", advice
    if cue.start - cue.heard > norms.late:
        late = _seconds(cue.start - cue.heard, rate)
        yield f"it begins {late} after its words, for others were said just before", ("leave a pause between them",)
    if after and after.start - cue.end < norms.gap:
        yield f"{after.start - cue.end} frames are left before the next, not {norms.gap}", ("leave a pause after it",)


def _called(cue: Cue) -> str:
    return f"caption of {cue.about} “{_short(cue.text)}”" if cue.about else f"caption “{_short(cue.text)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _seconds(frames: int, rate: FrameRate) -> str:
    return f"{float(rate.seconds(frames)):.2f} s"

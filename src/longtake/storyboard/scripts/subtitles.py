"""SRT and WebVTT: cues become timed narration, grouped into scenes at pauses and at the ends of sentences.

The parser is webvtt-py. It passes over what it cannot read, so every line of the file is looked for in what it gave,
and told if it is not there. Times stay as they are: each shot lasts from its first word to the next shot's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from io import StringIO
from itertools import zip_longest

from webvtt import Caption, WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

from longtake.errors import StoryboardError
from longtake.storyboard.phrasing import join_lines
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.tree import Spot, finding
from longtake.storyboard.units import seconds_text

__all__ = ["read_subtitles"]

_PAUSE = Fraction(2)
_LONG_SCENE = Fraction(45)
_LONG_SHOT = Fraction(12)
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।॥][\"'”’»」』)\]]*\s*\Z")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]+)>")
_TIMES = re.compile(r"^\s*(\d[\d:.,]*)\s*-->\s*(\d[\d:.,]*)(.*)$")
_MARKS = re.compile(r"WEBVTT|NOTE|STYLE|REGION|\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words from one moment to another, in exact seconds from the start of the file. who: whose voice, if said."""

    start: Fraction
    end: Fraction
    text: str
    spot: Spot
    who: str = ""


def read_subtitles(draft: Draft, text: str, name: str, kind: str) -> None:
    """Adds what subtitles say to the draft. kind: `srt` or `vtt`. Raises StoryboardError."""
    lines = text.split("\n")
    cues = [cue for caption in _parsed(text, name, kind) if (cue := _cue(draft, caption))]
    cues = _placed(cues, lines)
    _leave_rest(draft, cues, lines)
    cues = _in_order(draft, cues)
    groups = list(_grouped(cues))
    for number, group in enumerate(groups):
        end = groups[number + 1][0].start if number + 1 < len(groups) else max(cue.end for cue in group)
        _scene(draft, group, Fraction(0) if number == 0 else group[0].start, end)


def _parsed(text: str, name: str, kind: str) -> Sequence[Caption]:
    lead = len(text) - len(text.lstrip())
    try:
        return list(WebVTT.from_buffer(StringIO(text[lead:]), format=kind).captions)
    except (MalformedFileError, MalformedCaptionError):
        first = {"srt": "1, and a line of times such as 00:00:01,000 --> 00:00:04,000", "vtt": "WEBVTT"}[kind]
        line = Spot(text.count("\n", 0, lead) + 1, 0)
        message = f"this is no {'SubRip (.srt)' if kind == 'srt' else 'WebVTT (.vtt)'} file"
        raise StoryboardError.of([finding(name, line, message, f"it begins with {first}")]) from None


def _cue(draft: Draft, caption: Caption) -> _Cue | None:
    raw = "\n".join(caption.lines)
    voices = _VOICE.findall(raw)
    text = join_lines(html.unescape(_TAG.sub("", _VOICE.sub("", raw))).split("\n"))
    draft.taken += [word for tag in _TAG.findall(raw) for word in (tag,)]
    if not text:
        return None
    who = " ".join(voices[0].split()) if len(set(voices)) == 1 else ""
    if voices and not who:
        draft.leave(None, "the voices of one cue", ", ".join(dict.fromkeys(voices)), "give each voice a cue of its own")
    start, end = (Fraction(time.in_milliseconds(), 1000) for time in (caption.start_time, caption.end_time))
    return _Cue(start, end, text, Spot(1, 1), who)


def _placed(cues: Sequence[_Cue], lines: Sequence[str]) -> list[_Cue]:
    """The cues with the lines that their words begin in: below the times that stand in the file."""
    placed: list[_Cue] = []
    at = 0
    for cue in cues:
        while at < len(lines) and not (_TIMES.match(lines[at]) and _holds(lines, at, cue)):
            at += 1
        found = at < len(lines)
        placed.append(replace(cue, spot=Spot(at + 2, 1)) if found else cue)
        at = at + 1 if found else 0
    return placed


def _holds(lines: Sequence[str], at: int, cue: _Cue) -> bool:
    below = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    words = html.unescape(_TAG.sub("", below)).strip()
    return not words or cue.text.startswith(words) or words in cue.text


def _leave_rest(draft: Draft, cues: Sequence[_Cue], lines: Sequence[str]) -> None:
    """Tells the lines of the file that are in no cue: comments, styles, names of cues, and what could not be read."""
    said = "\n".join(cue.text for cue in cues)
    for number, line in enumerate(lines, 1):
        times = _TIMES.match(line)
        words = html.unescape(_TAG.sub("", _VOICE.sub("", line))).strip()
        if times:
            draft.taken += times.groups()[:2]
            draft.leave(Spot(number, times.start(3) + 1), "the settings of a cue", times[3])
        elif words and words not in said and not _MARKS.fullmatch(words):
            draft.leave(Spot(number, 1), "a line of no cue", line)


def _in_order(draft: Draft, cues: Sequence[_Cue]) -> list[_Cue]:
    """The cues by their times, none over another: at the same time they are one, else the earlier ends sooner."""
    ordered: list[_Cue] = []
    for cue in sorted(cues, key=lambda cue: cue.start):
        before = ordered[-1] if ordered else None
        if before and before.start == cue.start:
            ordered[-1] = replace(before, end=max(before.end, cue.end), text=f"{before.text} {cue.text}")
            continue
        if before and before.end > cue.start:
            ordered[-1] = replace(before, end=cue.start)
            draft.leave(
                cue.spot,
                "the overlap of a cue with the one before",
                f"from {seconds_text(cue.start)} to {seconds_text(before.end)}",
            )
        ordered.append(cue)
    return [_lasting(draft, cue, following) for cue, following in zip_longest(ordered, ordered[1:])]


def _lasting(draft: Draft, cue: _Cue, following: _Cue | None) -> _Cue:
    """The cue with a length: one that ends before it begins lasts a second, or to the next."""
    if cue.end > cue.start:
        return cue
    end = min(cue.start + 1, following.start) if following else cue.start + 1
    wrong = f"ends at {seconds_text(cue.end)} and begins at {seconds_text(cue.start)}"
    draft.leave(cue.spot, "the end of a cue, which comes before its beginning", wrong)
    return replace(cue, end=end)


def _grouped(cues: Sequence[_Cue]) -> Iterator[list[_Cue]]:
    """Scenes: runs of cues up to a pause, up to another voice, and up to a sentence's end where they get long."""
    group: list[_Cue] = []
    for cue in cues:
        if group and (
            cue.start - group[-1].end >= _PAUSE
            or cue.who != group[-1].who
            or (cue.end - group[0].start > _LONG_SCENE and _SENTENCE_END.search(group[-1].text))
        ):
            yield group
            group = []
        group.append(cue)
    if group:
        yield group


def _scene(draft: Draft, cues: Sequence[_Cue], start: Fraction, end: Fraction) -> None:
    draft.scene(cues[0].spot)
    said: dict[str, object] = {
        "cues": [
            {"at": seconds_text(cue.start - start), "for": seconds_text(cue.end - cue.start), "text": cue.text}
            for cue in cues
        ]
    }
    if cues[0].who:
        said["who"] = draft.cast(cues[0].who, cues[0].spot)
    path = (*draft.here, "narration")
    draft.scenes[-1] = {"narration": said, **draft.scenes[-1]}
    draft.places |= {(*path, "cues", number): cue.spot for number, cue in enumerate(cues)} | {path: cues[0].spot}
    shots = list(_shots(cues))
    for number, shot in enumerate(shots):
        begin = start if number == 0 else shot[0].start
        stop = shots[number + 1][0].start if number + 1 < len(shots) else end
        draft.shot(shot[0].spot, action=" ".join(cue.text for cue in shot), for_=seconds_text(stop - begin))
    draft.guess((*draft.here, "shots"), "the narration's own words: say what is seen")


def _shots(cues: Sequence[_Cue]) -> Iterator[list[_Cue]]:
    """A sentence each, or as much of one as is not too long."""
    shot: list[_Cue] = []
    for cue in cues:
        shot.append(cue)
        if _SENTENCE_END.search(cue.text) or cue.end - shot[0].start > _LONG_SHOT:
            yield shot
            shot = []
    if shot:
        yield shot

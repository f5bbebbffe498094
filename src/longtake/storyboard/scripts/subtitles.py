"""SRT and WebVTT: cues become timed narration, grouped into scenes at pauses and at the ends of sentences.

The parser is webvtt-py. It passes over what it cannot read, so every line of the file is looked for in what it gave,
and told if it is not there. Times stay as they are: each shot lasts from its first word to the next shot's.
"""

from __future__ import annotations

import html
import re
from collections import deque
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
_KNOWN_TAG = re.compile(r"</?(?:[ibuscv]|ruby|rt|lang|font)\b|</?>|<\d|\{")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>\s][^<>]*)>")
_STAMP = r"(\d{1,10}(?::\d{1,2}){1,2}[.,]\d{1,9})"
_TIMES = re.compile(rf"\s*{_STAMP}\s*-->\s*{_STAMP}(.*)", re.ASCII)
_MARKS = ("WEBVTT", "NOTE", "STYLE", "REGION")


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
    lines, captions = text.split("\n"), _parsed(text, name, kind)
    stamps = _stamps(lines)
    cues = _in_order(draft, [cue for caption in captions if (cue := _cue(draft, caption, stamps))])
    _leave_rest(draft, captions, lines)
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


def _cue(draft: Draft, caption: Caption, stamps: dict[tuple[int, int], deque[Spot]]) -> _Cue | None:
    """A caption as a cue. stamps: where the words of cues with these times stand; the first of them is this one's."""
    start, end = caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds()
    found = stamps.get((start, end))
    spot = found.popleft() if found else Spot(1, 0)
    raw = "\n".join(caption.lines)
    voices = _VOICE.findall(raw)
    draft.taken += [tag[0] for tag in _VOICE.finditer(raw)]
    for tag in _TAG.findall(_VOICE.sub("", raw)):
        if not _KNOWN_TAG.match(tag):
            draft.leave(spot, "a tag of a cue", tag)
        draft.taken.append(tag)
    text = join_lines(_words(raw).split("\n"))
    if not text:
        return None
    who = " ".join(voices[0].split()) if len(set(voices)) == 1 else ""
    if voices and not who:
        draft.leave(spot, "the voices of one cue", ", ".join(dict.fromkeys(voices)), "give each voice a cue of its own")
    return _Cue(Fraction(start, 1000), Fraction(end, 1000), text, spot, who)


def _words(raw: str) -> str:
    """The words of a cue's line, without tags."""
    return html.unescape(_TAG.sub("", _VOICE.sub("", raw))).strip()


def _stamps(lines: Sequence[str]) -> dict[tuple[int, int], deque[Spot]]:
    """By the times of cues in milliseconds, the places below each line that says them."""
    found: dict[tuple[int, int], deque[Spot]] = {}
    for number, line in enumerate(lines, 1):
        if times := _TIMES.match(line):
            both = _milliseconds(times[1]), _milliseconds(times[2])
            found.setdefault(both, deque()).append(Spot(number + 1, 1))
    return found


def _milliseconds(stamp: str) -> int:
    clock, _, fraction = stamp.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + int(fraction[:3].ljust(3, "0"))


def _leave_rest(draft: Draft, captions: Sequence[Caption], lines: Sequence[str]) -> None:
    """Tells the lines of the file that are in no cue: comments, styles, names of cues, and what could not be read."""
    said = {_words(line) for caption in captions for line in caption.lines}
    for number, line in enumerate(lines, 1):
        times, words = _TIMES.match(line), _words(line)
        is_number = words.isdigit() and number < len(lines) and bool(_TIMES.match(lines[number]))
        if times:
            draft.taken += times.groups()[:2]
            draft.leave(Spot(number, times.start(3) + 1), "the settings of a cue", times[3])
        elif is_number or words in _MARKS:
            draft.taken.append(words)
        elif words and words not in said:
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

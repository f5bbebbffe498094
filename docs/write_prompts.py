"""Writes prompts.md: one storyboard's shots in every dialect, as the compiler writes them.

.venv/bin/python docs/write_prompts.py
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Literal

from longtake.catalogue.dialects import Dialect, dialects
from longtake.planning.prompt import Prompt
from longtake.planning.prompts import COMPILER, Beat, Moment, NegativePlace, clauses_of, compiled, explained
from longtake.planning.segment import SegmentInput
from longtake.storyboard import Storyboard, parse

PAGE = Path(__file__).with_name("prompts.md")

STORY = """\
storyboard: 1
title: Two cups

style:
  look: quiet family drama, natural performances
  light: late sun through thin curtains
  palette: [ochre, dusty blue]
  lens: 40 mm, eye level
  grain: fine 16 mm
  avoid: [text, watermark, extra people]

cast:
  mara: {is: "a woman in her thirties, short black hair, round glasses", wears: a teal linen shirt,
         reference: refs/mara.png}
  tom: {is: "a man of seventy, white beard", wears: a brown cardigan}
  ida: a girl of nine
places:
  kitchen: a small bright kitchen, walnut counter, one window

scenes:
  - id: tea
    at: kitchen
    shots:
      - action: "@mara pours hot water into two cups while @tom watches the street"
        camera: slow dolly-in
        motion: steam drifts towards the window
        energy: 40%
        says:
          - {who: tom, how: without turning round, text: You kept the kettle.}
          - {who: mara, text: Somebody had to.}
        for: 8s
      - action: tea, at last
        camera: static
        beats: ["@tom turns from the window", he sits down at the counter, "@mara pushes the cup towards him"]
        for: 8s
      - action: they drink
        beats: ["@tom warms his hands on the cup", "cut to @mara, close, who smiles"]
        for: 6s
"""

PORTRAIT = """\
      - action: looks up from the letter and smiles
        avatar: mara
        camera: slow push in
        says: {text: I never told you., how: "softly, holding back tears"}
"""

_SILENT = {"hailuo", "kling-2", "luma", "pika", "runway"}
_AVATARS = {"avatar", "heygen"}
_NEGATIVE: dict[str, NegativePlace] = {
    "heygen": "none",
    "luma": "none",
    "pika": "apart",
    "runway": "none",
    "veo": "apart",
}


@dataclass(frozen=True)
class Words:
    """A prompt limit."""

    count: int
    unit: Literal["characters"] = "characters"


def page() -> str:
    """The whole page."""
    story = parse(STORY + PORTRAIT, "prompts.md")
    voices = [name for name in dialects() if name not in _AVATARS]
    parts = [
        _head(),
        *(_dialect_part(dialects()[name], story) for name in voices),
        "## Avatars\n\nA portrait that speaks shows who it is and where, and the sound has the words. So a prompt is\n"
        f"direction for an actor. To the scene above, add:\n\n```yaml\n{PORTRAIT}```",
        *(_avatar_part(dialects()[name], story) for name in dialects() if name in _AVATARS),
        _length_part(story),
        _origin_part(story),
    ]
    return "\n\n".join(parts) + "\n"


def _head() -> str:
    return f"""\
# Prompts

What a model is told about a shot is compiled from the storyboard: the same shot, in the words and the order that each
model wants. Nothing here was written by hand: `docs/write_prompts.py` writes this page with the compiler, and a test
holds the two together (compiler: {COMPILER}). It shows three shots of this storyboard:

```yaml
{STORY}```

Who and what a shot names is told in the same words in every shot that names it, and in no other: nobody hears of Ida.
A line break below is for the page; prompts are one line.

- Times of beats are told as the model counts them: in seconds, at marks, or by their order alone.
- A beat that begins with *cut to* makes a take with a cut, as numbered shots or as a list of shots where the model has
  a form for that. Without it a take is one piece.
- A model without sound hears that somebody is speaking, never the words: they would end up as letters in the picture.
- A model with sound is asked for no music, and no speech but the shot's own: narration and music are laid over the
  film.
- What must not be seen goes where the model takes it: in a field of its own, in the prompt, or nowhere (it tends to
  appear in those that are told). `longtake plan --explain SHOT` says where it went.
- In the first shot, a reference picture of Mara goes with the request. In the second, its first frame is the last one
  of the shot before it."""


def _dialect_part(dialect: Dialect, story: Storyboard) -> str:
    prompts = (_prompt(dialect, story, shot) for shot in range(3))
    return "\n\n".join([_title(dialect), *map(_block, prompts), _sources(dialect)])


def _avatar_part(dialect: Dialect, story: Storyboard) -> str:
    inputs = (SegmentInput("portrait", asset="refs/mara.png", about="mara"), SegmentInput("audio", asset="line.wav"))
    moment = Moment(Fraction(6), kind="avatar", has_sound=True)
    made = _compiled(dialect, story, 3, moment, inputs)
    return "\n\n".join([f"#{_title(dialect)}", _block(made), _sources(dialect)])


def _length_part(story: Storyboard) -> str:
    limit = Words(280)
    made = _compiled(dialects()["runway"], story, 0, MOMENTS[0], INPUTS[0], limit)
    lost = "\n".join(f"- `{origin}`: {text}" for text, origin in _told_short(made))
    return f"""\
## Too long

Models take so many characters and no more, and some drop the rest without a word. So the compiler drops the least
needed itself, in this order: grain, lens, palette, sound, motion, continuity, light, what must not be seen, look,
camera, place; then it shortens beats, action and speech; who somebody is goes last. Each is said. Runway, if it took
{limit.count} characters:

{_block(made)}

{lost}"""


def _origin_part(story: Storyboard) -> str:
    made = _compiled(dialects()["veo"], story, 0, MOMENTS[0], INPUTS[0])
    rows = "\n".join(f"| {text.replace('|', '/')} | `{origin}` |" for text, origin in explained(made))
    head = "## Where the words come from\n\nVeo's first prompt, clause by clause:\n\n| words | from |\n|---|---|"
    return f"{head}\n{rows}"


def _told_short(made: Prompt) -> list[tuple[str, str]]:
    clauses = [clause.shortened is not None for clause in made.clauses]
    return [line for line, is_short in zip(explained(made), clauses, strict=False) if is_short]


MOMENTS = (
    Moment(Fraction(8), has_sound=True),
    Moment(Fraction(8), continues="last frame", kind="image"),
    Moment(Fraction(6)),
)
ENDS = ((), (3, 5, 8), (3, 6))
INPUTS = (
    (SegmentInput("reference", asset="refs/mara.png", about="mara"),),
    (SegmentInput("first frame", take="tea.1"),),
    (),
)


def _prompt(dialect: Dialect, story: Storyboard, shot: int) -> Prompt:
    texts = story.scenes[0].shots[shot].beats
    times = pairwise((0, *ENDS[shot]))
    beats = tuple(Beat(text, Fraction(a), Fraction(b)) for text, (a, b) in zip(texts, times, strict=True))
    moment = replace(MOMENTS[shot], beats=beats, has_sound=MOMENTS[shot].has_sound and dialect.name not in _SILENT)
    return _compiled(dialect, story, shot, moment, INPUTS[shot])


def _compiled(
    dialect: Dialect,
    story: Storyboard,
    shot: int,
    moment: Moment,
    inputs: tuple[SegmentInput, ...],
    limit: Words | None = None,
) -> Prompt:
    clauses = clauses_of(story, 0, story.scenes[0].shots[shot], moment)
    negative = _NEGATIVE.get(dialect.name, "in prompt")
    return compiled(clauses, dialect, limit=limit, inputs=inputs, takes_negative=negative, seconds=moment.seconds)


def _block(made: Prompt) -> str:
    """A prompt as it is sent, with what goes beside it."""
    lines = [_wrapped(made.text)] if not made.shots else []
    lines += [f"{shot.seconds} s: {_wrapped(shot.text)}" for shot in made.shots]
    if made.negative:
        lines.append(f"negative: {made.negative}")
    lines += [f"{name}: {value}" for name, value in made.settings]
    return "```text\n" + "\n".join(lines) + "\n```"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def _title(dialect: Dialect) -> str:
    return f"## {dialect.words[:1].upper()}{dialect.words[1:]}: `{dialect.name}`"


def _sources(dialect: Dialect) -> str:
    sources = (f"{source.said_by} ({source.read_on}, {source.sure})" for source in dialect.sources)
    return _wrapped(f"Read: {'; '.join(sources)}.")


def main() -> None:
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()

"""What is said in a film, as words at samples, where only the plan knows when."""

from __future__ import annotations

from itertools import pairwise

from longtake.media import SAMPLE_RATE, SaidLine
from longtake.planning import Plan, guessed_lines, marked_lines, plan
from longtake.storyboard import Storyboard, parse

FILM = """
storyboard: 1
frame: {{size: 640x360, rate: 24}}
cast: {{mara: {{is: a woman}}}}
scenes:
  - id: opening
    {}
    shots: [{{action: a cup fills, for: 6s}}, a hand lifts it]
  - id: close
    shots:
      - action: she smiles
        for: 5s
        {}
"""


def made(
    narration: str = "narration: Good morning. It begins.", says: str = "camera: static"
) -> tuple[Storyboard, Plan]:
    storyboard = parse(FILM.format(narration, says), "film.yaml")
    return storyboard, plan(storyboard, {})


def seconds(line: SaidLine) -> tuple[float, float]:
    return line.words[0].start / SAMPLE_RATE, line.words[-1].end / SAMPLE_RATE


def test_narration_is_spread_over_the_time_that_its_speech_takes() -> None:
    storyboard, planned = made()
    (line,) = guessed_lines(storyboard, planned)
    assert (line.about, line.who, line.is_estimated) == ("opening", "", True)
    assert line.text == "Good morning. It begins."
    assert seconds(line) == (0, float(planned.scenes[0].narration or 0))


def test_words_follow_each_other_with_a_breath_after_a_sentence() -> None:
    storyboard, planned = made()
    (line,) = guessed_lines(storyboard, planned)
    gaps = [after.start - before.end for before, after in pairwise(line.words)]
    assert gaps[1] > 0
    assert gaps[0] == gaps[2] == 0


def test_cues_that_the_author_timed_keep_their_times() -> None:
    storyboard, planned = made("narration: {cues: [{at: 1s, for: 2s, text: Good morning.}]}")
    (line,) = guessed_lines(storyboard, planned)
    assert seconds(line) == (1, 3)


def test_few_words_that_are_to_stay_long_are_said_within_the_time_of_one_caption() -> None:
    storyboard, planned = made("narration: {cues: [{at: 1s, for: 20s, text: Good morning.}]}")
    (line,) = guessed_lines(storyboard, planned)
    assert seconds(line) == (1, 8)


def test_lines_of_a_shot_are_said_where_it_shows_by_who_says_them() -> None:
    says = "says: [{who: mara, text: Ready?}, Always.]"
    storyboard, planned = made(says=says)
    spoken = guessed_lines(storyboard, planned)[1:]
    begins = planned.scenes[1].start / 24
    assert [(line.who, line.text) for line in spoken] == [("mara", "Ready?"), ("", "Always.")]
    assert begins <= seconds(spoken[0])[0] < seconds(spoken[0])[1] < seconds(spoken[1])[0] < begins + 5


def test_a_mark_stays_for_three_seconds_or_to_the_end_of_its_scene() -> None:
    storyboard, planned = made('caption: ["[music]", {text: "[a door]", at: 3s, for: 1m}]')
    (music, door), lacking = marked_lines(storyboard, planned, [])
    assert seconds(music) == (0, 3)
    assert 3 <= seconds(door)[0] < seconds(door)[1] <= planned.scenes[0].frames / 24
    assert lacking == ()


def test_a_mark_stands_where_nobody_speaks() -> None:
    storyboard, planned = made('narration: Good morning.\n    caption: "[music]"')
    spoken = guessed_lines(storyboard, planned)
    (music,), _ = marked_lines(storyboard, planned, spoken)
    assert seconds(music)[0] > seconds(spoken[0])[1]


def test_a_mark_without_room_is_told() -> None:
    storyboard, planned = made('narration: Good morning.\n    caption: {text: "[music]", at: 0s, for: 500ms}')
    lines, (finding,) = marked_lines(storyboard, planned, guessed_lines(storyboard, planned))
    assert lines == ()
    assert "[music] in opening is not shown, for there is no time beside what is said" in finding.message

"""SRT and WebVTT as timed narration."""

from fractions import Fraction

from adapted import actions_of, notes_of, refused, shots_of

from longtake.storyboard.scripts import adapt_text

LECTURE = """\
1
00:00:01,000 --> 00:00:03,500
<i>Hello</i> there,
my friends.

2
00:00:03,500 --> 00:00:05,250
This is it.

3
00:00:09,000 --> 00:00:10,000
Salt &amp; water
"""
TALK = """\
WEBVTT - A talk

NOTE kept by nobody

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:start line:0
<v Mara>Good <c.loud>morning</c>.

00:03.000 --> 00:04.000
<v Jon>Is it?
"""


def test_cues_are_narration_at_their_times_and_a_pause_parts_scenes() -> None:
    first, second = adapt_text(LECTURE, "srt").storyboard.scenes
    assert first.narration
    assert second.narration
    assert [(cue.at, cue.length, cue.text) for cue in first.narration.cues] == [
        (Fraction(1), Fraction(5, 2), "Hello there, my friends."),
        (Fraction(7, 2), Fraction(7, 4), "This is it."),
    ]
    assert [(cue.at, cue.length, cue.text) for cue in second.narration.cues] == [(0, 1, "Salt & water")]


def test_each_sentence_is_a_shot_that_lasts_to_the_next() -> None:
    script = adapt_text(LECTURE, "srt")
    assert actions_of(script) == [["Hello there, my friends.", "This is it."], ["Salt & water"]]
    assert [[shot.length for shot in shots] for shots in shots_of(script)] == [[Fraction(7, 2), Fraction(11, 2)], [1]]


def test_nothing_moves_in_time() -> None:
    script = adapt_text(LECTURE, "srt")
    start = Fraction(0)
    heard: list[Fraction] = []
    for scene in script.storyboard.scenes:
        heard += [start + cue.at for cue in scene.narration.cues] if scene.narration else []
        start += sum((shot.length for shot in scene.shots if isinstance(shot.length, Fraction)), Fraction(0))
    assert heard == [1, Fraction(7, 2), 9]


def test_voices_are_people_and_settings_styles_and_notes_are_told() -> None:
    script = adapt_text(TALK, "vtt", "talk.vtt")
    assert [scene.narration.who for scene in script.storyboard.scenes if scene.narration] == ["mara", "jon"]
    assert [scene.narration.words for scene in script.storyboard.scenes if scene.narration] == [
        "Good morning.",
        "Is it?",
    ]
    told = " ".join(script.left_out)
    for words in ("A talk", "kept by nobody", "::cue { color: red }", "intro", "align:start line:0"):
        assert words in told
    assert not any("no field takes" in note for note in notes_of(script))


def test_cues_over_each_other_end_sooner_and_are_told() -> None:
    script = adapt_text(
        "1\n00:00:00,000 --> 00:00:03,000\nOne.\n\n2\n00:00:02,000 --> 00:00:04,000\nTwo.\n", "srt", "film.srt"
    )
    narration = script.storyboard.scenes[0].narration
    assert narration
    assert [(cue.at, cue.length) for cue in narration.cues] == [(0, 2), (2, 2)]
    assert notes_of(script) == ["film.srt:7:1: left out: the overlap of a cue with the one before: from 2s to 3s"]


def test_a_cue_that_ends_before_it_begins_lasts_a_second_and_is_told() -> None:
    script = adapt_text("1\n00:00:05,000 --> 00:00:03,000\nOne.\n", "srt", "film.srt")
    narration = script.storyboard.scenes[0].narration
    assert narration
    assert narration.cues[0].length == 1
    assert notes_of(script) == [
        "film.srt:3:1: left out: the end of a cue, which comes before its beginning: ends at 3s and begins at 5s"
    ]


def test_lines_that_are_in_no_cue_are_told() -> None:
    text = "WEBVTT\n\n00:00.000 --> 00:01.000\nOne.\n\n00:99.000 --> 1\nTwo.\n"
    script = adapt_text(text, "vtt", "film.vtt")
    assert notes_of(script) == [
        "film.vtt:6:1: left out: a line of no cue: 00:99.000 --> 1",
        "film.vtt:7:1: left out: a line of no cue: Two.",
    ]


def test_a_file_that_is_no_subtitles_is_refused_with_how_it_begins() -> None:
    (words,) = refused("Good morning.\n", "srt")
    assert words.startswith(
        "film:1: this is no SubRip (.srt) file\n  it begins with 1, and a line of times such as 00:00:01"
    )
    assert refused("Good morning.\n", "vtt") == ["film:1: this is no WebVTT (.vtt) file\n  it begins with WEBVTT"]

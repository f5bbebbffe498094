"""Fountain, held against the examples of its own syntax page, https://fountain.io/syntax (read in November 2026)."""

import pytest
from adapted import actions_of, notes_of, refused, shots_of

from longtake.storyboard import SpokenLine
from longtake.storyboard.scripts import Adaptation, adapt_text

TITLE_PAGE = """\
Title:
    _**BRICK & STEEL**_
    _**FULL RETIRED**_
Credit: Written by
Author: Stu Maschwitz
Source: Story by KTM
Draft date: 1/20/2012
Contact:
    Next Level Productions
    1588 Mission Dr.
    Solvang, CA 93463

EXT. BRICK'S PATIO - DAY

A gorgeous day.  The sun is shining.  But BRICK BRADDOCK, retired police detective, is sitting quietly.
"""
PATIO = """\
EXT. BRICK'S PATIO - DAY

The SCREEN DOOR slides open and DICK STEEL, his former partner and fellow retiree, emerges with two cold beers.

STEEL
Beer's ready!

BRICK
Are they cold?

STEEL
Does a bear crap in the woods?

Steel sits.  They laugh at the dumb joke.

STEEL
(beer raised)
To retirement.

They drink long and well from the beers.

And then there's a long beat.
Longer than is funny.
Long enough to be depressing.

STEEL
Screw retirement.

BRICK ^
Screw retirement.

SMASH CUT TO:

INT. TRAILER HOME - DAY

This is the home of THE BOY BAND, AKA DAN and JACK.
"""


def play(text: str) -> Adaptation:
    return adapt_text(text, "fountain", "film.fountain")


def test_the_title_page_gives_the_title_and_keeps_the_rest_as_comments() -> None:
    script = play(TITLE_PAGE)
    assert script.storyboard.title == "BRICK & STEEL FULL RETIRED"
    head = script.text.partition("storyboard:")[0]
    for line in ("Credit: Written by", "Author: Stu Maschwitz", "Contact: Next Level Productions 1588 Mission Dr."):
        assert f"# {line}" in head


def test_a_scene_heading_is_a_scene_at_a_place() -> None:
    storyboard = play(PATIO).storyboard
    assert [(scene.id, scene.at) for scene in storyboard.scenes] == [
        ("bricks-patio-day", "bricks-patio-day"),
        ("trailer-home-day", "trailer-home-day"),
    ]
    assert storyboard.places["bricks-patio-day"].looks == "Brick's patio - day, exterior"
    assert storyboard.places["trailer-home-day"].looks == "Trailer home - day, interior"


def test_the_heading_itself_stands_above_its_scene() -> None:
    assert "  # EXT. BRICK'S PATIO - DAY\n  - id: bricks-patio-day\n" in play(PATIO).text


def test_action_is_a_shot_and_names_people_by_at() -> None:
    first, *_ = actions_of(play(PATIO))
    assert first[0].startswith("The SCREEN DOOR slides open and DICK @steel, his former partner")
    assert "@steel sits. They laugh at the dumb joke." in first
    assert "And then there's a long beat. Longer than is funny. Long enough to be depressing." in first


def test_dialogue_is_said_in_the_shot_in_view_and_another_speaker_has_another_shot() -> None:
    first, *_ = shots_of(play(PATIO))
    assert [[(line.who, line.text) for line in shot.says] for shot in first[:3]] == [
        [("steel", "Beer's ready!")],
        [("brick", "Are they cold?")],
        [("steel", "Does a bear crap in the woods?")],
    ]


def test_a_parenthetical_says_how() -> None:
    script = play("INT. CAR\n\nSTEEL\n(starting the engine)\nSo much for retirement!\n")
    ((shot,),) = shots_of(script)
    assert shot.says == (SpokenLine(who="steel", text="So much for retirement!", how="starting the engine"),)


def test_dual_dialogue_is_two_lines_of_one_shot() -> None:
    first, *_ = shots_of(play(PATIO))
    assert [(line.who, line.text) for line in first[-1].says] == [
        ("steel", "Screw retirement."),
        ("brick", "Screw retirement."),
    ]
    assert "# both speak at once" in play(PATIO).text


def test_everybody_who_speaks_is_in_the_cast_to_be_described() -> None:
    script = play(PATIO)
    assert {name: member.looks for name, member in script.storyboard.cast.items()} == {
        "steel": "Steel",
        "brick": "Brick",
    }
    assert "cast: say how each of them looks" in script.guesses


JOINS = {"CUT TO:": "cut", "SMASH CUT TO:": "cut", "DISSOLVE TO:": "dissolve 0.5s", "> CROSSFADE": "dissolve 0.5s"}


@pytest.mark.parametrize(("words", "join"), JOINS.items(), ids=JOINS)
def test_a_transition_joins_what_follows(words: str, join: str) -> None:
    script = play(
        f"Jack begins to argue vociferously in Vietnamese (?), But mercifully we...\n\n{words}\n\nEXT. POOL\n\nSun.\n"
    )
    assert str(script.storyboard.scenes[1].shots[0].join) == join


def test_a_transition_that_is_not_made_is_told() -> None:
    assert notes_of(play("INT. HOME\n\nA fire.\n\n> Burn to White.\n")) == [
        "film.fountain:5:1: left out: a transition that is not made: Burn to White.\n"
        "  join: cut and join: dissolve 0.5s are"
    ]


def test_a_forced_scene_heading_is_one() -> None:
    script = play(
        "INT. POOL\n\nSun.\n\n.SNIPER SCOPE POV\n\nFrom what seems like only INCHES AWAY.\n\n...where the pool is.\n"
    )
    assert [scene.id for scene in script.storyboard.scenes] == ["pool", "sniper-scope-pov"]
    assert actions_of(script)[1][1] == "...where the pool is."


def test_a_forced_character_keeps_its_capitals() -> None:
    script = play("INT. TOWER\n\n@McCLANE\nYippie ki-yay!\n")
    assert script.storyboard.cast["mcclane"].looks == "McCLANE"


def test_emphasis_leaves_its_words() -> None:
    script = play(
        "INT. X\n\nFrom INCHES AWAY.  _Steel's face FILLS the *Leupold Mark 4* scope_. He dialed **\\*9765\\***.\n"
    )
    assert actions_of(script) == [["From INCHES AWAY. Steel's face FILLS the Leupold Mark 4 scope. He dialed *9765*."]]


def test_scene_numbers_name_scenes() -> None:
    script = play("INT. HOUSE - DAY #1A#\n\nDust.\n\nINT. HOUSE - NIGHT - FLASHBACK (1944) #I-1-A#\n\nSmoke.\n")
    assert [scene.id for scene in script.storyboard.scenes] == ["scene-1a", "scene-i-1-a"]


def test_lyrics_are_sung() -> None:
    script = play("INT. FACTORY\n\nOOMPA\n~Willy Wonka! Willy Wonka!\n~The amazing chocolatier!\n")
    ((shot,),) = shots_of(script)
    assert all(line.how == "singing" for line in shot.says)
    assert " ".join(line.text for line in shot.says) == "Willy Wonka! Willy Wonka! The amazing chocolatier!"


def test_centred_text_is_a_title_over_the_last_shot() -> None:
    ((shot,),) = shots_of(play("INT. POOL\n\nThe sun sets.\n\n> THE END <\n"))
    assert [title.text for title in shot.title] == ["THE END"]


def test_notes_sections_and_synopses_stay_as_comments() -> None:
    script = play(
        "# ACT I\n\n= Set up the characters and the story.\n\nEXT. BRICK'S PATIO - DAY\n\n"
        "His hand is an inch from the receiver when the phone RINGS.  Scott pauses for a moment, suspicious for some "
        "reason.[[This section needs work.]] He breaks a pencil.\n\n[[It was supposed to be Vietnamese, right?]]"
        "\n\nA dog.\n"
    )
    for words in ("ACT I", "Set up the characters and the story.", "note: This section needs work."):
        assert f"# {words}" in script.text
    assert "This section" not in str(actions_of(script))
    assert "# note: It was supposed to be Vietnamese, right?" in script.text


def test_the_boneyard_is_left_out_and_told() -> None:
    script = play("INT. POOL\n\nCOGNITO\nEverybody is dead.\n\n/*\nHe screams.\n\nSTEEL\nNo!\n*/\n\nSilence.\n")
    assert "screams" not in script.text
    assert notes_of(script) == ["film.fountain:6:1: left out: a boneyard: He screams. STEEL No!"]
    assert script.left_out == ("He screams.\n\nSTEEL\nNo!",)


def test_a_voice_over_is_the_narration_of_its_scene() -> None:
    scene = play(
        "INT. ROOM\n\nRain.\n\nMARA (V.O.)\nIt began here.\n\nMARA (V.O.) (CONT'D)\nAnd it ended.\n"
    ).storyboard.scenes[0]
    assert scene.narration
    assert (scene.narration.who, scene.narration.text) == ("mara", "It began here.\n\nAnd it ended.")


def test_a_narrator_needs_no_face() -> None:
    script = play("EXT. SEA\n\nWaves.\n\nNARRATOR\nEvery morning begins so.\n")
    narration = script.storyboard.scenes[0].narration
    assert narration
    assert (narration.text, narration.who, dict(script.storyboard.cast)) == ("Every morning begins so.", None, {})


def test_only_dialogue_is_a_film_of_people_who_speak() -> None:
    script = play("MARA\nGood morning.\n\nJON\nIs it?\n")
    assert actions_of(script) == [["@mara speaks", "@jon speaks"]]
    assert sum("say what is seen while this is said" in guess for guess in script.guesses) == 2


def test_a_scene_in_which_nothing_happens_shows_its_place_and_says_so() -> None:
    script = play("INT. HALL - NIGHT\n\nEXT. STREET\n\nA car.\n")
    assert actions_of(script) == [["@hall-night"], ["A car."]]
    assert "shot hall-night.1: nothing happens in this scene; say what is seen" in script.guesses


def test_a_boneyard_that_is_never_closed_is_refused() -> None:
    assert refused("INT. X\n\nA dog.\n\n/* and so\n", "fountain") == [
        "film:5: the boneyard that begins here (/*) is never closed, so all after it would be lost\n  close it with */"
    ]


def test_a_line_of_a_megabyte_is_refused() -> None:
    (words,) = refused("INT. X\n\n" + "[[" * 100_000, "fountain")
    assert words == "film:3: the line has 200000 characters; a line has at most 20000\n  make paragraphs of it"

"""CSV and TSV shot lists: one row a shot, the words over the columns in many languages."""

import pytest
from adapted import actions_of, notes_of, refused, shots_of

from longtake.storyboard.scripts import adapt_text

LIST = """\
Scene,Shot #,Description,Voice-over,Duration,Camera,Location,Transition,Notes,Budget
Kitchen,1,"Mara pours, slowly",Every morning begins so.,4,slow dolly-in,A small kitchen,,on the first day,200
,2,"Steam
rises",,0:03,,,Dissolve,,
Promise,a,,Aurora remembers.,"2,5 s",,,Wipe,,
"""


def test_a_row_is_a_shot_and_a_run_of_rows_a_scene() -> None:
    first, second = adapt_text(LIST, "csv").storyboard.scenes
    assert [(scene.id, scene.at) for scene in (first, second)] == [("kitchen", "a-small-kitchen"), ("promise", None)]
    pour, steam = first.shots
    assert (pour.action, pour.length, pour.camera) == ("Mara pours, slowly", 4, "slow dolly-in")
    assert (steam.action, steam.length, str(steam.join)) == ("Steam rises", 3, "dissolve 0.5s")
    assert second.shots[0].id == "a"
    assert str(second.shots[0].length) == "5/2"


def test_what_is_said_over_rows_is_the_narration_of_their_scene() -> None:
    scenes = adapt_text(LIST, "csv").storyboard.scenes
    assert [scene.narration.text for scene in scenes if scene.narration] == [
        "Every morning begins so.",
        "Aurora remembers.",
    ]


def test_a_row_that_is_only_said_shows_its_words_for_now() -> None:
    script = adapt_text(LIST, "csv")
    assert actions_of(script)[1] == ["Aurora remembers."]
    assert "shot promise.a: say what is seen" in script.guesses


def test_remarks_are_comments_and_unknown_columns_are_told() -> None:
    script = adapt_text(LIST, "csv", "film.csv")
    assert "      # on the first day\n      - action: Mara pours, slowly\n" in script.text
    assert [note.partition("\n")[0] for note in notes_of(script)] == [
        "film.csv:2: left out: a cell of the column Budget, which is not known here: 200",
        "film.csv:5: left out: a transition that is not made: Wipe",
    ]


HEADERS = {
    "tabs": ("tsv", "shot\taction\n1\ta cup\n"),
    "semicolons": ("csv", "shot;action\n1;a cup\n"),
    "Excel's own line": ("csv", "sep=;\nshot;action\n1;a cup\n"),
    "German": ("csv", "Szene,Bild,Sprechertext,Dauer\n1,a cup,,4\n"),
    "Japanese": ("csv", "シーン,カット,画面,ナレーション,秒\n1,1,a cup,,4\n"),
    "Chinese": ("csv", "镜号,画面内容,旁白,时长\n1,a cup,,4秒\n"),
    "capitals and spaces": ("csv", " SCENE , ACTION ,\nx, a cup ,\n"),
}


@pytest.mark.parametrize(("format", "text"), HEADERS.values(), ids=HEADERS)
def test_lists_are_read_as_people_write_them(format: str, text: str) -> None:
    assert actions_of(adapt_text(text, format)) == [["a cup"]]


LENGTHS = {"4": "4", "4s": "4", "~4 sec": "4", "2.5": "5/2", "0:04": "4", "0:04-0:09": "5"}


@pytest.mark.parametrize(("written", "seconds"), LENGTHS.items())
def test_lengths_are_read_as_people_write_them(written: str, seconds: str) -> None:
    ((shot,),) = shots_of(adapt_text(f"action,duration\na cup,{written}\n", "csv"))
    assert str(shot.length) == seconds


def test_a_length_that_is_none_is_told_at_its_line() -> None:
    (words,) = refused("action,duration\na cup,4\na bowl,a while\n", "csv")
    assert words.startswith("film:3: for of shot scene-1.2: 'a while' is no length of time: write it with its unit")


def test_a_row_in_which_nothing_is_seen_or_said_is_told_whole() -> None:
    script = adapt_text("action,duration,transition\na cup,4,\n,3,dissolve\n", "csv", "film.csv")
    assert notes_of(script) == ["film.csv:3: left out: a row in which nothing is seen or said: 3 · dissolve"]


def test_dialogue_has_its_speaker() -> None:
    ((shot,),) = shots_of(adapt_text("action,character,dialogue\na street,Mara,Good morning!\n", "csv"))
    assert [(line.who, line.text) for line in shot.says] == [("mara", "Good morning!")]


def test_clips_and_stills_are_taken_by_path() -> None:
    ((clip, still),) = shots_of(adapt_text("clip,image,trim\nfootage/a.mp4,,1s..3s\n,pictures/b.png,\n", "csv"))
    assert (clip.clip, str(clip.trim), still.image) == ("footage/a.mp4", "1s..3s", "pictures/b.png")


def test_an_image_in_words_is_what_is_seen() -> None:
    ((shot,),) = shots_of(adapt_text("image,vo\na calm sea at dawn,Every morning.\n", "csv"))
    assert (shot.action, shot.image) == ("a calm sea at dawn", None)


def test_a_list_without_anything_to_see_is_refused_with_the_columns_known() -> None:
    assert refused("price,name\n1,a\n", "csv") == [
        "film:1: no column says what is seen or said: the first line has 'price', 'name'\n"
        "  columns known here: scene, shot, action, narration, duration, camera, clip, image, location, transition"
    ]


def test_a_quote_that_is_never_closed_is_told() -> None:
    (words,) = refused('action\n"a cup\n', "csv")
    assert words.startswith("film:2: this is no table: ")

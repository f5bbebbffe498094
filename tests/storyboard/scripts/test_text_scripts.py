"""Plain text and Markdown as storyboards."""

from adapted import actions_of, notes_of, refused, shots_of

from longtake.storyboard.scripts import adapt_text


def test_a_paragraph_is_a_scene_and_its_sentences_are_shots() -> None:
    script = adapt_text(
        "Every morning begins\nwith water. Dr. Aurora knows.\n\nShe remembers you.\n", "text", "film.txt"
    )
    assert [scene.narration.words for scene in script.storyboard.scenes if scene.narration] == [
        "Every morning begins with water. Dr. Aurora knows.",
        "She remembers you.",
    ]
    assert actions_of(script) == [["Every morning begins with water.", "Dr. Aurora knows."], ["She remembers you."]]
    assert "    # guess: the narration's own words: say what is seen\n    shots:\n" in script.text


def test_scenes_labels_directions_and_speakers_in_plain_text() -> None:
    script = adapt_text(
        "Scene 1: The kitchen\nLocation: a small kitchen\nVO: Every morning begins so.\n[A cup on a table]\n"
        "Camera: slow dolly-in\nDuration: 4 sec\nMARA: Good morning!\n\n* * *\n\nAnd then night falls.\n",
        "text",
        "film.txt",
    )
    first, second = script.storyboard.scenes
    assert (first.id, first.at, second.id) == ("scene-1-the-kitchen", "a-small-kitchen", None)
    assert first.narration
    assert first.narration.text == "Every morning begins so."
    cup, mara = first.shots
    assert (cup.action, cup.camera, cup.length) == ("A cup on a table", "slow dolly-in", 4)
    assert [(line.who, line.text) for line in mara.says] == [("mara", "Good morning!")]
    assert script.notes == ()


def test_a_label_before_its_direction_belongs_to_it() -> None:
    script = adapt_text("Scene 1\nCamera: pan left\n[A cup]\nCamera: static\n[A bowl]\n", "text")
    assert [(shot.action, shot.camera) for shot in script.storyboard.scenes[0].shots] == [
        ("A cup", "pan left"),
        ("A bowl", "static"),
    ]


def test_a_label_without_anything_to_see_borrows_the_scenes_words() -> None:
    script = adapt_text("Scene 1\nHello there.\nCamera: pan left\n", "text")
    assert actions_of(script) == [["Hello there."]]
    assert "shot scene-1.1: say what is seen" in script.guesses


def test_a_colon_in_prose_is_no_label() -> None:
    script = adapt_text("Remember: nothing is lost. At 12:30 we eat.\n", "text")
    assert actions_of(script) == [["Remember: nothing is lost.", "At 12:30 we eat."]]


def test_whoever_is_called_by_at_joins_the_cast() -> None:
    script = adapt_text("@mara pours. Mail her: mara@home.example.\n", "text")
    assert [*script.storyboard.cast] == ["mara"]
    assert "  mara: {}\n" in script.text


def test_scripts_of_other_letters_have_their_language() -> None:
    script = adapt_text("朝です。\nコーヒーを入れます。\n\n夜になりました。\n", "text")
    assert script.storyboard.language == "ja"
    assert actions_of(script) == [["朝です。", "コーヒーを入れます。"], ["夜になりました。"]]
    assert "# guess: from the letters alone; say if it is another\nlanguage: ja\n" in script.text


def test_writing_from_the_right_and_emoji_stay_as_they_are() -> None:
    script = adapt_text("בוקר טוב עולם. 👩🏽‍🍳 אופה לחם.\n", "text")
    assert script.storyboard.language == "he"
    assert " ".join(actions_of(script)[0]) == "בוקר טוב עולם. 👩🏽‍🍳 אופה לחם."


def test_signs_that_nobody_sees_are_taken_out_and_told() -> None:
    script = adapt_text(
        "A cup.\n\nPay \u202eeerht\u202c now.\x07 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\n",
        "text",
        "film.txt",
    )
    assert actions_of(script)[1][0] == "Pay eerht now."
    assert "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" in script.text
    assert notes_of(script) == ["film.txt:3:5: left out: signs that nobody sees: U+202E, U+202C, U+0007"]


MARKDOWN = """\
---
title: Three ways to wake
frame: {size: 1080x1920}
cast:
  mara: a woman in her thirties
author: Somebody
---

# Three ways to wake

Waking is **hard**. See [the study](https://sleep.example/a).

## 1. Light

- @mara opens the curtains
  - camera: slow dolly-in
  - the room turns gold
  - dust floats
- The street below

Light tells the body.

## 2. Sound

| Shot | Visual        | VO           | Duration | Lens  |
|------|---------------|--------------|----------|-------|
| 1    | a bird sings  | Birds help.  | 0:04     | 35 mm |
| 2    | a radio plays |              | 3        |       |

![An alarm clock](pictures/clock.png)

```
no film
```
"""


def test_markdown_headings_are_scenes_and_front_matter_settings() -> None:
    script = adapt_text(MARKDOWN, "markdown", "film.md")
    storyboard = script.storyboard
    assert storyboard.title == "Three ways to wake"
    assert str(storyboard.frame.size) == "1080x1920"
    assert [scene.id for scene in storyboard.scenes] == [None, "light", "sound"]
    assert "  # 1. Light\n  - id: light\n" in script.text


def test_markdown_items_are_shots_with_parts_and_beats() -> None:
    light = adapt_text(MARKDOWN, "markdown").storyboard.scenes[1]
    first, second = light.shots
    assert (first.action, first.camera) == ("@mara opens the curtains", "slow dolly-in")
    assert first.beats == ("the room turns gold", "dust floats")
    assert second.action == "The street below"
    assert light.narration
    assert light.narration.text == "Light tells the body."


def test_a_markdown_table_is_a_shot_list() -> None:
    *_, sound = adapt_text(MARKDOWN, "markdown").storyboard.scenes
    assert [(shot.action, shot.length, shot.image) for shot in sound.shots] == [
        ("a bird sings", 4, None),
        ("a radio plays", 3, None),
        ("An alarm clock", "auto", "pictures/clock.png"),
    ]
    assert sound.narration
    assert sound.narration.text == "Birds help."


def test_what_markdown_has_and_a_film_has_not_is_told_with_its_line() -> None:
    script = adapt_text(MARKDOWN, "markdown", "film.md")
    assert [note.partition("\n")[0] for note in notes_of(script)] == [
        "film.md:6:9: left out: a setting that a storyboard does not have: author Somebody",
        "film.md:11:1: left out: the address of a link: https://sleep.example/a",
        "film.md:27:1: left out: a cell of the column Lens, which is not known here: 35 mm",
        "film.md:32:1: left out: a block of code: no film",
    ]


def test_many_of_a_kind_are_told_once() -> None:
    script = adapt_text(" ".join(f"[a{n}](http://x/{n})" for n in range(9)), "markdown", "film.md")
    assert notes_of(script) == ["film.md:1:1: left out, 9 times: the address of a link (lines 1); first: http://x/0"]
    assert len(script.left_out) == 9


def test_faulty_front_matter_is_told_where_it_stands() -> None:
    assert refused("---\ntitle: A\nframe: {size: big}\n---\nHello.\n", "markdown") == [
        "film:3:15: frame.size: 'big' is no size: write width x height in pixels, such as 1280x720"
    ]


def test_a_data_table_is_no_shot_list() -> None:
    script = adapt_text("A lamp.\n\n| Model | Price |\n|---|---|\n| One | 3 |\n", "markdown", "film.md")
    (note,) = notes_of(script)
    assert note.startswith("film.md:3:1: left out: a table that lists no shots: Model · Price · One · 3")
    assert shots_of(script) == shots_of(adapt_text("A lamp.", "markdown"))


def test_nesting_beyond_what_the_parser_follows_is_told() -> None:
    deep = "> " * 40 + "the deepest words"
    script = adapt_text(f"A lamp.\n\n{deep}\n", "markdown", "film.md")
    assert "deepest" in script.text or any("deepest" in words for words in script.left_out)

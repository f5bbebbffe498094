"""What a shot, a narration and the cast may mean: one source a shot, words from somebody, everybody defined."""

from pathlib import Path

import pytest
from said import film, said_of

from longtake.storyboard import asset_paths, parse, shot_keys, unused

CAST = "cast: {mara: {is: a woman, reference: mara.png}, joe: a man}\n"


def scene(fields: str, *shots: str, head: str = "") -> str:
    """A storyboard whose scene has these fields in line 4 (or later), and these shots."""
    return f"storyboard: 1\n{head}scenes:\n- {fields}\n  shots:\n" + "".join(
        f"  - {shot}\n" for shot in shots or ("x",)
    )


PROBLEMS = {
    "a clip and an edit of one": (
        film("action: snow\n    clip: a.mp4\n    edit: b.mp4"),
        "film.yaml:6:5: edit of shot scene-1.1: a shot is a clip as it is or another clip made of a clip, not both\n"
        "  keep clip or edit · or make two shots of it",
    ),
    "an avatar and sound that drives": (
        film("avatar: mara\n    says: Hello.\n    driven_by: a.wav", head=CAST),
        "film.yaml:7:5: driven_by of shot scene-1.1: a shot is somebody who speaks into the camera or a picture driven "
        "by sound, not both\n  keep avatar or driven_by · or make two shots of it",
    ),
    "an edit without a word": (
        film("edit: a.mp4"),
        "film.yaml:4:5: edit of shot scene-1.1: nothing says what changes\n  write action: what it becomes",
    ),
    "words to a model over a clip": (
        film("clip: a.mp4\n    seed: 7"),
        "film.yaml:5:5: seed of shot scene-1.1: a clip is shown as it is; seed is for a video model\n"
        "  take seed out · or write edit: instead of clip:",
    ),
    "lines over a still": (
        film("image: a.png\n    says: Hello."),
        "film.yaml:5:5: says of shot scene-1.1: a still is shown as it is; says is for a video model\n  take says out",
    ),
    "an avatar of nobody": (
        film("avatar: mira\n    says: Hello.", head=CAST),
        "film.yaml:5:13: avatar of shot scene-1.1: 'mira' is nobody of the cast\n"
        "  did you mean mara? · define it: cast: {mira: …}",
    ),
    "an avatar without a picture": (
        film("avatar: joe\n    says: Hello.", head=CAST),
        "film.yaml:5:13: avatar of shot scene-1.1: joe has no picture to speak from\n"
        "  write reference: in cast.joe · or avatar: with a provider's own: {synthesia: …}",
    ),
    "an avatar without words": (
        film("avatar: mara", head=CAST),
        "film.yaml:5:13: avatar of shot scene-1.1: mara has nothing to say\n"
        "  write says: in the shot · or narration: in its scene",
    ),
    "a line of nobody": (
        film("says: {who: jo, text: Hello.}", head=CAST),
        "film.yaml:5:17: says.who of shot scene-1.1: 'jo' is nobody of the cast\n"
        "  did you mean joe? · define it: cast: {jo: …}",
    ),
    "a narration of nobody": (
        scene("narration: {text: Hello., who: jo}", head=CAST),
        "film.yaml:4:34: narration.who of scene scene-1: 'jo' is nobody of the cast\n"
        "  did you mean joe? · define it: cast: {jo: …}",
    ),
    "sound that is not there": (
        film("action: waves\n    driven_by: music"),
        "film.yaml:5:16: driven_by of shot scene-1.1: the film has no music\n"
        "  write music: for the film · or name a file",
    ),
    "a narration that is not there": (
        film("action: waves\n    driven_by: narration"),
        "film.yaml:5:16: driven_by of shot scene-1.1: the scene has no narration\n  write narration: in the scene",
    ),
    "words and cues": (
        scene("narration: {text: Hello., cues: {at: 0s, for: 1s, text: Hello.}}"),
        "film.yaml:3:29: narration.cues of scene scene-1: cues and text are the same words twice\n"
        "  keep text, and the plan times it · or keep cues",
    ),
    "cues over each other": (
        scene("narration: {cues: [{at: 0s, for: 2s, text: a}, {at: 1.5s, for: 1s, text: b}]}"),
        "film.yaml:3:55: narration.cues[2].at of scene scene-1: it begins at 1.5s, before cue 1 has ended at 2s\n"
        "  let one begin later or be shorter · and write them in the order of their times",
    ),
    "a beat of nobody": (
        film("beats: ['@maar waits', it rains]", head=CAST),
        "film.yaml:5:13: beats[1] of shot scene-1.1: @maar is not defined\n"
        "  did you mean @mara? · define maar under cast, places or props",
    ),
    "a name for a place and a thing": (
        film("x", head="places: {bar: a bar}\nprops: {bar: a bar of gold}\n"),
        "film.yaml:3:9: props.bar: 'bar' is both a place and a thing, so @bar means two\n  call one of them otherwise",
    ),
    "an avatar that continues": (
        film("x", "avatar: mara\n    says: Hello.\n    join: continue", head=CAST),
        "film.yaml:8:11: join of shot scene-1.2: somebody who speaks into the camera starts from its own pictures, so "
        "it cannot continue another shot\n  write join: cut · or join: dissolve 0.5s",
    ),
    "two first frames": (
        film("x", "action: y\n    first_frame: a.png\n    join: continue"),
        "film.yaml:6:5: first_frame of shot scene-1.2: it starts from the last frame of the shot before, and from "
        "first_frame\n  take first_frame out · or write join: cut",
    ),
    "the film's first shot continues": (
        film("action: x\n    join: continue"),
        "film.yaml:5:5: join of shot scene-1.1: the film's first shot has none before it to join\n  take join out",
    ),
}


@pytest.mark.parametrize(("text", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_meant_is_told_once(text: str, words: str) -> None:
    assert said_of(text) == [words]


FINE = {
    "a thing by name": film('"@kettle boils"', head="props: {kettle: a black kettle}\n"),
    "beats alone": film("beats: [she wakes, she stretches]"),
    "a line alone": film("says: {who: joe, text: Hello.}", head=CAST),
    "an avatar of the narration": scene("narration: Hello.", "avatar: mara", head=CAST),
    "an edit of a clip": film("{edit: a.mp4, action: as a pencil drawing}"),
    "a clip made larger": film("enhance: {clip: a.mp4, to: 3840x2160}"),
    "a picture driven by a file": film("{action: waves, driven_by: a.wav}"),
    "references over first frames": film("x", "{action: y, first_frame: a.png, join: continue with references}"),
    "cues one after the other": scene("narration: {cues: [{at: 0s, for: 2s, text: a}, {at: 2s, for: 1s, text: b}]}"),
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_can_be_meant_is_taken(text: str) -> None:
    assert parse(text).scenes


def test_whom_nobody_names_is_told_and_stops_nothing() -> None:
    head = "cast: {mara: a woman, joe: a man, eve: a girl}\nplaces: {bar: a bar}\nprops: {cup: a cup}\n"
    storyboard = parse(film('"@mara waits"', "says: {who: joe, text: Hello.}", head=head))
    assert [(".".join(map(str, remark.path)), remark.message) for remark in unused(storyboard)] == [
        ("cast.eve", "eve is never named"),
        ("places.bar", "bar is never named"),
        ("props.cup", "cup is never named"),
    ]


def test_every_file_of_the_new_fields_is_an_asset(tmp_path: Path) -> None:
    head = "props: {cup: {is: a cup, reference: cup.png}}\nbrand: {logo: logo.png, intro: in.mp4}\n"
    shots = (
        "{edit: e.mp4, action: x}",
        "enhance: n.mp4",
        "{action: x, driven_by: d.wav}",
        "{action: x, driven_by: music}",
    )
    storyboard = parse(film(*shots, head=head + "music: m.ogg\n"))
    assert [text for _, text in asset_paths(storyboard)] == [
        *("cup.png", "logo.png", "in.mp4", "m.ogg", "e.mp4", "n.mp4", "d.wav"),
    ]


def test_shots_of_other_lines_and_sources_are_other_shots() -> None:
    shots = ("says: a", "says: b", "beats: [a, b]", "{edit: a.mp4, action: x}", "{edit: b.mp4, action: x}", "x")
    (keys,) = shot_keys(parse(film(*shots)))
    assert len(set(keys)) == len(shots)
    assert not any("~" in key for key in keys)


SIGNS = {
    "an override to the right": ("a\\u202eb", "U+202E, which makes text read other than it is"),
    "an override to the left": ("a\\u202db", "U+202D, which makes text read other than it is"),
    "an isolate left open": ("a\\u2067b", "U+2067, which turns the direction of what follows"),
    "an embedding left open": ("a\\u202ab", "U+202A, which turns the direction of what follows"),
    "an end without a beginning": ("a\\u2069b", "U+2069, which turns the direction of what follows"),
    "letters that nobody sees": ("a\\U000e0069\\U000e0067b", "U+E0069, which makes text read other than it is"),
    "a control character": ("a\\x08b", "U+0008, which is no text"),
    "a control character of C1": ("a\\x9bb", "U+009B, which is no text"),
}


@pytest.mark.parametrize(("text", "words"), SIGNS.values(), ids=SIGNS)
def test_a_sign_that_lies_about_its_text_is_told(text: str, words: str) -> None:
    (said,) = said_of(film(f'"{text}"'))
    assert said.startswith(f"film.yaml:4:5: action of shot scene-1.1: it holds the character {words}")


READABLE = {
    "words from the right": "مرحبا بالعالم, שלום",
    "marks of direction": "abc \u200f\u200e def",
    "an isolate that is closed": "abc \u2067שלום\u2069 def",
    "emoji with joiners": "👩‍👩‍👧‍👦 and 👍🏽",
    "the flag of Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "joiners of Persian": "می‌خواهم",
    "marks that combine": "Élodie á",
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_every_script_comes_through_as_it_is(text: str) -> None:
    assert parse(film(f'"{text}"')).scenes[0].shots[0].action == text

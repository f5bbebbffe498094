"""What a plan says to people: notices, the quote, and refusals with a way out."""

import pytest
from made_facts import clip, film, lut, plan_of, said_of, sound, still

from longtake.errors import PlanningError
from longtake.media import FrameRate, Money, Size
from longtake.planning import SoundCue, plan
from longtake.storyboard import Storyboard, load, parse

PICTURES = {"a.mp4": clip(8), "silent.mp4": clip(8, sound=False), "a.png": still(), "line.ogg": sound(3)}

REFUSED = {
    "a still for a clip": (
        film("clip: a.png"),
        "clip of shot film.1 (a.png) is a still, not a video\n  write image: a.png",
    ),
    "a clip for a still": (
        film("image: a.mp4"),
        "image of shot film.1 (a.mp4) is a video, not a still\n  write clip: a.mp4",
    ),
    "sound for a clip": (
        film("clip: line.ogg"),
        "clip of shot film.1 (line.ogg) has sound and no picture\n"
        "  use it as music: or narration: {file: …} · or name a video for this shot",
    ),
    "a clip of a transfer that nobody reads": (
        film("clip: log.mp4"),
        "clip of shot film.1 (log.mp4) is tagged with transfer log100, which would be shown in wrong colours\n"
        "  export it as BT.709 or HLG",
    ),
    "a LUT for a clip": (
        film("clip: teal.cube"),
        "clip of shot film.1 (teal.cube) is a LUT, not a video\n"
        "  write lut: teal.cube · and name a video for this shot",
    ),
    "a LUT that nobody measured": (
        film("{clip: a.mp4, lut: gold.cube}"),
        "lut (gold.cube) was not measured\n  give its ClipFacts with the others",
    ),
    "a clip for a LUT": (
        film("{clip: a.mp4, lut: odd.cube}"),
        "lut (odd.cube) is a video\n  name a .cube file",
    ),
    "a file nobody measured": (
        film("clip: b.mp4"),
        "clip of shot film.1 (b.mp4) was not measured\n  give its ClipFacts with the others",
    ),
    "silent music": (
        film("dawn", head="music: silent.mp4\n"),
        "music (silent.mp4) has no sound in it\n  name a file with sound",
    ),
    "a picture as a recording": (
        film("dawn", narration="{file: a.png}"),
        "narration of scene film (a.png) has no sound in it\n  name a file with sound",
    ),
    "a frame beyond any level": (
        "storyboard: 1\nframe: {size: 4096x4096, rate: 24}\nscenes: [{shots: [x]}]",
        "the film cannot be 4096x4096 at 24: 4096x4096 at 24 frames a second is beyond H.264 level 5.2: "
        "choose a smaller frame or rate",
    ),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_no_plan_can_honour_is_refused(text: str, words: str) -> None:
    odd = {"log.mp4": clip(4, transfer="log100"), "odd.cube": clip(4), "teal.cube": lut()}
    assert said_of(text, PICTURES | odd) == [words]


DEFAULT = "4 s, the default where neither narration nor for: sets it"


def test_a_storyboard_from_python_is_checked_as_a_file_is() -> None:
    doubled = {"id": "x", "action": "dawn"}
    storyboard = Storyboard.model_validate({"storyboard": 1, "scenes": [{"id": "film", "shots": [doubled, doubled]}]})
    with pytest.raises(PlanningError, match=r"id of shot film\.x: shot id 'x' is taken by shot 1 of this scene"):
        plan(storyboard, {})


def test_findings_stand_where_the_file_says(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "storyboard.yaml"
    path.write_text(film("{clip: a.mp4, trim: 0s..8s}", "{action: x, join: dissolve 1s}"), "utf-8")
    (tmp_path / "a.mp4").touch()
    written = load(path)
    with pytest.raises(PlanningError) as caught:
        plan(written.storyboard, PICTURES, places=written.places)
    (finding,) = caught.value.findings
    assert finding.place == f"{path.as_posix()}:7:23"
    assert finding.message.startswith("join of shot film.2 wants 1 s")


def test_an_odd_size_from_the_command_line_is_refused() -> None:
    with pytest.raises(PlanningError, match="the film cannot be 641x360 at 24: 641x360 has an odd side"):
        plan(parse(film("dawn")), {}, size=Size(641, 360))


def test_size_and_rate_may_be_overridden() -> None:
    made = plan(parse(film("dawn")), {}, size=Size(640, 360), rate=FrameRate(30000, 1001))
    assert (made.size, made.rate, made.frames) == (Size(640, 360), FrameRate(30000, 1001), 120)


NOTICES = {
    "text that nobody speaks": (
        film("dawn", narration="Every morning."),
        "narration",
        "the narration of scene film is not spoken, for no voice is named: it times its shots and stands on animatics; "
        "name one: narrator: {voice: heart}, or give a recording: narration: {file: …}",
    ),
    "a model for later": (
        film("dawn", head="route: {draft: animatic, final: [veo-3.1-fast, kling-3.0]}\n"),
        "route",
        "this is the draft, of animatics; longtake make --final asks veo-3.1-fast, then kling-3.0",
    ),
    "music that ends early": (
        film("{action: dawn, for: 5s}", head="music: line.ogg\n"),
        "music",
        "line.ogg ends 2 s before the film; to let it go round: music: {loop: on}",
    ),
    "reference pictures": (
        film('{action: "@mara", first_frame: a.png}', "dusk", head="cast: {mara: {is: a woman, reference: a.png}}\n"),
        "reference",
        "the pictures given for @mara and film.1 wait for a video model; this film does not show them",
    ),
    "a thing that is never named": (
        film("dawn", head="props: {kettle: a black kettle}\n"),
        "props.kettle",
        "kettle is never named; write @kettle in an action",
    ),
    "a level for a silent clip": (
        film("{clip: silent.mp4, sound: -6 dB}"),
        "film.1",
        "silent.mp4 has no sound, so its level changes nothing",
    ),
}


@pytest.mark.parametrize(("text", "about", "words"), NOTICES.values(), ids=NOTICES)
def test_what_only_waits_is_a_notice(text: str, about: str, words: str) -> None:
    assert [(notice.about, notice.message) for notice in plan_of(text, PICTURES).notices] == [(about, words)]


def test_a_plain_film_has_no_notices() -> None:
    assert plan_of(film("dawn", "{clip: a.mp4, sound: off}"), PICTURES).notices == ()


def test_the_quote_has_a_row_for_each_shot() -> None:
    shots = ["{action: dawn, for: 4s}", "{image: a.png, join: dissolve 0.5s}", "{clip: a.mp4, trim: 1.5s..6s}"]
    quote = plan_of(film(*shots, head="budget: 12 USD\n"), PICTURES).quote
    rows = [(row.shot, float(row.needs), row.join, row.model, str(row.price), row.why) for row in quote.rows]
    assert rows == [
        ("film.1", 4.0, "–", "animatic", "0.00 USD", "as long as written"),
        (
            "film.2",
            4.0,
            "dissolve 0.5 s",
            "your still",
            "0.00 USD",
            DEFAULT,
        ),
        ("film.3", 4.5, "cut", "your footage", "0.00 USD", "trimmed to 1.5s..6s"),
    ]
    assert (quote.total, quote.cap) == (Money("0.00", "USD"), Money("12", "USD"))
    assert [row.buys for row in quote.rows] == [None] * 3


def test_a_card_has_all_that_it_shows() -> None:
    text = film(
        "{action: '@mara pours', motion: gentle}",
        "{action: she drinks, camera: pan left}",
        head="style: {look: clean, lens: 35 mm, palette: [teal], camera: slow zoom in}\ncast: {mara: a woman}\n",
    )
    first, second = plan_of(text).shots
    assert (first.words, first.camera, first.motion) == ("Mara pours", "slow zoom in", "gentle")
    assert (first.palette, first.style) == (("teal",), "clean; 35 mm")
    assert second.camera == "pan left"


def test_a_clips_own_sound_keeps_its_level_unless_it_is_off() -> None:
    made = plan_of(
        film("clip: a.mp4", "{clip: a.mp4, sound: -6 dB}", "{clip: a.mp4, sound: off}", "clip: silent.mp4", "dawn"),
        PICTURES,
    )
    assert [shot.sound for shot in made.shots] == [0, -6, None, None, None]


def test_recordings_begin_with_their_scene_and_music_with_the_film() -> None:
    text = """
storyboard: 1
frame: {rate: 30000/1001}
music: {file: bed.ogg, level: -16 dB, fade: {in: 1s, out: 3s}}
scenes:
- shots: [{action: dawn, for: 1s}]
- {narration: {file: line.ogg, level: 2 dB}, shots: [dusk]}
"""
    made = plan_of(text, {"line.ogg": sound(3), "bed.ogg": sound(60)})
    bed, line = sound(60).digest, sound(3).digest
    assert made.rate.samples(30) == 48_048
    assert made.cues == (
        SoundCue("narration", "line.ogg", line, made.rate.samples(30), 144_000, 2, 0, 0),  # type: ignore[arg-type]
        SoundCue("music", "bed.ogg", bed, made.rate.samples(0), made.rate.samples(120), -16, 48_000, 144_000),  # type: ignore[arg-type]
    )


def test_fades_never_outlast_their_music() -> None:
    made = plan_of(film("dawn", head="music: {file: bed.ogg, fade: {in: 2s, out: 4s}}\n"), {"bed.ogg": sound(3)})
    (cue,) = made.cues
    assert (cue.samples, cue.fade_in, cue.fade_out) == (144_000, 96_000, 48_000)


def test_a_draft_tells_that_its_lines_are_not_heard() -> None:
    text = film("{action: rain, says: {text: Tea?}}", "{action: sun}")
    (told,) = [notice.message for notice in plan_of(text).notices if notice.about == "says"]
    assert told == (
        "the lines of shot film.1 are written on animatics and not heard; "
        "a model that makes sound speaks them: longtake models --audio"
    )


def test_people_have_their_names_on_cards() -> None:
    text = film("{action: '@old-tom pours', camera: 'pan left to @old-tom', says: {who: old-tom, text: Tea?}}")
    (shot,) = plan_of(text.replace("scenes:", "cast: {old-tom: a man}\nscenes:", 1)).shots
    assert (shot.words, shot.camera, shot.narration) == ("Old Tom pours", "pan left to Old Tom", "Old Tom: Tea?")

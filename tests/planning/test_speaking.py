"""How long speech takes: by language, by pace, by what was measured."""

from fractions import Fraction
from pathlib import Path

import pytest

from longtake.pipeline.api import plan as planned
from longtake.planning.narration import Speaker, lines_text, speaker_of, speech_of, spoken_ways
from longtake.planning.speaking import rate_of, speaking_seconds
from longtake.planning.timings import Timings, speech_key
from longtake.storyboard import Cue, Narration, Shot, Storyboard

TEN = "eins zwei drei vier fünf sechs sieben acht neun zehn"


@pytest.mark.parametrize(("language", "seconds"), [("en", 4), ("de", 5), ("de-AT", 5), ("fi", Fraction(40, 7))])
def test_ten_words_last_as_long_as_the_language_takes(language: str, seconds: Fraction) -> None:
    assert speaking_seconds(TEN, language) == seconds


def test_korean_is_counted_by_its_signs_and_not_by_its_words() -> None:
    assert speaking_seconds("아침 커피", "ko") == 60 * Fraction(4, 270)


def test_chinese_is_slower_by_sign_than_japanese() -> None:
    assert speaking_seconds("水水水水", "zh") > speaking_seconds("水水水水", "ja")


def test_a_language_without_figures_is_timed_as_english_and_says_so() -> None:
    speech = speech_of(Narration(text=TEN), None, Speaker(language="eo"))
    assert speech.seconds == 4
    assert speech.how == "estimated at 150 words a minute, as English, for no rate is known for eo"


def test_signs_are_what_a_language_without_spaces_is_told_by() -> None:
    assert (rate_of("ja").text, rate_of("pt-BR").text) == ("300 signs a minute", "120 words a minute")


def test_a_faster_narrator_takes_less_time() -> None:
    speech = speech_of(Narration(text=TEN), None, Speaker(pace=Fraction(5, 4), language="de"))
    assert (speech.seconds, speech.how) == (4, "estimated at 120 words a minute, 1.25 times as fast")


def test_cues_last_until_the_last_one_ends() -> None:
    times = (("1s", "2s"), ("5s", "3s"))
    cues = tuple(Cue.model_validate({"at": at, "for": length, "text": "word"}) for at, length in times)
    speech = speech_of(Narration(cues=cues), None)
    assert (speech.seconds, speech.is_measured, speech.how) == (8, True, "as its cues are timed")


def test_measured_speech_counts_for_its_own_text_voice_pace_and_language_only() -> None:
    timings = Timings({speech_key("good  morning", "heart"): Fraction(3, 2)})
    assert timings.of("good morning", "heart") == Fraction(3, 2)
    assert timings.of("good morning") is None
    assert timings.of("good morning", "heart", Fraction(2)) is None
    assert timings.of("good morning", "heart", language="de") is None
    assert timings.of("good evening", "heart") is None


def test_a_speaker_from_the_cast_has_a_voice_of_their_own() -> None:
    storyboard = Storyboard.model_validate(
        {
            "storyboard": 1,
            "language": "de",
            "narrator": {"voice": "heart", "pace": "1.1"},
            "cast": {"mara": {"is": "a woman", "voice": "bella"}, "tom": "a man"},
            "scenes": [{"shots": ["@mara and @tom"]}],
        }
    )
    assert speaker_of(storyboard, "mara") == Speaker("bella", Fraction(11, 10), "de")
    assert speaker_of(storyboard, "tom").voice == speaker_of(storyboard, None).voice == "heart"


def test_words_too_long_by_a_little_may_be_said_faster_and_by_a_lot_not() -> None:
    ten = speech_of(Narration(text=" ".join(["word"] * 25)), None)  # 10 s
    assert spoken_ways(ten, Fraction(9)) == ("speak 12 % faster: narrator: {pace: …}", "or cut 10 % of the words")
    assert spoken_ways(ten, Fraction(5)) == ("or cut 50 % of the words",)


def test_lines_in_view_stand_after_their_speakers_names() -> None:
    shot = Shot.model_validate({"action": "they wait", "says": [{"who": "iris", "text": "No."}, "Then what is that?"]})
    assert lines_text(shot) == "Iris: No. Then what is that?"


def test_an_animatic_shows_what_is_said_in_it_and_says_how_long_that_takes(tmp_path: Path) -> None:
    story = "{storyboard: 1, cast: {iris: a woman}, scenes: [{shots: [{action: rain, says: LINES}]}]}"
    long = "It went in 1974, and it has not been seen on this line since, whatever the board says."
    path = tmp_path / "t.yaml"
    path.write_text(story.replace("LINES", f'[{{who: iris, text: "{long}"}}]'))
    (shot,) = planned(path).plan.shots
    assert shot.narration == f"Iris: {long}"
    assert shot.reasons == ("its lines take 7.45 s (estimated at 150 words a minute)",)
    path.write_text(story.replace("LINES", '["No."]'))
    (shot,) = planned(path).plan.shots
    assert shot.reasons == ("4 s, the least: its lines take 0.65 s (estimated at 150 words a minute)",)

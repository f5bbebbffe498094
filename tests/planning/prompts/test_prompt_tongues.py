"""The glue of a prompt is in the language of the words that it joins; elsewhere it is signs and numbers."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from prompt_stories import TEA, heard, prompt, silent

from longtake.catalogue.dialects import dialects
from longtake.catalogue.tongues import ENGLISH, tongue_of
from longtake.planning.prompt import Prompt
from longtake.planning.prompts import Beat, Moment, clauses_of, compiled
from longtake.planning.segment import SegmentInput
from longtake.storyboard import Storyboard

JAPANESE = {
    "language": "ja",
    "style": {"look": "静かな家庭劇", "palette": ["藍", "生成り"], "avoid": ["文字", "字幕"]},
    "cast": {"mara": {"is": "三十代の女性", "wears": "青いシャツ"}},
    "places": {"kitchen": "小さな台所"},
}
GERMAN = {
    "language": "de",
    "style": {"look": "stilles Familiendrama", "palette": ["ocker", "blau"], "avoid": ["Schrift"]},
    "cast": {"mara": {"is": "eine Frau um die dreißig", "wears": "ein blaues Hemd"}},
    "places": {"kitchen": "eine kleine Küche"},
}
ENERGETIC = {"action": "@maraがお茶を注ぐ", "energy": "40%", "says": [{"who": "mara", "text": "お茶ですか。"}]}
MARA = (SegmentInput("reference", asset="mara.png", about="mara"),)
LATIN = re.compile(r"[A-Za-z]{2,}")


def told(world: dict[str, object], shot: dict[str, object], dialect: str, moment: Moment | None = None) -> Prompt:
    story = Storyboard.model_validate({**TEA, **world, "props": {}, "scenes": [{"at": "kitchen", "shots": [shot]}]})
    clauses = clauses_of(story, 0, story.scenes[0].shots[0], moment or silent())
    return compiled(clauses, dialects()[dialect].speaking(story.language))


def timed(*texts: str) -> tuple[Beat, ...]:
    return tuple(Beat(text, Fraction(3 * at), Fraction(3 * at + 3)) for at, text in enumerate(texts))


@pytest.mark.parametrize("name", ["seedance", "gemini-omni"])
def test_each_thing_that_must_not_be_seen_has_its_own_no(name: str) -> None:
    shot = {"action": "tea", "avoid": ["text on screens", "logos on clothes"]}
    assert "No text, no watermark, no text on screens, no logos on clothes." in prompt(name, shot).text


def test_a_japanese_prompt_is_japanese_but_for_names() -> None:
    moment = heard(9, beats=timed("湯気が立つ", "@maraが座る", "@maraが笑う"), continues="last frame", part=(1, 2))
    for name in sorted(dialects().keys() - {"avatar", "heygen"}):
        text = told(JAPANESE, ENERGETIC, name, moment).text
        assert set(LATIN.findall(text)) <= {"Mara"}, f"{name}: {text}"


def test_a_japanese_prompt_reads_as_japanese() -> None:
    text = told(JAPANESE, {"action": "@maraがお茶を注ぐ"}, "seedance").text
    assert text == (
        "Maraは三十代の女性、服装は青いシャツ。場所は小さな台所。Maraがお茶を注ぐ。静かな家庭劇。"
        "配色：藍、生成り。文字、字幕は映さない。"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("generic", "0–3秒：湯気が立つ。3–6秒：Maraが座る。"),
        ("seedance", "はじめに、湯気が立つ。最後に、Maraが座る。"),
        ("veo", "[00:00-00:03] 湯気が立つ。[00:03-00:06] Maraが座る。"),
    ],
)
def test_japanese_beats_are_timed_as_the_model_counts(name: str, words: str) -> None:
    moment = silent(6, beats=timed("湯気が立つ", "@maraが座る"))
    assert words in told(JAPANESE, {"action": "お茶"}, name, moment).text


def test_what_must_not_be_seen_goes_apart_as_a_japanese_list() -> None:
    story = Storyboard.model_validate({**TEA, **JAPANESE, "scenes": [{"shots": [{"action": "お茶"}]}]})
    clauses = clauses_of(story, 0, story.scenes[0].shots[0], silent())
    assert compiled(clauses, dialects()["veo"].speaking("ja"), takes_negative="apart").negative == "文字、字幕"


def test_english_words_in_a_japanese_storyboard_keep_english_sentences() -> None:
    text = told({**JAPANESE, "cast": {"mara": "a woman"}}, {"action": "@mara drinks", "camera": "static"}, "veo").text
    assert text.startswith("Camera: static. Mara is a woman. Mara drinks. 場所は小さな台所。")


def test_words_of_another_language_are_joined_by_signs_and_numbers() -> None:
    moment = silent(6, beats=timed("Dampf steigt auf", "@mara setzt sich"))
    text = told(GERMAN, {"action": "Tee", "camera": "langsame Fahrt"}, "generic", moment).text
    assert text == (
        "Mara: eine Frau um die dreißig; ein blaues Hemd. Eine kleine Küche. 0–3 s: Dampf steigt auf. "
        "3–6 s: Mara setzt sich. Langsame Fahrt. Stilles Familiendrama. Ocker, blau. Avoid: Schrift."
    )
    assert "(1) Dampf steigt auf. (2) Mara setzt sich." in told(GERMAN, {"action": "Tee"}, "seedance", moment).text


def test_a_model_keeps_its_own_marks_in_every_language() -> None:
    story = Storyboard.model_validate({**TEA, **JAPANESE, "scenes": [{"shots": [{"action": "@maraが笑う"}]}]})
    clauses = clauses_of(story, 0, story.scenes[0].shots[0], silent())
    text = compiled(clauses, dialects()["kling"].speaking("ja"), inputs=MARA).text
    assert "顔と髪と服装は<<<image_1>>>のとおり。" in text
    cut = silent(6, beats=timed("湯気が立つ", "cut to @maraの手"))
    assert "Shot 2 [3-6s] Cut to Maraの手。" in told(JAPANESE, {"action": "お茶"}, "wan", cut).text


def test_a_person_is_told_alike_whatever_language_the_shot_is_in() -> None:
    shots = [{"action": "@maraが笑う"}, {"action": "@mara smiles", "camera": "static"}]
    assert all(
        told(JAPANESE, shot, "generic").text.startswith("Maraは三十代の女性、服装は青いシャツ。") for shot in shots
    )


def test_every_tongue_has_a_word_for_all_that_the_compiler_says() -> None:
    assert all(tongue_of(language).rules.keys() == ENGLISH.rules.keys() for language in ("ja", "de", "en-GB"))
    assert tongue_of("ja-JP").says.keys() - {"timed"} <= dialects()["generic"].says.keys()
    assert tongue_of("fr").says.keys() - {"timed"} <= dialects()["generic"].says.keys()

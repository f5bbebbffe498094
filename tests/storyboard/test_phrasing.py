"""Sentences, clauses and phrases in many languages; no sign of a text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.storyboard.phrasing import clauses, join_lines, language_of, phrases, sentences

SENTENCES = {
    "abbreviations": ("en", ["Dr. Smith went home at 3.5 p.m. to sleep.", "He slept!", "Did he?"]),
    "German dates": ("de", ["Das ist z.B. gut.", "Am 3. Mai ging er.", "Ende."]),
    "French quotes": ("fr", ["Mme Dupont arrive.", "Il dit « bonjour »."]),
    "Japanese": ("ja", ["朝です。", "コーヒーを入れます！", "いいですか？"]),
    "Chinese": ("zh", ["早上好。", "你好吗？", "很好！"]),
    "Hindi danda": ("hi", ["यह पहला है।", "यह दूसरा है।"]),
    "Arabic": ("ar", ["كيف حالك؟", "أنا بخير."]),
    "Russian": ("ru", ["Он пришёл.", "Она ушла."]),
    "Korean": ("ko", ["안녕하세요.", "반갑습니다."]),
}


@pytest.mark.parametrize(("language", "parts"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_end_where_readers_end_them(language: str, parts: list[str]) -> None:
    joined = ("" if language in ("ja", "zh") else " ").join(parts)
    assert sentences(joined, language) == tuple(parts)


CLAUSES = {
    "commas, not in numbers": ("en", "Well, 3,000 people came at 12:30.", ["Well,", "3,000 people came at 12:30."]),
    "dashes and colons": ("en", "One thing: it works — mostly; yes.", ["One thing:", "it works —", "mostly;", "yes."]),
    "Japanese commas": ("ja", "朝、水を飲みます。夜。", ["朝、", "水を飲みます。", "夜。"]),
    "Chinese marks": ("zh", "早上，我喝水；晚上，我睡觉。", ["早上，", "我喝水；", "晚上，", "我睡觉。"]),
    "Thai spaces": ("th", "วันนี้อากาศดี ผมไปตลาด", ["วันนี้อากาศดี", "ผมไปตลาด"]),
    "Arabic commas": ("ar", "نعم، أنا بخير.", ["نعم،", "أنا بخير."]),
}


@pytest.mark.parametrize(("language", "text", "parts"), CLAUSES.values(), ids=CLAUSES)
def test_clauses_end_at_commas_and_their_kin(language: str, text: str, parts: list[str]) -> None:
    assert clauses(text, language) == tuple(parts)


def test_phrases_are_words_or_what_stands_together() -> None:
    assert phrases("mara pours water", "en") == ("mara", "pours", "water")
    assert phrases("今日は天気です。", "ja") == ("今日は", "天気です。")
    assert "".join(phrases("今天天气很好我们去公园", "zh-Hans")) == "今天天气很好我们去公园"
    assert len(phrases("วันนี้อากาศดีและผมไปตลาด", "th")) > 2


TEXTS = some.text(some.characters(exclude_categories=("Cs",)), max_size=60) | some.lists(
    some.sampled_from(["Dr.", "a", "。", "、", ", ", " — ", "ไทย ", "! ", "日本", "؟ ", "। ", "\n"]), max_size=20
).map("".join)


@given(TEXTS, some.sampled_from(["en", "de", "ja", "zh-Hant", "th", "ar", "hi", "xx"]))
def test_no_sign_is_lost(text: str, language: str) -> None:
    whole = "".join(text.split())
    for parted in (sentences, clauses, phrases):
        assert "".join("".join(parted(text, language)).split()) == whole


def test_lines_are_joined_by_what_their_letters_need() -> None:
    assert join_lines(["Every morning", " begins so. "]) == "Every morning begins so."
    assert join_lines(["今日は", "天気です"]) == "今日は天気です"
    assert join_lines(["안녕", "하세요"]) == "안녕 하세요"


LANGUAGES = {
    "Good morning": "en",
    "今日は良い天気": "ja",
    "早上好": "zh",
    "สวัสดี": "th",
    "Привет": "ru",
    "مرحبا": "ar",
    "123": "en",
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.items())
def test_the_language_is_guessed_from_the_letters(text: str, language: str) -> None:
    assert language_of(text) == language

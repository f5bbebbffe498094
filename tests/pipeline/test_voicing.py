"""Speech before the final plan: spoken once, kept, planned by as it was measured; dearer films are asked about."""

from __future__ import annotations

import io
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from longtake.catalogue import Voice as NamedVoice
from longtake.errors import SpeechError
from longtake.media import Money, Sample, SpokenWord
from longtake.pipeline.events import Event, Progress
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import plan_of_storyboard
from longtake.pipeline.spoken import SpeechShelf
from longtake.pipeline.taken import ApprovalMissingError
from longtake.pipeline.terms import Terms
from longtake.pipeline.voicing import check_rise, unspoken, voiced
from longtake.speech.voice import Spoken, Utterance
from longtake.store import Workspace

FILM = """
storyboard: 1
frame: {size: 320x180, rate: 24}
narrator: heart
scenes:
  - {id: one, narration: Good day., shots: [dawn]}
  - {id: two, narration: "Good [pause 1s] night.", shots: [night]}
  - {id: three, narration: Good day., shots: [noon]}
"""


class Monotone:
    """Says every word in a second, and nothing at all of Babel."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def say(self, utterance: Utterance) -> Spoken:
        if "Babel" in utterance.text:
            raise SpeechError("nobody can say Babel", advice=("take it out",))
        self.said.append(utterance.text)
        words = utterance.text.split()
        file = io.BytesIO()
        with wave.open(file, "wb") as sound:
            sound.setparams((1, 2, 8_000, 0, "NONE", ""))
            sound.writeframes(b"\1\0" * 8_000 * len(words))
        times = [SpokenWord(word, Sample(48_000 * at), Sample(48_000 * at + 40_000)) for at, word in enumerate(words)]
        return Spoken(file.getvalue(), tuple(times))

    def of(self, _: NamedVoice) -> Monotone:
        return self


class Told(list[Event]):
    def __call__(self, event: Event) -> None:
        self.append(event)


def planned(folder: Path, text: str = FILM) -> PlannedFilm:
    path = folder / "film.yaml"
    path.write_text(text, "utf-8")
    return plan_of_storyboard(path, Workspace(folder), 1, Told())


def test_each_piece_is_spoken_once_and_the_film_is_as_long_as_its_words(tmp_path: Path) -> None:
    voice, told = Monotone(), Told()
    film = voiced(planned(tmp_path), Workspace(tmp_path), told, voice_of=voice.of)
    assert sorted(voice.said) == ["Good day.", "Good night."]
    assert [scene.narration for scene in film.plan.scenes] == [2, 2, 2]
    assert not any(piece.is_estimated for piece in film.plan.speech)
    assert [cue.start for cue in film.plan.cues] == [0, 108_000, 216_000]
    assert [one.done for one in told if isinstance(one, Progress) and one.stage == "speech"] == [0, 1, 2]


def test_the_next_plan_knows_how_long_it_was_and_speaks_nothing(tmp_path: Path) -> None:
    voice, workspace = Monotone(), Workspace(tmp_path)
    film = voiced(planned(tmp_path), workspace, Told(), voice_of=voice.of)
    again = planned(tmp_path)
    assert again.json == film.json
    assert (again.facts, again.files, again.spoken) == (film.facts, film.files, film.spoken)
    assert unspoken(again, SpeechShelf(workspace)) == ()
    voiced(again, workspace, Told(), voice_of=voice.of)
    assert len(voice.said) == 2


def test_the_words_of_a_piece_are_kept_with_their_times(tmp_path: Path) -> None:
    film = voiced(planned(tmp_path), Workspace(tmp_path), Told(), voice_of=Monotone().of)
    words = film.spoken[film.plan.speech[1].order]
    assert words is not None
    assert [(word.text, word.start) for word in words] == [("Good", 0), ("night.", 48_000)]


def test_speech_whose_sound_is_gone_is_spoken_again(tmp_path: Path) -> None:
    voice, workspace = Monotone(), Workspace(tmp_path)
    film = voiced(planned(tmp_path), workspace, Told(), voice_of=voice.of)
    lost = film.plan.speech[0]
    film.files[lost.asset].path.unlink()
    voiced(planned(tmp_path), workspace, Told(), voice_of=voice.of)
    assert voice.said.count("Good day.") == 2
    assert SpeechShelf(workspace).find(lost.order, lost.voice)


def test_all_pieces_that_cannot_be_said_are_told_at_once(tmp_path: Path) -> None:
    text = FILM.replace("Good day.", "Babel one").replace("night.", "Babel")
    with pytest.raises(SpeechError) as caught:
        voiced(planned(tmp_path, text), Workspace(tmp_path), Told(), voice_of=Monotone().of)
    assert [(one.place, one.message) for one in caught.value.findings] == [
        ("one", "nobody can say Babel"),
        ("two", "nobody can say Babel"),
    ]


def costing(film: PlannedFilm, amount: str, cap: str = "") -> PlannedFilm:
    quote = replace(film.plan.quote, total=Money(amount, "USD"), cap=Money.parse(cap) if cap else None)
    return replace(film, plan=replace(film.plan, quote=quote))


def test_a_film_that_its_measured_speech_makes_dearer_is_asked_about(tmp_path: Path) -> None:
    film = planned(tmp_path)
    with pytest.raises(ApprovalMissingError) as caught:
        check_rise(costing(film, "0.40"), costing(film, "0.60"), Terms(), "live")
    assert "it costs 0.60 USD instead of 0.40 USD, and nobody has said yes to that" in str(caught.value)
    assert "say yes: --yes" in caught.value.findings[0].advice


ALLOWED: dict[str, tuple[str, str, Terms]] = {
    "it costs the same": ("0.40", "", Terms()),
    "it costs less": ("0.30", "", Terms()),
    "a person said yes": ("0.60", "", Terms(is_approved=True)),
    "the make has a budget": ("0.60", "", Terms(budget=Money("1", "USD"))),
    "the storyboard has a budget": ("0.60", "1 USD", Terms()),
}


@pytest.mark.parametrize(("after", "cap", "terms"), ALLOWED.values(), ids=ALLOWED)
def test_nobody_is_asked_where(tmp_path: Path, after: str, cap: str, terms: Terms) -> None:
    film = planned(tmp_path)
    check_rise(costing(film, "0.40", cap), costing(film, after, cap), terms, "live")


def test_an_emulated_film_asks_nobody(tmp_path: Path) -> None:
    film = planned(tmp_path)
    check_rise(costing(film, "0.40"), costing(film, "0.60"), Terms(), "emulated")

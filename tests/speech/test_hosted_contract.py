"""One contract for all hosted voices, each played by the emulator over real connections and bought by the ledger."""

from __future__ import annotations

import asyncio
import io
import sys
import wave
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from longtake.catalogue import load_voices
from longtake.emulator import Emulator, Fault
from longtake.errors import BudgetError, LedgerError, SpeechError
from longtake.generation.accounts import account_of
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.failures import CallFailedError
from longtake.generation.http import Door
from longtake.generation.secrets import Secret
from longtake.ledger import Ledger, this_owner
from longtake.media import Money, SpokenWord
from longtake.pipeline.answer_book import AnswerBook, Patience
from longtake.pipeline.booked_voice import BookedVoice, SpeechCase
from longtake.speech import Pause, Phrase, Spoken, Utterance
from longtake.speech.hosted import SERVICES, HostedVoice
from longtake.store import Store

VOICES = {
    "openai/onyx": "openai-speech",
    "gpt-4o-mini-tts/marin": "openai-speech",
    "elevenlabs/21m00Tcm4TlvDq8ikWAM": "elevenlabs",
    "elevenlabs-3/21m00Tcm4TlvDq8ikWAM": "elevenlabs",
    "cartesia/a0e99841-438c-4a64-b679-ae501e7d6091": "cartesia",
    "google-cloud/en-US-Chirp3-HD-Charon": "google-cloud",
    "google-neural2/en-US-Neural2-A": "google-cloud",
    "gemini/Kore": "gemini",
    "azure/en-US-AvaMultilingualNeural": "azure",
    "minimax/English_Graceful_Lady": "minimax",
}
TIMED = [name for name in VOICES if name.startswith(("elevenlabs", "cartesia", "google-neural2"))]
REFUSED: dict[str, set[str]] = {
    "openai": {"pause", "emphasis", "phrase"},
    "gpt-4o-mini-tts": {"pause", "emphasis", "speed", "phrase"},
    "elevenlabs": {"emphasis", "phrase"},
    "elevenlabs-3": {"pause", "emphasis", "phrase"},
    "cartesia": {"emphasis"},
    "google-cloud": {"pause", "emphasis", "phrase"},
    "google-neural2": set(),
    "gemini": {"pause", "emphasis", "speed", "phrase"},
    "azure": set(),
    "minimax": {"emphasis", "phrase"},
}
"""Which marks each cannot be told."""
NAMES = pytest.mark.parametrize("name", VOICES)
TEXT = "It befell in the month of May. Queen Guenever & her knights rode out."
LINE = Utterance((Phrase(TEXT),))
MOST = Money("1.00", "USD")
CAP = Money("5.00", "USD")


@pytest.fixture(autouse=True)
def no_aligner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tones have no words to be found in them."""
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)


@dataclass
class HeldClock:
    """Time that passes when somebody waits."""

    inner: float = 0.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.inner

    def today(self):  # type: ignore[no-untyped-def]
        from datetime import UTC, datetime

        return datetime(2026, 11, 21, 10, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.inner += seconds


@dataclass
class Stage:
    """A service as the emulator plays it, with a workspace."""

    name: str
    emulator: Emulator
    ledger: Ledger
    store: Store
    voice: Callable[[], BookedVoice]
    hosted: HostedVoice
    clock: HeldClock

    @property
    def calls(self) -> int:
        """Orders that were answered well."""
        return sum((call.kind, call.status, call.fault) == ("create", 200, "") for call in self.emulator.studio.calls)

    def fault(self, kind: str, **more: object) -> None:
        self.emulator.studio.faults.add(Fault(kind, on="create", **more))  # type: ignore[arg-type]

    async def say(self, utterance: Utterance = LINE) -> Spoken:
        return await self.voice().say(utterance)

    @property
    def states(self) -> list[str]:
        return [one.state for one in self.ledger.purchases()]


def staged(
    name: str,
    folder: Path,
    play: Callable[[Stage], Awaitable[None]],
    *,
    key: str = "",
    cap: Money = CAP,
    below: str = "0.00",
) -> None:
    async def run() -> None:
        emulator, clock = Emulator(), HeldClock()
        voice = load_voices().hosted(name)
        wire = SERVICES[voice.model.provider]()
        case = SpeechCase("A film", "emulated", MOST)
        async with emulator.serving() as address, Door(allow_loopback=True) as door:
            account = account_of(voice.model.provider, {}, emulator=f"{address}/{VOICES.get(name, 'elevenlabs')}")
            if key:
                account = type(account)(account.provider, "x", account.base, {"key": Secret(key)}, is_emulated=True)
            hosted = HostedVoice(voice, wire, Adapter(wire, account, door, clock))
            with Ledger.open(folder / "ledger.sqlite") as ledger:
                ledger.set_budget("A film", cap, "emulated")
                store, owner = Store(folder / "store"), this_owner()

                def booked() -> BookedVoice:
                    backoff = Backoff(tries=4, base=0.5, within=60)
                    patience = Patience(clock, backoff, lambda low, high: (low + high) / 2)
                    book = AnswerBook(ledger, store, owner, "A film", Money(below, "USD"), patience)
                    return BookedVoice(hosted, case, book)

                await play(Stage(name, emulator, ledger, store, booked, hosted, clock))
                ledger.release_all(owner)

    asyncio.run(run())


def samples(spoken: Spoken) -> tuple[np.ndarray, int]:  # type: ignore[type-arg]
    with wave.open(io.BytesIO(spoken.sound)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate()


@NAMES
def test_the_same_words_are_bought_once_at_the_price_of_the_catalogue(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        first, again = await stage.say(), await stage.say()
        assert first == again
        assert stage.calls == 1
        (purchase,) = stage.ledger.purchases()
        order = stage.hosted.order(LINE)
        sound, rate = samples(first)
        assert 2.0 < len(sound) / rate < 8.0
        assert abs(sound).max() > 3000
        model = stage.hosted.voice.model
        characters = model.characters(stage.hosted._wire.text(order))
        price = model.price(characters, Fraction(len(sound), rate))
        assert purchase.cost is not None
        assert purchase.cost.amount == price.amount
        assert (purchase.state, purchase.intent.kind, purchase.intent.reconcile) == ("verified", "speech", "blind")
        assert purchase.cost.amount.amount <= purchase.intent.reserved.amount

    staged(name, tmp_path, play)


@pytest.mark.parametrize("name", TIMED)
def test_words_are_told_in_order_inside_the_sound_and_where_it_sounds(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        spoken = await stage.say()
        sound, rate = samples(spoken)
        assert spoken.words is not None
        assert " ".join(word.text for word in spoken.words) == TEXT
        edges = [edge for word in spoken.words for edge in (word.start, word.end)]
        assert edges == sorted(edges)
        assert edges[-1] <= len(sound) * 48_000 // rate + 1
        for word in spoken.words:
            assert word.end > word.start
            assert loud(sound, rate, word) > 0.05

    staged(name, tmp_path, play)


def loud(sound: np.ndarray, rate: int, word: SpokenWord) -> float:  # type: ignore[type-arg]
    first, last = word.start * rate // 48_000, word.end * rate // 48_000
    return float(np.sqrt((sound[first:last].astype(float) ** 2).mean())) / 32767


@NAMES
def test_a_wrong_key_costs_nothing_and_says_what_to_do(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        with pytest.raises(CallFailedError) as told:
            await stage.say()
        assert told.value.failure.cls == "operator"
        assert stage.hosted.voice.model.provider in str(told.value)
        assert "wrong-key" not in str(told.value)
        assert stage.states == ["failed"]
        budget = stage.ledger.budget("A film", "emulated")
        assert (budget.spent.amount, budget.reserved.amount) == (0, 0)

    staged(name, tmp_path, play, key="wrong-key")


@NAMES
def test_a_busy_service_is_asked_again_and_paid_once(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("throttled", times=2)
        await stage.say()
        assert len(stage.clock.waits) == 2
        assert (stage.calls, stage.states) == (1, ["verified"])

    staged(name, tmp_path, play)


@NAMES
def test_an_answer_that_was_lost_is_never_bought_again_by_itself(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("lost", after=True)
        with pytest.raises(CallFailedError) as told:
            await stage.say()
        assert told.value.failure.cls == "unknown"
        with pytest.raises(LedgerError, match="longtake jobs"):
            await stage.say()
        assert stage.states == ["unknown"]
        assert sum(call.kind == "create" for call in stage.emulator.studio.calls) == 1

    staged(name, tmp_path, play)


def test_a_cheap_answer_that_was_lost_is_bought_again_once(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("lost", after=True)
        await stage.say()
        assert stage.states == ["duplicated", "verified"]

    staged("openai/onyx", tmp_path, play, below="0.10")


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        *((name, "take-cut-off", "too short") for name in VOICES),
        *((name, "take-html", "asked for|no WAV|sound") for name in list(VOICES)[::4]),
    ],
)
def test_sound_that_is_cut_off_or_none_is_a_loss_with_its_cost(name: str, kind: str, says: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.fault(kind)
        with pytest.raises(SpeechError, match=says):
            await stage.say()
        assert stage.states == ["lost"]
        assert stage.ledger.budget("A film", "emulated").spent.amount > 0

    staged(name, tmp_path, play)


@NAMES
def test_a_refusal_is_told_and_not_sent_again(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("refused")
        with pytest.raises(CallFailedError) as told:
            await stage.say()
        assert told.value.failure.cls in ("refusal", "invalid")
        assert stage.states == ["failed"]

    staged(name, tmp_path, play)


def test_nothing_is_sent_where_the_budget_does_not_allow_it(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        with pytest.raises(BudgetError):
            await stage.say()
        assert stage.emulator.studio.calls == []

    staged("openai/onyx", tmp_path, play, cap=Money("0.00", "USD"))


@pytest.mark.parametrize("name", list(VOICES)[:5])
def test_the_words_around_it_change_nothing_of_what_is_bought(name: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await stage.say(
            Utterance((Phrase(TEXT),), before="The adventure of the cart.", after="They came to the woods.")
        )
        await stage.say(Utterance((Phrase(TEXT),), before="Another line.", after=""))
        assert stage.calls == 1

    staged(name, tmp_path, play)


@NAMES
def test_each_mark_is_kept_or_refused_with_advice(name: str, tmp_path: Path) -> None:
    marked = {
        "pause": Utterance((Phrase("One."), Pause(Fraction(2)), Phrase("Two."))),
        "emphasis": Utterance((Phrase("It is"), Phrase("never", is_stressed=True), Phrase("late."))),
        "speed": Utterance((Phrase(TEXT),), pace=Fraction(6, 5)),
        "phrase": Utterance((Phrase("It is"), Phrase("very slowly", pace=Fraction(4, 5)), Phrase("said."))),
        "sounds": Utterance((Phrase("Ask"), Phrase("Guenever Pendragon,", sounds="GWEN-uh-veer"), Phrase("please."))),
    }

    async def play(stage: Stage) -> None:
        plain, refused = samples(await stage.say()), dict[str, SpeechError]()
        for mark, utterance in marked.items():
            try:
                spoken = await stage.say(utterance)
            except SpeechError as error:
                refused[mark] = error
                continue
            sound, rate = samples(spoken)
            assert mark != "pause" or silence(sound, rate) >= 2.0
            assert mark != "speed" or len(sound) / rate < len(plain[0]) / plain[1] * 0.95
            if name in TIMED:
                assert spoken.words is not None, mark
                assert " ".join(word.text for word in spoken.words) == " ".join(utterance.text.split())
        assert all(error.findings[0].advice for error in refused.values())
        assert set(refused) == REFUSED[name.partition("/")[0]]

    staged(name, tmp_path, play)


def silence(sound: np.ndarray, rate: int) -> float:  # type: ignore[type-arg]
    """The longest run without sound, in seconds."""
    loud = np.flatnonzero(abs(sound) > 100)
    return float(np.diff(loud).max()) / rate


@NAMES
def test_too_much_text_an_empty_line_and_a_strange_language_are_refused_before_they_are_sent(
    name: str, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        model = stage.hosted.voice.model
        with pytest.raises(SpeechError, match="nothing to say"):
            await stage.say(Utterance((Phrase("   "),)))
        if model.text_limit.count:
            with pytest.raises(SpeechError, match="several lines") as told:
                await stage.say(Utterance((Phrase("word " * 40_000),)))
            assert model.name in str(told.value)
        if model.languages:
            with pytest.raises(SpeechError, match="does not speak xx"):
                await stage.say(Utterance((Phrase(TEXT),), language="xx"))
        assert stage.emulator.studio.calls == []

    staged(name, tmp_path, play)


def test_a_tag_in_the_text_is_refused_where_the_service_would_read_it(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        with pytest.raises(SpeechError, match="a mark of its own"):
            await stage.say(Utterance((Phrase('Wait <break time="3s"/> for it'),)))

    staged("elevenlabs/21m00Tcm4TlvDq8ikWAM", tmp_path, play)


def test_elevenlabs_is_told_what_stands_around_a_line_where_its_model_takes_that(tmp_path: Path) -> None:
    line = Utterance((Phrase(TEXT),), before="The adventure of the cart.", after="They rode on.")

    async def play(stage: Stage) -> None:
        body = stage.hosted._wire.saying(stage.hosted.order(line), stage.hosted.account).body
        told = {name: body[name] for name in ("previous_text", "next_text") if name in body}
        wanted = {"previous_text": line.before, "next_text": line.after} if stage.name.startswith("elevenlabs/") else {}
        assert told == wanted

    staged("elevenlabs/rachel", tmp_path / "one", play)
    staged("elevenlabs-3/rachel", tmp_path / "two", play)


def test_what_an_author_writes_is_text_in_ssml(tmp_path: Path) -> None:
    text = 'If x < 3 & y > 2: </voice><voice name="other">'

    async def play(stage: Stage) -> None:
        call = stage.hosted._wire.saying(stage.hosted.order(Utterance((Phrase(text),))), stage.hosted.account)
        assert b"&lt;/voice&gt;" in call.body
        assert call.body.count(b"<voice") == 1

    staged("azure/en-US-AvaMultilingualNeural", tmp_path, play)

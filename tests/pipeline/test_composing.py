"""Music by services, as the emulator plays them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

import longtake
from longtake.emulator import Emulator, Fault
from longtake.errors import CatalogueError, InputError, MediaError, OperatorError
from longtake.generation.failures import CallFailedError
from longtake.ledger import Ledger
from longtake.pipeline import composing
from longtake.store import open_workspace

MODELS = [("stable-audio-2.5", ".wav"), ("elevenlabs-music", ".mp3")]
PROMPT = "Calm piano, 70 bpm"
ANY = "0.50 USD"


def composed(folder: Path, model: str, suffix: str, name: str = "bed", **more: Any) -> longtake.Composed:
    options = {"model": model, "max_price": ANY, "emulate": True, "workspace": folder / "workspace", **more}
    return longtake.compose(PROMPT, 4, folder / f"{name}{suffix}", **options)


def states(folder: Path) -> list[tuple[str, str]]:
    with Ledger.open(open_workspace(folder / "workspace").ledger) as ledger:
        return [(one.state, one.intent.kind) for one in ledger.purchases()]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives a fault to the emulator that is started next."""

    class Struck(Emulator):
        fault = ""

        @asynccontextmanager
        async def serving(self, port: int = 0) -> AsyncIterator[str]:
            self.studio.faults.add(Fault(self.fault, on="create"))
            async with super().serving(port) as address:
                yield address

    def strike(kind: str) -> None:
        Struck.fault = kind
        monkeypatch.setattr("longtake.emulator.Emulator", Struck)

    return strike


@pytest.mark.parametrize(("model", "suffix"), MODELS)
def test_a_piece_is_bought_once_and_lasts_as_long_as_was_asked(tmp_path: Path, model: str, suffix: str) -> None:
    first = composed(tmp_path, model, suffix)
    again = composed(tmp_path, model, suffix, "again")
    assert 3.6 <= first.seconds <= 4.4
    assert (first.is_paid_before, again.is_paid_before) == (False, True)
    assert first.path.read_bytes() == again.path.read_bytes()
    assert states(tmp_path) == [("verified", "music")]
    assert composed(tmp_path, model, suffix, "other", seed=7).is_paid_before is False


@pytest.mark.parametrize(("model", "suffix"), MODELS)
@pytest.mark.parametrize(
    ("kind", "wanted", "state"),
    [("take-cut-off", MediaError, "lost"), ("take-html", MediaError, "lost"), ("refused", CallFailedError, "failed")],
)
def test_what_goes_wrong_is_told_and_booked(
    tmp_path: Path, faulty: Any, model: str, suffix: str, kind: str, wanted: type[Exception], state: str
) -> None:
    faulty(kind)
    with pytest.raises(wanted):
        composed(tmp_path, model, suffix)
    assert states(tmp_path) == [(state, "music")]
    assert not (tmp_path / f"bed{suffix}").exists()


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"model": "lyria-3.5"}, CatalogueError, "these can be asked: elevenlabs-music, stable-audio-2.5"),
        ({"model": "nobody"}, CatalogueError, "no music model that is known"),
        ({"max_price": None, "model": "elevenlabs-music"}, InputError, "--max-price"),
        ({"seconds": 400}, CatalogueError, "1 to 190 s, not 400"),
        ({"prompt": "  "}, InputError, "no music is described"),
        ({"out": "bed.mp3"}, InputError, "name it bed.wav"),
    ],
)
def test_what_cannot_be_bought_is_refused_before_anything_is_sent(
    tmp_path: Path, wrong: dict[str, Any], error: type[Exception], says: str
) -> None:
    options = {"model": "stable-audio-2.5", "max_price": ANY, "emulate": True, "workspace": tmp_path / "workspace"}
    prompt, seconds = wrong.pop("prompt", PROMPT), wrong.pop("seconds", 4)
    out = tmp_path / wrong.pop("out", "bed.mp3" if wrong.get("model") == "elevenlabs-music" else "bed.wav")
    with pytest.raises(error, match=says):
        longtake.compose(prompt, seconds, out, **(options | wrong))
    assert not (tmp_path / "workspace").exists()


def test_a_file_that_is_there_is_not_overwritten_and_a_missing_key_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STABILITY_API_KEY", raising=False)
    with pytest.raises(OperatorError, match="STABILITY_API_KEY"):
        composed(tmp_path, "stable-audio-2.5", ".wav", emulate=False)
    (tmp_path / "bed.wav").write_bytes(b"mine")
    with pytest.raises(InputError):
        composed(tmp_path, "stable-audio-2.5", ".wav")
    assert (tmp_path / "bed.wav").read_bytes() == b"mine"
    assert composing.compose is longtake.compose
    assert not asyncio.iscoroutinefunction(longtake.compose)

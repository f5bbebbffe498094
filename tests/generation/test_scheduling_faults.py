"""Whatever goes wrong, and whenever a run ends: no take is lost, none is paid twice, and the ledger says what is
billed."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from trading import Trading, film, landed, missed

from longtake.emulator.faults import Faults
from longtake.generation.patience import Patience

MIXED = (*film(30, "key")[:12], *film(30, "lookup")[12:22], *film(30, "blind")[22:])
PLACES = Patience(concurrency=5)


class KilledError(Exception):
    """The process ends here."""


def whole(outcomes: list[object], trading: Trading) -> None:
    """Each shot has its take, or a reason that only a person can settle; what was billed is here or listed."""
    assert set(missed(outcomes).values()) <= {"unknown"}, missed(outcomes)  # type: ignore[arg-type]
    states = {one.state for one in trading.ledger.purchases()}
    assert states <= {"verified", "unknown", "failed"}
    unknown = [one for one in trading.ledger.purchases() if one.state == "unknown"]
    assert {one.intent.reconcile for one in unknown} <= {"blind"}
    billed = {charge.job for charge in trading.studio.bill()}
    here = {one.provider_job for one in trading.ledger.purchases() if one.state == "verified"}
    lost = [job for job in billed if not any(job in (one or "") for one in here)]
    assert len(lost) <= len(unknown)


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6), share=st.integers(0, 40))
@example(seed=1, share=20)
def test_no_fault_loses_a_take_or_buys_it_twice(seed: int, share: int) -> None:
    with TemporaryDirectory(dir=_memory()) as folder:
        trading = Trading(Path(folder), Faults(Fraction(share, 100), seed), patience=PLACES)
        for _ in range(2):  # what one run gave up, the next one brings
            outcomes = trading.film(MIXED)
            if not set(missed(outcomes).values()) - {"unknown"}:
                break
        whole(outcomes, trading)
        assert len(landed(outcomes)) + len(missed(outcomes)) == len(MIXED)


@settings(max_examples=2)
@given(seed=st.integers(0, 10**6), ends=st.lists(st.integers(1, 60), max_size=3))
@example(seed=1, ends=[5, 10, 20, 40])
def test_no_crash_among_faults_loses_a_take_or_buys_it_twice(seed: int, ends: list[int]) -> None:
    left = [10**6]

    def passing(point: str) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise KilledError(point)

    with TemporaryDirectory(dir=_memory()) as folder:
        trading = Trading(Path(folder), Faults(Fraction(1, 5), seed), patience=PLACES, passing=passing)
        for end in ends:
            left[0] = end
            with suppress(KilledError):
                trading.film(MIXED)
        left[0] = 10**6
        for _ in range(3):
            outcomes = trading.film(MIXED)
        whole(outcomes, trading)


def _memory() -> Path | None:
    return Path("/dev/shm") if Path("/dev/shm").is_dir() else None

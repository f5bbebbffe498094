"""`longtake check`: what a person reads, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from longtake.emulator import Emulator, Fault, environment

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("FAL_KEY", "RUNWAYML_API_SECRET", "LONGTAKE_KEYS", "LONGTAKE_FAL_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_provider_that_answers_as_expected_is_told_so(run: Run) -> None:
    done = run("check", "runway", "--emulate")
    assert done.exit_code == 0
    assert "runway · account default · http://127.0.0.1:" in done.stdout
    assert "GET /v1/organization" in done.stdout
    assert "1000000 credits left" in done.stdout
    assert done.stdout.rstrip().endswith("runway answers as Longtake expects. Nothing was bought.")


def test_a_refused_key_ends_with_the_code_for_the_operator(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator()
    emulator.studio.faults.add(Fault("key"))
    with emulator.running() as address:
        for name, value in environment(address).items():
            monkeypatch.setenv(name, value)
        done = run("check", "fal")
    assert done.exit_code == 4
    assert "401   404 was expected (recalled)" in done.stdout
    assert "     see to the key, the balance or the terms in the provider's console" in done.stdout
    assert "fal needs you before anything is bought there" in done.stdout


def test_without_a_key_nobody_is_asked(run: Run) -> None:
    done = run("check", "fal")
    assert done.exit_code == 4
    assert "fal needs a key" in done.stderr
    assert "set FAL_KEY in the environment" in done.stderr


def test_for_machines_each_answer_is_an_object(run: Run) -> None:
    told = [json.loads(line) for line in run("--json", "check", "google", "--emulate").stdout.splitlines()]
    assert {one["provider"] for one in told} == {"google"}
    assert all(one["as_expected"] and one["emulated"] and one["differences"] == [] for one in told)
    assert [one["status"] for one in told[:3]] == [404, 404, 200]


def test_the_real_and_the_emulated_cannot_both_be_meant(run: Run) -> None:
    assert "contradict" in run("check", "fal", "--live", "--emulate").stderr


def test_a_sample_is_bought_only_for_a_price_that_was_named(run: Run) -> None:
    dear = run("check", "kling", "--emulate", "--buy", "0.05 USD")
    assert dear.exit_code == 3
    assert 'kling-2.5-turbo) costs 0.21 USD, not 0.05 USD\n  allow it: --buy "0.21 USD"' in dear.stderr
    done = run("check", "kling", "--emulate", "--buy", "0.50 USD")
    assert done.exit_code == 0
    assert "a take by kling-2.5-turbo: 0.21 USD" in done.stdout
    assert done.stdout.rstrip().endswith("One take was bought.")

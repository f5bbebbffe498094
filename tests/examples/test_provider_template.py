"""The package in examples/provider: it keeps the contract, the contract is one that can be broken, and a film is made
by it once it is installed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import longtake
from longtake.generation import own
from longtake.generation.own import OwnProvider
from longtake.ledger import Ledger
from longtake.pipeline.contract import BrokenContractError

TEMPLATE = Path(__file__).parents[2] / "examples" / "provider"
STORY = """
storyboard: 1
title: Acme
frame: {size: 320x180, rate: 24}
route: {final: [acme-one]}
scenes:
  - id: film
    shots:
      - {action: a tram crosses a square, for: 2s}
"""


@pytest.fixture(scope="module")
def template() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TEMPLATE))
        patch.syspath_prepend(str(TEMPLATE / "tests"))
        import test_contract

        yield test_contract
        for name in ("test_contract", "acme_video", "acme_video.wire", "acme_video.played"):
            sys.modules.pop(name, None)


@pytest.mark.parametrize("rule", longtake.ProviderContract.rules)
def test_the_template_keeps_the_rule_that(template: Any, rule: str) -> None:
    template.CONTRACT.check(rule)


BREAKS = {
    "an order becomes a take that is fetched whole": {"state": lambda self, job, body: _none()},
    "an order that ends in throttled is transient": {"rules": "429 operator"},
    "an order that ends in key is operator": {"rules": "401 transient"},
    "a job that failed says so": {"rules": "internal refusal"},
    "a job that refused says so": {"rules": ""},
    "an order whose answer was lost is found, or cannot be looked for": {"finding": lambda self, *_: None},
    "an order that is sent again under its key is not made again": {"rules": ""},
    "a job that waits is cancelled where that is offered": {"cancelling": lambda self, *_: None},
}
"""Something that an author gets wrong, by the rule that must tell it."""


def _none() -> Any:
    from longtake.generation.authoring import JobState

    return JobState("running")


@pytest.mark.parametrize("rule", BREAKS)
def test_an_author_s_mistake_is_told_by_its_rule(template: Any, rule: str) -> None:
    from longtake.generation.authoring import Rule

    change: dict[str, Any] = dict(BREAKS[rule])
    if isinstance(text := change.get("rules"), str):
        change["rules"] = (Rule(*text.split()),) if text else ()
    wire = type("Mistaken", (type(template.ACME.wire("")),), change)
    mistaken = replace(template.CONTRACT, own=replace(template.ACME, wire=lambda model: wire()))
    with pytest.raises(BrokenContractError, match=f"the rule that {rule}: ."):
        mistaken.check(rule)


def test_nothing_to_try_it_against_is_told() -> None:
    contract = longtake.ProviderContract("acme", OwnProvider("https://x.example", speaks="fal"), None)  # type: ignore[arg-type]
    with pytest.raises(BrokenContractError, match="acme has nothing that the contract could be tried against"):
        contract.check(contract.rules[0])


def test_an_adapter_of_the_template_s_size_is_what_a_provider_takes(template: Any) -> None:
    assert len((TEMPLATE / "acme_video" / "wire.py").read_text().splitlines()) < 150


def test_a_film_is_made_by_the_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TEMPLATE))
    info = tmp_path / "site" / "acme_video-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-video\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[longtake.providers]\nacme = acme_video:ACME\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    own._of_package.cache_clear()
    (tmp_path / "film.yaml").write_text(STORY)
    package = longtake.make(
        tmp_path / "film.yaml",
        tmp_path / "out",
        workspace=tmp_path / "space",
        catalogue=[TEMPLATE / "models" / "acme-one.toml"],
        emulate=1000,
        size="320x180",
        rungs=(180,),
        preset="ultrafast",
        workers=1,
    )
    (shot,) = json.loads(package.manifest.read_text())["shots"]
    assert shot["made_by"] == "acme-one of acme"
    with Ledger.open(tmp_path / "space" / "ledger.sqlite") as ledger:
        (bought,) = ledger.purchases(realm="emulated")
    assert (bought.state, str(bought.cost.amount) if bought.cost else "") == ("verified", "0.15 USD")
    own._of_package.cache_clear()
    sys.modules.pop("acme_video", None)

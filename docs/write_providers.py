"""Writes providers.md: every provider that Longtake buys from, with how sure that is and what was checked.

.venv/bin/python docs/write_providers.py
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import longtake
from longtake.catalogue import Model, MusicModel, Offer, SpeechModel, Sure, load_catalogue, load_music, load_voices
from longtake.generation.callers import CALLERS
from longtake.generation.composers import COMPOSERS
from longtake.generation.providers import PROVIDERS
from longtake.speech.hosted import SERVICES, Marks

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("providers.md")
_SURE: tuple[Sure, ...] = get_args(Sure)
_CLIENTS: Mapping[str, tuple[str, ...]] = {
    "byteplus-python-sdk-v2": ("ark",),
    "cartesia": ("cartesia",),
    "dashscope": ("dashscope",),
    "elevenlabs": ("elevenlabs",),
    "fal-client": ("fal",),
    "google-genai": ("google", "vertex"),
    "luma-agents": ("luma",),
    "lumaai": ("luma-dream-machine",),
    "openai": ("openai", "openai-gateway"),
    "openrouter": ("openrouter",),
    "replicate": ("replicate",),
    "runwayml": ("runway",),
    "volcengine": ("volcengine",),
    "volcengine-ark-runtime": ("ark",),
}
"""The providers' own Python clients (tests/conformance), by whom they ask."""
_RECONCILE = ("key", "lookup", "blind")
_SIGNS = {
    "none": "unsigned, at an address that nobody can guess",
    "standard": "signed by Standard Webhooks once its secret is known",
    "elevenlabs": "signed by its own HMAC",
    "kie": "signed by its own HMAC once its secret is known",
    "fal": "signed by keys that it publishes (Ed25519)",
}


def page() -> str:
    """The whole page."""
    found = load_catalogue()
    models: dict[str, list[Model]] = {}
    for model in found.values():
        models.setdefault(model.provider, []).append(model)
    parts = [_head(), _overview(models), *(_part(name, models.get(name, [])) for name in PROVIDERS)]
    others = sorted(set(models) - set(PROVIDERS))
    return "\n\n".join([*parts, _voices(), _music(), *([_others(others, models)] if others else [])]) + "\n"


def _head() -> str:
    return """\
# Providers

Every provider that Longtake buys from. Nothing here was written by hand: `docs/write_providers.py` writes this page
from the catalogue, the written exchanges (`fixtures/wire`), the adapters and the lists of tests, and a test holds them
together. How to connect one: [Connect a provider](guides/connect-a-provider.md); one that is missing:
[Bring your own provider](guides/bring-your-own.md).

- **sure**: of what is on the wire. Each written exchange has a source: `wire-traced` was seen on the wire of the
  provider's own client, `sdk source` and `documented` were read, `third party` is somebody else's client, `recalled` is
  from memory, `unconfirmed` nobody could confirm. The table says what most exchanges of a provider are.
- **a lost order**: how an order is found again to which no answer came: by a `key` of ours, by `lookup` in a list of
  jobs, or not at all (`blind`): then it may have been paid, and a person settles it.
- **contract**: the adapter keeps every rule of the contract against the emulator.
- **own client**: the provider's own Python client works against the emulator, so that adapter and emulator do not share
  one mistake.
- **live**: an order was placed with a real key. None was so far.
- **a second**: the least that a second costs, and how sure that is. A price that is `recalled` or not known is paid
  only within a maximum of yours."""


def _overview(models: Mapping[str, list[Model]]) -> str:
    rows = [
        "| provider | models | sure | a lost order | contract | own client | live |",
        "|---|---|---|---|---|---|---|",
    ]
    kept = _contract()
    for name in PROVIDERS:
        exchanges = _exchanges(name)
        classes = sorted({model.reconcile for model in models.get(name, [])}, key=_RECONCILE.index)
        told = Counter(one["source"]["sure"] for one in exchanges)
        sure = min(told, key=lambda word: (-told[word], _SURE.index(word))) if told else "–"
        clients = " · ".join(_clients(name)) or "–"
        cells = (
            f"[`{name}`](#{name})",
            str(len(models.get(name, []))),
            sure,
            ", ".join(classes) or "–",
            "yes" if name in kept else "no",
            clients,
            "no",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _part(name: str, models: list[Model]) -> str:
    exchanges = _exchanges(name)
    told = Counter(one["source"]["sure"] for one in exchanges)
    words = ", ".join(f"{told[word]} {word}" for word in _SURE if told[word])
    read = max((one["source"]["read_on"] for one in exchanges), default="")
    regions = sorted({region for model in models for region in model.regions})
    found = "; ".join(f"{one}: {names}" for one, names in _by_reconcile(models)) or "as your model says"
    facts = [
        f"- on the wire: {len(exchanges)} written exchanges ({words}), the latest of {read}" if exchanges else "",
        f"- checked: contract {'kept' if name in _contract() else 'not tried'}; {_checked(name)}; live: none",
        f"- a lost order: {found}",
        f"- calls back, {_SIGNS[CALLERS[name].scheme]}" if name in CALLERS else "- is polled, and never calls back",
        f"- makes its takes in: {', '.join(regions)}" if regions else "",
    ]
    own = ["Its models are yours: a file of the catalogue each."]
    return "\n".join([f"## {name}", "", *filter(None, facts), "", *(_table(name) if models else own)])


def _table(name: str) -> Iterator[str]:
    yield "| model | makes takes from | seconds | sizes | sound | a second | price is |"
    yield "|---|---|---|---|---|---|---|"
    for offer in longtake.models(provider=name):
        yield _row(offer)


def _row(offer: Offer) -> str:
    model, kinds = offer.model, dict.fromkeys(mode.kind for mode in offer.modes)
    seconds = sorted({length for mode in offer.modes for length in _ends(mode.lengths)})
    sides = sorted({size.short_side for mode in offer.modes for size in mode.sizes})
    sounds = "/".join(dict.fromkeys(mode.sound for mode in offer.modes))
    ends = f" (until {model.retires})" if model.retires else ""
    lines = f"{sides[0]}p–{sides[-1]}p" if len(sides) > 1 else f"{sides[0]}p" if sides else "–"
    price = str(offer.a_second) if offer.a_second else "not known"
    sure = offer.price.source.sure if offer.a_second else "–"
    lengths = f"{_plain(seconds[0])}–{_plain(seconds[-1])}" if seconds else "–"
    return f"| `{model.name}`{ends} | {' '.join(kinds)} | {lengths} | {lines} | {sounds} | {price} | {sure} |"


def _ends(lengths: Any) -> tuple[Any, ...]:
    return lengths.these or (lengths.least, lengths.most)


def _plain(seconds: Any) -> str:
    return f"{float(seconds):g}"


def _by_reconcile(models: list[Model]) -> Iterator[tuple[str, str]]:
    for one in _RECONCILE:
        names = [f"`{model.name}`" for model in models if model.reconcile == one]
        if names:
            yield one, "all models" if len(names) == len(models) else ", ".join(names)


def _checked(name: str) -> str:
    clients = _clients(name)
    return f"own client: {', '.join(clients)}" if clients else "own client: none for Python, or none that is small"


def _clients(name: str) -> list[str]:
    lists = sorted((ROOT / "tests" / "conformance").glob("*.txt"))
    pinned = re.findall(r"^([\w-]+)(?:\[\w+\])?==([\w.]+)$", "".join(path.read_text() for path in lists), re.MULTILINE)
    return [f"{client} {version}" for client, version in sorted(pinned) if name in _CLIENTS.get(client, ())]


def _contract() -> frozenset[str]:
    """The providers that the contract suite is run for."""
    return frozenset(_folders().values())


@cache
def _folders() -> Mapping[str, str]:
    """Which provider each folder of written exchanges is about, as the contract suite's own table says."""
    tree = ast.parse((ROOT / "tests" / "generation" / "test_provider_contract.py").read_text("utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    (table,) = (node.value for node in assigned if [getattr(one, "id", "") for one in node.targets] == ["PROVIDERS"])
    found: Mapping[str, str] = ast.literal_eval(table)
    return found


def _exchanges(name: str) -> list[dict[str, Any]]:
    folders = [one for one in (ROOT / "fixtures" / "wire").iterdir() if one.is_dir()]
    mine = [one for one in folders if _folders().get(one.name, one.name) == name]
    return [json.loads(path.read_text("utf-8")) for folder in sorted(mine) for path in sorted(folder.glob("*.json"))]


def _voices() -> str:
    """Those that speak: a row for each model."""
    rows = [_voice(model) for model in load_voices().values() if model.provider in SERVICES]
    head = """\
## Voices

Services that speak. Each line is bought once, through the ledger like a take; an answer that was lost is `blind`. All
of them keep the contract of voices (`tests/speech`) against the emulator; none was asked with a real key.

- **pause, emphasis, speed**: what a voice can be told; the rest is refused before anything is sent. How a word sounds
  is told to all of them by a respelling.
- **times of words**: told by the service, or found in its sound by the aligner (`longtake[align]`, English).
- **price is**: one that is `recalled` or not known is paid only within a maximum of yours:
  `narrator: {max_price: …}`.

| voice | provider | pause | emphasis | speed | times of words | price | price is | own client |
|---|---|---|---|---|---|---|---|---|"""
    return "\n".join([head, *rows])


def _voice(model: SpeechModel) -> str:
    wire = SERVICES[model.provider]()
    marks = wire.marks(model.wire_name)
    cells = (
        f"`{model.name}/…`",
        f"`{model.provider}`",
        f"to {_plain(marks.most_pause)} s" if marks.most_pause else "no",
        "yes" if marks.emphasis else "no",
        _paces(marks),
        "told" if model.timings in ("characters", "words", "marks") else "found",
        _charged(model),
        model.charge.source.sure,
        " · ".join(_clients(model.provider)) or "–",
    )
    return f"| {' | '.join(cells)} |"


def _music() -> str:
    """Those that compose: a row for each model."""
    head = """\
## Music

Services that compose, from words alone: `longtake compose` buys a piece once and puts it into a file. They are tried
against the emulator (`tests/pipeline/test_composing.py`); none was asked with a real key.

| model | provider | seconds | price | price is | own client |
|---|---|---|---|---|---|"""
    rows = [
        f"| `{model.name}` | `{model.provider}` | {_length(model)} | {_charged(model)} | {model.charge.source.sure} | "
        f"{' · '.join(_clients(model.provider)) or '–'} |"
        for model in load_music()
        if model.provider in COMPOSERS
    ]
    return "\n".join([head, *rows])


def _length(model: MusicModel) -> str:
    return f"{_plain(model.least)}–{_plain(model.most)}" if model.least and model.most else "–"


def _charged(model: SpeechModel | MusicModel) -> str:
    if not model.charge.amount:
        return "not known"
    count, _, unit = model.charge.per.rpartition(" ")
    return f"{model.charge.amount} for {int(count):,} {unit}" if count else f"{model.charge.amount} a {unit}"


def _paces(marks: Marks) -> str:
    if marks.least_pace == marks.most_pace:
        return "no"
    each = ", of a phrase too" if marks.phrase_pace else ""
    return f"{_plain(marks.least_pace)}–{_plain(marks.most_pace)}{each}"


def _others(names: list[str], models: Mapping[str, list[Model]]) -> str:
    rows = [f"| `{name}` | {', '.join(f'`{model.name}`' for model in models[name])} |" for name in names]
    return "\n".join(
        [
            "## Known and not bought",
            "",
            "The catalogue has models of these, so that they are planned and quoted; no adapter buys them.",
            "",
            "| provider | models |",
            "|---|---|",
            *rows,
        ]
    )


def main() -> None:
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()

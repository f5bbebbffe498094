"""An author's files: a model of one's own, and other figures for a known one."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from model_files import TINY, changed

from longtake.catalogue import Slot, load_catalogue
from longtake.errors import CatalogueError
from longtake.media import Money, Size

CONTRACT = """\
model = "veo-3.1-fast"
source = "contract"

[sources]
contract = {said_by = "our contract", read_on = 2026-11-21, sure = "documented"}
"""


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_adds_a_model(tmp_path: Path) -> None:
    catalogue = load_catalogue([file(tmp_path, "tiny.toml", TINY)])
    assert catalogue["tiny-1"].words == "Tiny 1"
    assert len(catalogue) == len(load_catalogue()) + 1
    assert "tiny-1" not in load_catalogue()


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path) -> None:
    file(tmp_path, "tiny.toml", TINY)
    file(tmp_path, "readme.txt", "no model")
    assert "tiny-1" in load_catalogue([tmp_path])


def test_a_file_overrides_some_figures_and_leaves_the_others(tmp_path: Path) -> None:
    prices = '[prices.second]\nrows = [{amount = "0.07 USD"}]\n[latency]\np50_seconds = 20\n'
    known = load_catalogue()["veo-3.1-fast"]
    model = load_catalogue([file(tmp_path, "ours.toml", CONTRACT + prices)])["veo-3.1-fast"]
    slot = Slot(model.modes[0], Fraction(8), Size(1280, 720), model.modes[0].rates[0], has_sound=True)
    price = model.price(slot)
    assert price.amount == Money("0.56", "USD")
    assert price.source.said_by == "our contract"
    assert (model.latency.p50, model.latency.p95) == (20, known.latency.p95)
    assert replace(model, prices=known.prices, latency=known.latency, sources=known.sources) == known


def test_a_file_may_retire_a_model(tmp_path: Path) -> None:
    text = CONTRACT + '[retirement]\non = 2027-03-01\nreplacement = "gemini-omni-1.2"\n'
    model = load_catalogue([file(tmp_path, "ours.toml", text)])["veo-3.1-fast"]
    assert (model.retires, model.replacement) == (date(2027, 3, 1), "gemini-omni-1.2")


def test_an_alias_that_means_another_model_is_told(tmp_path: Path) -> None:
    for alias, owner in (("veo-3.1", "veo-3.1"), ("gen4.5", "runway-gen4.5")):
        path = file(
            tmp_path, "tiny.toml", changed('source = "manual"\n', f'source = "manual"\naliases = ["{alias}"]\n')
        )
        with pytest.raises(CatalogueError) as caught:
            load_catalogue([path])
        assert str(caught.value) == (
            f"{path.as_posix()}:6: {alias!r} means {owner} already\n  take the alias out, or choose another"
        )


def test_an_alias_of_ones_own_finds_the_model(tmp_path: Path) -> None:
    text = changed('source = "manual"\n', 'source = "manual"\naliases = ["tiny"]\n')
    assert load_catalogue([file(tmp_path, "tiny.toml", text)])["tiny"].name == "tiny-1"


def test_a_later_file_wins(tmp_path: Path) -> None:
    paths = [
        file(tmp_path, f"{seconds}.toml", f"{CONTRACT}[latency]\np50_seconds = {seconds}\n") for seconds in (20, 30)
    ]
    assert load_catalogue(paths)["veo-3.1-fast"].latency.p50 == 30


def test_other_figures_need_a_source_of_their_own(tmp_path: Path) -> None:
    text = 'model = "veo-3.1-fast"\n\n[prices.second]\nrows = [{amount = "0.07 USD"}]\n'
    path = file(tmp_path, "ours.toml", text)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    finding = caught.value.findings[0]
    assert finding.place == f"{path.as_posix()}:3"
    assert finding.message == "prices.second overrides figures and names no source for them"
    assert 'source = "mine"' in finding.advice[0]


def test_a_known_source_keeps_its_words(tmp_path: Path) -> None:
    text = CONTRACT.replace("contract", "node-prices") + "[latency]\np50_seconds = 20\n"
    with pytest.raises(CatalogueError, match=r"the source 'node-prices' of veo-3\.1-fast is another one"):
        load_catalogue([file(tmp_path, "ours.toml", text)])


def test_a_fault_is_told_in_the_file_that_has_it(tmp_path: Path) -> None:
    path = file(tmp_path, "ours.toml", CONTRACT + '[prices.second]\nrows = [{amount = "-1 USD"}]\n')
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    assert caught.value.findings[0].place == f"{path.as_posix()}:7"


def test_what_an_override_breaks_is_told_where_it_stands(tmp_path: Path) -> None:
    path = file(tmp_path, "ours.toml", CONTRACT + '[modes.text]\nprice = "minute"\n')
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    assert str(caught.value) == f"{path.as_posix()}:7: modes.text.price is 'minute', which is not known here\n  " + (
        "write one of: second"
    )


def test_a_model_of_ones_own_may_name_the_shared_sources(tmp_path: Path) -> None:
    text = changed("[latency]\n", '[latency]\nsource = "unmeasured"\n')
    model = load_catalogue([file(tmp_path, "tiny.toml", text)])["tiny-1"]
    assert dict(model.sources)["latency"].sure == "unconfirmed"

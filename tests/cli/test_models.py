"""`longtake models`: the table, one model in full, and JSON."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from longtake.catalogue import Catalogue, load_catalogue
from longtake.emulator import Emulator, environment

Run = Callable[..., Result]

TINY = (
    (Path(__file__).parents[1] / "catalogue" / "model_files.py").read_text("utf-8").split('"""')[3].replace("\\\n", "")
)


def names(found: Result) -> list[str]:
    """The models of a table, without its head and notes."""
    return [line.split()[0] for line in found.stdout.split("\n\n")[0].splitlines()[1:]]


def test_all_models_are_listed_by_name(run: Run) -> None:
    found = names(run("models"))
    assert found == sorted(found)
    assert {"veo-3.1", "kling-3.0", "seedance-2.0", "sora-2"} <= set(found)


def test_wishes_narrow_the_list(run: Run) -> None:
    found = run("models", "--kind", "text", "--audio", "--duration", "8", "--size", "1280x720", "--max-price", "0.10")
    listed = names(found)
    assert "veo-3.1-fast" in listed
    assert {"veo-3.1", "runway-gen4.5", "omnihuman-1.5", "hailuo-2.3"}.isdisjoint(listed)
    row = next(line for line in found.stdout.splitlines() if line.split()[:1] == ["veo-3.1-fast"])
    assert row.split()[1:5] == ["0.10", "USD", "third", "party"]


def test_a_region_and_a_provider_narrow_it_too(run: Run) -> None:
    assert names(run("models", "--provider", "kling", "--region", "cn"))[0] == "kling-2.5-turbo"
    assert "veo-3.1" not in names(run("models", "--region", "cn"))


def test_one_model_is_shown_with_the_source_of_every_figure(run: Run) -> None:
    told = run("models", "seedance-2.0").stdout
    assert told.startswith("Seedance 2.0 (seedance-2.0)\n")
    assert "found again          in the provider's list of tasks" in told
    assert re.search(r"tokens +up to 1112x834 +0\.007 USD a 1000 tokens +\[4\]", told)
    assert re.search(r"a take comes after +120 s; 19 of 20 by 480 s +\[1\]", told)
    assert "[1] unconfirmed, 2026-11-21: nobody: a working figure until takes are measured" in told


def test_a_model_may_be_named_as_its_provider_does(run: Run) -> None:
    assert run("models", "gen4.5").stdout.startswith("Gen-4.5 at Runway (runway-gen4.5)\n")


def test_it_speaks_json_one_model_a_line(run: Run) -> None:
    lines = run("models", "--provider", "openai", "--json").stdout.splitlines()
    told = json.loads(lines[0])
    assert (told["event"], told["name"], told["retires"], told["replacement"]) == (
        "model",
        "sora-2",
        "2026-09-24",
        "gemini-omni-1.2",
    )
    assert (told["price_a_second"], told["is_price_sure"], told["reconcile"]) == ("0.10 USD", True, "lookup")


def test_a_file_of_ones_own_is_listed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(TINY, "utf-8")
    assert "tiny-1" in names(run("models", "--catalogue", path))


def test_a_name_that_is_not_known_is_told_with_the_nearest(run: Run) -> None:
    found = run("models", "veo-3")
    assert found.exit_code == 2
    assert "'veo-3' is no model of the catalogue" in found.stderr
    assert "did you mean veo-3.1" in found.stderr


def test_a_wish_that_cannot_be_read_is_told(run: Run) -> None:
    wishes = {
        ("--kind", "txt"): "'txt' is no kind of the catalogue\n  did you mean text?",
        ("--provider", "klng"): "'klng' is no provider of the catalogue\n  did you mean kling?",
        ("--region", "moon"): "'moon' is no region of the catalogue\n  there are: ap, cn, sg, us, world",
        ("--size", "720p"): "'720p' is no size: write width x height in pixels, such as 1280x720",
        ("--duration", "soon"): "'soon' is no length of time",
        ("--duration", "0"): "'0' is no length of a take: write more than 0 s",
        ("--max-price", "cheap"): "'cheap' is no amount of money",
    }
    for wish, told in wishes.items():
        found = run("models", *wish)
        assert (found.exit_code, told in found.stderr) == (2, True), found.stderr


def test_a_wish_that_nothing_fulfils_says_so(run: Run) -> None:
    found = run("models", "--duration", "8", "--max-price", "0.000001")
    assert (
        found.stdout == "No model of the catalogue can do that.\n  leave out a wish · longtake models lists them all\n"
    )
    assert found.exit_code == 0


def test_a_list_of_models_is_written_only_for_a_provider_that_is_named_and_has_one(run: Run, tmp_path: Path) -> None:
    for words, told in (
        (("refresh",), "name the provider whose list is meant"),
        (("refresh", "fal"), "'fal' has no list of models that can be read"),
        (("veo-3.1", "kling-3.0"), "name one model"),
        (("-o", tmp_path), "longtake models refresh PROVIDER -o FOLDER"),
    ):
        found = run("models", *words)
        assert (found.exit_code, told in found.stderr) == (2, True), found.stderr


def test_the_list_of_models_is_told_with_what_is_left_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = Emulator(catalogue=Catalogue.of([load_catalogue()["openrouter-veo-3.1"]]))
    with emulator.running() as address:
        for name, value in environment(address).items():
            monkeypatch.setenv(name, value)
        told = run("models", "refresh", "openrouter", "-o", tmp_path).stdout
        lines = run("models", "refresh", "openrouter", "-o", tmp_path, "--json").stdout.splitlines()
    assert "openrouter-google-veo-3.1" in told
    assert f"1 model in {tmp_path}. Use them: --catalogue {tmp_path}" in told
    assert [json.loads(line)["model"] for line in lines] == ["openrouter-google-veo-3.1"]

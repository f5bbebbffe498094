"""Films of takes, bought from an emulator: what is shown, what is paid, and what happens where a take is missing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from films import SMALL, same_bytes
from numpy.typing import NDArray

import longtake
from longtake.errors import OperatorError
from longtake.ledger import Ledger
from longtake.pipeline.taken import ApprovalMissingError

TEXT = """
storyboard: 1
title: A chain
frame: {size: 320x180, rate: 24}
route: {final: [kling-3.0]}
scenes:
  - id: film
    shots:
      - {action: a tram crosses a square, for: 2s}
      - {action: it stops, for: 2s, join: continue}
      - {action: doors open, for: 2s, join: dissolve 0.5s}
"""
OPTIONS: dict[str, Any] = {**SMALL, "emulate": 1000}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "film.yaml").write_text(TEXT)
    return folder


@pytest.fixture(scope="module")
def made(project: Path) -> longtake.Package:
    return longtake.make(project / "film.yaml", project / "out", workspace=project / "space", **OPTIONS)


def pictures(path: Path) -> Iterator[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.video[0]):
            yield frame.reformat(64, 36, "rgb24").to_ndarray()


def manifest(package: longtake.Package) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(package.manifest.read_text())
    return told


def takes(space: Path) -> int:
    return len(list((space / "takes").rglob("*.mp4")))


def test_each_frame_of_the_film_is_that_of_its_take(made: longtake.Package, project: Path) -> None:
    shown = list(pictures(made.film))
    for shot in manifest(made)["shots"][:2]:
        take = list(pictures(next((project / "space" / "takes").rglob(f"{shot['sha256']}.mp4"))))
        first, begins = shot["frames"][0], shot["of_source"][0]
        for frame in range(36):  # up to the dissolve of the second shot
            off = np.abs(shown[first + frame].astype(int) - take[begins + frame].astype(int)).mean()
            assert off < 6, (shot["shot"], frame)


def test_the_manifest_tells_where_a_take_comes_from_and_no_address(made: longtake.Package) -> None:
    told = manifest(made)
    first, second, _ = (shot["take"] for shot in told["shots"])
    assert told["emulated"]
    assert (first["realm"], first["provider"], first["model"]) == ("emulated", "kling", "kling-3.0")
    assert (first["quoted"], first["cost"]) == ("0.252 USD", "0.252 USD")
    assert list(first["times"]) == ["intended", "submitted", "known", "verified"]
    assert [one["role"] for one in second["inputs"]] == ["first frame"]
    assert "http" not in json.dumps(told["shots"])
    assert "emulated: no model made this" in made.report.read_text()


def test_what_was_quoted_is_what_was_spent(made: longtake.Package, project: Path) -> None:
    (spent,) = longtake.usage("film", emulated=True, workspace=project / "space")
    quoted = longtake.plan(project / "film.yaml", workspace=project / "space").quote.total
    assert (str(spent.cost), str(quoted), spent.reserved.amount) == ("0.756 USD", "0.756 USD", 0)


def test_a_second_make_asks_nobody_and_pays_nothing(made: longtake.Package, project: Path) -> None:
    events: list[longtake.Event] = []
    again = longtake.make(
        project / "film.yaml", made.folder, workspace=project / "space", on_event=events.append, **OPTIONS
    )
    assert (again.reused, again.exit_code, takes(project / "space")) == (True, 0, 3)
    assert [event.price for event in events if isinstance(event, longtake.Planned)] == ["0.00 USD"]


def test_takes_that_land_one_by_one_and_all_at_once_make_the_same_film(
    made: longtake.Package, project: Path, tmp_path: Path
) -> None:
    for name in ("takes", "ledger.sqlite"):
        copy = shutil.copytree if name == "takes" else shutil.copy
        copy(project / "space" / name, tmp_path / name)
    at_once = longtake.make(project / "film.yaml", tmp_path / "out", workspace=tmp_path, **OPTIONS)
    assert same_bytes(at_once.folder) == same_bytes(made.folder)


def test_nothing_is_encoded_for_a_film_that_it_does_not_show(made: longtake.Package, project: Path) -> None:
    """What the store has of encoded spans is what a film that was made of whole takes needs."""
    from longtake.media import Digest
    from longtake.store import Store

    note = json.loads((made.folder / ".longtake" / "work.json").read_text())
    store = Store(project / "space" / "store")
    assert all(store.has(Digest(key)) for keys in note["spans"] for key in keys)
    stored = [path for path in store.root.rglob("*") if path.is_file() and path.stat().st_size > 4000]
    keys = {key for keys in (*note["spans"], *note["sound"]) for key in keys}
    assert {path.parent.name + path.name for path in stored} <= keys


def test_where_the_budget_ends_animatics_stand_in_and_the_film_says_so(project: Path, tmp_path: Path) -> None:
    package = longtake.make(
        project / "film.yaml", tmp_path / "out", workspace=tmp_path / "space", budget="0.40 USD", **OPTIONS
    )
    first, *others = manifest(package)["shots"]
    assert first["made_by"] == "kling-3.0 of kling"
    assert [shot["made_by"] for shot in others] == ["longtake", "longtake"]
    assert {shot["stands_in_for"]["by"] for shot in others} <= {"budget", "waits"}
    assert package.exit_code == 3
    assert len(package.missing) == 2
    assert "an animatic stands in" in package.report.read_text()
    with Ledger.open(tmp_path / "space" / "ledger.sqlite") as ledger:
        assert len(ledger.purchases(realm="emulated")) == 1


def test_a_missing_key_stops_before_anything_is_paid(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KLING_API_KEY", "KLING_ACCESS_KEY", "KLING_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(OperatorError, match=r"shot film.1: kling-3.0: kling needs a key") as caught:
        longtake.make(project / "film.yaml", tmp_path / "out", workspace=tmp_path / "space", yes=True, **SMALL)
    assert caught.value.exit_code == 4


def test_what_costs_more_than_a_person_allowed_needs_a_yes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLING_API_KEY", "a-key-that-is-never-sent")
    with pytest.raises(ApprovalMissingError, match=r"it costs 0.76 USD, with retries at most 1.52 USD"):
        longtake.make(
            project / "film.yaml",
            tmp_path / "out",
            workspace=tmp_path / "space",
            approve_above="0.75 USD",
            **SMALL,
        )
    assert not (tmp_path / "space" / "takes").exists()


def test_another_take_is_bought_for_a_shot_that_is_asked_again(
    made: longtake.Package, project: Path, tmp_path: Path
) -> None:
    for name in ("takes", "ledger.sqlite"):
        copy = shutil.copytree if name == "takes" else shutil.copy
        copy(project / "space" / name, tmp_path / name)
    again = longtake.make(project / "film.yaml", tmp_path / "out", workspace=tmp_path, again=["film.3"], **OPTIONS)
    assert [shot["take"]["take"] for shot in manifest(again)["shots"]] == [1, 1, 2]
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert [one.intent.take for one in ledger.purchases(film="A chain")] == [1, 1, 1, 2]


def test_of_a_draft_only_what_somebody_approved_is_bought(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KLING_API_KEY", raising=False)
    path = tmp_path / "film.yaml"
    path.write_text(TEXT.replace("{final:", "{draft: animatic, final:").replace(", join: continue", ""))
    final: dict[str, Any] = {"workspace": tmp_path / "space", "stage": "final", "yes": True, **SMALL}
    package = longtake.make(path, tmp_path / "out", **final)
    assert [str(error).split(":")[0] for error in package.missing] == ["shot film.1", "shot film.2", "shot film.3"]
    assert (package.exit_code, package.price) == (3, "0.00 USD")
    longtake.approve(path, "film.2", workspace=tmp_path / "space")
    with pytest.raises(OperatorError, match=r"^shot film\.2: [^\n]*\n[^\n]*$"):
        longtake.make(path, tmp_path / "out", **final)


def test_the_edit_that_is_exported_shows_what_the_film_shows(made: longtake.Package) -> None:
    edit = longtake.export_shotstack(made.folder, "https://files.example.com/film")
    rows = manifest(made)["shots"]
    clips = [clip for track in edit.body["timeline"]["tracks"] for clip in track["clips"]]
    by_file = {clip["asset"]["src"].rpartition("/")[2]: clip for clip in clips}
    assert set(by_file) == {f"{row['sha256']}.mp4" for row in rows} == set(edit.files)
    for row in rows:
        clip, lead = by_file[f"{row['sha256']}.mp4"], 6 if row is rows[2] else 0  # half of the dissolve
        assert clip["start"] == (row["frames"][0] - lead) / 24
        assert 0 <= clip["asset"]["trim"] - (row["of_source"][0] - lead) / 24 < 1e-6  # never the picture before

"""A model on a server of the user's own names a workflow, and every place in it is found or refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from longtake.catalogue import Model, load_catalogue
from longtake.catalogue.reading import model_of
from longtake.catalogue.written import of_file
from longtake.errors import CatalogueError

SHIPPED = Path(__file__).resolve().parents[2] / "fixtures" / "workflows"
FILE = (SHIPPED / "own-video.toml").read_text()
GRAPH = json.loads((SHIPPED / "own-video.json").read_text())


def read(folder: Path, *changes: tuple[str, str], graph: Any = None) -> Model:
    text = FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "own-video.json").write_text(json.dumps(GRAPH if graph is None else graph))
    (folder / "own.toml").write_text(text)
    return model_of(of_file(folder / "own.toml"))


def refusal(folder: Path, *changes: tuple[str, str], graph: Any = None) -> str:
    with pytest.raises(CatalogueError) as caught:
        read(folder, *changes, graph=graph)
    return str(caught.value)


def test_a_workflow_lies_beside_the_models_file_and_has_its_places(tmp_path: Path) -> None:
    workflow = read(tmp_path).workflow
    assert workflow is not None
    assert workflow.places_of("prompt") == (("6", "text"),)
    assert workflow.places_of("first frame") == ()
    assert (workflow.more_frames, workflow.output) == (1, "")
    assert json.loads(workflow.graph) == GRAPH


def test_a_workflow_is_known_by_what_it_makes_and_not_by_how_its_file_is_written(tmp_path: Path) -> None:
    before = read(tmp_path).workflow
    again = read(tmp_path, graph=dict(reversed(GRAPH.items()))).workflow
    changed = json.loads(json.dumps(GRAPH))
    changed["3"]["inputs"]["cfg"] = 6.0
    other = read(tmp_path, graph=changed).workflow
    assert before
    assert again
    assert other
    assert again.digest == before.digest
    assert other.digest != before.digest


def test_one_thing_may_stand_in_several_places(tmp_path: Path) -> None:
    workflow = read(tmp_path, ('width = "40.width"', 'width = ["40.width", "3.steps"]')).workflow
    assert workflow is not None
    assert workflow.places_of("width") == (("40", "width"), ("3", "steps"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'prompt = "6.text"',
            'prompt = "66.text"',
            "own.toml:24: workflow.prompt names '66.text'",
        ),
        ('prompt = "6.text"', 'prompt = "6.txt"', "CLIPTextEncode has no such input"),
        ('prompt = "6.text"', 'prompt = "6.clip"', "which another node gives"),
        ('file = "own-video.json"', 'file = "none.json"', "workflow.file cannot be opened: No such file"),
        ('width = "40.width"\n', "", "has no place for sizes, and there are several"),
        ('frames = "40.length"\n', "", "has no place for lengths, and there are several"),
        ("rates = [16]\n", "", "makes pictures at no rate in mode text"),
        ('sound = "never"', 'sound = "asked"', "cannot be asked for sound in mode text"),
        ('kind = "text"', 'kind = "image"\ninputs = {first_frame = 1}', "other places for files than mode text"),
        ("more_frames = 1", 'output = "99"', "which is no node of the workflow"),
        ('provider = "comfyui"', 'provider = "fal"', 'write provider = "comfyui"'),
    ],
)
def test_a_place_that_is_not_there_is_refused_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in refusal(tmp_path, (old, new))


@pytest.mark.parametrize(
    ("graph", "says"),
    [
        ({"nodes": [], "links": []}, "is a workflow for the editor"),
        ([], "is no workflow"),
        ({"3": 4}, "is no workflow"),
    ],
)
def test_a_file_that_is_no_workflow_for_the_api_is_refused_with_how_to_export_one(
    tmp_path: Path, graph: Any, says: str
) -> None:
    told = refusal(tmp_path, graph=graph)
    assert says in told
    assert "Workflow > Export (API)" in told


def test_a_model_for_comfyui_needs_a_workflow(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(FILE.partition("[workflow]")[0] + "[latency]" + FILE.partition("[latency]")[2])
    with pytest.raises(CatalogueError, match="is for comfyui and names no workflow"):
        load_catalogue([tmp_path / "own.toml"])

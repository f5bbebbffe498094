"""What workers import: a task that brought the planner with it would cost each of them a third of a second."""

import subprocess
import sys

import pytest

LIGHT = ("photos", "stills", "seam_views", "waveform", "rendering", "sounding")


@pytest.mark.parametrize("module", LIGHT)
def test_a_workers_tasks_know_nothing_of_planning(module: str) -> None:
    told = f"import sys, longtake.pipeline.{module}; print(*sorted(name for name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert f"longtake.pipeline.{module}" in loaded
    assert not {"longtake.planning", "longtake.storyboard", "pydantic"} & set(loaded)

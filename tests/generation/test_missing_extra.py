"""Without the extra, what asks providers says its name, and what does not need it works."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
sys.modules["httpx"] = None
from longtake.errors import MissingExtraError
import longtake.pipeline.api
import longtake.generation.guard, longtake.generation.secrets, longtake.generation.backoff, longtake.generation.failures
try:
    import longtake.generation.http
except MissingExtraError as error:
    print(error)
"""


def test_a_missing_package_is_named_with_the_extra_that_brings_it() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert "a package that is not here: httpx" in done.stdout
    assert "pip install 'longtake[providers]'" in done.stdout

"""Planted faults and good films, counted in the tests of the package, where they stand: no copy can fall behind."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

__all__ = ["Counted", "counted"]

_ROOT = Path(__file__).resolve().parents[2]
_PLANTED, _GOOD = "a_planted_fault", "has_no_fault"


@dataclass(frozen=True, slots=True)
class Counted:
    """found: of `planted`; clean: of `good` films, those without any fault."""

    planted: int
    found: int
    good: int
    clean: int


def counted(folder: Path) -> Counted:
    """Runs every test of tests/packaging whose name tells that it plants a fault or that a film has none."""
    told = folder / "faults.xml"
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/packaging"]
    words += ["-k", f"{_PLANTED} or {_GOOD}", f"--junitxml={told}"]
    subprocess.run(words, cwd=_ROOT, stdout=subprocess.DEVNULL, check=False)
    cases: Counter[tuple[str, bool]] = Counter()
    for case in ElementTree.parse(told).iter("testcase"):
        kind = _PLANTED if _PLANTED in case.get("name", "") else _GOOD
        cases[kind, len(case) == 0] += 1
    found, clean = cases[_PLANTED, True], cases[_GOOD, True]
    return Counted(found + cases[_PLANTED, False], found, clean + cases[_GOOD, False], clean)

"""Installs the providers' own clients, each list in an environment of its own: they want different versions.

python tests/conformance/install.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    for wanted in sorted(HERE.glob("*.txt")):
        place = folder / wanted.stem
        venv.create(place, with_pip=True)
        python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", wanted], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

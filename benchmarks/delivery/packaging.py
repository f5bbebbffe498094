"""Packages a film out of its store, in this process alone: `python -m delivery.packaging STORE MINUTES OUT`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from delivery.hour import essence_of

from longtake.packaging import PackageWriter, plan_package

__all__: list[str] = []


def main() -> None:
    out = Path(sys.argv[3])
    writer = PackageWriter(out, plan_package(essence_of(Path(sys.argv[1]), Fraction(sys.argv[2]))))
    package = writer.finish()
    writer.publish()
    with (out / "manifest.json").open("w") as file:
        file.write('{"files": [')
        file.writelines(f"{', ' * (number > 0)}{json.dumps(asdict(one))}" for number, one in enumerate(package.files))
        file.write("]}")


if __name__ == "__main__":
    main()

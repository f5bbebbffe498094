"""The providers of the measurement, in a process of their own: `python providers.py SPEED FAULTS SLOTS`.

The emulator as it is, but for what it serves: a few bytes instead of films, since making pictures is no part of the
question. Prints its address, and serves until its input ends.
"""

from __future__ import annotations

import sys
from fractions import Fraction

from longtake.emulator import Emulator
from longtake.emulator.job import Job


class Bytes:
    """In place of films."""

    def kept(self, job: Job, file: str = "video") -> bytes:
        return self.of(job, file)

    def of(self, job: Job, file: str = "video") -> bytes:
        return b"\0\0\0\x18ftypmp42" + f"{job.id} {file}".encode() * 9

    fetched = of


def main() -> None:
    speed, share, slots = sys.argv[1:]
    emulator = Emulator(speed=int(speed), fault_share=Fraction(share), slots=int(slots) or None)
    emulator._reception.takes = Bytes()  # type: ignore[assignment]
    with emulator.running() as address:
        print(address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()

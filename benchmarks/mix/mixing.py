"""Mixes a planned film's sound in this process alone, and tells what it took: `python -m mix.mixing FOLDER MINUTES`."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from mix.planned import Planned

from longtake.media import SAMPLE_RATE, SoundRung
from longtake.sound import passages_of
from longtake.sound.encode import encode_pieces
from longtake.sound.measuring import measure_passages

__all__: list[str] = []

_PIECES_A_MINUTE = 10


def main() -> None:
    folder, minutes = Path(sys.argv[1]), float(sys.argv[2])
    planned = Planned(folder / "film.yaml", folder / "workspace", folder / "out")
    pieces = planned.pieces[: round(minutes * _PIECES_A_MINUTE)]
    began = time.process_time()
    passages = [one for one in passages_of(planned.mix) if one.first < minutes * 60 * SAMPLE_RATE]
    for _ in measure_passages(passages, planned.open):
        pass
    measured = time.process_time()
    for _ in encode_pieces(pieces, planned.open, SoundRung()):
        pass
    ended = time.process_time()
    seconds = sum(piece.packets for piece in pieces) * 1024 / 48_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": seconds, "measuring": measured - began, "encoding": ended - measured, "peak": peak}
    print(json.dumps(told))


if __name__ == "__main__":
    main()

"""How much CPU goes into anything but decoding, scaling and libx264?

Ours makes the film with one worker; all its processes count: the interpreter, admission, digests, sound, mixing of
dissolves, the store, packaging. From that is taken what `bare.py` beside this file needs for decoding, scaling and
encoding the very same pictures in a bare loop, and for decoding each clip once more, since admitting untrusted clips is
decoding as well. The rest, mixing included, is given as a share of the whole. `strict` in the results file counts
admission's decoding as ours.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

from longtake_command import assemble
from material import film, fresh
from measuring import Answer, Result, Row, Settings, Usage, paired, run

ROWS = (Row("CPU besides decoding, scaling and libx264", "≤ 8 %"),)


def measure(settings: Settings) -> Result:
    clips = film(quick=settings.quick)
    bare = Path(__file__).with_name("bare.py")

    def ours() -> Usage:
        with fresh() as folder:
            return assemble(clips, folder, workers=1)

    def least() -> Usage:
        with fresh() as folder:
            usage = run([sys.executable, bare, "make", folder / "mixing", *clips])
            return replace(usage, cpu=usage.cpu - float((folder / "mixing").read_text()))

    contenders = {
        "longtake": ours,
        "bare": least,
        "decoding": lambda: run([sys.executable, bare, "decode", *clips]),
    }
    rounds = paired(contenders, settings.rounds_or(3))
    shares = [1 - (usages["bare"].cpu + usages["decoding"].cpu) / usages["longtake"].cpu for usages in rounds]
    strict = [1 - usages["bare"].cpu / usages["longtake"].cpu for usages in rounds]
    share = median(shares)
    answer = Answer(f"{100 * share:.1f} %", share <= 0.08)
    return Result((answer,), {"share": share, "strict": median(strict), "rounds": rounds})

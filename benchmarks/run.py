"""Measures, and keeps the table: `python benchmarks/run.py [question …] [--rounds N] [--quick] [--table]`.

A question is a folder here; its `measure.py` states it in the first line. Without names, all are asked, one after
another. Results go to `results/`, and the table in `README.md` is drawn from them. `--quick` only sees that everything
runs, on a few seconds of film, and keeps nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

from measuring import Result, Settings, rounded

HERE = Path(__file__).resolve().parent
QUESTIONS = (
    "against_one_graph",
    "against_five_encodes",
    "against_moviepy",
    "besides_codecs",
    "edits",
    "memory",
    "long_film",
    "long_film_title",
    "quality",
    "startup",
    "planning",
    "captions",
    "alignment",
    "speech",
    "generation",
    "generation_poll",
    "generation_schedule",
    "generation_resume",
    "artwork",
    "against_melt",
    "seams",
    "seams_echo",
    "mix",
    "seams_matching",
    "seam_joins",
    "live_preview",
    "verifying",
    "thumbnails",
    "delivery",
)
_BEGIN, _END = "<!-- the table, drawn by run.py -->\n", "<!-- end of the table -->\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="*", metavar="question", help=", ".join(QUESTIONS))
    parser.add_argument("--rounds", type=int, help="paired rounds [each question has its own number]")
    parser.add_argument("--quick", action="store_true", help="see that it runs; the figures mean nothing")
    parser.add_argument("--table", action="store_true", help="only draw the table again")
    asked = parser.parse_args()
    if unknown := set(asked.questions) - set(QUESTIONS):
        parser.error(f"no such question: {', '.join(sorted(unknown))}; there are {', '.join(QUESTIONS)}")
    settings = Settings(asked.rounds, asked.quick)
    for name in () if asked.table else asked.questions or QUESTIONS:
        _ask(name, settings)
    _draw_table()


def _ask(name: str, settings: Settings) -> None:
    question = import_module(f"{name}.measure")
    print(f"{name}: {(question.__doc__ or '').splitlines()[0]}", flush=True)
    result: Result = question.measure(settings)
    for row, answer in zip(question.ROWS, result.answers, strict=True):
        print(f"  {answer.measured} · {_verdict(answer.met) or 'a figure'}, must be {row.must}", flush=True)
    if not settings.quick:
        _keep(name, result, settings)


def _verdict(met: bool | None) -> str:
    return "" if met is None else "met" if met else "**missed**"


def _keep(name: str, result: Result, settings: Settings) -> None:
    import av

    rounds = f" --rounds {settings.rounds}" if settings.rounds else ""
    kept = {
        "answers": [{"measured": answer.measured, "met": answer.met} for answer in result.answers],
        "command": f"python benchmarks/run.py {name}{rounds}",
        "date": datetime.now(UTC).date().isoformat(),
        "machine": _machine(settings.workers),
        "versions": {"python": platform.python_version(), "av": av.__version__, **_contender_versions()},
        "figures": rounded(result.figures),
    }
    (HERE / "results" / f"{name}.json").write_text(json.dumps(kept, indent=1) + "\n")


def _machine(cores: int) -> str:
    told = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.split(":")[1].strip() for line in told if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cores of {models[0] if models else platform.machine()}, {memory:.0f} GB"


def _contender_versions() -> dict[str, str]:
    from importlib.metadata import version

    from imageio_ffmpeg import get_ffmpeg_version

    return {"ffmpeg": get_ffmpeg_version(), "moviepy": version("moviepy")}


def _draw_table() -> None:
    lines = ["| question | must reach | measured | | machine, date, command |", "|---|---|---|---|---|"]
    lines += [line for name in QUESTIONS for line in _lines(name, import_module(f"{name}.measure"))]
    _put(_BEGIN, lines, _END)
    for name in QUESTIONS:
        question, path = import_module(f"{name}.measure"), HERE / "results" / f"{name}.json"
        if hasattr(question, "DRAWN") and path.exists():
            lines = list(question.drawn(json.loads(path.read_text())["figures"]))
            _put(f"<!-- {question.DRAWN}, drawn by run.py -->\n", lines, f"<!-- end of {question.DRAWN} -->\n")


def _put(begin: str, lines: Sequence[str], end: str) -> None:
    """Lines into the README, in place of what stands between two others."""
    readme = HERE / "README.md"
    before, _, rest = readme.read_text().partition(begin)
    _, _, after = rest.partition(end)
    readme.write_text(before + begin + "\n".join(lines) + "\n" + end + after)


def _lines(name: str, question: ModuleType) -> list[str]:
    path = HERE / "results" / f"{name}.json"
    if not path.exists():
        return [f"| [{row.question}]({name}/measure.py) | {row.must} | not measured yet | | |" for row in question.ROWS]
    kept = json.loads(path.read_text())
    where = f"{kept['machine']}; {kept['date']}; `{kept['command']}`"
    return [
        f"| [{row.question}]({name}/measure.py) | {row.must} | {answer['measured']} "
        f"| {_verdict(answer['met'])} | {where} |"
        for row, answer in zip(question.ROWS, kept["answers"], strict=True)
    ]


if __name__ == "__main__":
    main()

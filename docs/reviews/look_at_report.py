"""Makes films of few and many shots and takes pictures of their reports in Chromium, for a person to look at.

    python docs/reviews/look_at_report.py            # 2, 10 and 360 shots; pictures into out/reviews/report/
    python docs/reviews/look_at_report.py 10         # one of them

Needs the folder of real clips (LONGTAKE_CLIPS, else ../shared/clips), Chromium, and `npm ci` in tests/players.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import longtake

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from players.looking import look  # noqa: E402 - found by the line above
from players.served import served  # noqa: E402

CLIPS = Path(os.environ.get("LONGTAKE_CLIPS") or ROOT.parent / "shared" / "clips")
OUT = ROOT / "out" / "reviews" / "report"
NAMES = tuple(f"turbot2av-{number:02}.mp4" for number in (1, 2, 3, 9, 10, 17))
WINDOWS = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 360, "height": 780},
}
PLACES = {"top": None, "shots": "shots", "joins": "joins", "end": "renditions"}

TWO = """
  - id: only
    shots:
      - {clip: turbot2av-01.mp4}
      - {clip: turbot2av-02.mp4, join: dissolve 0.5s}
"""

TEN = """
  - id: waking
    at: kitchen
    narration: Every morning begins with the same small ceremony, and it is nobody else's business how long it takes.
    shots:
      - "@mara pours water over coffee; steam rises"
      - {action: "the cup fills, light moves across the counter", camera: slow dolly-in, for: 3s, join: dissolve 1s}
      - {clip: turbot2av-01.mp4, trim: 0.5s..4s, join: dissolve 0.5s}
  - id: outside
    shots:
      - {action: "مارا تخرج إلى الشرفة، والسطوح تصير ذهبا", camera: tilt up, for: 3s}
      - {clip: turbot2av-02.mp4, trim: 1s..4s}
      - action: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft/with-no-place-to-break
        for: 2s
        join: dissolve 0.2s
  - id: promise
    shots:
      - {clip: fastvideo-02.mp4, trim: 1s..3.5s, join: dissolve 0.5s}
      - {clip: turbot2av-09.mp4, trim: 1s..4s}
      - {clip: turbot2av-10.mp4, trim: 1.5s..3.5s, join: dissolve 2s}
      - {clip: turbot2av-17.mp4, trim: 0.5s..4s}
"""


def main() -> None:
    for shots in map(int, sys.argv[1:] or ("2", "10", "360")):
        shutil.rmtree(OUT / f"{shots}", ignore_errors=True)  # else a film that stands keeps the page it has
        package = longtake.make(written(shots), OUT / f"{shots}", rungs=(360,), preset="ultrafast")
        size = package.report.stat().st_size
        print(f"{shots} shots: report.html has {size / 1e6:.2f} MB")
        with served(package.folder) as address:
            report = look(f"{address}/report.html", views(shots))
        print("\n".join(report["told"]) or "  the console said nothing")
        for view in report["views"]:
            print(f"  {view['png']}: {view['scrollWidth']} of {view['width']} px, loaded in {view['loadedMs']} ms")


def written(shots: int) -> Path:
    """The storyboard of a film with so many shots, beside copies of its clips."""
    folder = OUT / f"{shots}-storyboard"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*NAMES, "fastvideo-02.mp4"):
        shutil.copy(CLIPS / name, folder)
    title = {2: "Two shots", 10: "Ein Morgen, zehn Einstellungen — صباح هادئ", 360: "The long film"}[shots]
    scenes = {2: TWO, 10: TEN, 360: many(360)}[shots]
    path = folder / "storyboard.yaml"
    cast = "cast: {mara: a woman in her thirties}\nplaces: {kitchen: a small bright kitchen with one window}\n"
    path.write_text(
        f"storyboard: 1\ntitle: {title}\nframe: {{size: 640x360, rate: 24}}\n{cast}scenes:{scenes}", "utf-8"
    )
    return path


def many(shots: int) -> str:
    """A scene a dozen shots; every third join is a dissolve."""
    lines = []
    for number in range(shots):
        if number % 12 == 0:
            lines.append(f"\n  - id: scene-{number // 12 + 1}\n    shots:")
        clip, start = NAMES[number % len(NAMES)], number % 7 * 0.25 + 0.5
        join = ", join: dissolve 0.4s" if number and number % 3 == 0 else ""
        words = f"what happens in the moment that is shot number {number + 1}"
        lines.append(
            f'      - {{clip: {clip}, trim: {start}s..{start + 1 + number % 5 * 0.25}s, action: "{words}"{join}}}'
        )
    return "\n".join(lines)


def views(shots: int) -> list[dict[str, object]]:
    pictures = [(window, scheme, place) for window in WINDOWS for scheme in ("light", "dark") for place in PLACES]
    return [
        {
            **WINDOWS[window],
            "scheme": scheme,
            "at": PLACES[place],
            "png": str(OUT / f"{shots}-{window}-{scheme}-{place}.png"),
        }
        for window, scheme, place in pictures
    ]


if __name__ == "__main__":
    main()

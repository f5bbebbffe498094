"""What stands at the end of a make: where the film is, what it is, and whether anything had to be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from longtake.cli.failure import tell
from longtake.cli.settings import Settings
from longtake.cli.text import count, emit, say, table
from longtake.media import Money, clock
from longtake.media.amounts import bytes_text

if TYPE_CHECKING:
    from longtake import Package, SeamRow

__all__ = ["package_text", "tell_missing", "tell_package"]


def tell_package(package: Package, settings: Settings) -> None:
    """The table at the end; with `--json` one object, `"event": "done"`."""
    if settings.json:
        emit(_package_json(package))
    else:
        say(package_text(package))


def tell_missing(package: Package, settings: Settings) -> int:
    """An error line for each take that is missing. Returns the command's exit code."""
    for error in package.missing:
        tell(error, settings)
    return package.exit_code


def package_text(package: Package) -> str:
    length = f"{clock(package.seconds)} · {package.frames} frames"
    head = f"{package.title} · {length} · {count(len(package.rungs), 'rung')}"
    sound = [("sound", package.loudness, "")] if package.loudness else []
    seam = [("worst seam", _seam_text(package.worst_seam), "")] if package.worst_seam else []
    verified = [("verified", count(package.verified, "rule"), "")] if package.verified else []
    files = [
        ("film", str(package.film), bytes_text(package.film.stat().st_size)),
        *_further_rows(package),
        ("stream", str(package.playlist), ", ".join(str(rung.size) for rung in package.rungs)),
        *sound,
        *seam,
        *verified,
        ("report", str(package.report), ""),
        ("manifest", str(package.manifest), ""),
    ]
    if package.reused:
        end = f"Nothing was left to do: {package.folder} holds this very film already."
    else:
        end = f"Made in {clock(package.elapsed)}. {_paid_text(package)}."
    return f"\n{head}\n\n{table(files)}\n\n{end}"


def _further_rows(package: Package) -> Iterator[tuple[str, str, str]]:
    """A row for each target; one for all scenes, which are many."""
    for path in package.further:
        if path.parent.name == "targets":
            yield path.stem, str(path), bytes_text(path.stat().st_size)
    if scenes := [path for path in package.further if path.parent.name == "scenes"]:
        yield "scenes", str(scenes[0].parent), count(len(scenes), "file")


def _seam_text(seam: SeamRow) -> str:
    return f"{seam.outgoing} → {seam.incoming} at {seam.time}: {seam.score.value:.2f} of 1, {seam.why}"


def _paid_text(package: Package) -> str:
    price = Money.parse(package.price).to_the_cent()
    if package.is_price_most:
        price = f"at most {price}" if package.is_paid_before else f"At most {price}"
    whose = ", of an emulator's money" if package.is_emulated else ""
    return f"Nothing was bought: its takes are here, for {price}{whose}" if package.is_paid_before else price + whose


def _package_json(package: Package) -> dict[str, object]:
    paths = {name: str(getattr(package, name)) for name in ("folder", "film", "playlist", "manifest", "report")}
    return {
        "event": "done",
        "title": package.title,
        **paths,
        "further": [str(path) for path in package.further],
        "frames": package.frames,
        "seconds": str(package.seconds),
        "loudness": package.loudness,
        "worst_seam": _seam_text(package.worst_seam) if package.worst_seam else None,
        "rungs": [str(rung.size) for rung in package.rungs],
        "verified": package.verified,
        "reused": package.reused,
        "price": package.price,
        "price_is_most": package.is_price_most,
        "paid_before": package.is_paid_before,
        "emulated": package.is_emulated,
        "missing": [str(error.findings[0].place) for error in package.missing],
        "notices": list(package.notices),
        "elapsed": float(package.elapsed),
    }

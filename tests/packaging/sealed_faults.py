"""Faults of encrypted films, to be planted: each with the rule that finds it."""

from __future__ import annotations

import json
from pathlib import Path

from planting import Plant, Planted

from longtake.generation.secrets import Secret
from longtake.packaging import Seal

KEY, KEY_FILE = bytes(range(16)), "keys/film.key"
_LINE = r"#EXT-X-KEY:METHOD=AES-128,URI=\"../../keys/film.key\""


def seal() -> Seal:
    return Seal(Secret(KEY.hex()), KEY_FILE)


def listed(film: Planted) -> None:
    """Writes a manifest of what lies there, the key left out, as make does."""
    film.sealed()
    manifest = json.loads(film.text("manifest.json"))
    manifest["files"] = [row for row in manifest["files"] if row["path"] != KEY_FILE]
    film.write("manifest.json", json.dumps(manifest))


def _keys(film: Planted) -> Path:
    return film.folder / KEY_FILE


def _in_the_clear(film: Planted) -> None:
    path = film.folder / film.segments(film.picture)[1]
    path.write_bytes(seal().opened(path.read_bytes(), 1))


def _swapped(film: Planted) -> None:
    first, second = (film.folder / path for path in film.segments(film.sound)[:2])
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)


def _header_behind(film: Planted) -> None:
    film.swap(film.picture, r"(#EXT-X-MAP.*\n)(#EXT-X-KEY.*\n)", r"\2\1")


def _key_picture(film: Planted) -> None:
    [playlist] = film.folder.glob("hls/*/keys-*.m3u8")
    path = film.folder / film.segments(playlist.relative_to(film.folder).as_posix())[1]
    path.write_bytes(seal().sealed(b"no picture at all", 1))


SEALED_FAULTS: dict[str, tuple[str, Plant]] = {
    "the key has fifteen bytes": ("H90", lambda f: _keys(f).write_bytes(KEY[:15])),
    "the key is another": ("H90", lambda f: _keys(f).write_bytes(bytes(16))),
    "the key is gone": ("H90", lambda f: _keys(f).unlink()),
    "everybody can read the key": ("H93", lambda f: _keys(f).chmod(0o644)),
    "the manifest tells the key": ("H93", lambda f: f.write("plan.json", json.dumps({"key": KEY.hex()}))),
    "a log tells the key in capitals": ("H93", lambda f: f.write("make.log", f"key {KEY.hex().upper()}")),
    "a playlist holds the key": ("H93", lambda f: (f.folder / "hls/main.txt").write_bytes(b"key " + KEY)),
    "a first block is written that was not used": (
        "H90",
        lambda f: f.swap(f.picture, _LINE, _line("IV=0x" + 32 * "7")),
    ),
    "a first block is none": ("H90", lambda f: f.swap(f.picture, _LINE, _line("IV=0x7"))),
    "a segment is in the clear": ("H90", _in_the_clear),
    "a segment lacks its end": ("H90", lambda f: f.cut(f.segments(f.picture)[1], 1600)),
    "two segments changed places": ("H90", _swapped),
    "the sound names no key": ("H90", lambda f: f.swap(f.sound, _LINE + "\n", "")),
    "the key has no address": ("H90", lambda f: f.swap(f.picture, _LINE, "#EXT-X-KEY:METHOD=AES-128")),
    "the key's address leads out": ("H90", lambda f: f.swap(f.picture, r"\.\./\.\./keys", "../../../keys")),
    "the header stands behind the key": ("H90", _header_behind),
    "the method is another": ("H92", lambda f: f.swap(f.picture, "METHOD=AES-128", "METHOD=SAMPLE-AES")),
    "a key picture is none": ("H81", _key_picture),
}


def _line(more: str) -> str:
    return f'#EXT-X-KEY:METHOD=AES-128,URI="../../keys/film.key",{more}'

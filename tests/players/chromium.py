"""A player for tests: Chromium with hls.js, driven by `play.mjs`; and the second opinion of two independent parsers."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, Self

from needs import need
from players.served import served

__all__ = ["Player", "chromium_path", "node_path", "second_opinion"]

HERE = Path(__file__).parent
WATCH_LIMIT_S = 300


def node_path() -> str:
    """Node, with the player packages beside this file installed; else the test is skipped (in CI: fails)."""
    node = shutil.which("node")
    need(node, "Node.js is not installed (Debian: apt-get install nodejs npm).")
    need((HERE / "node_modules" / "hls.js").is_dir(), f"The player packages are missing: run `npm ci` in {HERE}.")
    return str(node)


def chromium_path() -> str:
    """Chromium's program, by CHROMIUM or on the PATH; else the test is skipped (in CI: fails)."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    need(program, "Chromium is not installed (Debian: apt-get install chromium).")
    return str(program)


class Player:
    """One browser for many films, each in a fresh profile. A context manager; `play` returns the parsed report."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [node_path(), str(HERE / "play.mjs"), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "CHROMIUM": chromium_path()},
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="player reports", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def play(self, film: Path, *, root: Path | None = None, patience_s: int = 12, by: str = "") -> dict[str, Any]:
        """Serves `root` (by default the folder of a file, the parent of `hls` for a playlist) and watches `film`.

        patience_s: for how long nothing may happen. by: `shaka` or `dash` for those players, which only measure;
        `growing` for a stream that is not over yet, which only measures as well.
        Returns play.mjs's report; `problems` is empty if the film plays as
        it declares. Raises TimeoutError after five minutes, RuntimeError if the browser itself failed.
        """
        folder = root or (film.parent.parent if film.suffix == ".m3u8" else film.parent)
        with served(folder) as address:
            return self.watch(f"{address}/{film.relative_to(folder).as_posix()}", patience_s, by)

    def watch(self, url: str, patience_s: int = 12, by: str = "") -> dict[str, Any]:
        """The report on a film at a loopback address."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{url} {1000 * patience_s} {by}".rstrip() + "\n")
        self._process.stdin.flush()
        try:
            line = self._lines.get(timeout=WATCH_LIMIT_S)
        except queue.Empty:
            raise TimeoutError(f"no report on {url} after {WATCH_LIMIT_S} s") from None
        report: dict[str, Any] = json.loads(line or '{"failure": "the player process ended"}')
        if "failure" in report:
            raise RuntimeError(f"the browser failed on {url}: {report['failure']}")
        return report

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")


def second_opinion(folder: Path) -> dict[str, Any]:
    """What mp4box.js and hls-parser (strict) say of every MP4, init and playlist in an output folder."""
    command = [node_path(), str(HERE / "second_opinion.mjs"), str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"second_opinion.mjs failed: {done.stderr}")
    opinion: dict[str, Any] = json.loads(done.stdout)
    return opinion

"""Somebody who watches a film while it is made, and takes that land when the watcher says so."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from market import Market

import longtake

__all__ = ["FILM", "OPTIONS", "PATIENCE_S", "Watcher", "held_back"]

FILM = """
storyboard: 1
title: A tram
frame: {size: 320x180, rate: 24}
route: {final: kling-3.0, max_price: 1 USD}
budget: 20 USD
scenes:
  - id: film
    shots:
      - {action: a tram crosses a square, for: 3s}
      - {action: it stops, for: 3s, join: dissolve 0.5s}
      - {action: doors open, for: 3s}
"""
OPTIONS: dict[str, Any] = {"rungs": (180, 90), "preset": "ultrafast", "workers": 1, "yes": True}
PATIENCE_S = 120


@dataclass
class Watcher:
    """Sees a make through its events. shown: each state of the preview's picture playlist; missing: what was named and
    not there."""

    out: Path
    seen: threading.Event = field(default_factory=threading.Event)
    landed: list[str] = field(default_factory=list)
    landed_when_seen: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __call__(self, event: longtake.Event) -> None:
        told = event.as_json()
        if told.get("stage") == "landed":
            self.landed.append(told["shot"])
        if (self.out / "preview" / "main.m3u8").exists():
            self.look()
        if isinstance(event, longtake.Watchable):
            assert Path(event.playlist) == self.out / "preview" / "main.m3u8"
            self.landed_when_seen = list(self.landed)
            self.seen.set()

    def look(self) -> None:
        main = (self.out / "preview" / "main.m3u8").read_text()
        for uri in re.findall(r'^[^#].*m3u8|(?<=URI=")[^"]+', main, re.MULTILINE):
            text = (self.out / "preview" / uri).read_text()
            folder = (self.out / "preview" / uri).parent
            named = re.findall(r'^[^#\n]+|(?<=URI=")[^"]+', text, re.MULTILINE)
            self.missing += [name for name in named if not (folder / name).is_file()]
            if "picture" in uri:
                self.shown.append(text)


def held_back(place: Market, words: bytes, until: threading.Event) -> list[bool]:
    """Orders of these words wait at the provider until then. Whether each was let go in time."""
    answer, in_time = place._answer, list[bool]()

    async def late(request: Any) -> Any:
        if words in request.body:
            in_time.append(await asyncio.to_thread(until.wait, PATIENCE_S))
        return await answer(request)

    place._answer = late
    return in_time

"""Photos of a film: what is decoded for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from longtake.media import Digest
from longtake.pipeline import photos
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.photos import PhotoTask, Picture
from longtake.store import Store

FIRST, SECOND, THIRD = (Digest(letter * 64) for letter in "abc")


@dataclass(frozen=True)
class Names:
    """A photo on which its pictures are named."""

    key: Digest
    pictures: tuple[Picture, ...]

    def made(self, decoded: Mapping[Picture, Any], store: Store) -> bytes:
        return " ".join(decoded[picture] for picture in self.pictures).encode()


def test_a_span_is_decoded_once_for_all_its_pictures_and_for_the_next_photo_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = Counter[Digest]()

    def named(store: Store, key: Digest, wanted: Set[int]) -> dict[Picture, str]:
        decoded[key] += 1
        return {(key, number): f"{key[0]}{number}" for number in sorted(wanted)}

    monkeypatch.setattr(photos, "_decoded", named)
    strips = (
        Names(Digest("d" * 64), ((FIRST, 40), (FIRST, 44), (SECOND, 0))),
        Names(Digest("e" * 64), ((SECOND, 3), (SECOND, 7), (THIRD, 0))),
    )
    FlightRecorder.prepare(tmp_path / "note")
    PhotoTask(strips, tmp_path / "store").work(FlightRecorder(tmp_path / "note"))
    assert decoded == {FIRST: 1, SECOND: 1, THIRD: 1}
    assert [Store(tmp_path / "store").read(strip.key) for strip in strips] == [b"a40 a44 b0", b"b3 b7 c0"]

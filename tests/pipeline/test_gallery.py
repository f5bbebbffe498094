"""Takes at the door: whole ones are kept by digest, spoilt ones are not, short ones are kept and of no use."""

import asyncio
from fractions import Fraction
from pathlib import Path

import pytest

from longtake.catalogue import load_catalogue
from longtake.generation.commission import Commission
from longtake.generation.landing import Arrival
from longtake.generation.ports import SpoiltTakeError, UnfitTakeError
from longtake.libav.emulated import EmulatedTake, make_take
from longtake.media import FrameRate, Size, digest_bytes
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.gallery import TakeGallery
from longtake.planning import plan
from longtake.store import Workspace
from longtake.storyboard import parse

RATE = FrameRate(24)
TEXT = """
storyboard: 1
route: {final: [kling-3.0]}
scenes: [{shots: [{action: dawn, for: 2s}]}]
"""


@pytest.fixture(scope="module")
def commission() -> Commission:
    made = plan(parse(TEXT), {}, stage="final")
    (one,) = commissions_of(made, load_catalogue(), {made.shots[0].key})
    assert one.needs == Fraction(9, 4)
    return one


def take(frames: int) -> bytes:
    return make_take(EmulatedTake(Size(64, 36), RATE, frames, digest_bytes(b"look"), has_sound=False))


def admitted(space: Path, content: bytes, commission: Commission) -> Arrival:
    async def admit() -> Arrival:
        gallery = TakeGallery(Workspace(space), RATE)
        part = gallery.part("0a1b")
        part.write_bytes(content)
        return await gallery.admit(part, commission)

    return asyncio.run(admit())


def held(space: Path, arrival: Arrival, commission: Commission) -> Arrival | None:
    return asyncio.run(TakeGallery(Workspace(space), RATE).held(arrival.digest, commission))


def test_a_whole_take_is_kept_and_found_again_until_a_byte_of_it_rots(tmp_path: Path, commission: Commission) -> None:
    content = take(60)
    arrival = admitted(tmp_path, content, commission)
    assert arrival.digest == digest_bytes(content)
    assert arrival.facts.picture is not None
    assert arrival.facts.picture.frames == 60
    assert held(tmp_path, arrival, commission) == arrival
    arrival.path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert held(tmp_path, arrival, commission) is None


def test_what_does_not_decode_is_spoilt_and_not_kept(tmp_path: Path, commission: Commission) -> None:
    with pytest.raises(SpoiltTakeError, match="the take cannot be decoded"):
        admitted(tmp_path, take(60)[:400], commission)
    assert not [path for path in (tmp_path / "takes").rglob("*") if path.is_file()]


def test_a_take_that_is_too_short_is_kept_for_it_is_paid(tmp_path: Path, commission: Commission) -> None:
    with pytest.raises(
        UnfitTakeError, match=r"the take lasts 2 s; 3 s were asked for, and the film shows 2.25 s"
    ) as caught:
        admitted(tmp_path, take(48), commission)
    assert caught.value.arrival.path.exists()
    with pytest.raises(UnfitTakeError):
        held(tmp_path, caught.value.arrival, commission)

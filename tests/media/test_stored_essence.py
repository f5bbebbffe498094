"""Essence is stored as packets and comes back as it was, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import EncodedSound, EncodedSpan, VideoPacket

packets = st.builds(VideoPacket, st.integers(0, 200), st.booleans(), st.binary(max_size=60))
spans = st.builds(
    EncodedSpan, st.binary(max_size=40), st.integers(0, 4), st.lists(packets, min_size=1, max_size=8).map(tuple)
)
sounds = st.builds(EncodedSound, st.binary(max_size=8), st.lists(st.binary(max_size=60), max_size=8).map(tuple))


@given(spans)
def test_a_span_comes_back_as_it_was_stored(span: EncodedSpan) -> None:
    assert EncodedSpan.from_bytes(span.to_bytes()) == span


@given(sounds)
def test_sound_comes_back_as_it_was_stored(sound: EncodedSound) -> None:
    assert EncodedSound.from_bytes(sound.to_bytes()) == sound


@given(spans, st.data())
def test_a_torn_span_is_refused(span: EncodedSpan, data: st.DataObject) -> None:
    stored = span.to_bytes()
    kept = data.draw(st.integers(0, len(stored) - 1))
    with pytest.raises(ValueError):  # noqa: PT011 - torn in the JSON or in the packets, the words differ
        EncodedSpan.from_bytes(stored[:kept])


@given(spans, st.data())
def test_a_changed_byte_is_refused_or_stays_in_its_packet(span: EncodedSpan, data: st.DataObject) -> None:
    stored = bytearray(span.to_bytes())
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        read = EncodedSpan.from_bytes(bytes(stored))
    except ValueError:
        return
    assert sum(len(packet.data) for packet in read.packets) == sum(len(packet.data) for packet in span.packets)


@given(sounds, st.binary(min_size=1))
def test_sound_with_bytes_to_spare_is_refused(sound: EncodedSound, extra: bytes) -> None:
    with pytest.raises(ValueError, match="bytes where"):
        EncodedSound.from_bytes(sound.to_bytes() + extra)


@given(spans)
def test_a_span_is_no_sound(span: EncodedSpan) -> None:
    with pytest.raises(ValueError, match="this is no 'longtake sound essence 1'"):
        EncodedSound.from_bytes(span.to_bytes())


def test_a_span_of_empty_packets_torn_at_its_last_byte_is_refused() -> None:
    stored = EncodedSpan(b"", 0, (VideoPacket(0, True, b""),)).to_bytes()
    with pytest.raises(ValueError, match="the head of this essence is torn"):
        EncodedSpan.from_bytes(stored[:-1])


@pytest.mark.parametrize("stored", [b"", b"\n", b"[]\n", b"\xff\xfe\n", b"{}\n", b"null\nrest"])
def test_bytes_of_another_kind_are_refused(stored: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are json's, the codec's or ours
        EncodedSpan.from_bytes(stored)

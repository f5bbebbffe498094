"""H.264 as containers need it: NAL units, parameter sets, and what a sequence parameter set says of the pictures.

Sections and names are those of ITU-T H.264; the decoder configuration record is ISO/IEC 14496-15, 5.3.3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from longtake.errors import PackagingError
from longtake.media import Size

__all__ = ["ParameterSets", "PictureFormat", "nal_units", "to_sample"]

_IDR, _SPS, _PPS = 5, 7, 8
_START_CODE = b"\x00\x00\x01"
_WITH_CHROMA_FORMAT = (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135)
_ANY_SHAPE = 255  # aspect_ratio_idc that is followed by width and height


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """What a sequence parameter set says. colour: primaries, transfer and matrix as H.273 code points, or None."""

    profile: int
    compatibility: int
    level: int
    chroma_format: int
    luma_depth: int
    chroma_depth: int
    size: Size
    has_square_pixels: bool
    colour: tuple[int, int, int] | None
    is_full_range: bool


@dataclass(frozen=True, slots=True)
class ParameterSets:
    """The one sequence and the picture parameter sets of a rung, without start codes."""

    sps: bytes
    pps: tuple[bytes, ...]

    @classmethod
    def of(cls, extradata: bytes) -> ParameterSets:
        """From Annex B. Raises PackagingError unless there is one sequence parameter set and a picture one."""
        units = list(nal_units(extradata))
        sps = [unit for unit in units if unit[0] & 31 == _SPS]
        pps = [unit for unit in units if unit[0] & 31 == _PPS]
        if len(sps) != 1 or not pps:
            raise PackagingError(
                f"extradata holds {len(sps)} sequence and {len(pps)} picture parameter sets, not one and at least one",
                advice=("encode with the global_header flag",),
            )
        return cls(sps[0], tuple(pps))

    @property
    def all(self) -> tuple[bytes, ...]:
        return (self.sps, *self.pps)

    def configuration(self) -> bytes:
        """The AVCDecoderConfigurationRecord: what an `avcC` box holds."""
        picture = self.picture_format()
        record = [bytes([1, *self.sps[1:4], 0xFF, 0xE1]), _counted(self.sps), bytes([len(self.pps)])]
        record += [_counted(pps) for pps in self.pps]
        if picture.profile in _WITH_CHROMA_FORMAT:
            depths = [0xF8 | picture.luma_depth - 8, 0xF8 | picture.chroma_depth - 8]
            record.append(bytes([0xFC | picture.chroma_format, *depths, 0]))
        return b"".join(record)

    def picture_format(self) -> PictureFormat:
        """Reads the sequence parameter set (H.264, 7.3.2.1.1). Raises PackagingError if it is cut short."""
        try:
            return _read_sps(_Bits(self.sps[1:].replace(b"\x00\x00\x03", b"\x00\x00")))
        except IndexError:
            raise PackagingError(f"a sequence parameter set is cut short: {self.sps.hex()}") from None


def _counted(unit: bytes) -> bytes:
    return struct.pack(">H", len(unit)) + unit


def nal_units(stream: bytes) -> Iterator[bytes]:
    """The NAL units of an Annex B byte stream, without start codes and the zeros that trail a unit."""
    start = stream.find(_START_CODE)
    while start >= 0:
        end = stream.find(_START_CODE, start + 3)
        unit = stream[start + 3 : end if end >= 0 else None].rstrip(b"\x00")
        if unit:
            yield unit
        start = end


def to_sample(packet: bytes, parameters: ParameterSets) -> tuple[bytes, bool]:
    """A packet as an MP4 sample (each unit after its 32-bit length), and whether it is an IDR picture.

    `avc1` keeps parameter sets in the sample entry only: repeats are left out, others raise PackagingError.
    """
    parts: list[bytes] = []
    is_idr = False
    for unit in nal_units(packet):
        kind = unit[0] & 31
        if kind in (_SPS, _PPS):
            if unit not in parameters.all:
                raise PackagingError("a packet carries parameter sets of its own, which avc1 does not allow")
            continue
        is_idr = is_idr or kind == _IDR
        parts += [struct.pack(">I", len(unit)), unit]
    if not parts:
        raise PackagingError(f"a packet of {len(packet)} bytes holds no picture in Annex B form")
    return b"".join(parts), is_idr


class _Bits:
    """Reads bits, most significant first. Raises IndexError past the end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise IndexError(count)
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def flag(self) -> bool:
        return bool(self.take(1))

    def ue(self) -> int:
        """An unsigned Exp-Golomb code."""
        zeros = 0
        while not self.flag():
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def se(self) -> int:
        """A signed Exp-Golomb code."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def _read_sps(bits: _Bits) -> PictureFormat:
    profile, compatibility, level = bits.take(8), bits.take(8), bits.take(8)
    bits.ue()  # seq_parameter_set_id
    chroma, luma_depth, chroma_depth = _read_chroma(bits) if profile in _WITH_CHROMA_FORMAT else (1, 8, 8)
    bits.ue()  # log2_max_frame_num_minus4
    _skip_order_count(bits)
    bits.ue()  # max_num_ref_frames
    bits.flag()  # gaps_in_frame_num_value_allowed_flag
    size = _read_size(bits, chroma)
    is_square, is_full, colour = _read_usability(bits) if bits.flag() else (True, False, None)
    return PictureFormat(
        profile, compatibility, level, chroma, luma_depth, chroma_depth, size, is_square, colour, is_full
    )


def _read_chroma(bits: _Bits) -> tuple[int, int, int]:
    chroma = bits.ue()
    if chroma == 3:
        bits.flag()  # separate_colour_plane_flag
    luma_depth, chroma_depth = 8 + bits.ue(), 8 + bits.ue()
    bits.flag()  # qpprime_y_zero_transform_bypass_flag
    if bits.flag():
        for number in range(12 if chroma == 3 else 8):
            if bits.flag():
                _skip_scaling_list(bits, 16 if number < 6 else 64)
    return chroma, luma_depth, chroma_depth


def _skip_scaling_list(bits: _Bits, count: int) -> None:
    last = following = 8
    for _ in range(count):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _skip_order_count(bits: _Bits) -> None:
    kind = bits.ue()
    if kind == 0:
        bits.ue()
    elif kind == 1:
        bits.flag()  # delta_pic_order_always_zero_flag
        for _ in range(2):
            bits.se()  # offset_for_non_ref_pic, offset_for_top_to_bottom_field
        for _ in range(bits.ue()):
            bits.se()


def _read_size(bits: _Bits, chroma: int) -> Size:
    width, map_units = 16 * (bits.ue() + 1), 16 * (bits.ue() + 1)
    fields = 1 if bits.flag() else 2
    if fields == 2:
        bits.flag()  # mb_adaptive_frame_field_flag
    bits.flag()  # direct_8x8_inference_flag
    left, right, top, bottom = [bits.ue() for _ in range(4)] if bits.flag() else [0] * 4
    across, down = 2 if chroma in (1, 2) else 1, (2 if chroma == 1 else 1) * fields
    return Size(width - across * (left + right), fields * map_units - down * (top + bottom))


def _read_usability(bits: _Bits) -> tuple[bool, bool, tuple[int, int, int] | None]:
    is_square, is_full, colour = True, False, None
    if bits.flag():
        shape = bits.take(8)
        is_square = bits.take(16) == bits.take(16) if shape == _ANY_SHAPE else shape in (0, 1)
    if bits.flag():
        bits.flag()  # overscan_appropriate_flag
    if bits.flag():
        bits.take(3)  # video_format
        is_full = bits.flag()
        if bits.flag():
            colour = (bits.take(8), bits.take(8), bits.take(8))
    return is_square, is_full, colour
